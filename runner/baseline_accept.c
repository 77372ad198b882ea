#include "runner/baseline_accept.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/accept_known.h"
#include "runner/accept_result.h"
#include "runner/accept_scope.h"
#include "runner/accept_write.h"
#include "runner/base.h"
#include "runner/repo/ancestry.h"
#include "runner/repo/identity.h"

#define DAYS_DEFAULT 90
#define S_PER_DAY INT64_C(86400)
#define DAY_LEN 10 /* "2027-03-01" */

#define FIELD(name) offsetof(struct baseline_accept_options, name)

const struct option baseline_accept_option_table[] = {
    {"reason", 0, OPTION_TEXT, FIELD(reason), "TEXT", "accept: why; required"},
    {"from", 0, OPTION_TEXT, FIELD(from), "FILE",
	"accept: what regressed in this result file"},
    {"factor", 0, OPTION_TEXT, FIELD(factor), "F",
	"accept: a new level of F times the old one"},
    {"level", 0, OPTION_TEXT, FIELD(level), "V",
	"accept: this new level, such as 52.1ns"},
    {"commits", 0, OPTION_TEXT, FIELD(commits), "A..B",
	"accept: the commits at fault; A..: no end yet"},
    {"expires", 0, OPTION_TEXT, FIELD(expires), "DATE",
	"accept: until this day, such as 2027-03-01"},
    {"author", 0, OPTION_TEXT, FIELD(author), "NAME",
	"accept: who, instead of git's user.name"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* What the entries are made from, and owns. */
struct work {
	struct app *app;
	const struct baseline_accept_options *options;
	struct accept_result result;
	struct accept_draft *drafts;
	size_t count;
	char **names; /* benchmarks of operands, cut off their metrics */
	char *author;
	char *commits;
	char expires[CLOCK_DATE_SIZE];
};

static enum err
check_options(const struct baseline_accept_options *options, int argc)
{
	if (!options->reason)
		return err_fail(ERR_USAGE,
		    "--reason TEXT was expected: why the slowdown is accepted");
	if (options->factor && options->level)
		return err_fail(ERR_USAGE,
		    "--factor and --level: only one of them was expected");
	if (options->from)
		return ERR_OK;
	if (!argc)
		return err_fail(ERR_USAGE,
		    "a series such as parse/1000/real_time was expected, or "
		    "--from RESULT");
	if (!options->factor && !options->level)
		return err_fail(ERR_USAGE,
		    "--factor F, --level V or --from RESULT was expected");
	return ERR_OK;
}

/* ---- defaults ---- */

static enum err
find_author(struct work *w)
{
	enum err err;

	if (w->options->author)
		return path_format(&w->author, "%s", w->options->author);
	err = identity_name(w->app->repo, &w->author);
	return err == ERR_NOTFOUND
		   ? err_fail(ERR_USAGE, "%s; --author NAME says who accepts",
			 err_text())
		   : err;
}

/* Revisions become ids, since a branch is another commit tomorrow. */
static enum err
resolve_range(struct work *w, const char *text)
{
	const char *dots = strstr(text, "..");
	struct commit from, to = {.oid = {""}};
	char *left = NULL;
	enum err err;

	if (!dots) {
		err = repo_commit(w->app->repo, text, &to);
		return err ? err
			   : path_format(&w->commits, "%.12s", to.oid.hex);
	}
	err = path_format(&left, "%.*s", (int)(dots - text), text);
	if (!err)
		err = repo_commit(w->app->repo, left, &from);
	if (!err && dots[2])
		err = repo_commit(w->app->repo, dots + 2, &to);
	if (!err)
		err = path_format(
		    &w->commits, "%.12s..%.12s", from.oid.hex, to.oid.hex);
	free(left);
	return err;
}

/* A commit of the result, which may be one of another repository. */
static enum err
check_here(const struct work *w, const char *oid)
{
	struct commit commit;
	enum err err = ancestry_commit(w->app->repo, oid, &commit);

	return err == ERR_NOTFOUND
		   ? err_fail(ERR_USAGE,
			 "%s: its commit %.12s is not in this clone; is it a "
			 "result of this repository? --commits A..B names "
			 "others",
			 w->options->from, oid)
		   : err;
}

/* Those that the result compares: what regressed did so between them. */
static enum err
take_commits(struct work *w)
{
	const struct accept_result *result = &w->result;
	enum err err;

	if (!*result->base || !*result->head)
		return err_fail(ERR_USAGE,
		    "%s: it does not say which commits it compares; "
		    "--commits A..B names them",
		    w->options->from);
	err = check_here(w, result->base);
	if (!err)
		err = check_here(w, result->head);
	return err ? err
		   : path_format(&w->commits, "%.12s..%.12s", result->base,
			 result->head);
}

static enum err
find_commits(struct work *w)
{
	struct base_pair pair;
	enum err err;

	if (w->options->commits)
		return resolve_range(w, w->options->commits);
	if (w->options->from)
		return take_commits(w);
	err = base_find(w->app->repo, NULL, NULL, &pair);
	if (err == ERR_UNJUDGED)
		err = err_fail(
		    ERR_USAGE, "%s; --commits A..B names them", err_text());
	return err ? err
		   : path_format(&w->commits, "%.12s..%.12s", pair.base.oid.hex,
			 pair.head.oid.hex);
}

static void
find_expires(struct work *w)
{
	if (w->options->expires) {
		snprintf(
		    w->expires, sizeof w->expires, "%s", w->options->expires);
		return;
	}
	clock_date(clock_wall_s() + DAYS_DEFAULT * S_PER_DAY, w->expires);
	w->expires[DAY_LEN] = '\0';
}

/* ---- series ---- */

static void
add_draft(struct work *w, const char *benchmark, const char *metric,
    const char *factor)
{
	const struct baseline_accept_options *options = w->options;

	if (options->factor)
		factor = options->factor;
	w->drafts[w->count++] = (struct accept_draft){
	    .benchmark = benchmark,
	    .metric = metric,
	    .commits = w->commits,
	    .factor = options->level ? NULL : factor,
	    .level = options->level,
	    .reason = options->reason,
	    .author = w->author,
	    .expires = w->expires,
	};
}

/* "benchmark/metric": the metric is behind the last slash. */
static enum err
add_operand(struct work *w, int index, const char *series)
{
	const char *slash = strrchr(series, '/');
	enum err err;

	if (!slash || slash == series || !slash[1])
		return err_fail(ERR_USAGE,
		    "%s: a series is benchmark/metric, such as "
		    "parse/1000/real_time",
		    series);
	err = path_format(
	    &w->names[index], "%.*s", (int)(slash - series), series);
	if (!err)
		add_draft(w, w->names[index], slash + 1, NULL);
	return err;
}

static bool
is_called(const struct accept_regressed *item, const char *series)
{
	size_t len = strlen(item->benchmark);

	return strncmp(series, item->benchmark, len) == 0 &&
	       series[len] == '/' &&
	       strcmp(series + len + 1, item->metric) == 0;
}

static enum err
fail_limit(const struct work *w, const struct accept_regressed *item)
{
	return err_fail(ERR_USAGE,
	    "%s: %s/%s is beyond its limit: raise max, or lower min, in "
	    "tidemark.yml",
	    w->options->from, item->benchmark, item->metric);
}

/* All that entries can accept. */
static enum err
choose_all(struct work *w)
{
	const struct accept_result *result = &w->result;

	for (size_t i = 0; i < result->count; i++) {
		const struct accept_regressed *item = &result->items[i];

		if (!item->beyond_limit)
			add_draft(
			    w, item->benchmark, item->metric, item->factor);
	}
	if (w->count)
		return ERR_OK;
	return result->count
		   ? fail_limit(w, &result->items[0])
		   : err_fail(ERR_USAGE, "%s: nothing regressed in it",
			 w->options->from);
}

static enum err
choose(struct work *w, const char *series)
{
	for (size_t i = 0; i < w->result.count; i++) {
		const struct accept_regressed *item = &w->result.items[i];

		if (!is_called(item, series))
			continue;
		if (item->beyond_limit)
			return fail_limit(w, item);
		add_draft(w, item->benchmark, item->metric, item->factor);
		return ERR_OK;
	}
	return err_fail(ERR_USAGE, "%s: not among the regressed series of %s",
	    series, w->options->from);
}

static enum err
add_drafts(struct work *w, int argc, char **argv)
{
	size_t count = (size_t)argc + w->result.count;
	enum err err = ERR_OK;

	w->drafts = calloc(count + 1, sizeof *w->drafts);
	w->names = calloc((size_t)argc + 1, sizeof *w->names);
	if (!w->drafts || !w->names)
		return err_fail(ERR_NOMEM, "out of memory");
	for (int i = 0; !err && i < argc; i++)
		err = w->options->from ? choose(w, argv[i])
				       : add_operand(w, i, argv[i]);
	return err || argc ? err : choose_all(w);
}

/* ---- writing ---- */

/* What check would refuse is not written. */
static enum err
check_drafts(const struct work *w)
{
	struct config_accept *file = NULL;
	enum err err = accept_write_check(&file, w->drafts, w->count);

	for (size_t i = 0; !err && i < file->count; i++)
		err = config_accept_check_day(file, i, clock_wall_s());
	if (!err)
		err = accept_scope_check(w->app->repo, file);
	config_accept_free(file);
	return err;
}

static enum err
write_drafts(const struct work *w)
{
	const char *root = repo_workdir(w->app->repo);
	char *path = NULL;
	enum err err;

	if (!root)
		return err_fail(ERR_USAGE,
		    "a bare repository has no work tree to write %s to",
		    ACCEPT_FILE);
	err = path_join(&path, root, ACCEPT_FILE);
	if (!err)
		err = accept_write_file(path, w->drafts, w->count);
	if (!err)
		printf("%s: %zu %s added, of %s until %s: look it over and "
		       "commit it; it counts where a check's base has it, see "
		       "STEPS in tidemark-accept(5)\n",
		    path, w->count, w->count == 1 ? "entry" : "entries",
		    w->commits, w->expires);
	free(path);
	return err;
}

static void
release(struct work *w, int argc)
{
	for (int i = 0; w->names && i < argc; i++)
		free(w->names[i]);
	free(w->names);
	free(w->drafts);
	free(w->author);
	free(w->commits);
	accept_result_release(&w->result);
}

enum err
baseline_accept(struct app *app, const struct baseline_accept_options *options,
    int argc, char **argv)
{
	struct work w = {.app = app, .options = options};
	enum err err = check_options(options, argc);

	if (!err && !app->repo)
		err = app_open_repo(app);
	if (!err && options->from)
		err = accept_result_read(&w.result, options->from);
	if (!err)
		err = find_author(&w);
	if (!err)
		err = find_commits(&w);
	if (!err) {
		find_expires(&w);
		err = add_drafts(&w, argc, argv);
	}
	if (!err)
		err = check_drafts(&w);
	if (!err)
		err = write_drafts(&w);
	/* The names of a result were measured, if not here. */
	if (!err && !options->from)
		err = accept_known_check(app, argv, (size_t)argc);
	release(&w, argc);
	return err;
}
