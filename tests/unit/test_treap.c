#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/interval/interval.h"
#include "core/interval/manager.h"
#include "tests/support/counted_set.h"

#define SEED UINT64_C(20240914)

static void
release(struct interval_set *set, int64_t start, int64_t end)
{
	cr_assert(
	    eq(int, interval_set_release(set, (struct interval){start, end}),
		INTERVAL_OK));
}

static uint64_t
reserve(struct interval_set *set, int64_t start, int64_t end)
{
	uint64_t changed = 0;

	cr_assert(eq(int,
	    interval_set_reserve(set, (struct interval){start, end}, &changed),
	    INTERVAL_OK));
	return changed;
}

/* [0, 1), [3, 4), ..., n of them, by one load. */
static void
load_comb(struct interval_set *set, size_t n)
{
	struct interval *ivs = calloc(n, sizeof *ivs);

	cr_assert(ne(ptr, ivs, NULL));
	for (size_t i = 0; i < n; i++)
		ivs[i] = (struct interval){3 * (int64_t)i, 3 * (int64_t)i + 1};
	cr_assert(eq(int, interval_set_load(set, ivs, n), INTERVAL_OK));
	free(ivs);
}

/* ---- height ---- */

#define MANY INT64_C(100000)

/* At most 3 log2(n), for n of 1000 or more: 49.8 for 10^5, where a random tree
 * is about 45 high (4.311 ln n - 1.953 ln ln n: Reed, "The height of a random
 * binary search tree", 2003) and a degenerate one 10^5. */
static void
expect_low(const struct interval_set *set)
{
	double most = 3 * log2((double)interval_set_count(set));

	cr_assert(set->manager->valid(set));
	cr_expect(le(dbl, (double)set->manager->height(set), most));
}

Test(treap, allocation_from_left_to_right_keeps_the_tree_low)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);

	release(set, 0, 3 * MANY);
	for (int64_t i = 0; i < MANY; i++)
		cr_assert(reserve(set, 3 * i + 1, 3 * i + 2) == 1);
	cr_expect(eq(sz, interval_set_count(set), MANY + 1));
	expect_low(set);
	counted_set_free(set, &memory);
}

Test(treap, allocation_from_right_to_left_keeps_the_tree_low)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);

	release(set, 0, 3 * MANY);
	for (int64_t i = MANY - 1; i >= 0; i--)
		cr_assert(reserve(set, 3 * i + 1, 3 * i + 2) == 1);
	expect_low(set);
	counted_set_free(set, &memory);
}

Test(treap, a_loaded_tree_is_low)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);

	load_comb(set, (size_t)MANY);
	cr_expect(eq(sz, interval_set_count(set), MANY));
	expect_low(set);
	counted_set_free(set, &memory);
}

enum order { FROM_LEFT, FROM_RIGHT, AT_RANDOM };

static size_t
next_to_drain(enum order order, size_t n, struct rng *rng)
{
	if (order == AT_RANDOM)
		return (size_t)rng_below(rng, n);
	return order == FROM_LEFT ? 0 : n - 1;
}

static void
drain(enum order order)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);
	struct rng rng;

	rng_seed(&rng, SEED);
	load_comb(set, (size_t)MANY);
	for (size_t n = (size_t)MANY; n > 0; n--) {
		struct interval iv = {0, 0};

		interval_set_kth(set, next_to_drain(order, n, &rng), &iv);
		cr_assert(reserve(set, iv.start, iv.end) == 1);
		if (n == 50000 || n == 2000)
			expect_low(set);
	}
	cr_expect(eq(sz, interval_set_count(set), 0));
	cr_expect(eq(sz, set->manager->height(set), 0));
	cr_expect(eq(sz, memory.live, 1)); /* the set itself */
	counted_set_free(set, &memory);
}

Test(treap, draining_from_the_left_keeps_the_tree_low)
{
	drain(FROM_LEFT);
}

Test(treap, draining_from_the_right_keeps_the_tree_low)
{
	drain(FROM_RIGHT);
}

Test(treap, draining_at_random_keeps_the_tree_low)
{
	drain(AT_RANDOM);
}

/* ---- changes over many nodes ---- */

#define COMB 40

static void
expect_range(
    const struct interval_set *set, size_t k, int64_t start, int64_t end)
{
	struct interval iv = {-1, -1};

	cr_assert(eq(int, interval_set_kth(set, k, &iv), INTERVAL_OK));
	cr_assert(eq(i64, iv.start, start));
	cr_assert(eq(i64, iv.end, end));
}

/* Of [0, 4), [8, 12), ..., 40 of them, reserve from the middle of the a-th to
 * the middle of the b-th: 2 of each of these go, and 4 of each between. */
Test(treap, a_wide_reserve_trims_the_outer_and_cuts_the_inner)
{
	for (int64_t a = 0; a < COMB; a++) {
		for (int64_t b = a + 1; b < COMB; b++) {
			struct failing_allocator memory = {0};
			struct interval_set *set =
			    counted_set_new("treap", &memory);
			size_t left = (size_t)(COMB - (b - a - 1));

			for (int64_t i = 0; i < COMB; i++)
				release(set, 8 * i, 8 * i + 4);
			cr_assert(eq(u64, reserve(set, 8 * a + 2, 8 * b + 2),
			    (uint64_t)(4 * (b - a))));
			cr_assert(eq(sz, interval_set_count(set), left));
			expect_range(set, (size_t)a, 8 * a, 8 * a + 2);
			expect_range(set, (size_t)a + 1, 8 * b + 2, 8 * b + 4);
			counted_set_free(set, &memory);
		}
	}
}

