/**
 * Bits of words in memory: what `bitmap` does all the time. This is the manual
 * of both bits_*.h, and the version for any processor.
 */
#ifndef CORE_INTERVAL_BITS_GENERIC_H
#define CORE_INTERVAL_BITS_GENERIC_H

#include "core/interval/bits.h"

/* The set bits of every four, 0 to 4; three words may be added up so. */
BITS_INLINE uint64_t
bits_by_fours(uint64_t word)
{
	const uint64_t twos = UINT64_MAX / 3, fours = UINT64_MAX / 5;

	word -= word >> 1 & twos;
	return (word & fours) + (word >> 2 & fours);
}

/* The product adds up all bytes in the highest. */
BITS_INLINE uint64_t
bits_sum_of_fours(uint64_t sums)
{
	const uint64_t eights = UINT64_MAX / 17, ones = UINT64_MAX / 255;

	return ((sums & eights) + (sums >> 4 & eights)) * ones >> 56;
}

/** How many bits are set. */
BITS_INLINE uint64_t
bits_count(uint64_t word)
{
	return bits_sum_of_fours(bits_by_fours(word));
}

/* One word of bits_change(), into sums of fours. `more` is `mask` and the bit
 * behind it. @return the word as it was */
BITS_INLINE uint64_t
bits_change_word(uint64_t *w, uint64_t before, uint64_t mask, uint64_t more,
    bool to_set, struct bits_were *were)
{
	uint64_t word = *w;

	were->set += bits_by_fours(word & mask);
	were->starts += bits_by_fours(bits_starts(word, before) & more);
	*w = to_set ? word | mask : word & ~mask;
	return word;
}

/** The most that `end` may be. */
#define BITS_CHANGE_MAX 191

/**
 * Set or clear the bits from `first` to below `end`, counted from bit 0 of
 * w[0]; `first` is below 64 and below `end`. w[-1] to w[3] are read, and w[0]
 * to w[3] may be written as they are.
 *
 * @return how many of the bits were set, and how many starts there were among
 *         them and bit `end`
 */
BITS_INLINE struct bits_were
bits_change(uint64_t *w, uint64_t first, uint64_t end, bool to_set)
{
	struct bits_were were = {0, 0};
	/* All ones where the bits go on behind word 0, behind word 1. */
	uint64_t past0 = -((end + 64) / 128), past1 = -(end / 128);
	uint64_t tail = bits_below(end);
	uint64_t m0 = bits_from(first) & (tail | past0);
	uint64_t m1 = past0 & (tail | past1);
	uint64_t before = w[-1];

	/* Two words without a branch, which random ranges would often send the
	 * wrong way; few take three. */
	before =
	    bits_change_word(&w[0], before, m0, m0 | m0 << 1, to_set, &were);
	before = bits_change_word(
	    &w[1], before, m1, m1 | m1 << 1 | m0 >> 63, to_set, &were);
	if (end >= 128)
		(void)bits_change_word(&w[2], before, tail,
		    tail | tail << 1 | m1 >> 63, to_set, &were);
	were.set = bits_sum_of_fours(were.set);
	were.starts = bits_sum_of_fours(were.starts);
	return were;
}

#endif
