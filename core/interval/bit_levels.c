#include "core/interval/bit_levels.h"

#include <string.h>

#include "core/interval/manager.h"

static size_t
words_for(size_t bits)
{
	return bits / 64 + (bits % 64 != 0);
}

static uint64_t
bit(size_t at)
{
	return UINT64_C(1) << at % 64;
}

/* The index in its level of the lowest, or highest, bit of a word, which has
 * one. It is the index of a word in the level below. */
static size_t
lowest(size_t word, uint64_t bits)
{
	return word * 64 + (size_t)__builtin_ctzll(bits);
}

static size_t
highest(size_t word, uint64_t bits)
{
	return word * 64 + 63 - (size_t)__builtin_clzll(bits);
}

size_t
bit_levels_words(size_t items)
{
	size_t sum = 0;

	do {
		items = words_for(items);
		sum += items;
	} while (items > 1);
	return sum;
}

void
bit_levels_init(struct bit_levels *marks, size_t items, uint64_t *words)
{
	memset(words, 0, bit_levels_words(items) * sizeof *words);
	marks->items = items;
	marks->height = 0;
	do {
		items = words_for(items);
		marks->levels[marks->height++] = words;
		words += items;
	} while (items > 1);
}

void
bit_levels_mark(struct bit_levels *marks, size_t item)
{
	/* Where a word had a bit, those above know of it. */
	for (unsigned h = 0; h < marks->height; h++, item /= 64) {
		uint64_t *word = &marks->levels[h][item / 64];
		uint64_t old = *word;

		*word = old | bit(item);
		if (old != 0)
			return;
	}
}

void
bit_levels_unmark(struct bit_levels *marks, size_t item)
{
	for (unsigned h = 0; h < marks->height; h++, item /= 64) {
		uint64_t *word = &marks->levels[h][item / 64];

		*word &= ~bit(item);
		if (*word != 0)
			return;
	}
}

bool
bit_levels_marked(const struct bit_levels *marks, size_t item)
{
	return marks->levels[0][item / 64] & bit(item);
}

size_t
bit_levels_next(const struct bit_levels *marks, size_t from)
{
	uint64_t wanted = UINT64_MAX << from % 64;
	unsigned h = 0;
	uint64_t bits;

	/* Up to the first level that has a bit further right in this word, then
	 * down to the leftmost below it. */
	for (;; wanted = ~UINT64_C(1) << from % 64) {
		INTERVAL_VISIT();
		bits = marks->levels[h][from / 64] & wanted;
		from /= 64;
		if (bits)
			break;
		if (++h == marks->height)
			return BIT_LEVELS_NONE;
	}
	from = lowest(from, bits);
	while (h-- > 0) {
		INTERVAL_VISIT();
		from = lowest(from, marks->levels[h][from]);
	}
	return from;
}

size_t
bit_levels_previous(const struct bit_levels *marks, size_t from)
{
	uint64_t wanted = UINT64_MAX >> (63 - from % 64);
	unsigned h = 0;
	uint64_t bits;

	for (;; wanted = bit(from) - 1) {
		INTERVAL_VISIT();
		bits = marks->levels[h][from / 64] & wanted;
		from /= 64;
		if (bits)
			break;
		if (++h == marks->height)
			return BIT_LEVELS_NONE;
	}
	from = highest(from, bits);
	while (h-- > 0) {
		INTERVAL_VISIT();
		from = highest(from, marks->levels[h][from]);
	}
	return from;
}

bool
bit_levels_valid(const struct bit_levels *marks)
{
	size_t bits = marks->items;

	for (unsigned h = 0; h < marks->height; h++) {
		const uint64_t *level = marks->levels[h];
		size_t words = words_for(bits);

		/* No bit is set behind the last that stands for something. */
		if (bits % 64 != 0 && level[words - 1] >> bits % 64 != 0)
			return false;
		for (size_t i = 0; h > 0 && i < bits; i++) {
			bool any = marks->levels[h - 1][i] != 0;

			if (any != ((level[i / 64] & bit(i)) != 0))
				return false;
		}
		bits = words;
	}
	return bits == 1;
}
