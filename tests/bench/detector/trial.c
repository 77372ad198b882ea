#include "tests/bench/detector/trial.h"

#include <assert.h>
#include <math.h>

#include "baselines/difference.h"
#include "baselines/signed_rank.h"

#define RESAMPLING_SEED UINT64_C(0x7465736c6c617274)

/* ---- ours ---- */

static enum err
next_difference(
    struct source *source, bool control, struct difference *difference)
{
	double values[SIDE_COUNT];
	enum err err = source_round(source, control, values);

	if (!err)
		*difference = difference_of(DIRECTION_SMALLER,
		    values[SIDE_BASE], values[SIDE_HEAD],
		    control ? &values[SIDE_CONTROL] : NULL);
	return err;
}

/* Below 8 rounds there is no such interval, and nothing is claimed that could
 * be wrong. */
static bool
covers(const double *d, size_t n, double truth)
{
	struct interval_estimate interval;

	if (signed_rank_interval(d, n, GATE_CONFIDENCE, &interval) != 0)
		return true;
	return interval.low <= truth && truth <= interval.high;
}

static enum finding
finding_of(enum gate_state state)
{
	switch (state) {
	case GATE_REGRESSED:
		return FOUND_SLOWER;
	case GATE_IMPROVED:
		return FOUND_FASTER;
	case GATE_PASSED:
		return FOUND_NOTHING;
	case GATE_OPEN:
	case GATE_CANDIDATE:
	case GATE_INCONCLUSIVE:
		break;
	}
	return FOUND_INCONCLUSIVE;
}

static enum err
run_sequential(
    const struct trial_plan *plan, struct source *source, struct outcome *out)
{
	bool control = plan->method->control;
	double truth = log1p(plan->source->change);
	struct gate gate;

	method_start(plan->method, &gate);
	while (!gate_decided(&gate)) {
		struct difference difference;
		enum err err = next_difference(source, control, &difference);

		if (err)
			return err;
		gate_add_round(&gate, &difference);
	}
	out->finding = finding_of(gate.state);
	out->rounds = gate.n;
	out->covered = plan->coverage && covers(gate.d, gate.n, truth);
	return ERR_OK;
}

static enum err
run_fixed(
    const struct trial_plan *plan, struct source *source, struct outcome *out)
{
	struct difference differences[SIGNED_RANK_MAX];
	double d[SIGNED_RANK_MAX];

	assert(plan->runs > 0 && plan->runs <= SIGNED_RANK_MAX);
	for (size_t i = 0; i < plan->runs; i++) {
		enum err err = next_difference(
		    source, plan->method->control, &differences[i]);

		if (err)
			return err;
	}
	differences_sharpen(differences, plan->runs, d);
	out->finding = FOUND_NOTHING;
	out->rounds = plan->runs;
	out->covered = plan->coverage &&
		       covers(d, plan->runs, log1p(plan->source->change));
	return ERR_OK;
}

/* ---- rivals ---- */

static enum err
fill_side(struct source *source, enum side side, double *values, size_t n)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < n && !err; i++)
		err = source_run(source, side, &values[i]);
	return err;
}

static enum err
fill_paired(struct source *source, double *base, double *head, size_t n)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < n && !err; i++) {
		double values[SIDE_COUNT] = {0};

		err = source_round(source, false, values);
		base[i] = values[SIDE_BASE];
		head[i] = values[SIDE_HEAD];
	}
	return err;
}

static enum err
run_rival(const struct trial_plan *plan, struct source *source, uint64_t number,
    struct outcome *out)
{
	double base[2 * RIVAL_RUNS_MAX], head[RIVAL_RUNS_MAX];
	struct two_samples samples = {base, plan->runs, head, plan->runs};
	struct rng rng;
	enum err err;

	assert(plan->runs > 0 && plan->runs <= RIVAL_RUNS_MAX);
	if (plan->rival->order == RIVAL_HISTORY) {
		samples.base_n = 2 * plan->runs - 1;
		samples.head_n = 1;
	}
	if (plan->rival->order == RIVAL_PAIRED) {
		err = fill_paired(source, base, head, plan->runs);
	} else {
		err = fill_side(source, SIDE_BASE, base, samples.base_n);
		if (!err)
			err =
			    fill_side(source, SIDE_HEAD, head, samples.head_n);
	}
	if (err)
		return err;
	rng_seed(&rng, RESAMPLING_SEED + number);
	out->finding =
	    plan->rival->flags(&samples, &rng) ? FOUND_SLOWER : FOUND_NOTHING;
	out->rounds = plan->runs;
	out->processes = 2 * plan->runs;
	return ERR_OK;
}

enum err
trial_run(const struct trial_plan *plan, uint64_t number, struct outcome *out)
{
	struct source source;
	enum err err;

	source_start(&source, plan->source, number);
	*out = (struct outcome){.finding = FOUND_NOTHING};
	if (plan->rival)
		return run_rival(plan, &source, number, out);
	err = method_is_sequential(plan->method)
		  ? run_sequential(plan, &source, out)
		  : run_fixed(plan, &source, out);
	out->processes = out->rounds * (plan->method->control ? 3 : 2);
	return err;
}
