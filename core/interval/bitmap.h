/**
 * The manager `bitmap`: one bit for each offset of a bounded domain, set where
 * it is free. Bits lie in blocks of 64 words; each block's set bits are
 * counted, and blocks with a set and with a clear bit are marked in two
 * hierarchies, so that a search passes all blocks of the other kind at once.
 *
 * Bit 64 is the domain's first offset. Word 0 and the bits behind the domain's
 * last offset, at least 192, are clear for ever: an edge always has neighbours,
 * a run an end, and neither the first nor the last block is full.
 */
#ifndef CORE_INTERVAL_BITMAP_H
#define CORE_INTERVAL_BITMAP_H

#include "core/interval/bit_levels.h"
#include "core/interval/bits.h"
#include "core/interval/manager.h"

#define BITMAP_BLOCK 4096 /**< bits */
#define BITMAP_BLOCK_WORDS 64
#define BITMAP_FIRST UINT64_C(64) /**< bit of the domain's first offset */
#define BITMAP_BEHIND UINT64_C(192)
#define BITMAP_NONE UINT64_C(0) /**< no bit: bit 0 is never set */

struct bitmap {
	struct interval_set set;
	uint64_t *words; /**< all memory: what follows lies behind them */
	uint16_t *counts; /**< set bits of each block */
	uint64_t origin; /**< the offset of bit 0, modulo 2^64 */
	size_t blocks;
	struct bit_levels with_set; /**< blocks that have a set bit */
	struct bit_levels with_clear;
};

/** Each in a file of its own: bitmap_ops.h for one instruction set. */
extern const struct interval_manager bitmap_generic;
#if defined(__x86_64__)
extern const struct interval_manager bitmap_avx2;
#endif

/* Functions of both rows. */
void bitmap_destroy(struct interval_set *set);
size_t bitmap_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max);
void bitmap_bounds(const struct interval_set *set, struct interval *out);
bool bitmap_valid(const struct interval_set *set);

/** Mark a block that had, and has now, so many set bits. */
void bitmap_mark(struct bitmap *b, size_t block, uint64_t before, uint64_t now);

/**
 * Move *word, the first of a block, behind the blocks that are all clear or all
 * set from there on. *run counts the set bits just before it.
 * @return whether there is such a word
 */
bool bitmap_pass(const struct bitmap *b, uint64_t *word, uint64_t *run);

static inline bool
bitmap_is_set(const struct bitmap *b, uint64_t at)
{
	return b->words[at / 64] >> at % 64 & 1;
}

#endif
