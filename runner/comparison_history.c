#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "runner/comparison_work.h"
#include "runner/judge_accept.h"
#include "runner/judge_past.h"

/* Head alone against its past. What the past cannot vouch for is measured in
 * pairs: then the pairs decide, and nothing of the past does. */
struct judging_past {
	struct work *work;
	struct comparison *comparison;
	bool *doubted; /* by benchmark */
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
	    .rounds = JUDGE_PAST_ROUNDS,
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
	c->judgement.report.seed = plan.seed;
	return session_measure(c->app, &session, &plan, &c->alone);
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

/* Whether the report says anything of a benchmark. */
static bool
is_told(const struct comparison *c, size_t owner)
{
	const char *name = c->benchmarks[owner].config->name;

	for (size_t i = 0; i < c->judgement.unjudged_count; i++)
		if (strcmp(c->judgement.unjudged[i].benchmark, name) == 0)
			return true;
	for (size_t i = 0; i < tracks_count(c->outcome.tracks); i++)
		if (tracks_at(c->outcome.tracks, i)->owner == owner)
			return true;
	return c->benchmarks[owner].error != NULL;
}

/* What was doubted and not measured in pairs is not judged. */
static enum err
add_untold(struct judging_past *j)
{
	struct comparison *c = j->comparison;
	const char *why = c->judgement.report.reason;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < c->source.config->benchmark_count; i++)
		if (j->doubted[i] && !c->benchmarks[i].skip && !is_told(c, i))
			err = judgement_add_unjudged(&c->judgement,
			    c->benchmarks[i].config->name, NULL,
			    VERDICT_INCONCLUSIVE,
			    judgement_text(&c->judgement,
				"its history does not vouch for it, and it was "
				"not measured in pairs%s%s",
				why ? ": " : "", why ? why : ""));
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
	if (err == ERR_UNJUDGED) /* its rounds do not fit, so pairs do not */
		err = ERR_OK;
	if (err)
		return err;
	judge_past_doubts(c, j->doubted);
	err = measure_doubted(j);
	if (err || j->work->identical)
		return err;
	add_effort(c);
	err = add_untold(j);
	if (!err)
		err = judge_past_rows(c, j->doubted);
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
