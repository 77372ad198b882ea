/** One trial: a rule is given the processes it asks for and says something. */
#ifndef TESTS_BENCH_DETECTOR_TRIAL_H
#define TESTS_BENCH_DETECTOR_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "tests/bench/detector/methods.h"
#include "tests/bench/detector/rivals.h"
#include "tests/bench/detector/source.h"

/** One of the first two is there. All borrowed. */
struct trial_plan {
	const struct method *method;
	const struct rival *rival;
	size_t runs; /**< a side: of a rival or of a method that is not
			  sequential */
	bool coverage; /**< see whether the interval holds the true change */
	const struct source_plan *source;
};

enum finding { FOUND_NOTHING, FOUND_SLOWER, FOUND_FASTER, FOUND_INCONCLUSIVE };

#define FINDINGS 4

struct outcome {
	enum finding finding;
	size_t rounds; /**< of a rival: runs a side */
	size_t processes;
	bool covered; /**< the 99 % interval holds the true change */
};

/**
 * Run trial `number`. A rival says FOUND_SLOWER or FOUND_NOTHING.
 *
 * @return ERR_CHILD, of live processes only
 */
enum err trial_run(
    const struct trial_plan *plan, uint64_t number, struct outcome *out);

#endif
