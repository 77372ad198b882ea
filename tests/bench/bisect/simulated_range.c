#include "tests/bench/bisect/simulated_range.h"

#include <math.h>
#include <stdlib.h>

#define OUTLIER_MOST 5.0
#define SINE_RUNS 82.0 /* of a whole wave */
#define STATE_RUNS 20

static double
draw_between(struct rng *rng, double least, double most)
{
	return most > 0 ? least + (most - least) * rng_unit(rng) : least;
}

/* ---- commits ---- */

static void
name_culprit(struct simulated_range *range, size_t place)
{
	range->culprits[range->culprit_count++] = place;
}

static void
raise(struct simulated_range *range, size_t from, size_t to, double by_log)
{
	for (size_t i = from; i < to; i++)
		range->levels[i] += by_log;
}

static void
shape_levels(struct simulated_range *range, double step_log)
{
	size_t count = range->count;
	size_t last = count - 1;

	switch (range->plan->shape) {
	case RANGE_STEP:
		name_culprit(range, 1 + rng_below(&range->rng, last));
		raise(range, range->culprits[0], count, step_log);
		break;
	case RANGE_RAMP:
		for (size_t i = 1; i < count; i++)
			range->levels[i] += step_log * (double)i / (double)last;
		break;
	case RANGE_TWO:
	case RANGE_REVERTED:
		name_culprit(range, last / 4);
		name_culprit(range, last - last / 4);
		raise(range, range->culprits[0], count, step_log);
		raise(range, range->culprits[1], count, step_log);
		if (range->plan->shape == RANGE_REVERTED)
			raise(range, last / 2, count, -step_log);
		break;
	case RANGE_FLAT:
		break;
	}
}

/* A row of mean length m ends at each commit with probability 1/m, and begins
 * with one that makes the share what it should be: s / (m (1 - s)). */
static void
break_commits(struct simulated_range *range)
{
	const struct range_plan *plan = range->plan;
	double length = (double)plan->broken_row;
	bool inside = false;

	for (size_t i = 1; i + 1 < range->count; i++) {
		double u = rng_unit(&range->rng);

		if (!plan->broken_row)
			inside = u < plan->broken;
		else if (inside)
			inside = u >= 1 / length;
		else
			inside =
			    u < plan->broken / (length * (1 - plan->broken));
		range->broken[i] = inside;
	}
}

enum err
simulated_range_init(
    struct simulated_range *range, const struct range_plan *plan, uint64_t seed)
{
	double step;

	*range = (struct simulated_range){
	    .plan = plan,
	    .count = plan->commits + 1,
	};
	range->levels = calloc(range->count, sizeof *range->levels);
	range->broken = calloc(range->count, sizeof *range->broken);
	if (!range->levels || !range->broken) {
		simulated_range_release(range);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	rng_seed(&range->rng, seed);
	range->sd = draw_between(&range->rng, plan->sd, plan->sd_most);
	step = draw_between(&range->rng, plan->step, plan->step_most);
	shape_levels(range, log1p(step));
	for (size_t i = 0; plan->bias > 0 && i < range->count; i++)
		range->levels[i] += plan->bias * rng_normal(&range->rng);
	if (plan->broken > 0)
		break_commits(range);
	range->phase = 2 * M_PI * rng_unit(&range->rng);
	return ERR_OK;
}

void
simulated_range_release(struct simulated_range *range)
{
	free(range->levels);
	free(range->broken);
	range->levels = NULL;
	range->broken = NULL;
}

/* ---- the machine ---- */

double
simulated_range_run(struct simulated_range *range, size_t place)
{
	const struct range_plan *plan = range->plan;
	double log_value =
	    range->levels[place] + range->sd * rng_normal(&range->rng);

	range->runs++;
	log_value +=
	    plan->sine *
	    sin(range->phase + 2 * M_PI * (double)range->runs / SINE_RUNS);
	if (plan->state > 0 && rng_below(&range->rng, STATE_RUNS) == 0)
		range->slow = !range->slow;
	if (range->slow)
		log_value += log1p(plan->state);
	if (plan->outliers > 0 && rng_unit(&range->rng) < plan->outliers)
		log_value += log1p((OUTLIER_MOST - 1) * rng_unit(&range->rng));
	return exp(log_value);
}

bool
simulated_range_has(
    const struct simulated_range *range, size_t first, size_t last)
{
	for (size_t i = 0; i < range->culprit_count; i++)
		if (range->culprits[i] >= first && range->culprits[i] <= last)
			return true;
	return false;
}
