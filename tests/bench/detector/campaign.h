/** Many trials of one plan, on several threads, counted. */
#ifndef TESTS_BENCH_DETECTOR_CAMPAIGN_H
#define TESTS_BENCH_DETECTOR_CAMPAIGN_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "tests/bench/detector/trial.h"

#define CAMPAIGN_ROUNDS_MAX RIVAL_RUNS_MAX
#define CAMPAIGN_THREADS_MAX 64

/** Whole numbers only, so that their sums do not depend on any order. */
struct tally {
	uint64_t trials;
	uint64_t found[FINDINGS];
	uint64_t covered;
	uint64_t processes;
	uint64_t rounds[CAMPAIGN_ROUNDS_MAX + 1]; /**< trials of so many */
};

/**
 * Run trials 0 to `trials` - 1. The result is the same whatever the number of
 * threads; live processes want one.
 *
 * @return ERR_CHILD, of live processes only; ERR_IO where no thread starts
 */
enum err campaign_run(const struct trial_plan *plan, uint64_t trials,
    size_t threads, struct tally *out);

/** Rounds that this share of the trials did with, at most. */
size_t tally_rounds_quantile(const struct tally *tally, double share);

double tally_mean_rounds(const struct tally *tally);

#endif
