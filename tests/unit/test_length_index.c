#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/interval/length_index.h"
#include "tests/support/counted_set.h"

#define SEED UINT64_C(20240915)

/* An index, and the set that its memory is of. */
struct fixture {
	struct failing_allocator memory;
	struct interval_set *owner;
	struct length_index index;
};

static void
fixture_init(struct fixture *fixture)
{
	memset(fixture, 0, sizeof *fixture);
	fixture->owner = counted_set_new("treap", &fixture->memory);
}

static void
fixture_release(struct fixture *fixture)
{
	length_index_clear(&fixture->index, fixture->owner);
	counted_set_free(fixture->owner, &fixture->memory);
}

static void
insert(struct fixture *fixture, int64_t start, int64_t end)
{
	const struct interval iv = {start, end};

	cr_assert(
	    eq(int, length_index_insert(&fixture->index, fixture->owner, iv),
		INTERVAL_OK));
}

static void
erase(struct fixture *fixture, int64_t start, int64_t end)
{
	const struct interval iv = {start, end};

	length_index_erase(&fixture->index, fixture->owner, iv);
}

static void
expect_best(
    const struct fixture *fixture, uint64_t length, int64_t start, int64_t end)
{
	struct interval iv = {-1, -1};

	cr_expect(length_index_best(&fixture->index, length, &iv));
	cr_expect(eq(i64, iv.start, start));
	cr_expect(eq(i64, iv.end, end));
}

static void
expect_none(const struct fixture *fixture, uint64_t length)
{
	struct interval iv = {-1, -2};

	cr_expect(not(length_index_best(&fixture->index, length, &iv)));
	cr_expect(eq(i64, iv.start, -1));
	cr_expect(eq(i64, iv.end, -2));
}

Test(length_index, zero_bytes_are_the_empty_index)
{
	struct fixture fixture;

	fixture_init(&fixture);
	cr_expect(eq(sz, length_index_count(&fixture.index), 0));
	cr_expect(length_index_valid(&fixture.index));
	expect_none(&fixture, 0);
	expect_none(&fixture, 1);
	expect_none(&fixture, UINT64_MAX);
	fixture_release(&fixture);
}

Test(length_index, best_is_the_shortest_that_is_long_enough)
{
	struct fixture fixture;

	fixture_init(&fixture);
	insert(&fixture, 0, 10);
	insert(&fixture, 20, 25);
	insert(&fixture, 40, 47);
	cr_expect(eq(sz, length_index_count(&fixture.index), 3));
	expect_best(&fixture, 0, 20, 25);
	expect_best(&fixture, 5, 20, 25);
	expect_best(&fixture, 6, 40, 47);
	expect_best(&fixture, 8, 0, 10);
	expect_best(&fixture, 10, 0, 10);
	expect_none(&fixture, 11);
	erase(&fixture, 40, 47);
	expect_best(&fixture, 6, 0, 10);
	cr_expect(length_index_valid(&fixture.index));
	fixture_release(&fixture);
}

Test(length_index, of_equal_lengths_the_earliest_is_best)
{
	struct fixture fixture;

	fixture_init(&fixture);
	insert(&fixture, 40, 45);
	insert(&fixture, -20, -15);
	insert(&fixture, 0, 5);
	expect_best(&fixture, 5, -20, -15);
	erase(&fixture, -20, -15);
	expect_best(&fixture, 1, 0, 5);
	erase(&fixture, 0, 5);
	expect_best(&fixture, 5, 40, 45);
	fixture_release(&fixture);
}

