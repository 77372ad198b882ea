#include "core/interval/bitmap.h"

/* The marks of blocks that have a set bit, or a clear one. */
static const struct bit_levels *
marks_of(const struct bitmap *b, bool set)
{
	return set ? &b->with_set : &b->with_clear;
}

bool
bitmap_pass(const struct bitmap *b, uint64_t *word, uint64_t *run)
{
	size_t block = (size_t)(*word / BITMAP_BLOCK_WORDS);
	size_t next = block;

	if (block == b->blocks)
		return false;
	if (b->counts[block] == 0)
		next = bit_levels_next(&b->with_set, block);
	if (b->counts[block] == BITMAP_BLOCK)
		next = bit_levels_next(&b->with_clear, block);
	if (next == BIT_LEVELS_NONE)
		return false;
	*word = (uint64_t)next * BITMAP_BLOCK_WORDS;
	if (b->counts[block] == 0)
		*run = 0;
	else
		*run += (uint64_t)(next - block) * BITMAP_BLOCK;
	return true;
}

/* The first bit at p or after it that is set, or clear; or BITMAP_NONE. */
static uint64_t
next_bit(const struct bitmap *b, uint64_t p, bool set)
{
	const uint64_t flip = set ? 0 : UINT64_MAX;
	uint64_t i = p / 64;
	uint64_t word = (b->words[i] ^ flip) & bits_from(p);

	INTERVAL_VISIT();
	while (word == 0) {
		if (++i % BITMAP_BLOCK_WORDS == 0) {
			size_t block = (size_t)(i / BITMAP_BLOCK_WORDS);

			if (block < b->blocks)
				block =
				    bit_levels_next(marks_of(b, set), block);
			if (block >= b->blocks)
				return BITMAP_NONE;
			i = (uint64_t)block * BITMAP_BLOCK_WORDS;
		}
		INTERVAL_VISIT();
		word = b->words[i] ^ flip;
	}
	return i * 64 + (uint64_t)__builtin_ctzll(word);
}

/* The last bit at p or before it that is set, or clear; there is one. */
static uint64_t
previous_bit(const struct bitmap *b, uint64_t p, bool set)
{
	const uint64_t flip = set ? 0 : UINT64_MAX;
	uint64_t i = p / 64;
	uint64_t word = (b->words[i] ^ flip) & bits_to(p);

	INTERVAL_VISIT();
	while (word == 0) {
		if (i % BITMAP_BLOCK_WORDS == 0) {
			size_t block = (size_t)(i / BITMAP_BLOCK_WORDS);

			block =
			    bit_levels_previous(marks_of(b, set), block - 1);
			i = (uint64_t)(block + 1) * BITMAP_BLOCK_WORDS;
		}
		INTERVAL_VISIT();
		word = b->words[--i] ^ flip;
	}
	return i * 64 + 63 - (uint64_t)__builtin_clzll(word);
}

/* Also of the bit behind the last: the end of the domain. */
static int64_t
offset_of(const struct bitmap *b, uint64_t p)
{
	return (int64_t)(b->origin + p);
}

size_t
bitmap_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max)
{
	const struct bitmap *b = (const struct bitmap *)set;
	uint64_t p;
	size_t n = 0;

	if (offset < set->domain.start)
		offset = set->domain.start;
	if (offset >= set->domain.end)
		return 0;
	p = next_bit(b, (uint64_t)offset - b->origin, true);
	if (p != BITMAP_NONE)
		p = previous_bit(b, p, false) + 1;
	while (n < max && p != BITMAP_NONE) {
		uint64_t end = next_bit(b, p, false);

		out[n].start = offset_of(b, p);
		out[n++].end = offset_of(b, end);
		p = next_bit(b, end, true);
	}
	return n;
}

void
bitmap_bounds(const struct interval_set *set, struct interval *out)
{
	const struct bitmap *b = (const struct bitmap *)set;
	uint64_t behind = BITMAP_FIRST + interval_length(set->domain);

	out->start = offset_of(b, next_bit(b, BITMAP_FIRST, true));
	out->end = offset_of(b, previous_bit(b, behind, true) + 1);
}
