/** What a stream leaves behind, the same for every correct manager. */
#ifndef CORE_BENCH_OUTCOME_H
#define CORE_BENCH_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

struct outcome {
	size_t intervals;
	uint64_t free_total; /**< offsets that are free at the end */
	uint64_t finds_hash; /**< see outcome_found() and outcome_missed() */
};

/** The hash of the finds, 0 at first, after one that found `start`: hash x
 *  1000003 + start, modulo 2^64. */
static inline uint64_t
outcome_found(uint64_t hash, int64_t start)
{
	return hash * UINT64_C(1000003) + (uint64_t)start;
}

/** The same after a find that found nothing: hash x 1000003 + 7. */
static inline uint64_t
outcome_missed(uint64_t hash)
{
	return hash * UINT64_C(1000003) + 7;
}

bool outcome_equal(const struct outcome *a, const struct outcome *b);

/** @return ERR_MISMATCH, naming `who`, unless `got` is `wanted`. */
enum err outcome_check(
    const char *who, const struct outcome *wanted, const struct outcome *got);

#endif
