/* Halving, as with git bisect: each commit is measured so many times, and the
 * median is compared with the middle between the ends'. */
#include <math.h>
#include <stdio.h>

#include "baselines/series.h"
#include "tests/bench/bisect/figures.h"
#include "tests/bench/bisect/simulated_range.h"

#define RUNS_MAX 35

static const size_t repeats[] = {1, 5, RUNS_MAX};

static const struct range_plan plans[] = {
    {"sd 3 %", .commits = 1000, .step = .1, .sd = .03},
    {"sd 8 %", .commits = 1000, .step = .1, .sd = .08},
    {"3 % outliers", .commits = 1000, .step = .1, .sd = .03, .outliers = .03},
    {"a common wave of 3 %", .commits = 1000, .step = .1, .sd = .03,
	.sine = .03},
};

static double
measure(struct simulated_range *range, size_t place, size_t runs)
{
	double values[RUNS_MAX];

	for (size_t i = 0; i < runs; i++)
		values[i] = log(simulated_range_run(range, place));
	return median_in_place(values, runs);
}

/* The first slow commit, as it seems. */
static size_t
halve(struct simulated_range *range, size_t runs, size_t *builds)
{
	size_t low = 0;
	size_t high = range->count - 1;
	double middle =
	    (measure(range, low, runs) + measure(range, high, runs)) / 2;

	*builds = 2;
	while (high - low > 1) {
		size_t between = low + (high - low) / 2;

		++*builds;
		if (measure(range, between, runs) > middle)
			high = between;
		else
			low = between;
	}
	return high;
}

static enum err
run_plan(
    const struct figures_plan *plan, const struct range_plan *of, size_t runs)
{
	size_t right = 0, all_runs = 0, all_builds = 0;
	double trials = (double)plan->trials;
	struct rng seeds;
	char name[64];

	rng_seed(&seeds, plan->seed);
	for (size_t i = 0; i < plan->trials; i++) {
		struct simulated_range range;
		size_t builds;
		enum err err =
		    simulated_range_init(&range, of, rng_next(&seeds));

		if (err)
			return err;
		right += halve(&range, runs, &builds) == range.culprits[0];
		all_runs += range.runs;
		all_builds += builds;
		simulated_range_release(&range);
	}
	snprintf(name, sizeof name, "%s; median of %zu", of->name, runs);
	figures_print("plain", name, "right", (double)right / trials);
	figures_print("plain", name, "runs", (double)all_runs / trials);
	figures_print("plain", name, "builds", (double)all_builds / trials);
	return ERR_OK;
}

static enum err
run_plain(const struct figures_plan *plan)
{
	fprintf(stderr, "bisect: plain halving\n");
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
		for (size_t k = 0; k < sizeof repeats / sizeof *repeats; k++) {
			enum err err = run_plan(plan, &plans[i], repeats[k]);

			if (err)
				return err;
		}
	return ERR_OK;
}

const struct figures_part figures_plain = {
    .name = "plain",
    .summary = "halving with 1, 5 and 35 runs a commit, of the same ranges",
    .run = run_plain,
};
