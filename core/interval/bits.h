/** Masks of bits in words of 64; bits_generic.h has what is done with them. */
#ifndef CORE_INTERVAL_BITS_H
#define CORE_INTERVAL_BITS_H

#include <stdbool.h>
#include <stdint.h>

#define BITS_INLINE static inline __attribute__((always_inline))

/** What bits were before a change. */
struct bits_were {
	uint64_t set;
	uint64_t starts;
};

/** Bit at % 64 and all above it. */
BITS_INLINE uint64_t
bits_from(uint64_t at)
{
	return UINT64_MAX << at % 64;
}

/** All bits below bit at % 64. */
BITS_INLINE uint64_t
bits_below(uint64_t at)
{
	return ~bits_from(at);
}

/** Bit at % 64 and all below it. */
BITS_INLINE uint64_t
bits_to(uint64_t at)
{
	return UINT64_MAX >> (63 - at % 64);
}

/** The starts in a word: set bits that follow a clear one, so that there is one
 *  for each run. `before` is the word before it. */
BITS_INLINE uint64_t
bits_starts(uint64_t word, uint64_t before)
{
	return word & ~(word << 1 | before >> 63);
}

#endif
