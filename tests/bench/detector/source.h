/**
 * Where a trial's values come from: simulated noise, a recorded series, or
 * processes that are run now. What asks for them cannot tell.
 */
#ifndef TESTS_BENCH_DETECTOR_SOURCE_H
#define TESTS_BENCH_DETECTOR_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "core/base/err.h"
#include "core/base/rng.h"
#include "tests/bench/detector/live.h"
#include "tests/bench/detector/simulated.h"
#include "tests/bench/detector/recorded.h"

/** One of the first three is there. All borrowed. */
struct source_plan {
	const struct simulated_model *noise;
	const struct recorded *recorded;
	const struct live *live;
	double change; /**< of head: .1 is 10 % slower */
	uint64_t seed;
};

struct source {
	const struct source_plan *plan;
	struct simulated machine;
	struct recorded_walk walk;
	struct rng order; /**< of the sides in a round */
};

/** Begin trial `trial`. */
void source_start(
    struct source *source, const struct source_plan *plan, uint64_t trial);

/**
 * One round: a process of each side, in random order.
 *
 * @param control whether there is a control; else values[SIDE_CONTROL] is as
 *        it was
 * @return ERR_CHILD, of live processes only
 */
enum err source_round(
    struct source *source, bool control, double values[SIDE_COUNT]);

/** One process of `side`. @return ERR_CHILD, of live processes only */
enum err source_run(struct source *source, enum side side, double *value);

#endif
