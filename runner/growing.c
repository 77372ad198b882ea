#include "runner/growing.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/policy.h"
#include "core/base/buf.h"
#include "runner/comparison.h"
#include "runner/growing_parts.h"

/* ---- texts and rows ---- */

const char *
growing_text(struct growing *g, const char *fmt, ...)
{
	char **texts = realloc(g->texts, (g->text_count + 1) * sizeof *texts);
	va_list args;
	char *text;
	int len;

	if (!texts)
		return NULL;
	g->texts = texts;
	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0)
		return NULL;
	return texts[g->text_count++] = text;
}

enum err
growing_add_unjudged(struct growing *g, const struct scaling_unjudged *row)
{
	struct scaling_unjudged *rows =
	    realloc(g->unjudged, (g->report.unjudged_count + 1) * sizeof *rows);

	if (rows)
		g->unjudged = rows;
	if (!rows || !row->reason)
		return err_fail(ERR_NOMEM, "out of memory");
	rows[g->report.unjudged_count++] = *row;
	return ERR_OK;
}

/* ---- what is run ---- */

static bool
is_wanted(const struct growing *g, const char *family, const char *metric)
{
	const char *match = g->options->match;
	struct buf name = BUF_INIT;
	bool wanted;

	if (!match)
		return true;
	buf_printf(&name, "%s/%s", family, metric);
	wanted = name.failed || policy_glob(match, buf_text(&name));
	buf_release(&name);
	return wanted;
}

/* A process of this format is one repetition of a series that has the
 * benchmark's name. */
static bool
names_its_series(const struct config_benchmark *benchmark)
{
	return strcmp(benchmark->format, "command") == 0;
}

static bool
wants_any_metric(const struct growing *g, const char *family,
    const struct config_benchmark *benchmark)
{
	for (size_t i = 0; i < benchmark->metrics.count; i++)
		if (is_wanted(g, family, benchmark->metrics.items[i]))
			return true;
	return false;
}

/* Whether a config's benchmark is of a family of benchmarks that can be judged.
 * When memory runs out it is: more is run than need be. */
static bool
is_of_family(const struct growing *g, const struct config *config, size_t index)
{
	struct series_name *names =
	    calloc(config->benchmark_count, sizeof *names);
	struct families families = {0};
	size_t count = 0, at = 0;
	bool found = false;

	for (size_t i = 0; names && i < config->benchmark_count; i++) {
		if (!names_its_series(&config->benchmarks[i]))
			continue;
		if (i == index)
			at = count;
		names[count++] = (struct series_name){
		    config->benchmarks[i].name, "", "", DIRECTION_SMALLER};
	}
	if (!names || families_make(&families, names, count)) {
		free(names);
		return true;
	}
	for (size_t f = 0; f < families.count; f++) {
		const struct family *family = &families.items[f];

		for (size_t m = 0; !family->reason && m < family->count; m++)
			found = found || (family->members[m].index == at &&
					     wants_any_metric(g, family->name,
						 &config->benchmarks[index]));
	}
	families_release(&families);
	free(names);
	return found;
}

static bool
leaves_out(void *ctx, const struct config *config, size_t index)
{
	return names_its_series(&config->benchmarks[index]) &&
	       !is_of_family(ctx, config, index);
}

/* ---- what was measured ---- */

/* Judged series of benchmarks that did not fail. */
static enum err
list_tracks(struct growing *g)
{
	struct tracks *tracks = comparison_tracks(g->comparison);
	size_t count = tracks_count(tracks);

	g->names = calloc(count + 1, sizeof *g->names);
	g->tracks = calloc(count + 1, sizeof(*g->tracks));
	if (!g->names || !g->tracks)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < count; i++) {
		struct track *track = tracks_at(tracks, i);

		if (!track->judged || !track->rounds ||
		    comparison_failed(g->comparison, track->owner))
			continue;
		g->names[g->track_count] = track->name;
		g->tracks[g->track_count++] = track;
	}
	return ERR_OK;
}

static enum err
add_families(struct growing *g)
{
	enum err err = families_make(&g->families, g->names, g->track_count);

	g->rows = calloc(g->families.count + 1, sizeof *g->rows);
	g->values = calloc(g->families.count + 1, sizeof(*g->values));
	if (!err && (!g->rows || !g->values))
		err = err_fail(ERR_NOMEM, "out of memory");
	g->report.others = g->families.others;
	for (size_t i = 0; !err && i < g->families.count; i++) {
		const struct family *family = &g->families.items[i];

		if (!is_wanted(g, family->name, family->series.metric))
			continue;
		if (family->reason)
			err = growing_add_unjudged(
			    g, &(const struct scaling_unjudged){family->name,
				   family->series.metric, false,
				   VERDICT_INCONCLUSIVE, family->reason});
		else
			err = growing_add_family(g, family);
	}
	return err;
}