Test(length_index, lengths_above_int64_max_are_the_longest)
{
	struct fixture fixture;
	const uint64_t half = UINT64_C(1) << 63; /* INT64_MAX + 1 */

	fixture_init(&fixture);
	insert(&fixture, INT64_MIN, 10); /* 2^63 + 10 */
	insert(&fixture, 20, 30);
	insert(&fixture, 40, INT64_MAX); /* 2^63 - 41 */
	expect_best(&fixture, 10, 20, 30);
	expect_best(&fixture, 11, 40, INT64_MAX);
	expect_best(&fixture, half - 41, 40, INT64_MAX);
	expect_best(&fixture, half - 40, INT64_MIN, 10);
	expect_best(&fixture, half + 10, INT64_MIN, 10);
	expect_none(&fixture, half + 11);
	expect_none(&fixture, UINT64_MAX);
	cr_expect(length_index_valid(&fixture.index));
	fixture_release(&fixture);
}

Test(length_index, all_of_int64_is_found_by_its_own_length)
{
	struct fixture fixture;

	fixture_init(&fixture);
	insert(&fixture, INT64_MIN, INT64_MAX); /* 2^64 - 1 */
	expect_best(&fixture, 1, INT64_MIN, INT64_MAX);
	expect_best(&fixture, UINT64_MAX, INT64_MIN, INT64_MAX);
	fixture_release(&fixture);
}

/* ---- against a scan ---- */

#define PLACES 120
#define LENGTH_MAX 9 /* few, so that ties are many */

/* At most one interval in each place, [10 i, 10 i + length). */
static struct interval
at_place(size_t i, uint64_t length)
{
	const int64_t start = 10 * (int64_t)i;

	return (struct interval){start, start + (int64_t)length};
}

/* @return the place of the best by a scan, PLACES for none */
static size_t
naive_best(const uint64_t lengths[PLACES], uint64_t length)
{
	size_t best = PLACES;

	for (size_t i = 0; i < PLACES; i++) {
		if (lengths[i] == 0 || lengths[i] < length)
			continue;
		if (best == PLACES || lengths[i] < lengths[best])
			best = i;
	}
	return best;
}

static void
compare(const struct length_index *index, const uint64_t lengths[PLACES])
{
	size_t count = 0;

	for (size_t i = 0; i < PLACES; i++)
		count += lengths[i] > 0;
	cr_assert(length_index_count(index) == count);
	cr_assert(length_index_valid(index));
	for (uint64_t length = 0; length <= LENGTH_MAX + 1; length++) {
		size_t want = naive_best(lengths, length);
		struct interval iv = {-1, -1};
		bool found = length_index_best(index, length, &iv);

		cr_assert(found == (want < PLACES));
		if (found)
			cr_assert(iv.start == 10 * (int64_t)want &&
				  interval_length(iv) == lengths[want]);
	}
}

Test(length_index, best_agrees_with_a_scan_after_random_changes)
{
	uint64_t lengths[PLACES] = {0};
	struct fixture fixture;
	struct rng rng;

	fixture_init(&fixture);
	rng_seed(&rng, SEED);
	for (int op = 0; op < 20000; op++) {
		size_t i = (size_t)rng_below(&rng, PLACES);
		struct interval iv;

		if (lengths[i] > 0) {
			iv = at_place(i, lengths[i]);
			erase(&fixture, iv.start, iv.end);
			lengths[i] = 0;
		} else {
			lengths[i] = 1 + rng_below(&rng, LENGTH_MAX);
			iv = at_place(i, lengths[i]);
			insert(&fixture, iv.start, iv.end);
		}
		compare(&fixture.index, lengths);
	}
	fixture_release(&fixture);
}

/* ---- load ---- */

static void
load(struct fixture *fixture, struct interval *ivs, size_t n)
{
	cr_assert(
	    eq(int, length_index_load(&fixture->index, fixture->owner, ivs, n),
		INTERVAL_OK));
}

