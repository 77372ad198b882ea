#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/rng.h"
#include "reports/phrases.h"
#include "reports/units.h"
#include "runner/comparison_work.h"
#include "runner/judge_accept.h"
#include "runner/judge_limit.h"
#include "runner/past.h"

/* Rounds of head alone: a session like those of its history. */
#define HEAD_ROUNDS 10

/* Head alone against its past. What the past cannot vouch for is measured in
 * pairs: then the pairs decide, and nothing of the past does. */
struct judging_past {
	struct work *work;
	struct comparison *comparison;
	bool *doubted; /* by benchmark */
};

/* What the past says of one series of head. */
struct opinion {
	const struct past_series *series; /* NULL: it has none */
	struct band_rule rule;
	struct band band;
	enum band_place place;
	size_t count; /* values in the window */
	double value; /* of head: the median of its rounds */
	double ratio; /* to the centre, above 1 is worse */
};

static enum err
measure_head(struct judging_past *j)
{
	struct comparison *c = j->comparison;
	const struct comparison_options *options = c->options;
	const struct config_measure *config = &c->source.config->measure;
	struct session session;
	struct measure_plan plan = {
	    .config = c->source.config,
	    .benchmarks = c->benchmarks,
	    .environment = j->work->environment,
	    .seed = options->seed ? options->seed : rng_entropy(),
	    .rounds = HEAD_ROUNDS,
	    .budget_ns =
		options->budget_ns ? options->budget_ns : config->budget_ns,
	    .terms = comparison_terms,
	    .ctx = c,
	};

	work_fill_session(j->work, &session);
	session.builds[SIDE_BASE] = NULL;
	session.builds[SIDE_CONTROL] = NULL;
	c->judgement.report.seed = plan.seed; /* that of pairs replaces it */
	progress_phase(&c->app->progress, "measuring %.10s for its history",
	    c->pair.head.oid.hex);
	return session_measure(c->app, &session, &plan, &c->alone);
}

/* ---- opinions ---- */

static double
median_of(const double *values, size_t n)
{
	double copy[RULE_ROUNDS_MAX];

	if (n > RULE_ROUNDS_MAX)
		n = RULE_ROUNDS_MAX;
	memcpy(copy, values, n * sizeof *copy);
	return median_in_place(copy, n);
}

static struct opinion
ask_past(const struct judging_past *j, const struct track *track,
    const struct terms *terms)
{
	const struct comparison *c = j->comparison;
	struct opinion o = {
	    .series = past_find(j->comparison->past,
		c->benchmarks[track->owner].setup, &track->name),
	    .rule = config_band(c->source.config, terms->rule),
	    .place = BAND_TOO_FEW,
	    .value = median_of(track->values[SIDE_HEAD], track->rounds),
	    .ratio = NAN,
	};
	const double *values;

	if (!o.series)
		return o;
	values = o.series->values;
	o.count = o.series->count;
	if (o.count > o.rule.window) {
		values += o.count - o.rule.window;
		o.count = o.rule.window;
	}
	o.band = band_make(&o.rule, values, o.count);
	o.place = band_place(&o.rule, &o.band, o.value);
	if (o.band.centre > 0)
		o.ratio = exp(series_log_ratio(
		    track->name.direction, o.band.centre, o.value));
	return o;
}

/* Noise never raises a tolerance: a value within a wide band, but beyond the
 * tolerance, is measured in pairs; so is what lies outside of the band on
 * either side, and what has been at its level for too few commits. A rule
 * without a band trusts no history. */
static bool
is_doubted(const struct opinion *o, const struct terms *terms)
{
	if (o->rule.test == BAND_NONE)
		return true;
	if (o->place == BAND_TOO_FEW)
		return o->series &&
		       o->series->before + o->series->count >= o->rule.least;
	return o->place != BAND_INSIDE || !(o->ratio <= 1 + terms->tolerance);
}

/* Series that the past has and head does not print: pairs say why. */
static bool
is_lacking(const struct judging_past *j, const struct past_series *series)
{
	for (size_t i = 0; i < tracks_count(j->comparison->alone.tracks); i++) {
		const struct track *track =
		    tracks_at(j->comparison->alone.tracks, i);
		const char *setup =
		    j->comparison->benchmarks[track->owner].setup;

		if (strcmp(setup, series->setup) == 0 &&
		    strcmp(track->name.benchmark, series->name.benchmark) ==
			0 &&
		    strcmp(track->name.metric, series->name.metric) == 0)
			return false;
	}
	return true;
}

