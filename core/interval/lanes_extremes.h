/**
 * Lanes: the greatest and the least of arrays, for processors that have no
 * instruction for these of unsigned 64 bits (also AVX2 has none).
 */
#ifndef CORE_INTERVAL_LANES_EXTREMES_H
#define CORE_INTERVAL_LANES_EXTREMES_H

#include <stdint.h>

#include "core/interval/lanes.h"

/** The greatest and the least of n numbers. */
LANES_INLINE uint64_t
lanes_most(const uint64_t *numbers, unsigned n)
{
	uint64_t most = 0;

	for (unsigned i = 0; i < n; i++)
		most = numbers[i] > most ? numbers[i] : most;
	return most;
}

LANES_INLINE uint64_t
lanes_least(const uint64_t *numbers, unsigned n)
{
	uint64_t least = UINT64_MAX;

	for (unsigned i = 0; i < n; i++)
		least = numbers[i] < least ? numbers[i] : least;
	return least;
}

/** The greatest and the least of ends[i] - starts[i], where that is not 0; else
 *  0 and UINT64_MAX. */
LANES_INLINE uint64_t
lanes_longest(const int64_t *starts, const int64_t *ends, unsigned n)
{
	uint64_t most = 0;

	for (unsigned i = 0; i < n; i++) {
		uint64_t length = (uint64_t)ends[i] - (uint64_t)starts[i];

		most = length > most ? length : most;
	}
	return most;
}

LANES_INLINE uint64_t
lanes_shortest(const int64_t *starts, const int64_t *ends, unsigned n)
{
	uint64_t least = UINT64_MAX;

	/* Less one, 0 is the greatest of all. */
	for (unsigned i = 0; i < n; i++) {
		uint64_t less = (uint64_t)ends[i] - (uint64_t)starts[i] - 1;

		least = less < least ? less : least;
	}
	return least + (least != UINT64_MAX);
}

#endif
