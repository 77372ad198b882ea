/**
 * A set and the naive model of what it should hold: random changes go to both,
 * and answers about lengths are compared. For managers that keep answers or
 * hold inner sets, and for memory that fails; what all managers have in common
 * is compared by interval_flock.h.
 *
 * A change may fail for want of memory: then the model is not changed either.
 */
#ifndef TESTS_SUPPORT_INTERVAL_TWIN_H
#define TESTS_SUPPORT_INTERVAL_TWIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/rng.h"
#include "core/interval/interval.h"
#include "tests/support/failing_allocator.h"
#include "tests/support/interval_model.h"

#define INTERVAL_TWIN_BATCH_MAX 512

struct interval_twin {
	struct interval_set *set; /**< without a domain; takes from `memory` */
	struct interval_model model;
	struct failing_allocator memory;
	struct rng rng;
	uint64_t length_max; /**< of a random range */
	size_t failures; /**< changes for which there was no memory */
};

/**
 * Make both, empty.
 *
 * @param offsets the changes lie in [0, offsets)
 * @param fail_at for the allocator
 * @return false where there was no memory for the set: release nothing
 */
bool interval_twin_init(struct interval_twin *twin, const char *manager,
    int64_t offsets, size_t fail_at);

/** Free both. All of the set's memory must have come back. */
void interval_twin_release(struct interval_twin *twin);

/** Release or reserve a random range. */
void interval_twin_change(struct interval_twin *twin);

/** As that, n <= INTERVAL_TWIN_BATCH_MAX times in one batch. */
void interval_twin_batch(struct interval_twin *twin, size_t n);

/** Ask for all figures, the largest and a best fit: they are the model's. */
void interval_twin_ask(struct interval_twin *twin);

/** The set holds what the model holds, its invariants hold, and its figures of
 *  memory are the allocator's. */
void interval_twin_compare(const struct interval_twin *twin);

#endif
