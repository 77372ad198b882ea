/* Offsets and lengths at the ends of int64, where sums overflow. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

#define MOST INT64_MAX
#define LEAST INT64_MIN

static void
expect_find(const struct interval_set *set, int64_t start, int64_t length,
    int64_t found)
{
	struct interval iv = {0, 0};

	cr_expect(
	    eq(int, interval_set_find(set, start, length, &iv), INTERVAL_OK),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, found, found + length);
}

static void
expect_no_find(const struct interval_set *set, int64_t start, int64_t length)
{
	struct interval iv = {-1, -2};

	cr_expect(eq(int, interval_set_find(set, start, length, &iv),
		      INTERVAL_NOTFOUND),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, -1, -2);
}

Test(interval_limits, the_whole_of_int64_is_one_interval)
{
	struct interval_set *set;
	struct interval iv;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		sets_release(set, LEAST, MOST);
		sets_expect(set, "MIN-MAX");
		/* 2^64 - 1 offsets: the last, INT64_MAX, is never in a set. */
		cr_expect(eq(u64, interval_set_total(set), UINT64_MAX));
		expect_find(set, LEAST, MOST, LEAST);
		expect_find(set, MOST - 1, 1, MOST - 1);
		expect_find(set, 0, MOST, 0);
		expect_no_find(set, 1, MOST);
		expect_no_find(set, MOST, 1);
		cr_expect(eq(int, interval_set_containing(set, MOST, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_containing(set, LEAST, &iv),
		    INTERVAL_OK));
		sets_expect_range("containing", iv, LEAST, MOST);
		cr_expect(eq(u64, sets_reserve(set, 0, 1), 1));
		sets_expect(set, "MIN-0 1-MAX");
		cr_expect(
		    eq(u64, sets_reserve(set, LEAST, MOST), UINT64_MAX - 1));
		sets_expect(set, "");
		sets_done(set);
	}
}

Test(interval_limits, the_ends_of_int64_merge_and_trim_like_any_other)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		sets_release(set, LEAST, LEAST + 1);
		sets_release(set, MOST - 1, MOST);
		sets_expect(set, "MIN--9223372036854775807 "
				 "9223372036854775806-MAX");
		sets_release(set, LEAST + 1, MOST - 1);
		sets_expect(set, "MIN-MAX");
		sets_reserve(set, LEAST, 7);
		sets_reserve(set, 9, MOST);
		sets_expect(set, "7-9");
		sets_done(set);
	}
}

Test(interval_limits, require_and_apply_take_the_ends_too)
{
	struct interval_op ops[] = {
	    {.iv = {LEAST, 0}, .code = INTERVAL_OP_RESERVE},
	    {.iv = {LEAST, -1}, .code = INTERVAL_OP_FIND},
	    {.iv = {MOST - 1, MOST}, .code = INTERVAL_OP_FIND},
	    {.iv = {1, MOST}, .code = INTERVAL_OP_RESERVE}};
	struct interval_set *set;
	size_t done = 0;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		cr_expect(
		    eq(int, interval_set_require(set, sets_range(LEAST, MOST)),
			INTERVAL_BUSY));
		sets_release(set, LEAST, MOST);
		cr_expect(eq(
		    int, interval_set_apply(set, ops, 4, &done), INTERVAL_OK));
		cr_expect(eq(sz, done, 4));
		cr_expect(eq(u64, ops[0].changed, UINT64_C(1) << 63));
		/* [0, MAX) has the 2^63 - 1 offsets from 0 on. */
		cr_expect(eq(i64, ops[1].found, 0));
		cr_expect(eq(i64, ops[2].found, MOST - 1));
		cr_expect(eq(u64, ops[3].changed, (uint64_t)MOST - 1));
		sets_expect(set, "0-1");
		sets_release(set, LEAST, MOST);
		cr_expect(
		    eq(int, interval_set_require(set, sets_range(LEAST, MOST)),
			INTERVAL_OK));
		sets_expect(set, "");
		sets_done(set);
	}
}

