#include "core/interval/bitmap.h"

#include <string.h>

#include "core/interval/bits_generic.h"
#include "core/interval/isa.h"

/* ---- memory: words, the words of both hierarchies, counts ---- */

static size_t
memory_size(size_t blocks)
{
	size_t words =
	    blocks * BITMAP_BLOCK_WORDS + 2 * bit_levels_words(blocks);

	return words * sizeof(uint64_t) + blocks * sizeof(uint16_t);
}

static const struct interval_manager *
row_for(enum interval_isa_code isa)
{
#if defined(__x86_64__)
	if (isa == INTERVAL_ISA_AVX2 || isa == INTERVAL_ISA_AVX512)
		return &bitmap_avx2;
#endif
	(void)isa;
	return &bitmap_generic;
}

static enum interval_status
bitmap_init(struct interval_set *set)
{
	struct bitmap *b = (struct bitmap *)set;
	uint64_t bits =
	    BITMAP_FIRST + interval_length(set->domain) + BITMAP_BEHIND;
	uint64_t blocks = (bits + BITMAP_BLOCK - 1) / BITMAP_BLOCK;
	uint64_t *behind;

	/* A block takes less than 1,024 bytes, and size_t may have 32 bits. */
	if (blocks > SIZE_MAX / 1024)
		return INTERVAL_NOMEM;
	b->blocks = (size_t)blocks;
	b->words = interval_alloc(set, memory_size(b->blocks));
	if (!b->words)
		return INTERVAL_NOMEM;
	memset(b->words, 0, memory_size(b->blocks));
	behind = b->words + b->blocks * BITMAP_BLOCK_WORDS;
	bit_levels_init(&b->with_set, b->blocks, behind);
	behind += bit_levels_words(b->blocks);
	bit_levels_init(&b->with_clear, b->blocks, behind);
	behind += bit_levels_words(b->blocks);
	b->counts = (uint16_t *)behind;
	for (size_t block = 0; block < b->blocks; block++)
		bit_levels_mark(&b->with_clear, block);
	b->origin = (uint64_t)set->domain.start - BITMAP_FIRST;
	set->manager = row_for(interval_isa_get());
	return INTERVAL_OK;
}

void
bitmap_destroy(struct interval_set *set)
{
	struct bitmap *b = (struct bitmap *)set;

	interval_dealloc(set, b->words, memory_size(b->blocks));
}

/* A new set has this row only until its init has run. */
const struct interval_manager interval_manager_bitmap = {
    .size = sizeof(struct bitmap), .bounded = true, .init = bitmap_init};

/* ---- blocks ---- */

void
bitmap_mark(struct bitmap *b, size_t block, uint64_t before, uint64_t now)
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

/* Whether a block is counted and marked as its bits are. Adds to what the set's
 * count and total must be; *before is the word before the block. */
static bool
block_valid(const struct bitmap *b, size_t block, uint64_t *before,
    struct bits_were *sums)
{
	const uint64_t *words = b->words + block * BITMAP_BLOCK_WORDS;
	uint64_t bits = 0;

	for (size_t i = 0; i < BITMAP_BLOCK_WORDS; i++) {
		bits += bits_count(words[i]);
		sums->starts += bits_count(bits_starts(words[i], *before));
		*before = words[i];
	}
	sums->set += bits;
	return b->counts[block] == bits &&
	       bit_levels_marked(&b->with_set, block) == (bits > 0) &&
	       bit_levels_marked(&b->with_clear, block) ==
		   (bits < BITMAP_BLOCK);
}

bool
bitmap_valid(const struct interval_set *set)
{
	const struct bitmap *b = (const struct bitmap *)set;
	uint64_t behind = BITMAP_FIRST + interval_length(set->domain);
	uint64_t end = (uint64_t)b->blocks * BITMAP_BLOCK;
	struct bits_were sums = {0, 0};
	uint64_t before = 0;

	for (size_t block = 0; block < b->blocks; block++) {
		if (!block_valid(b, block, &before, &sums))
			return false;
	}
	for (uint64_t p = behind; p < end; p++) {
		if (bitmap_is_set(b, p))
			return false;
	}
	return b->words[0] == 0 && sums.starts == set->count &&
	       sums.set == set->total && bit_levels_valid(&b->with_set) &&
	       bit_levels_valid(&b->with_clear);
}
