/** Real processes of build/bench/workload, run now. */
#ifndef TESTS_BENCH_DETECTOR_LIVE_H
#define TESTS_BENCH_DETECTOR_LIVE_H

#include <stdint.h>

#include "baselines/series.h"
#include "core/base/err.h"
#include "core/base/rng.h"
#include "tests/bench/detector/recorded.h"

/** What is run. */
struct live {
	/** A copy of the program for each side, at paths of equal length. */
	const char *programs[SIDE_COUNT];
	const char *workload; /**< its argument */
	enum recorded_figure figure;
};

/** Times of one process's repetitions, in nanoseconds. */
struct live_times {
	int64_t figures[RECORDED_FIGURES];
};

/**
 * Run one process.
 *
 * @param change of its work: .1 for 10 % more units
 * @param padding bytes of environment, so that stacks lie elsewhere
 * @return ERR_CHILD where it failed or printed something else
 */
enum err live_run(const struct live *live, enum side side, double change,
    size_t padding, struct live_times *out);

/** As many bytes of padding as a round gets. */
size_t live_padding(struct rng *rng);

#endif
