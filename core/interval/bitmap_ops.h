/**
 * The operations of `bitmap` that are to be fast. Not a header to share:
 * bitmap_generic.c and bitmap_avx2.c each include it once after the bits_*.h of
 * their instruction set, and get the row of functions under the name in
 * BITMAP_ROW. `to_set` tells a release from a reserve; it is a constant in all
 * that is inlined.
 */
#ifndef CORE_INTERVAL_BITMAP_OPS_H
#define CORE_INTERVAL_BITMAP_OPS_H

#ifndef BITMAP_ROW /* compiled by itself */
#include "core/interval/bits_generic.h"
#define BITMAP_ROW bitmap_generic
#endif

#include "core/interval/bitmap.h"

/* ---- changes ---- */

BITS_INLINE void
account(struct bitmap *b, size_t block, uint64_t changed, bool to_set)
{
	uint64_t before = b->counts[block];
	uint64_t now = to_set ? before + changed : before - changed;

	b->counts[block] = (uint16_t)now;
	if (before == (to_set ? 0 : BITMAP_BLOCK) ||
	    now == (to_set ? BITMAP_BLOCK : 0))
		bitmap_mark(b, block, before, now);
}

/* bits_change() for as many words as it takes. */
BITS_INLINE struct bits_were
change_words(struct bitmap *b, uint64_t p, uint64_t q, bool to_set)
{
	struct bits_were were = {0, 0};
	uint64_t mask = bits_from(p);
	uint64_t before = b->words[p / 64 - 1];
	uint64_t last = (q - 1) / 64;

	for (uint64_t i = p / 64; i <= last; i++) {
		uint64_t word = b->words[i];

		INTERVAL_VISIT();
		if (i == last)
			mask &= bits_to(q - 1);
		were.set += bits_count(word & mask);
		were.starts += bits_count(bits_starts(word, before) & mask);
		b->words[i] = to_set ? word | mask : word & ~mask;
		before = word;
		mask = UINT64_MAX;
	}
	were.starts += bitmap_is_set(b, q) && !(before >> (q - 1) % 64 & 1);
	return were;
}

/* Change bits [p, q), all of one block. @return how many were not so.
 *
 * Intervals are counted by their starts. These change in [p, q] only, q too:
 * those that are there go, and there comes one at p where a release has a clear
 * bit before it, or one at q where a reserve has a set bit behind it. */
BITS_INLINE uint64_t
change_block(struct bitmap *b, uint64_t p, uint64_t q, bool to_set, bool few)
{
	uint64_t after =
	    to_set ? !bitmap_is_set(b, p - 1) : bitmap_is_set(b, q);
	struct bits_were were;
	uint64_t changed;

	if (few) {
		INTERVAL_VISIT();
		were = bits_change(
		    b->words + p / 64, p % 64, p % 64 + (q - p), to_set);
	} else {
		were = change_words(b, p, q, to_set);
	}
	b->set.count += (size_t)(after - were.starts);
	changed = to_set ? q - p - were.set : were.set;
	account(b, p / BITMAP_BLOCK, changed, to_set);
	return changed;
}

/* Change bits [p, q), passing blocks that are so already. */
static uint64_t
change_blocks(struct bitmap *b, uint64_t p, uint64_t q, bool to_set)
{
	const struct bit_levels *marks = to_set ? &b->with_clear : &b->with_set;
	uint64_t changed = 0;

	while (p < q) {
		size_t block = bit_levels_next(marks, p / BITMAP_BLOCK);
		uint64_t end = (uint64_t)block * BITMAP_BLOCK + BITMAP_BLOCK;

		if (block == BIT_LEVELS_NONE)
			break;
		if (block > p / BITMAP_BLOCK)
			p = (uint64_t)block * BITMAP_BLOCK;
		if (p >= q)
			break;
		if (end > q)
			end = q;
		changed += to_set ? change_block(b, p, end, true, false)
				  : change_block(b, p, end, false, false);
		p = end;
	}
	return changed;
}