static void
doubt_lacking(struct judging_past *j)
{
	const struct config *config = j->comparison->source.config;

	for (size_t i = 0; i < config->benchmark_count; i++)
		for (size_t k = 0; k < past_count(j->comparison->past); k++) {
			const struct past_series *series =
			    past_at(j->comparison->past, k);

			if (strcmp(series->setup,
				j->comparison->benchmarks[i].setup) == 0 &&
			    config_judges(
				&config->benchmarks[i], series->name.metric) &&
			    is_lacking(j, series))
				j->doubted[i] = true;
		}
}

static void
find_doubts(struct judging_past *j)
{
	struct comparison *c = j->comparison;

	for (size_t i = 0; i < c->source.config->benchmark_count; i++)
		/* Counts are compared with counts of the same machine code. */
		j->doubted[i] = config_counts(c->benchmarks[i].config);
	for (size_t i = 0; i < tracks_count(j->comparison->alone.tracks); i++) {
		const struct track *track =
		    tracks_at(j->comparison->alone.tracks, i);
		const struct terms terms = comparison_terms(c, &track->name);
		struct opinion opinion;

		if (!track->judged || !track->rounds)
			continue;
		opinion = ask_past(j, track, &terms);
		if (is_doubted(&opinion, &terms))
			j->doubted[track->owner] = true;
	}
	doubt_lacking(j);
}

/* ---- rows ---- */

static enum err
explain(
    struct judging_past *j, const struct opinion *o, struct report_series *row)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "within the band of %zu commits, ", o->count);
	units_value(&text, o->band.low, row->name.unit);
	buf_puts(&text, " to ");
	units_value(&text, o->band.high, row->name.unit);
	row->note =
	    judgement_text(&j->comparison->judgement, "%s", buf_text(&text));
	buf_release(&text);
	return row->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static enum err
add_row(struct judging_past *j, const struct track *track,
    const struct opinion *o, const struct terms *terms)
{
	struct judgement *judgement = &j->comparison->judgement;
	struct report_series *row =
	    &judgement->series[judgement->series_count++];
	enum err err;

	*row = (struct report_series){
	    .name = track->name,
	    .verdict = VERDICT_PASS,
	    .judged = true,
	    .ratio = o->ratio,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .confidence = NAN,
	    .tolerance = terms->tolerance,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .rounds = track->rounds,
	    .base_value = o->band.centre,
	    .head_value = o->value,
	    .band_low = o->band.low,
	    .band_high = o->band.high,
	    .base_spread = NAN,
	    .head_spread = NAN,
	    .control_ratio = NAN,
	};
	row->samples[SIDE_BASE] = (struct report_samples){
	    o->series->values + o->series->count - o->count, o->count};
	row->samples[SIDE_HEAD] =
	    (struct report_samples){track->values[SIDE_HEAD], track->rounds};
	err = explain(j, o, row);
	if (err || !(terms->limit > 0))
		return err;
	return judge_limit_rounds(judgement, row, terms->limit,
	    track->values[SIDE_HEAD], track->rounds);
}

/* Too young to be judged. */
static enum err
add_first(
    struct judging_past *j, const struct track *track, const struct opinion *o)
{
	struct comparison *c = j->comparison;
	bool passes = c->source.config->first_run_passes;

	return judgement_add_unjudged(&c->judgement, track->name.benchmark,
	    track->name.metric, passes ? VERDICT_NEW : VERDICT_INCONCLUSIVE,
	    judgement_text(&c->judgement,
		"%s (%zu of the %zu commits that a band needs)",
		passes ? phrase_first_run : phrase_no_baseline, o->count,
		o->rule.least));
}

static enum err
add_track(struct judging_past *j, const struct track *track)
{
	struct comparison *c = j->comparison;
	const struct terms terms = comparison_terms(c, &track->name);
	struct opinion opinion;

	if (!track->judged || !track->rounds || j->doubted[track->owner] ||
	    c->benchmarks[track->owner].error)
		return ERR_OK;
	if (terms.fault != TERMS_SOUND)
		return judgement_add_fault(&c->judgement, &track->name, &terms);
	opinion = ask_past(j, track, &terms);
	if (opinion.place == BAND_TOO_FEW)
		return add_first(j, track, &opinion);
	return add_row(j, track, &opinion, &terms);
}