/* MIN-0 has 2^63 offsets, 1-MAX has 2^63 - 2. */
Test(interval_limits, lengths_beyond_int64_are_compared_as_they_are)
{
	struct interval_set *set;
	struct interval iv = {-1, -2};

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		const char *name = interval_set_manager(set);

		sets_release(set, LEAST, 0);
		sets_release(set, 1, MOST);
		cr_expect(
		    eq(int, interval_set_find_largest(set, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, LEAST, 0);
		cr_expect(eq(
		    int, interval_set_find_best(set, MOST, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, LEAST, -1);
		cr_expect(eq(int, interval_set_find_best(set, MOST - 1, &iv),
		    INTERVAL_OK));
		sets_expect_range(name, iv, 1, MOST);
		expect_find(set, LEAST, MOST, LEAST);
		expect_find(set, LEAST + 1, MOST, LEAST + 1);
		expect_no_find(set, LEAST + 2, MOST);
		expect_find(set, LEAST + 3, MOST - 1, 1);
		sets_done(set);
	}
}

Test(interval_limits, order_reaches_both_ends)
{
	struct interval_set *set;
	struct interval iv = {-1, -2};

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		const char *name = interval_set_manager(set);
		struct interval_cursor cursor;

		sets_release(set, LEAST, LEAST + 5);
		sets_release(set, MOST - 1, MOST);
		cr_expect(eq(sz, interval_set_rank(set, LEAST), 0));
		cr_expect(eq(sz, interval_set_rank(set, LEAST + 1), 1));
		cr_expect(eq(sz, interval_set_rank(set, MOST - 1), 1));
		cr_expect(eq(sz, interval_set_rank(set, MOST), 2));
		cr_expect(eq(int, interval_set_kth(set, 1, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, MOST - 1, MOST);
		cr_expect(eq(int, interval_set_bounds(set, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, LEAST, MOST);
		cursor = interval_cursor_over(set, sets_range(MOST - 1, MOST));
		cr_expect(interval_cursor_next(&cursor, &iv));
		sets_expect_range(name, iv, MOST - 1, MOST);
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		cursor =
		    interval_cursor_over(set, sets_range(LEAST, LEAST + 1));
		cr_expect(interval_cursor_next(&cursor, &iv));
		sets_expect_range(name, iv, LEAST, LEAST + 5);
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		sets_done(set);
	}
}

Test(interval_limits, load_and_clone_take_all_of_int64)
{
	const struct interval all = {LEAST, MOST};
	struct interval_set *set, *clone = NULL;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		cr_expect(
		    eq(int, interval_set_load(set, &all, 1), INTERVAL_OK));
		sets_expect(set, "MIN-MAX");
		cr_assert(eq(
		    int, interval_set_clone(&clone, set, NULL), INTERVAL_OK));
		sets_expect(clone, "MIN-MAX");
		cr_expect(interval_set_equal(set, clone));
		sets_done(clone);
		sets_done(set);
	}
}

Test(interval_limits, figures_of_all_of_int64_do_not_overflow)
{
	struct interval_set *set;
	struct interval_summary s;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		const char *name = interval_set_manager(set);

		sets_release(set, LEAST, MOST);
		sets_reserve(set, LEAST + 1, MOST - 2);
		interval_set_summary(set, &s);
		sets_expect_range(name, s.space, LEAST, MOST);
		sets_expect_range(name, s.bounds, LEAST, MOST);
		sets_expect_range(name, s.largest, MOST - 2, MOST);
		sets_expect_range(name, s.smallest, LEAST, LEAST + 1);
		cr_expect(eq(u64, s.space_total, UINT64_MAX));
		cr_expect(eq(u64, s.free_total, 3));
		cr_expect(eq(u64, s.occupied_total, UINT64_MAX - 3));
		cr_expect(eq(u64, s.gaps_total, UINT64_MAX - 3));
		cr_expect(ieee_ulp_eq(dbl, s.gap_average, 0x1p64, 4));
		cr_expect(ieee_ulp_eq(dbl, s.utilization, 1, 4));
		sets_done(set);
	}
}

/* ---- domains that begin or end where int64 does ---- */

Test(interval_limits, a_domain_may_begin_at_the_least_offset)
{
	struct interval_set *set;
	struct interval iv = {-1, -2};

	for (size_t m = 0;
	     (set = sets_next_in(&m, sets_range(LEAST, LEAST + 200)));) {
		sets_release(set, LEAST, LEAST + 200);
		cr_expect(eq(u64, sets_reserve(set, LEAST, LEAST + 1), 1));
		expect_find(set, LEAST, 199, LEAST + 1);
		expect_no_find(set, LEAST + 2, 199);
		cr_expect(
		    eq(u64, sets_reserve(set, LEAST + 2, LEAST + 200), 198));
		cr_expect(eq(int, interval_set_containing(set, LEAST + 1, &iv),
		    INTERVAL_OK));
		sets_expect_range("containing", iv, LEAST + 1, LEAST + 2);
		sets_done(set);
	}
}

Test(interval_limits, a_domain_may_end_at_the_greatest_offset)
{
	struct interval_set *set;

	for (size_t m = 0;
	     (set = sets_next_in(&m, sets_range(MOST - 200, MOST)));) {
		sets_release(set, MOST - 200, MOST);
		cr_expect(eq(u64, sets_reserve(set, MOST - 1, MOST), 1));
		expect_find(set, LEAST, 199, MOST - 200);
		expect_no_find(set, MOST - 199, 199);
		expect_no_find(set, MOST - 1, 1);
		cr_expect(
		    eq(u64, sets_reserve(set, MOST - 200, MOST - 2), 198));
		expect_find(set, MOST - 100, 1, MOST - 2);
		cr_expect(eq(sz, interval_set_rank(set, MOST), 1));
		sets_done(set);
	}
}

Test(interval_limits, a_domain_may_be_all_of_int64_but_its_last_offset)
{
	struct interval_set *set = NULL;
	const struct interval all = {LEAST, MOST};
	const char *const *names = interval_managers();

	for (; *names; names++) {
		if (interval_manager_bounded(*names))
			continue;
		cr_assert(eq(int, interval_set_new(&set, *names, &all, NULL),
		    INTERVAL_OK));
		sets_release(set, LEAST, MOST);
		sets_expect(set, "MIN-MAX");
		sets_done(set);
	}
}
