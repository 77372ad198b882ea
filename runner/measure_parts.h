/** What the files that measure share. Internal to runner/measure*.c. */
#ifndef RUNNER_MEASURE_PARTS_H
#define RUNNER_MEASURE_PARTS_H

#include "core/base/rng.h"
#include "runner/measure.h"

struct measuring {
	const struct measure_plan *plan;
	struct measure_outcome *outcome;
	struct tracks *tracks;
	struct rng rng;
	int64_t started_ns;
	size_t benchmark_count;
};

/** Whether there is a pair of sides to judge. */
bool measure_paired(const struct measure_plan *plan);

/** A first block, thrown away: it fills caches, finds what is broken, and tells
 *  how long a block takes. */
enum err measure_trial(
    struct measuring *s, struct measure_benchmark *benchmark);

/**
 * Run the next block of a benchmark. A benchmark that fails is noted in its row
 * and done; so is one whose series are all decided. A filter that fails is
 * noted, and the block does not count.
 */
enum err measure_block(
    struct measuring *s, struct measure_benchmark *benchmark);

/** Say which benchmarks are due in the next pass, and with which names.
 *  @param left_ns what is left of the budget */
enum err measure_schedule(struct measuring *s, int64_t left_ns);

#endif
