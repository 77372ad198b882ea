/* What changes bits: release sets them, reserve clears them. `to_set` says
 * which; it is a constant where speed counts. */
#include "core/interval/bitmap.h"

static void
mark(struct bitmap *b, size_t block, uint64_t before, uint64_t now)
{
	if (before == 0 && now > 0)
		bit_levels_mark(&b->with_set, block);
	if (before > 0 && now == 0)
		bit_levels_unmark(&b->with_set, block);
	if (before == BITMAP_BLOCK && now < BITMAP_BLOCK)
		bit_levels_mark(&b->with_clear, block);
	if (before < BITMAP_BLOCK && now == BITMAP_BLOCK)
		bit_levels_unmark(&b->with_clear, block);
}

BITMAP_INLINE void
account(struct bitmap *b, size_t block, uint64_t changed, bool to_set)
{
	uint64_t before = b->counts[block];
	uint64_t now = to_set ? before + changed : before - changed;

	b->counts[block] = (uint16_t)now;
	if (before == (to_set ? 0 : BITMAP_BLOCK) ||
	    now == (to_set ? BITMAP_BLOCK : 0))
		mark(b, block, before, now);
}

/* Change bits [p, q), all of one block. @return how many were not so.
 *
 * Intervals are counted by their starts, which change in [p, q] only, q too:
 * those that are there go, and there comes one at p where a release has a clear
 * bit before it, or one at q where a reserve has a set bit behind it. */
BITMAP_INLINE uint64_t
change_block(struct bitmap *b, uint64_t p, uint64_t q, bool to_set, bool popcnt)
{
	size_t last = (q - 1) / 64;
	uint64_t before = b->words[p / 64 - 1];
	uint64_t mask = bitmap_from(p);
	uint64_t after =
	    to_set ? !bitmap_is_set(b, p - 1) : bitmap_is_set(b, q);
	uint64_t starts = 0, had = 0, changed;

	for (size_t i = p / 64; i <= last; i++) {
		uint64_t word = b->words[i];

		INTERVAL_VISIT();
		if (i == last)
			mask &= UINT64_MAX >> (63 - (q - 1) % 64);
		had += bitmap_count(word & mask, 0, 0, popcnt);
		starts += bitmap_count(
		    bitmap_starts(word, before) & mask, 0, 0, popcnt);
		b->words[i] = to_set ? word | mask : word & ~mask;
		before = word;
		mask = UINT64_MAX;
	}
	starts += bitmap_is_set(b, q) && !(before >> (q - 1) % 64 & 1);
	b->set.count += (size_t)(after - starts);
	changed = to_set ? q - p - had : had;
	account(b, p / BITMAP_BLOCK, changed, to_set);
	return changed;
}

/* Change bits [p, q), passing blocks that are so already. */
BITMAP_INLINE uint64_t
change_blocks(
    struct bitmap *b, uint64_t p, uint64_t q, bool to_set, bool popcnt)
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
		changed += change_block(b, p, end, to_set, popcnt);
		p = end;
	}
	return changed;
}

static uint64_t
change_blocks_plain(struct bitmap *b, uint64_t p, uint64_t q, bool to_set)
{
	return change_blocks(b, p, q, to_set, false);
}

BITMAP_POPCNT static uint64_t
change_blocks_popcnt(struct bitmap *b, uint64_t p, uint64_t q, bool to_set)
{
	return change_blocks(b, p, q, to_set, true);
}

/* The bits of a mask and the bit after each; `before` is the mask before. */
BITMAP_INLINE uint64_t
and_next(uint64_t mask, uint64_t before)
{
	return mask | mask << 1 | before >> 63;
}

/* change_block() without a loop, for bits that lie in up to two words, or in
 * `three`: from p to below `end`, which is counted from the first bit of p's
 * word. That is at most 127, or from 128 to 191, so that bit `end` lies in one
 * of these words too. 10 to 100 bits take one to three words; to guess which
 * and be wrong costs more than to change no bit of a word. */
