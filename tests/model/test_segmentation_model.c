/* The pruned search of baselines/segmentation.h beside one over all places. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/segmentation.h"
#include "core/base/rng.h"

#define SEED 20260408
#define N_MAX 120
#define TRIALS 1500
/* Sums of squares up to 120 x 1e6 lose their last digits. */
#define TOLERANCE 1e-6

struct plan {
	double values[N_MAX];
	size_t n;
	double penalty;
	size_t least;
};

static double
distances(const double *values, size_t start, size_t end)
{
	double mean = 0, sum = 0;

	for (size_t i = start; i < end; i++)
		mean += values[i] / (double)(end - start);
	for (size_t i = start; i < end; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return sum;
}

/* cost[t] is the least over all starts of the last segment. */
static double
naive_cost(const struct plan *plan, size_t n)
{
	double cost[N_MAX + 1];

	cost[0] = -plan->penalty;
	for (size_t t = 1; t <= n; t++) {
		cost[t] = INFINITY;
		for (size_t start = 0; start + plan->least <= t; start++)
			cost[t] = fmin(
			    cost[t], cost[start] + plan->penalty +
					 distances(plan->values, start, t));
	}
	return cost[n];
}

/* What the changes that it names really cost. */
static double
named_cost(const struct plan *plan, const struct segmentation *s, size_t n)
{
	size_t changes[N_MAX + 1], start = 0;
	size_t count = segmentation_count(s);
	double cost = plan->penalty * (double)count;

	segmentation_changes(s, changes);
	changes[count] = n;
	for (size_t i = 0; i <= count; i++) {
		cr_assert(le(sz, start + plan->least, changes[i]));
		cost += distances(plan->values, start, changes[i]);
		start = changes[i];
	}
	return cost;
}

/* Steps, noise that may be none, rounded values that make ties, outliers. */
static void
fill(struct rng *rng, struct plan *plan)
{
	double noise = (double)rng_below(rng, 3);
	double level = 0;
	bool rounded = rng_below(rng, 2);

	plan->n = 1 + rng_below(rng, N_MAX);
	plan->penalty = (double)rng_below(rng, 4) * rng_unit(rng) * 20;
	plan->least = 1 + rng_below(rng, 5);
	for (size_t i = 0; i < plan->n; i++) {
		if (rng_below(rng, 15) == 0)
			level = 5 * rng_normal(rng);
		plan->values[i] = level + noise * rng_normal(rng);
		if (rng_below(rng, 40) == 0)
			plan->values[i] += 1000;
		if (rounded)
			plan->values[i] = round(plan->values[i]);
	}
}

Test(segmentation_model, its_cost_is_the_least_of_all_segmentations)
{
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct segmentation *s;
		struct plan plan;
		double least;

		fill(&rng, &plan);
		s = segmentation_new(plan.penalty, plan.least);
		for (size_t i = 0; i < plan.n; i++)
			cr_assert(eq(int,
			    segmentation_append(s, plan.values[i]), ERR_OK));
		least = naive_cost(&plan, plan.n);
		if (plan.n < plan.least) {
			cr_expect(segmentation_cost(s) == INFINITY);
			segmentation_free(s);
			continue;
		}
		cr_expect(
		    epsilon_eq(dbl, segmentation_cost(s), least, TOLERANCE),
		    "seed %d, trial %d", SEED, trial);
		cr_expect(epsilon_eq(dbl, named_cost(&plan, s, plan.n), least,
			      TOLERANCE),
		    "seed %d, trial %d", SEED, trial);
		segmentation_free(s);
	}
}