/* Rows of what the past vouches for, behind those of the pairs. */
static enum err
add_rows(struct judging_past *j)
{
	struct judgement *judgement = &j->comparison->judgement;
	const struct config *config = j->comparison->source.config;
	size_t count = tracks_count(j->comparison->alone.tracks);
	struct report_series *grown = reallocarray(judgement->series,
	    judgement->series_count + count + 1, sizeof *grown);
	enum err err = ERR_OK;

	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	judgement->series = grown;
	for (size_t i = 0; !err && i < count; i++)
		err = add_track(j, tracks_at(j->comparison->alone.tracks, i));
	for (size_t i = 0; !err && i < config->benchmark_count; i++)
		if (!j->doubted[i] && j->comparison->benchmarks[i].error)
			err = judgement_add_unjudged(judgement,
			    config->benchmarks[i].name, NULL, VERDICT_ERROR,
			    j->comparison->benchmarks[i].error);
	return err;
}

/* ---- the whole ---- */

/* What became of a benchmark while head was measured alone is forgotten: pairs
 * begin anew. */
static enum err
renew(const struct comparison *c, struct measure_benchmark *row)
{
	struct measure_benchmark fresh = {.config = row->config};

	memcpy(fresh.setup, row->setup, sizeof fresh.setup);
	measure_benchmark_release(row);
	*row = fresh;
	return counting_init(
	    &row->counting, row->config, row->setup, c->counting);
}

/* Measure the doubted ones in pairs, and leave out the others meanwhile. */
static enum err
measure_doubted(struct judging_past *j)
{
	struct comparison *c = j->comparison;
	size_t count = c->source.config->benchmark_count;
	bool *skipped = calloc(count, sizeof *skipped);
	enum err err = ERR_OK;
	bool any = false;

	if (!skipped)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++) {
		struct measure_benchmark *row = &c->benchmarks[i];

		skipped[i] = row->skip;
		if (row->error)
			j->doubted[i] = false; /* it would fail again */
		if (j->doubted[i] && !row->skip) {
			any = true;
			err = renew(c, row);
		} else {
			row->skip = true;
		}
	}
	if (!err && any)
		err = work_pairs(j->work);
	for (size_t i = 0; i < count; i++)
		c->benchmarks[i].skip = skipped[i];
	free(skipped);
	return err;
}

static void
add_effort(struct comparison *c)
{
	struct report *report = &c->judgement.report;
	const struct config_measure *config = &c->source.config->measure;

	if (c->alone.rounds > report->rounds)
		report->rounds = c->alone.rounds;
	report->processes += c->alone.processes;
	report->measuring_ns += c->alone.elapsed_ns;
	report->children_ns += c->alone.children_ns;
	report->budget_ns =
	    c->options->budget_ns ? c->options->budget_ns : config->budget_ns;
}

/* No window is cut short. */
static size_t
commits_wanted(const struct config *config)
{
	size_t most = PAST_MEASURED_LEAST;

	if (config->history_window > most)
		most = config->history_window;
	for (size_t i = 0; i < config->rule_count; i++) {
		struct band_rule rule = config_band(config, &config->rules[i]);

		if (rule.window > most)
			most = rule.window;
	}
	return most;
}

static enum err
judge_by_past(struct judging_past *j)
{
	struct comparison *c = j->comparison;
	bool built;
	enum err err = work_build(j->work, SIDE_HEAD, &built);

	if (err || !built)
		return err;
	err = past_read(&c->past, c->app, &c->pair.base.oid, c->machine.key,
	    commits_wanted(c->source.config));
	if (!err)
		err = measure_head(j);
	if (err)
		return err;
	find_doubts(j);
	err = measure_doubted(j);
	if (err || j->work->identical)
		return err;
	add_effort(c);
	err = add_rows(j);
	if (!err && c->accept)
		err = judge_accept(&c->judgement, c->accept);
	return err;
}

static enum err
work_by_past(struct judging_past *j)
{
	struct work *w = j->work;
	enum err err = work_prepare(w);

	if (err || w->identical || work_all_skipped(w))
		return err;
	err = work_begin(w);
	return err ? err : judge_by_past(j);
}

enum err
comparison_of_history(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options)
{
	struct work w = WORK_INIT(comparison);
	struct judging_past j = {.work = &w, .comparison = comparison};
	enum err err;

	comparison_init(comparison, app, command, pair, options);
	comparison->by_history = true;
	snprintf(comparison->pair.base_from, sizeof comparison->pair.base_from,
	    "the history up to %.10s", pair->base.oid.hex);
	err = comparison_prepare(comparison);
	if (!err) {
		j.doubted = calloc(comparison->source.config->benchmark_count,
		    sizeof *j.doubted);
		err = j.doubted ? work_by_past(&j)
				: err_fail(ERR_NOMEM, "out of memory");
	}
	if (!err)
		judgement_finish(&comparison->judgement, w.identical);
	work_release(&w);
	free(j.doubted);
	return err;
}