/* The same comb: release from the gap before the a-th to where the b-th
 * begins: they and all between become one. */
Test(treap, a_wide_release_leaves_one_interval)
{
	for (int64_t a = 0; a < COMB; a++) {
		for (int64_t b = a; b < COMB; b++) {
			struct failing_allocator memory = {0};
			struct interval_set *set =
			    counted_set_new("treap", &memory);
			size_t left = (size_t)(COMB - (b - a));

			for (int64_t i = 0; i < COMB; i++)
				release(set, 8 * i, 8 * i + 4);
			release(set, 8 * a - 1, 8 * b);
			cr_assert(eq(sz, interval_set_count(set), left));
			expect_range(set, (size_t)a, 8 * a - 1, 8 * b + 4);
			counted_set_free(set, &memory);
		}
	}
}

Test(treap, a_reserve_of_everything_gives_all_nodes_back)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);

	load_comb(set, 5000);
	cr_expect(eq(sz, memory.live, 5001)); /* the set and a node each */
	cr_expect(eq(u64, reserve(set, INT64_MIN, INT64_MAX), 5000));
	cr_expect(eq(sz, memory.live, 1));
	counted_set_free(set, &memory);
}

/* ---- order ---- */

/* [0, 1), [3, 4), ...: floor((x + 2) / 3) of them start before x >= 0. */
Test(treap, rank_kth_and_bounds_are_those_of_the_sorted_intervals)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);
	struct interval iv = {0, 0};

	load_comb(set, 1000);
	for (int64_t x = 0; x < 3000; x++)
		cr_assert(
		    eq(sz, interval_set_rank(set, x), (size_t)((x + 2) / 3)));
	cr_expect(eq(sz, interval_set_rank(set, INT64_MIN), 0));
	cr_expect(eq(sz, interval_set_rank(set, INT64_MAX), 1000));
	for (size_t k = 0; k < 1000; k++)
		expect_range(set, k, 3 * (int64_t)k, 3 * (int64_t)k + 1);
	cr_expect(eq(int, interval_set_kth(set, 1000, &iv), INTERVAL_NOTFOUND));
	cr_expect(eq(int, interval_set_bounds(set, &iv), INTERVAL_OK));
	cr_expect(eq(i64, iv.start, 0));
	cr_expect(eq(i64, iv.end, 2998));
	counted_set_free(set, &memory);
}

/* ---- memory ---- */

Test(treap, a_load_without_memory_keeps_what_was_there)
{
	enum { N = 10 };

	/* Calls: the set that is filled in its place, then a node each. */
	for (size_t nth = 1; nth <= N + 1; nth++) {
		struct failing_allocator memory = {0};
		struct interval_set *set = counted_set_new("treap", &memory);
		struct interval ivs[N];

		release(set, -5, -2);
		for (int64_t i = 0; i < N; i++)
			ivs[i] = (struct interval){2 * i, 2 * i + 1};
		memory.fail_at = memory.calls + nth;
		cr_assert(
		    eq(int, interval_set_load(set, ivs, N), INTERVAL_NOMEM));
		cr_assert(eq(sz, interval_set_count(set), 1));
		cr_assert(eq(sz, memory.live, 2));
		expect_range(set, 0, -5, -2);
		cr_assert(eq(int, interval_set_load(set, ivs, N), INTERVAL_OK));
		cr_assert(eq(sz, interval_set_count(set), N));
		counted_set_free(set, &memory);
	}
}

Test(treap, a_split_without_memory_changes_nothing)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);
	uint64_t changed = 99;

	release(set, 0, 10);
	release(set, 20, 30);
	memory.fail_at = memory.calls + 1;
	cr_expect(eq(int,
	    interval_set_reserve(set, (struct interval){4, 6}, &changed),
	    INTERVAL_NOMEM));
	cr_expect(eq(u64, changed, 99));
	cr_expect(eq(u64, interval_set_total(set), 20));
	expect_range(set, 0, 0, 10);
	cr_expect(eq(u64, reserve(set, 4, 6), 2)); /* now there is memory */
	expect_range(set, 1, 6, 10);
	counted_set_free(set, &memory);
}

Test(treap, only_a_split_or_a_new_interval_needs_memory)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);

	load_comb(set, 100); /* 0-1 3-4 ... 297-298 */
	memory.fail_at = memory.calls + 1;
	memory.fail_on = true;
	release(set, 1, 3); /* 0-4 */
	release(set, 5, 30); /* 5-31: 6, 9, ..., 27 and 30 go */
	cr_expect(eq(sz, interval_set_count(set), 100 - 1 - 8));
	cr_expect(eq(u64, reserve(set, 2, 8), 2 + 3)); /* 0-2 8-31 */
	cr_expect(eq(u64, reserve(set, 20, 200), 11 + 56)); /* 33 to 198 */
	expect_range(set, 0, 0, 2);
	expect_range(set, 1, 8, 20);
	expect_range(set, 2, 201, 202);
	cr_expect(eq(int, interval_set_release(set, (struct interval){4, 5}),
	    INTERVAL_NOMEM));
	counted_set_free(set, &memory);
}

Test(treap, valid_sees_a_wrong_count_or_total)
{
	struct failing_allocator memory = {0};
	struct interval_set *set = counted_set_new("treap", &memory);

	load_comb(set, 5);
	set->count++;
	cr_expect(not(set->manager->valid(set)));
	set->count--;
	set->total--;
	cr_expect(not(set->manager->valid(set)));
	set->total++;
	counted_set_free(set, &memory); /* which expects it to be valid */
}
