#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/interval/bit_levels.h"

#define SEED UINT64_C(20250110)

/* Marks, and beside them one bool for each item. */
struct fixture {
	struct bit_levels marks;
	uint64_t *words;
	bool *marked;
	struct rng rng;
};

static void
fixture_init(struct fixture *fixture, size_t items)
{
	size_t size = bit_levels_words(items) * sizeof(uint64_t);

	fixture->words = malloc(size);
	fixture->marked = calloc(items, sizeof *fixture->marked);
	cr_assert(ne(ptr, fixture->words, NULL));
	cr_assert(ne(ptr, fixture->marked, NULL));
	memset(fixture->words, 0xa5, size); /* any content */
	bit_levels_init(&fixture->marks, items, fixture->words);
	rng_seed(&fixture->rng, SEED);
}

static void
fixture_release(struct fixture *fixture)
{
	cr_expect(bit_levels_valid(&fixture->marks));
	free(fixture->words);
	free(fixture->marked);
}

static void
put(struct fixture *fixture, size_t item, bool marked)
{
	if (marked)
		bit_levels_mark(&fixture->marks, item);
	else
		bit_levels_unmark(&fixture->marks, item);
	fixture->marked[item] = marked;
}

static size_t
naive_next(const struct fixture *fixture, size_t from)
{
	for (; from < fixture->marks.items; from++) {
		if (fixture->marked[from])
			return from;
	}
	return BIT_LEVELS_NONE;
}

static size_t
naive_previous(const struct fixture *fixture, size_t from)
{
	for (;; from--) {
		if (fixture->marked[from])
			return from;
		if (from == 0)
			return BIT_LEVELS_NONE;
	}
}

static void
expect_searches(const struct fixture *fixture, size_t from)
{
	const struct bit_levels *marks = &fixture->marks;

	cr_assert(
	    eq(sz, bit_levels_next(marks, from), naive_next(fixture, from)));
	cr_assert(eq(sz, bit_levels_previous(marks, from),
	    naive_previous(fixture, from)));
	cr_assert(bit_levels_marked(marks, from) == fixture->marked[from]);
}

/* 65 items have two words and one above: 2 + 1; 4,097 have 65, 2 and 1. */
Test(bit_levels, take_one_64th_more_than_the_items_have_bits)
{
	cr_expect(eq(sz, bit_levels_words(1), 1));
	cr_expect(eq(sz, bit_levels_words(64), 1));
	cr_expect(eq(sz, bit_levels_words(65), 3));
	cr_expect(eq(sz, bit_levels_words(4096), 65));
	cr_expect(eq(sz, bit_levels_words(4097), 68));
	/* 2^30 bits, and 2^24 + 2^18 + 2^12 + 2^6 + 1 words */
	cr_expect(eq(sz, bit_levels_words(BIT_LEVELS_ITEMS_MAX), 17043521));
}

Test(bit_levels, are_without_a_mark_at_first)
{
	const size_t sizes[] = {1, 63, 64, 65, 4096, 4097, 300000};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct fixture fixture;

		fixture_init(&fixture, sizes[i]);
		cr_expect(eq(
		    sz, bit_levels_next(&fixture.marks, 0), BIT_LEVELS_NONE));
		cr_expect(
		    eq(sz, bit_levels_previous(&fixture.marks, sizes[i] - 1),
			BIT_LEVELS_NONE));
		fixture_release(&fixture);
	}
}

/* Marks at both edges of words of level 0, 1 and 2. */
Test(bit_levels, find_a_mark_from_anywhere)
{
	const size_t at[] = {
	    0, 63, 64, 4095, 4096, 4159, 262143, 262144, 299999};
	const size_t n = sizeof at / sizeof at[0];

	for (size_t i = 0; i < n; i++) {
		struct fixture fixture;

		fixture_init(&fixture, 300000);
		put(&fixture, at[i], true);
		for (size_t j = 0; j < n; j++)
			expect_searches(&fixture, at[j]);
		put(&fixture, at[i], false);
		cr_expect(eq(
		    sz, bit_levels_next(&fixture.marks, 0), BIT_LEVELS_NONE));
		fixture_release(&fixture);
	}
}

Test(bit_levels, marking_twice_is_marking_once)
{
	struct fixture fixture;

	fixture_init(&fixture, 5000);
	put(&fixture, 4999, true);
	put(&fixture, 4999, true);
	cr_expect(eq(sz, bit_levels_next(&fixture.marks, 0), 4999));
	put(&fixture, 4999, false);
	put(&fixture, 4999, false);
	cr_expect(eq(sz, bit_levels_next(&fixture.marks, 0), BIT_LEVELS_NONE));
	fixture_release(&fixture);
}

/* Few marks, so that words become zero and others all the time. */
static void
run_random(size_t items, int changes)
{
	struct fixture fixture;

	fixture_init(&fixture, items);
	for (int i = 0; i < changes; i++) {
		size_t item = (size_t)rng_below(&fixture.rng, items);

		put(&fixture, item, rng_below(&fixture.rng, 3) == 0);
		expect_searches(
		    &fixture, (size_t)rng_below(&fixture.rng, items));
		expect_searches(&fixture, item);
		if (i % 100 == 0)
			cr_assert(bit_levels_valid(&fixture.marks));
	}
	fixture_release(&fixture);
}

Test(bit_levels, agree_with_one_bool_for_each_item)
{
	run_random(1, 100);
	run_random(64, 2000);
	run_random(65, 2000);
	run_random(4097, 20000);
	run_random(300000, 300);
}

Test(bit_levels, valid_notices_what_is_not_so)
{
	struct fixture fixture;
	uint64_t *word;

	fixture_init(&fixture, 5000); /* words: 79, 2, 1 */
	put(&fixture, 4999, true);
	for (size_t i = 0; i < 79 + 2 + 1; i++) {
		word = &fixture.words[i];
		*word ^= 1;
		/* An item more in a word that has one is nobody's lie. */
		cr_expect(bit_levels_valid(&fixture.marks) == (i == 78),
		    "word %zu", i);
		*word ^= 1;
	}
	/* Item 5,000 would be bit 8 of word 78: there is none. */
	fixture.words[78] ^= 1 << 8;
	cr_expect(not(bit_levels_valid(&fixture.marks)));
	fixture.words[78] ^= 1 << 8;
	fixture_release(&fixture);
}
