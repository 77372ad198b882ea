#include "core/base/rng.h"
#include "runner/comparison_work.h"
#include "runner/judge.h"

struct sampling_work {
	struct comparison *comparison;
	const struct comparison_sampling *sampling;
	struct work *work;
};

/* Counts are not measured: their slope needs no rounds, and has no noise. */
static void
leave_out(struct sampling_work *s)
{
	struct comparison *c = s->comparison;
	const struct config *config = c->source.config;

	for (size_t i = 0; i < config->benchmark_count; i++) {
		struct measure_benchmark *benchmark = &c->benchmarks[i];

		benchmark->counting.wanted = false;
		if (config_only_counts(benchmark->config) ||
		    s->sampling->leaves_out(s->sampling->ctx, config, i))
			benchmark->skip = true;
	}
}

static enum err
build_sides(struct sampling_work *s, bool *built)
{
	struct work *w = s->work;
	enum err err = ERR_OK;

	*built = true;
	if (!s->sampling->alone)
		err = work_build(w, SIDE_BASE, built);
	if (!err && *built)
		err = work_build(w, SIDE_HEAD, built);
	if (!err && *built && !s->sampling->alone)
		work_ask_artifacts(w);
	return err;
}

static enum err
note_outcome(struct comparison *c, const struct measure_plan *plan)
{
	struct report *report = &c->judgement.report;
	enum err err = judge_unmeasured(&c->judgement, plan, &c->outcome);

	report->rounds = c->outcome.rounds;
	report->processes = c->outcome.processes;
	report->measuring_ns = c->outcome.elapsed_ns;
	report->children_ns = c->outcome.children_ns;
	report->budget_ns = plan->budget_ns;
	if (!err && c->outcome.budget_spent)
		err = judgement_warn(&c->judgement,
		    "the budget ended the measuring after %zu of %zu rounds",
		    c->outcome.rounds, plan->rounds);
	return err;
}

/* Nothing is decided: the only look comes after all rounds, and no p-value is
 * below 0. */
static enum err
measure_rounds(struct sampling_work *s)
{
	struct comparison *c = s->comparison;
	const struct comparison_options *options = c->options;
	size_t rounds = s->sampling->rounds;
	const struct rule rule = {.main = {{rounds, -1, -1}}};
	const struct question question = {
	    .rule = &rule, .pass_log = 1, .candidate_log = 1};
	struct measure_plan plan = {
	    .config = c->source.config,
	    .benchmarks = c->benchmarks,
	    .environment = s->work->environment,
	    .seed = options->seed ? options->seed : rng_entropy(),
	    .rounds = rounds,
	    .budget_ns = options->budget_ns
			     ? options->budget_ns
			     : c->source.config->measure.budget_ns,
	    .question = &question,
	};
	struct session session;
	enum err err;

	work_fill_session(s->work, &session);
	session.builds[SIDE_CONTROL] = NULL;
	if (s->sampling->alone)
		session.builds[SIDE_BASE] = NULL;
	c->judgement.report.seed = plan.seed;
	progress_phase(
	    &c->app->progress, "measuring %.10s", c->pair.head.oid.hex);
	err = session_measure(c->app, &session, &plan, &c->outcome);
	if (err == ERR_UNJUDGED) {
		c->judgement.report.reason =
		    judgement_text(&c->judgement, "%s", err_text());
		return judge_unmeasured(&c->judgement, &plan, &c->outcome);
	}
	return err ? err : note_outcome(c, &plan);
}

static enum err
sample(struct sampling_work *s)
{
	struct work *w = s->work;
	bool built = false;
	enum err err;

	leave_out(s);
	err = work_prepare(w);
	if (s->sampling->alone)
		w->identical = false;
	if (err || w->identical || work_all_skipped(w))
		return err;
	err = work_begin(w);
	if (!err)
		err = build_sides(s, &built);
	if (err || !built || w->identical)
		return err;
	return measure_rounds(s);
}

enum err
comparison_sample(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options,
    const struct comparison_sampling *sampling, bool *identical)
{
	struct work w = WORK_INIT(comparison);
	struct sampling_work s = {comparison, sampling, &w};
	enum err err;

	comparison_init(comparison, app, command, pair, options);
	comparison->single = sampling->alone;
	err = comparison_prepare(comparison);
	if (!err)
		err = sample(&s);
	*identical = w.identical;
	/* Nothing is judged, and that is no fault of it. */
	if (!err)
		judgement_finish(&comparison->judgement, true);
	work_release(&w);
	return err;
}