BITS_INLINE uint64_t
change(struct bitmap *b, struct interval iv, bool to_set)
{
	uint64_t p = (uint64_t)iv.start - b->origin;
	uint64_t length = interval_length(iv);
	uint64_t changed;

	if (p % 64 + length <= BITS_CHANGE_MAX &&
	    p % BITMAP_BLOCK + length <= BITMAP_BLOCK)
		changed = change_block(b, p, p + length, to_set, true);
	else
		changed = change_blocks(b, p, p + length, to_set);
	b->set.total += to_set ? changed : -changed;
	return changed;
}

static enum interval_status
release(struct interval_set *set, struct interval iv)
{
	(void)change((struct bitmap *)set, iv, true);
	return INTERVAL_OK;
}

static enum interval_status
reserve(struct interval_set *set, struct interval iv, uint64_t *removed)
{
	*removed = change((struct bitmap *)set, iv, false);
	return INTERVAL_OK;
}

/* The memory stays: release is never without. */
static void
clear(struct interval_set *set)
{
	(void)change((struct bitmap *)set, set->domain, false);
}

/* ---- find ---- */

/* Bits that begin `length` set ones. For 13 each is joined with those 6, 3, 2
 * and 1 behind it: sums of these are all numbers from 1 to 12. */
BITS_INLINE uint64_t
starts_of_fits(uint64_t bits, uint64_t length)
{
	for (; length > 1; length -= length / 2)
		bits &= bits >> length / 2;
	return bits;
}

/* The first of the earliest `length` set bits at p or after it, or none. */
BITS_INLINE uint64_t
fit(const struct bitmap *b, uint64_t p, uint64_t length)
{
	/* A run that begins behind bit 0 makes a word at least as large. */
	const uint64_t least = length < 64 ? UINT64_C(1) << length : UINT64_MAX;
	uint64_t i = p / 64;
	uint64_t word = b->words[i] & bits_from(p);
	uint64_t run = 0; /* set bits just before word i, back to p */

	for (;; word = b->words[i]) {
		bool full = word == UINT64_MAX;
		uint64_t head = full ? 64 : (uint64_t)__builtin_ctzll(~word);
		uint64_t tail = full ? 64 : (uint64_t)__builtin_clzll(~word);
		/* Without the runs at both ends; none is left where full. */
		uint64_t inner = word & (word + 1) & UINT64_MAX >> tail % 64;

		INTERVAL_VISIT();
		if (run + head >= length)
			return i * 64 - run;
		if (inner >= least) {
			inner = starts_of_fits(inner, length);
			if (inner)
				return i * 64 +
				       (uint64_t)__builtin_ctzll(inner);
		}
		run = full ? run + 64 : tail;
		if (++i % BITMAP_BLOCK_WORDS != 0)
			continue;
		if (run >= length)
			return i * 64 - run;
		if (!bitmap_pass(b, &i, &run))
			return BITMAP_NONE;
	}
}

static enum interval_status
find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	const struct bitmap *b = (const struct bitmap *)set;
	uint64_t at;

	if (start < set->domain.start)
		start = set->domain.start;
	if (start >= set->domain.end)
		return INTERVAL_NOTFOUND;
	at = fit(b, (uint64_t)start - b->origin, (uint64_t)length);
	if (at == BITMAP_NONE)
		return INTERVAL_NOTFOUND;
	out->start = (int64_t)(b->origin + at);
	out->end = out->start + length;
	return INTERVAL_OK;
}

const struct interval_manager BITMAP_ROW = {
    .size = sizeof(struct bitmap),
    .bounded = true,
    .destroy = bitmap_destroy,
    .clear = clear,
    .release = release,
    .reserve = reserve,
    .find = find,
    .read = bitmap_read,
    .bounds = bitmap_bounds,
    .valid = bitmap_valid,
};

#endif
