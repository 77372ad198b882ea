/**
 * The rules by which other tools say that something became slower, as their
 * projects document them, on equal samples. Each value of a sample is one
 * process.
 */
#ifndef TESTS_BENCH_DETECTOR_RIVALS_H
#define TESTS_BENCH_DETECTOR_RIVALS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/rng.h"

#define RIVAL_RUNS_MAX 128 /**< values of one side */
#define RIVAL_RESAMPLES 1000 /**< of a bootstrap */

/** In which order a rule's own tool starts the processes. */
enum rival_order {
	RIVAL_BLOCK, /**< all of base, then all of head */
	RIVAL_PAIRED, /**< rounds of both sides in random order */
	RIVAL_HISTORY /**< a history of base, then one of head: 2n - 1 and 1 */
};

struct two_samples {
	const double *base;
	size_t base_n;
	const double *head;
	size_t head_n;
};

struct rival {
	const char *name;
	enum rival_order order;
	/** Whether the rule says that head is slower; `rng` is for those that
	 *  resample. */
	bool (*flags)(const struct two_samples *samples, struct rng *rng);
	const char *rule; /**< one line */
};

/** All of them; a row without a name ends the table. */
extern const struct rival rivals[];

/** NULL where there is none of that name. */
const struct rival *rival_named(const char *name);

#endif
