/**
 * The manager `bitmap`: one bit for each offset of a bounded domain, set where
 * it is free. Bits lie in blocks of 64 words; each block's free offsets are
 * counted, and blocks with a free and with an occupied offset are marked in two
 * hierarchies, so that a search passes all blocks of the other kind at once.
 *
 * Bit 64 is the domain's first offset. Word 0 and the bits behind the domain's
 * last offset, at least 64, are clear for ever: an edge always has a
 * neighbour, a run an end, and neither the first nor the last block is full.
 */
#ifndef CORE_INTERVAL_BITMAP_H
#define CORE_INTERVAL_BITMAP_H

#include "core/interval/bit_levels.h"
#include "core/interval/manager.h"

#define BITMAP_BLOCK 4096 /**< bits */
#define BITMAP_BLOCK_WORDS 64
#define BITMAP_FIRST UINT64_C(64) /**< bit of the domain's first offset */
#define BITMAP_BEHIND UINT64_C(64)

/* What is done all the time is compiled twice from one body: for any processor,
 * and for those that count bits with an instruction. `popcnt` is a constant
 * wherever it is a parameter. */
#define BITMAP_INLINE static inline __attribute__((always_inline))
#if defined(__x86_64__)
#define BITMAP_POPCNT __attribute__((target("popcnt,bmi,bmi2,lzcnt")))
#else
#define BITMAP_POPCNT
#endif

struct bitmap {
	struct interval_set set;
	uint64_t *words; /**< all memory: what follows lies behind them */
	uint16_t *counts; /**< set bits of each block */
	uint64_t origin; /**< the offset of bit 0, modulo 2^64 */
	size_t blocks;
	struct bit_levels with_set; /**< blocks that have a set bit */
	struct bit_levels with_clear;
};

/* The functions of the rows. */

enum interval_status bitmap_release_plain(
    struct interval_set *set, struct interval iv);
enum interval_status bitmap_release_popcnt(
    struct interval_set *set, struct interval iv);

enum interval_status bitmap_reserve_plain(
    struct interval_set *set, struct interval iv, uint64_t *removed);
enum interval_status bitmap_reserve_popcnt(
    struct interval_set *set, struct interval iv, uint64_t *removed);

/** Keeps the memory: release never needs any. */
void bitmap_clear(struct interval_set *set);

enum interval_status bitmap_find_plain(const struct interval_set *set,
    int64_t start, int64_t length, struct interval *out);
enum interval_status bitmap_find_popcnt(const struct interval_set *set,
    int64_t start, int64_t length, struct interval *out);

size_t bitmap_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max);
void bitmap_bounds(const struct interval_set *set, struct interval *out);

/* Bits. */

/** Bit at % 64 and all above it. */
BITMAP_INLINE uint64_t
bitmap_from(uint64_t at)
{
	return UINT64_MAX << at % 64;
}

/** All bits below bit at % 64. */
BITMAP_INLINE uint64_t
bitmap_below(uint64_t at)
{
	return ~bitmap_from(at);
}

BITMAP_INLINE bool
bitmap_is_set(const struct bitmap *b, uint64_t at)
{
	return b->words[at / 64] >> at % 64 & 1;
}

/** The set bits that follow a clear one: each begins a run. `before` is the
 *  word before this one. */
BITMAP_INLINE uint64_t
bitmap_starts(uint64_t word, uint64_t before)
{
	return word & ~(word << 1 | before >> 63);
}

/** How many bits of three words are set. */
BITMAP_INLINE uint64_t
bitmap_count(uint64_t x, uint64_t y, uint64_t z, bool popcnt)
{
	const uint64_t twos = UINT64_MAX / 3, fours = UINT64_MAX / 5;
	const uint64_t eights = UINT64_MAX / 17, bytes = UINT64_MAX / 255;

	if (popcnt)
		return (uint64_t)(__builtin_popcountll(x) +
				  __builtin_popcountll(y) +
				  __builtin_popcountll(z));
	/* Sums in 2, 4 and 8 bits, side by side; the product gathers those of
	 * all bytes, at most 3 * 64, in the highest. */
	x -= x >> 1 & twos;
	y -= y >> 1 & twos;
	z -= z >> 1 & twos;
	x = (x & fours) + (x >> 2 & fours) + (y & fours) + (y >> 2 & fours) +
	    (z & fours) + (z >> 2 & fours);
	x = (x & eights) + (x >> 4 & eights);
	return x * bytes >> 56;
}

#endif
