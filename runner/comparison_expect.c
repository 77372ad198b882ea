#include <math.h>
#include <stdio.h>
#include <string.h>

#include "baselines/detector.h"
#include "runner/comparison_parts.h"

/* A session of fewer does not know its noise. */
#define SAMPLES_LEAST 5
#define SAMPLES_MAX 256

/* What the noisiest stored series takes. */
struct expecting {
	const struct measure_plan *plan;
	size_t series;
	size_t rounds;
	double mde; /* at the most rounds that it may have */
	char name[128];
};

static const struct measure_benchmark *
find_benchmark(const struct expecting *e, const struct store_session *session)
{
	const struct config *config = e->plan->config;

	for (size_t i = 0; i < config->benchmark_count; i++) {
		const struct measure_benchmark *row = &e->plan->benchmarks[i];

		if (!row->skip && strcmp(row->setup, session->setup) == 0 &&
		    config_judges(row->config, session->series.metric))
			return row;
	}
	return NULL;
}

/* A series that is no candidate by the last look is inconclusive. */
static size_t
most_rounds(const struct measure_plan *plan)
{
	return plan->rounds < GATE_ROUNDS_MAIN ? plan->rounds
					       : GATE_ROUNDS_MAIN;
}

static struct question
question_of(const struct expecting *e, const struct measure_benchmark *row,
    const struct series_name *name)
{
	const struct measure_plan *plan = e->plan;
	struct detector_limits limits;
	struct terms terms;

	if (plan->detect) {
		limits = plan->limits(
		    plan->ctx, (size_t)(row - plan->benchmarks), name);
		return detector_question(&limits, true);
	}
	terms = plan->terms(plan->ctx, name);
	return gate_question(terms.tolerance);
}

/* Differences of two sides that are alike spread by the root of 2 more. */
static enum err
expect_session(void *ctx, const struct store_session *session)
{
	struct expecting *e = ctx;
	const struct measure_benchmark *row = find_benchmark(e, session);
	size_t n = session->count < SAMPLES_MAX ? session->count : SAMPLES_MAX;
	double logs[SAMPLES_MAX];
	struct question question;
	double spread;
	size_t rounds;

	if (!row || n < SAMPLES_LEAST)
		return ERR_OK;
	for (size_t i = 0; i < n; i++)
		logs[i] = log(session->values[i]);
	spread = M_SQRT2 * mad_sd(logs, n);
	question = question_of(e, row, &session->series);
	rounds = gate_rounds_at(&question, spread);
	e->series++;
	if (rounds <= e->rounds)
		return ERR_OK;
	e->rounds = rounds;
	e->mde = gate_mde_at(&question, spread, most_rounds(e->plan));
	snprintf(e->name, sizeof e->name, "%s %s", session->series.benchmark,
	    session->series.metric);
	return ERR_OK;
}

enum err
comparison_expect(struct comparison *c, const struct measure_plan *plan)
{
	struct expecting e = {.plan = plan};
	enum err err = store_sessions(c->app->store, c->pair.base.oid.hex,
	    c->machine.key, expect_session, &e);

	if (err || !e.series)
		return err;
	if (e.rounds <= most_rounds(plan))
		progress_phase(&c->app->progress,
		    "about %zu rounds, by stored samples of the base",
		    e.rounds);
	else if (!isnan(e.mde))
		progress_phase(&c->app->progress,
		    "stored samples of the base are noisy: %s would need %zu "
		    "rounds, and the %zu that it may have find a slowdown of "
		    "%.0f %%",
		    e.name, e.rounds, most_rounds(plan), 100 * e.mde);
	return ERR_OK;
}