BITMAP_INLINE uint64_t
change_words(struct bitmap *b, uint64_t p, uint64_t end, bool three,
    bool to_set, bool popcnt)
{
	uint64_t *w = b->words + p / 64;
	uint64_t before = w[-1], w0 = w[0], w1 = w[1], w2 = three ? w[2] : 0;
	/* All ones where the bits go on behind word 0, behind word 1. */
	uint64_t past0 = three ? UINT64_MAX : -(end / 64);
	uint64_t past1 = three ? UINT64_MAX : 0;
	uint64_t m0 = bitmap_from(p) & (bitmap_below(end) | past0);
	uint64_t m1 = past0 & (bitmap_below(end) | past1);
	uint64_t m2 = past1 & bitmap_below(end);
	uint64_t starts =
	    bitmap_count(bitmap_starts(w0, before) & and_next(m0, 0),
		bitmap_starts(w1, w0) & and_next(m1, m0),
		bitmap_starts(w2, w1) & and_next(m2, m1), popcnt);
	uint64_t had = bitmap_count(w0 & m0, w1 & m1, w2 & m2, popcnt);
	uint64_t changed = to_set ? end - p % 64 - had : had;
	uint64_t after = to_set ? ~(w0 << 1 | before >> 63) >> p % 64 & 1
				: w[end / 64] >> end % 64 & 1;

	INTERVAL_VISIT();
	INTERVAL_VISIT();
	/* With the count between them, or gcc makes the words one vector, and
	 * moves them to and from its registers for that. */
	w[0] = to_set ? w0 | m0 : w0 & ~m0;
	b->set.count += (size_t)(after - starts);
	w[1] = to_set ? w1 | m1 : w1 & ~m1;
	if (three) {
		INTERVAL_VISIT();
		w[2] = to_set ? w2 | m2 : w2 & ~m2;
	}
	account(b, p / BITMAP_BLOCK, changed, to_set);
	return changed;
}

BITMAP_INLINE uint64_t
change(struct bitmap *b, struct interval iv, bool to_set, bool popcnt)
{
	uint64_t p = (uint64_t)iv.start - b->origin;
	uint64_t length = interval_length(iv);
	uint64_t end = p % 64 + length;
	bool one_block = p % BITMAP_BLOCK + length <= BITMAP_BLOCK;
	uint64_t changed;

	if (end <= 127 && one_block)
		changed = change_words(b, p, end, false, to_set, popcnt);
	else if (end <= 191 && one_block)
		changed = change_words(b, p, end, true, to_set, popcnt);
	else if (popcnt)
		changed = change_blocks_popcnt(b, p, p + length, to_set);
	else
		changed = change_blocks_plain(b, p, p + length, to_set);
	b->set.total += to_set ? changed : -changed;
	return changed;
}

enum interval_status
bitmap_release_plain(struct interval_set *set, struct interval iv)
{
	(void)change((struct bitmap *)set, iv, true, false);
	return INTERVAL_OK;
}

BITMAP_POPCNT enum interval_status
bitmap_release_popcnt(struct interval_set *set, struct interval iv)
{
	(void)change((struct bitmap *)set, iv, true, true);
	return INTERVAL_OK;
}

enum interval_status
bitmap_reserve_plain(
    struct interval_set *set, struct interval iv, uint64_t *removed)
{
	*removed = change((struct bitmap *)set, iv, false, false);
	return INTERVAL_OK;
}

BITMAP_POPCNT enum interval_status
bitmap_reserve_popcnt(
    struct interval_set *set, struct interval iv, uint64_t *removed)
{
	*removed = change((struct bitmap *)set, iv, false, true);
	return INTERVAL_OK;
}

void
bitmap_clear(struct interval_set *set)
{
	(void)change((struct bitmap *)set, set->domain, false, false);
}
