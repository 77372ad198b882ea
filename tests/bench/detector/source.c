#include "tests/bench/detector/source.h"

#include <assert.h>

void
source_start(
    struct source *source, const struct source_plan *plan, uint64_t trial)
{
	assert(plan->noise || plan->recorded || plan->live);
	source->plan = plan;
	/* Not the stream of the noise, which has the same seed and trial. */
	rng_seed(&source->order, ~plan->seed);
	rng_seed(&source->order, rng_next(&source->order) + trial);
	if (plan->noise)
		simulated_start(
		    &source->machine, plan->noise, plan->seed, trial);
	if (plan->recorded)
		recorded_start(
		    &source->walk, plan->recorded, plan->seed, trial);
}

static enum err
run_live(struct source *source, enum side side, size_t padding, double *value)
{
	const struct source_plan *plan = source->plan;
	struct live_times times;
	enum err err = live_run(plan->live, side,
	    side == SIDE_HEAD ? plan->change : 0, padding, &times);

	if (!err)
		*value = (double)times.figures[plan->live->figure];
	return err;
}

/* A live process does its change's work itself. */
static double
changed(const struct source *source, enum side side, double value)
{
	return side == SIDE_HEAD ? value * (1 + source->plan->change) : value;
}

enum err
source_round(struct source *source, bool control, double values[SIDE_COUNT])
{
	const struct source_plan *plan = source->plan;
	size_t sides[SIDE_COUNT] = {SIDE_BASE, SIDE_HEAD, SIDE_CONTROL};
	size_t count = control ? SIDE_COUNT : SIDE_COUNT - 1;
	size_t padding = plan->live ? live_padding(&source->order) : 0;
	enum err err = ERR_OK;

	if (plan->recorded) {
		recorded_round(&source->walk, values);
		values[SIDE_HEAD] =
		    changed(source, SIDE_HEAD, values[SIDE_HEAD]);
		return ERR_OK;
	}
	rng_shuffle(&source->order, sides, count);
	for (size_t i = 0; i < count && !err; i++) {
		enum side side = (enum side)sides[i];

		if (plan->live)
			err = run_live(source, side, padding, &values[side]);
		else
			values[side] = changed(source, side,
			    simulated_run(&source->machine, side));
	}
	return err;
}

enum err
source_run(struct source *source, enum side side, double *value)
{
	const struct source_plan *plan = source->plan;

	if (plan->live)
		return run_live(
		    source, side, live_padding(&source->order), value);
	*value = plan->recorded ? recorded_run(&source->walk)
				: simulated_run(&source->machine, side);
	*value = changed(source, side, *value);
	return ERR_OK;
}
