#include "runner/trending.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "baselines/policy.h"
#include "baselines/trends.h"
#include "baselines/witness.h"
#include "core/base/clock.h"
#include "runner/branch.h"
#include "runner/source.h"
#include "runner/trending_parts.h"

#define COMMITS_MAX 1000000
#define SERIES_NAME_SIZE (BENCHMARK_NAME_MAX + METRIC_NAME_MAX + 2)

/* ---- what it owns ---- */

static enum err new (struct trending **out, struct app *app,
    const struct trending_options *options) {
	struct trending *t = calloc(1, sizeof *t);

	if (!t) return err_fail(ERR_NOMEM, "out of memory");
	t->app = app;
	t->options = *options;
	t->now_s = clock_wall_s();
	t->report =
	    (struct trend_report){
		.version = TIDEMARK_VERSION,
		.method = options->method->name,
		.extent = options->extent,
		.now_s = t->now_s,
	    };
	*out = t;
	return ERR_OK;
}

static void
free_texts(char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(texts[i]);
	free(texts);
}

void
trending_free(struct trending *t)
{
	if (!t)
		return;
	for (size_t i = 0; t->trends && i < t->line_count; i++)
		trend_release(&t->trends[i]);
	free(t->trends);
	free(t->series);
	free(t->alerts);
	free(t->culprits);
	free(t->pins);
	free(t->releases);
	trending_alerts_release(t);
	free(t->lines);
	free(t->tolerances);
	free(t->shown);
	free(t->by_oid);
	history_free(t->history);
	store_history_free(t->stored);
	free(t->commits);
	trend_table_release(&t->table);
	free_texts(t->warnings, t->warning_count);
	free_texts(t->texts, t->text_count);
	free(t);
}

const struct trend_report *
trending_report(const struct trending *t)
{
	return &t->report;
}

/* Append a text that is given away; freed where that fails. */
static const char *
keep(char ***texts, size_t *count, char *text)
{
	char **grown = reallocarray(*texts, *count + 1, sizeof *grown);

	if (!grown) {
		free(text);
		(void)err_fail(ERR_NOMEM, "out of memory");
		return NULL;
	}
	*texts = grown;
	return grown[(*count)++] = text;
}

const char *
trending_text(struct trending *t, const char *fmt, ...)
{
	char *text = NULL;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0) {
		(void)err_fail(ERR_NOMEM, "out of memory");
		return NULL;
	}
	return keep(&t->texts, &t->text_count, text);
}

enum err
trending_warn(struct trending *t, const char *fmt, ...)
{
	char *text = NULL;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0)
		return err_fail(ERR_NOMEM, "out of memory");
	if (!keep(&t->warnings, &t->warning_count, text))
		return ERR_NOMEM;
	t->report.warnings = (const char *const *)t->warnings;
	t->report.warning_count = t->warning_count;
	return ERR_OK;
}

const char *
trending_revision(const struct trending *t)
{
	return t->options.revision ? t->options.revision : "HEAD";
}

/* ---- the branch ---- */

static int
compare_places(const void *a, const void *b, void *ctx)
{
	const struct trend_commit *shown = ctx;
	const size_t *x = a;
	const size_t *y = b;

	return strcmp(shown[*x].oid, shown[*y].oid);
}

static enum err
list_commits(struct trending *t)
{
	const char *revision = trending_revision(t);
	struct repo_walk walk = {
	    .last = t->options.last ? t->options.last : COMMITS_MAX};
	enum err err = repo_list(
	    t->app->repo, &revision, 1, &walk, &t->commits, &t->commit_count);

	if (err)
		return err;
	t->shown = calloc(t->commit_count + 1, sizeof *t->shown);
	t->by_oid = calloc(t->commit_count + 1, sizeof *t->by_oid);
	if (!t->shown || !t->by_oid)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < t->commit_count; i++) {
		const struct commit *commit =
		    &t->commits[t->commit_count - 1 - i];

		t->shown[i] = (struct trend_commit){
		    commit->oid.hex, commit->subject, commit->time_s};
		t->by_oid[i] = i;
	}
	qsort_r(t->by_oid, t->commit_count, sizeof *t->by_oid, compare_places,
	    t->shown);
	t->report.source = revision;
	t->report.commits = t->shown;
	t->report.commit_count = t->commit_count;
	return ERR_OK;
}

size_t
trending_place(const struct trending *t, const char *oid)
{
	size_t low = 0, high = t->commit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		size_t place = t->by_oid[middle];
		int order = strcmp(t->shown[place].oid, oid);

		if (order == 0)
			return place;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return HISTORY_NOWHERE;
}

static enum err
read_history(struct trending *t)
{
	const struct store_history_query query = {
	    .machine_key = t->options.machine_key};
	size_t *places = NULL;
	enum err err;

	err = app_read_store(t->app);
	if (!err)
		err = store_history_read(t->app->store, &query, &t->stored);
	if (!err)
		err = branch_places(
		    t->commits, t->commit_count, t->stored, &places);
	if (!err)
		err = history_make(t->stored, places, &t->history);
	free(places);
	return err;
}

/* ---- which series ---- */

static bool
is_wanted(const struct trending *t, const struct config *config,
    const struct history_line *line)
{
	char name[SERIES_NAME_SIZE];

	if (config && !config_judges_any(config, line->metric))
		return false;
	snprintf(name, sizeof name, "%s/%s", line->benchmark, line->metric);
	return !t->options.match || policy_glob(t->options.match, name);
}