/* All sizes to PLACES: full and ragged last levels of the heap of the sort. */
Test(length_index, a_loaded_index_is_one_of_insertions)
{
	struct rng rng;

	rng_seed(&rng, SEED);
	for (size_t n = 0; n <= PLACES; n++) {
		uint64_t lengths[PLACES] = {0};
		struct interval ivs[PLACES];
		struct fixture fixture;

		fixture_init(&fixture);
		for (size_t i = 0; i < n; i++) {
			lengths[i] = 1 + rng_below(&rng, LENGTH_MAX);
			/* Turned round, so that starts are not sorted. */
			ivs[n - 1 - i] = at_place(i, lengths[i]);
		}
		load(&fixture, ivs, n);
		compare(&fixture.index, lengths);
		fixture_release(&fixture);
	}
}

Test(length_index, load_sorts_by_length_then_start)
{
	struct interval ivs[] = {
	    {50, 60}, {0, 3}, {INT64_MIN, -9}, {30, 33}, {10, 13}, {70, 71}};
	const int64_t starts[] = {70, 0, 10, 30, 50, INT64_MIN};
	struct fixture fixture;

	fixture_init(&fixture);
	load(&fixture, ivs, 6);
	for (size_t i = 0; i < 6; i++)
		cr_expect(eq(i64, ivs[i].start, starts[i]));
	fixture_release(&fixture);
}

Test(length_index, a_loaded_index_is_kept_up_by_changes)
{
	struct interval ivs[] = {{0, 8}, {10, 14}, {20, 22}};
	struct fixture fixture;

	fixture_init(&fixture);
	load(&fixture, ivs, 3);
	insert(&fixture, -10, -7);
	expect_best(&fixture, 3, -10, -7);
	erase(&fixture, 10, 14);
	expect_best(&fixture, 4, 0, 8);
	cr_expect(eq(sz, length_index_count(&fixture.index), 3));
	cr_expect(length_index_valid(&fixture.index));
	fixture_release(&fixture);
}

Test(length_index, a_cleared_index_holds_no_memory_and_works)
{
	struct fixture fixture;

	fixture_init(&fixture);
	insert(&fixture, 0, 8);
	insert(&fixture, 10, 12);
	length_index_clear(&fixture.index, fixture.owner);
	cr_expect(eq(sz, length_index_count(&fixture.index), 0));
	cr_expect(eq(sz, fixture.memory.live, 1)); /* the set */
	expect_none(&fixture, 1);
	insert(&fixture, 20, 25);
	expect_best(&fixture, 1, 20, 25);
	fixture_release(&fixture);
}

/* ---- memory ---- */

Test(length_index, a_load_without_memory_leaves_the_index_empty)
{
	for (size_t nth = 1; nth <= 3; nth++) {
		struct interval ivs[] = {{0, 8}, {10, 14}, {20, 22}};
		struct fixture fixture;

		fixture_init(&fixture);
		fixture.memory.fail_at = fixture.memory.calls + nth;
		cr_assert(eq(int,
		    length_index_load(&fixture.index, fixture.owner, ivs, 3),
		    INTERVAL_NOMEM));
		cr_expect(eq(sz, length_index_count(&fixture.index), 0));
		cr_expect(length_index_valid(&fixture.index));
		cr_expect(eq(sz, fixture.memory.live, 1)); /* the set */
		expect_none(&fixture, 1);
		load(&fixture, ivs, 3); /* now there is memory */
		expect_best(&fixture, 3, 10, 14);
		fixture_release(&fixture);
	}
}

Test(length_index, an_insertion_without_memory_changes_nothing)
{
	const struct interval iv = {20, 22};
	struct fixture fixture;

	fixture_init(&fixture);
	insert(&fixture, 0, 8);
	insert(&fixture, 10, 14);
	fixture.memory.fail_at = fixture.memory.calls + 1;
	cr_expect(
	    eq(int, length_index_insert(&fixture.index, fixture.owner, iv),
		INTERVAL_NOMEM));
	cr_expect(eq(sz, length_index_count(&fixture.index), 2));
	cr_expect(length_index_valid(&fixture.index));
	expect_best(&fixture, 1, 10, 14);
	fixture_release(&fixture);
}
