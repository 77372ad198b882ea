#include "core/base/clock.h"
#include "core/base/rng.h"
#include "runner/comparison_work.h"
#include "runner/judge_accept.h"

static bool
wants_control(const struct comparison *c)
{
	return c->source.config->measure.control && !c->options->no_control;
}

/* The budget is too small: nothing is judged, but what the trials found broken
 * is told. */
static enum err
note_refusal(struct comparison *c)
{
	struct judgement *judgement = &c->judgement;
	enum err err = ERR_OK;

	judgement->report.reason = judgement_text(judgement, "%s", err_text());
	for (size_t i = 0; !err && i < c->source.config->benchmark_count; i++)
		if (c->benchmarks[i].error)
			err = judgement_add_unjudged(judgement,
			    c->benchmarks[i].config->name, NULL, VERDICT_ERROR,
			    c->benchmarks[i].error);
	return err;
}

static bool
rule_is_used(const struct comparison *c, const struct policy_rule *rule)
{
	const struct config *config = c->source.config;
	struct tracks *tracks = c->outcome.tracks;

	for (size_t i = 0; i < tracks_count(tracks); i++)
		if (config_rule_matches(rule, &tracks_at(tracks, i)->name))
			return true;
	for (size_t i = 0; i < config->benchmark_count; i++) {
		const struct series_name name = {config->benchmarks[i].name,
		    METRIC_INSTRUCTIONS, "", DIRECTION_SMALLER};

		if (config_counts(&config->benchmarks[i]) &&
		    config_rule_matches(rule, &name))
			return true;
	}
	return false;
}

/* A mistyped pattern would leave its series at the default tolerance. */
static enum err
warn_of_idle_rules(struct comparison *c)
{
	const struct config *config = c->source.config;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < config->rule_count; i++)
		if (!rule_is_used(c, &config->rules[i]))
			err = judgement_warn(&c->judgement,
			    "rules[%zu]: \"%s\" matches no series", i,
			    config->rules[i].match);
	return err;
}

static enum err
measure_sides(struct work *w)
{
	struct comparison *c = w->comparison;
	const struct comparison_options *options = c->options;
	const struct config_measure *config = &c->source.config->measure;
	struct measure_plan plan = {
	    .config = c->source.config,
	    .benchmarks = c->benchmarks,
	    .environment = w->environment,
	    .seed = options->seed ? options->seed : rng_entropy(),
	    .rounds = options->rounds ? options->rounds : config->rounds,
	    .budget_ns =
		options->budget_ns ? options->budget_ns : config->budget_ns,
	    .terms = comparison_terms,
	    .claims = comparison_claims(c),
	    .limits = comparison_limits,
	    .detect = options->detector && !(options->tolerance > 0),
	    .ctx = c,
	};
	struct session session;
	enum err err;

	work_fill_session(w, &session);
	err = stored_noise_read(&c->noise, c->app->store, c->machine.key);
	if (err)
		return err;
	progress_phase(&c->app->progress, "measuring %.10s against %.10s",
	    c->pair.head.oid.hex, c->pair.base.oid.hex);
	err = comparison_expect(c, &plan);
	if (err)
		return err;
	err = session_measure(c->app, &session, &plan, &c->outcome);
	if (err == ERR_UNJUDGED)
		return note_refusal(c);
	if (!err)
		err = judge(&c->judgement, &plan, &c->outcome);
	/* These want all series, and here are only those that were doubted. */
	if (err || c->by_history)
		return err;
	if (c->accept)
		err = judge_accept(&c->judgement, c->accept);
	return err ? err : warn_of_idle_rules(c);
}

/* Sides that are built already are not built again. */
enum err
work_pairs(struct work *w)
{
	static const enum side order[] = {SIDE_BASE, SIDE_HEAD, SIDE_CONTROL};
	struct comparison *c = w->comparison;
	bool built = true;
	enum err err = ERR_OK;

	for (int i = 0; !err && built && i < SIDE_COUNT; i++) {
		if (order[i] == SIDE_CONTROL) {
			work_ask_artifacts(w);
			if (w->identical || !wants_control(c))
				break;
		}
		if (!w->builds[order[i]].tree)
			err = work_build(w, order[i], &built);
	}
	if (err || !built || w->identical)
		return err;
	return measure_sides(w);
}

static enum err
work(struct work *w)
{
	enum err err = work_prepare(w);

	if (err || w->identical || work_all_skipped(w))
		return err;
	err = work_begin(w);
	return err ? err : work_pairs(w);
}

enum err
comparison_run(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options)
{
	struct work w = WORK_INIT(comparison);
	enum err err;

	comparison_init(comparison, app, command, pair, options);
	err = comparison_prepare(comparison);
	if (!err)
		err = work(&w);
	if (!err)
		judgement_finish(&comparison->judgement, w.identical);
	work_release(&w);
	return err;
}