static enum err
add_unmeasured(struct growing *g)
{
	const struct report *report = comparison_report(g->comparison);
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < report->unjudged_count; i++) {
		const struct report_unjudged *row = &report->unjudged[i];

		err = growing_add_unjudged(
		    g, &(const struct scaling_unjudged){row->benchmark,
			   row->metric, true, row->verdict, row->reason});
	}
	return err;
}

/* ---- the report ---- */

/* What is not known comes after what got worse, and before what got better. */
static double
effect_of(const struct scaling_family *family)
{
	return isnan(family->change.effect) ? 1 : family->change.effect;
}

static int
compare_families(const void *left, const void *right)
{
	const struct scaling_family *a = left, *b = right;
	int order = (a->verdict > b->verdict) - (a->verdict < b->verdict);

	if (!order)
		order = (effect_of(a) < effect_of(b)) -
			(effect_of(a) > effect_of(b));
	if (!order)
		order = strcmp(a->name.benchmark, b->name.benchmark);
	return order ? order : strcmp(a->name.metric, b->name.metric);
}

/* Where nothing could be compared nothing passes, unless nothing was to be:
 * with --no-base new is all that a family can be. */
static void
find_verdict(struct growing *g)
{
	struct scaling_report *report = &g->report;
	size_t judged = 0;

	report->verdict = VERDICT_IDENTICAL;
	for (size_t i = 0; i < report->family_count; i++) {
		const struct scaling_family *family = &report->families[i];

		judged += report->alone || family->verdict != VERDICT_NEW;
		report->verdict =
		    verdict_worse(report->verdict, family->verdict);
	}
	for (size_t i = 0; i < report->unjudged_count; i++)
		if (report->unjudged[i].counts)
			report->verdict = verdict_worse(
			    report->verdict, report->unjudged[i].verdict);
	if (g->identical)
		return;
	if (g->options->no_base_why)
		report->reason = g->options->no_base_why;
	else if (!judged && !report->reason)
		report->reason = "no family could be judged";
	if (!judged || g->options->no_base_why)
		report->verdict =
		    verdict_worse(report->verdict, VERDICT_INCONCLUSIVE);
}

static void
fill_head(struct growing *g)
{
	const struct report *from = comparison_report(g->comparison);
	const struct growing_options *options = g->options;

	g->report = (struct scaling_report){
	    .version = from->version,
	    .reason = from->reason,
	    .alone = options->alone,
	    .head = from->head,
	    .config_from = from->config_from,
	    .machine_key = from->machine_key,
	    .tolerance =
		options->tolerance > 0 ? options->tolerance : GROWING_TOLERANCE,
	    .seed = from->seed,
	    .rounds = from->rounds,
	    .measuring_ns = from->measuring_ns,
	    .warnings = from->warnings,
	    .warning_count = from->warning_count,
	};
	if (!options->alone) {
		g->report.base = from->base;
		g->report.base_from = from->base_from;
	}
}

static enum err
make_report(struct growing *g)
{
	enum err err;

	fill_head(g);
	err = list_tracks(g);
	if (!err)
		err = add_families(g);
	if (!err)
		err = add_unmeasured(g);
	if (err)
		return err;
	/* The values of a row stay where they are, whatever its place. */
	qsort(
	    g->rows, g->report.family_count, sizeof *g->rows, compare_families);
	g->report.families = g->rows;
	g->report.unjudged = g->unjudged;
	find_verdict(g);
	return ERR_OK;
}

enum err
growing_run(struct growing **out, struct app *app, const struct base_pair *pair,
    const struct growing_options *options)
{
	struct growing *g = calloc(1, sizeof *g);
	const struct comparison_options asked = {
	    .budget_ns = options->budget_ns,
	    .seed = options->seed,
	    .no_control = true,
	    .no_identical = options->no_identical,
	    .bench_from = options->bench_from,
	};
	const struct comparison_sampling sampling = {
	    .rounds = options->rounds ? options->rounds : GROWING_ROUNDS,
	    .alone = options->alone,
	    .leaves_out = leaves_out,
	    .ctx = g,
	};
	enum err err;

	if (!g)
		return err_fail(ERR_NOMEM, "out of memory");
	g->options = options;
	err = comparison_new(&g->comparison);
	if (!err)
		err = comparison_sample(g->comparison, app, "scaling", pair,
		    &asked, &sampling, &g->identical);
	if (!err)
		err = make_report(g);
	if (err) {
		growing_free(g);
		return err;
	}
	*out = g;
	return ERR_OK;
}

void
growing_free(struct growing *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->text_count; i++)
		free(g->texts[i]);
	for (size_t i = 0; g->values && i < g->report.family_count; i++)
		free(g->values[i]);
	free(g->texts);
	free(g->values);
	free(g->rows);
	free(g->unjudged);
	free(g->names);
	free((void *)g->tracks);
	families_release(&g->families);
	comparison_free(g->comparison);
	free(g);
}

const struct scaling_report *
growing_report(const struct growing *g)
{
	return &g->report;
}