/* As a check has it, see comparison_terms(); 0 without a config. */
static double
tolerance_of(const struct config *config, const struct history_line *line)
{
	char name[SERIES_NAME_SIZE];

	if (!config)
		return 0;
	snprintf(name, sizeof name, "%s/%s", line->benchmark, line->metric);
	if (strcmp(line->metric, METRIC_INSTRUCTIONS) == 0)
		return policy_tolerance_of_metric(config->rules,
		    config->rule_count, name, line->metric, WITNESS_TOLERANCE);
	return policy_tolerance(
	    config->rules, config->rule_count, name, CONFIG_TOLERANCE_DEFAULT);
}

static void
choose_line(struct trending *t, const struct config *config,
    const struct history_line *line)
{
	if (!is_wanted(t, config, line))
		return;
	t->tolerances[t->line_count] = tolerance_of(config, line);
	t->lines[t->line_count++] = *line;
}

static enum err
choose_lines(struct trending *t)
{
	const struct history *history = t->history;
	struct source source = {0};
	enum err err = ERR_OK;

	if (!t->options.all_metrics)
		err = source_for_range(
		    &source, t->app->repo, t->app->options.config);
	if (err)
		return err;
	t->lines = calloc(history->count + 1, sizeof *t->lines);
	t->tolerances = calloc(history->count + 1, sizeof *t->tolerances);
	if (!t->lines || !t->tolerances)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < history->count; i++)
		choose_line(t, source.config, &history->lines[i]);
	source_release(&source);
	if (!err && !t->line_count)
		err = err_fail(ERR_UNJUDGED,
		    "no stored samples of %s%s; tidemark run measures its "
		    "commits",
		    trending_revision(t), t->options.match ? " match" : "");
	return err;
}

/* ---- analysis ---- */

static size_t
thread_count(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return online > 0 ? (size_t)online : 1;
}

static enum err
analyse(struct trending *t)
{
	struct trend_alert *alert;
	size_t changes = 0;
	enum err err;

	t->trends = calloc(t->line_count + 1, sizeof *t->trends);
	t->series = calloc(t->line_count + 1, sizeof *t->series);
	if (!t->trends || !t->series)
		return err_fail(ERR_NOMEM, "out of memory");
	err = trends_make(t->trends, t->lines, t->line_count, t->options.method,
	    thread_count());
	if (err)
		return err;
	for (size_t i = 0; i < t->line_count; i++)
		changes += t->trends[i].count;
	t->alerts = calloc(changes + 1, sizeof *t->alerts);
	if (!t->alerts)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < changes; i++)
		t->alerts[i] = (struct trend_alert){.id = ""};
	alert = t->alerts;
	for (size_t i = 0; i < t->line_count; i++) {
		t->series[i] = (struct trend_series){
		    .line = &t->lines[i],
		    .trend = &t->trends[i],
		    .alerts = alert,
		    .drift = {.id = ""},
		    .tolerance = t->tolerances ? t->tolerances[i] : 0,
		};
		alert += t->trends[i].count;
	}
	t->report.series = t->series;
	t->report.series_count = t->line_count;
	return ERR_OK;
}

/* What was acknowledged and is no more is news: it was never told as a
 * regression. */
static enum err
tell_unaccepted(struct trending *t)
{
	size_t count = 0;

	for (size_t i = 0; i < t->line_count; i++)
		count += t->trends[i].count;
	for (size_t i = 0; i < count; i++) {
		struct trend_alert *alert = &t->alerts[i];

		if (alert->state != TREND_OPEN || !alert->was_accepted)
			continue;
		alert->state = TREND_NEW;
		alert->turned = true;
		alert->note = trending_text(t, "its acknowledgement has ended");
		if (!alert->note)
			return ERR_NOMEM;
	}
	return ERR_OK;
}

enum err
trending_of_branch(struct trending **out, struct app *app,
    const struct trending_options *options)
{
	struct trending *t = NULL;
	enum err err = new (&t, app, options);

	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = list_commits(t);
	if (!err)
		err = read_history(t);
	if (!err)
		err = choose_lines(t);
	if (!err)
		err = analyse(t);
	if (!err)
		err = trending_match(t);
	if (!err)
		err = trending_accept(t);
	if (!err)
		err = tell_unaccepted(t);
	if (!err)
		err = trending_pins(t);
	if (!err)
		err = trending_releases(t);
	if (err)
		trending_free(t);
	else
		*out = t;
	return err;
}

/* Rows of a table stand for commits that have no name. */
static enum err
make_rows(struct trending *t)
{
	t->shown = calloc(t->table.rows + 1, sizeof *t->shown);
	if (!t->shown)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < t->table.rows; i++)
		t->shown[i] = (struct trend_commit){"", "", 0};
	t->report.commits = t->shown;
	t->report.commit_count = t->table.rows;
	return ERR_OK;
}

enum err
trending_of_table(struct trending **out, const char *path,
    enum direction direction, const struct change_options *method)
{
	const struct trending_options options = {.method = method};
	struct trending *t = NULL;
	enum err err = new (&t, NULL, &options);

	if (!err)
		err = trend_table_read(&t->table, path, direction);
	if (!err)
		err = make_rows(t);
	if (!err) {
		t->report.source = path;
		t->report.is_file = true;
		t->line_count = t->table.count;
		t->lines = calloc(t->line_count + 1, sizeof *t->lines);
		if (!t->lines)
			err = err_fail(ERR_NOMEM, "out of memory");
	}
	if (!err) {
		memcpy(
		    t->lines, t->table.lines, t->line_count * sizeof *t->lines);
		err = analyse(t);
	}
	if (err)
		trending_free(t);
	else
		*out = t;
	return err;
}
