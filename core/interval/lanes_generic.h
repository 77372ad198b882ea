/**
 * Lanes: what the tree does with a whole array of keys at once. This is the
 * manual of all three lanes_*.h, and the version for any processor. `n` is a
 * constant multiple of 8 wherever these are called, so loops unroll.
 */
#ifndef CORE_INTERVAL_LANES_GENERIC_H
#define CORE_INTERVAL_LANES_GENERIC_H

#include <stdint.h>
#include <string.h>

#include "core/interval/lanes_extremes.h"

/** Whether lanes_below() looks at some keys only after others. */
#define LANES_IN_STEPS 1

/** How many of n sorted keys are below x. */
LANES_INLINE unsigned
lanes_below(const int64_t *keys, unsigned n, int64_t x)
{
	unsigned i = 0;

	/* Branch-free: a random search would mispredict every other step. */
	for (unsigned half = n / 2; half > 0; half /= 2)
		i += keys[i + half - 1] < x ? half : 0;
	return i + (keys[i] < x);
}

/** keys[i..n) move up by one, the last is lost; keys[i] becomes x. */
LANES_INLINE void
lanes_insert(int64_t *keys, unsigned n, unsigned i, int64_t x)
{
	memmove(&keys[i + 1], &keys[i], (n - 1 - i) * sizeof *keys);
	keys[i] = x;
}

/** keys[i + 1..n) move down by one; the last becomes INT64_MAX. */
LANES_INLINE void
lanes_erase(int64_t *keys, unsigned n, unsigned i)
{
	memmove(&keys[i], &keys[i + 1], (n - 1 - i) * sizeof *keys);
	keys[n - 1] = INT64_MAX;
}

/** The first i with ends[i] > start and ends[i] - max(starts[i], start) >=
 *  length > 0, as unsigned numbers; n where there is none. */
LANES_INLINE unsigned
lanes_fit(const int64_t *starts, const int64_t *ends, unsigned n, int64_t start,
    uint64_t length)
{
	unsigned i = lanes_below(ends, n, start + 1);

	for (; i < n; i++) {
		int64_t begin = starts[i] > start ? starts[i] : start;

		if ((uint64_t)ends[i] - (uint64_t)begin >= length)
			break;
	}
	return i;
}

#endif
