#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

/* What no answer is: a call that gives none leaves it there. */
static const struct interval untouched = {-1, -2};

static void
expect_find(const struct interval_set *set, int64_t start, int64_t length,
    int64_t found)
{
	struct interval iv = untouched;

	cr_expect(
	    eq(int, interval_set_find(set, start, length, &iv), INTERVAL_OK),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, found, found + length);
}

static void
expect_no_find(const struct interval_set *set, int64_t start, int64_t length,
    enum interval_status status)
{
	struct interval iv = untouched;

	cr_expect(eq(int, interval_set_find(set, start, length, &iv), status),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, -1, -2);
}

Test(interval_find, gives_the_earliest_fit)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		sets_release(set, 20, 25);
		sets_release(set, 30, 60);
		expect_find(set, -50, 10, 0); /* all of the first */
		expect_find(set, INT64_MIN, 10, 0);
		expect_find(set, 0, 1, 0);
		expect_find(set, 4, 6, 4); /* straddles: counts from 4 */
		expect_find(set, 5, 6, 30); /* 5 left, then 5, then 30 */
		expect_find(set, 9, 5, 20);
		expect_find(set, 10, 1, 20); /* an end is not free */
		expect_find(set, 21, 5, 30);
		expect_find(set, 50, 10, 50);
		expect_no_find(set, 51, 10, INTERVAL_NOTFOUND);
		expect_no_find(set, 60, 1, INTERVAL_NOTFOUND);
		expect_no_find(set, 0, 31, INTERVAL_NOTFOUND);
		expect_no_find(set, 0, INT64_MAX, INTERVAL_NOTFOUND);
		expect_no_find(set, INT64_MAX, 1, INTERVAL_NOTFOUND);
		sets_done(set);
	}
}

Test(interval_find, needs_a_positive_length)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		expect_no_find(set, 0, 0, INTERVAL_INVALID);
		expect_no_find(set, 0, -1, INTERVAL_INVALID);
		expect_no_find(set, 0, INT64_MIN, INTERVAL_INVALID);
		expect_no_find(set, INT64_MAX, 0, INTERVAL_INVALID);
		sets_done(set);
	}
}

Test(interval_find, finds_nothing_in_an_empty_set)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		expect_no_find(set, INT64_MIN, 1, INTERVAL_NOTFOUND);
		expect_no_find(set, 0, INT64_MAX, INTERVAL_NOTFOUND);
		sets_done(set);
	}
}

/* Interval k is [10 k, 10 k + 3), but the 1000th has 4 offsets, and the last
 * one, the 2000th, has 5. */
Test(interval_find, passes_any_number_of_intervals_that_are_too_short)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		for (int64_t k = 0; k < 2000; k++)
			sets_release(set, 10 * k, 10 * k + 3);
		sets_release(set, 10003, 10004);
		sets_release(set, 20000, 20005);
		expect_find(set, 0, 4, 10000);
		expect_find(set, 10000, 4, 10000);
		expect_find(set, 10001, 4, 20000); /* 3 left of the 1000th */
		expect_find(set, 0, 5, 20000);
		expect_find(set, 9998, 3, 10000);
		expect_no_find(set, 0, 6, INTERVAL_NOTFOUND);
		expect_no_find(set, 20001, 5, INTERVAL_NOTFOUND);
		sets_done(set);
	}
}

Test(interval_find, containing_gives_the_whole_interval)
{
	struct interval_set *set;
	/* offset -> start of the interval that holds it, or -1 */
	const int64_t cases[][2] = {{-1, -1}, {0, 0}, {9, 0}, {10, -1},
	    {19, -1}, {20, 20}, {29, 20}, {30, -1}, {INT64_MIN, -1},
	    {INT64_MAX, -1}};

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		sets_release(set, 20, 30);
		for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
			int64_t start = cases[i][1];
			struct interval iv = untouched;

			cr_expect(eq(int,
			    interval_set_containing(set, cases[i][0], &iv),
			    start < 0 ? INTERVAL_NOTFOUND : INTERVAL_OK));
			sets_expect_range(interval_set_manager(set), iv, start,
			    start < 0 ? -2 : start + 10);
		}
		sets_done(set);
	}
}

/* ---- best fit ---- */

static void
expect_best(struct interval_set *set, int64_t length, int64_t found)
{
	struct interval iv = untouched;

	cr_expect(
	    eq(int, interval_set_find_best(set, length, &iv), INTERVAL_OK),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, found, found + length);
}

static void
expect_no_best(
    struct interval_set *set, int64_t length, enum interval_status status)
{
	struct interval iv = untouched;

	cr_expect(eq(int, interval_set_find_best(set, length, &iv), status),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, -1, -2);
}

Test(interval_find, best_fit_is_the_earliest_of_the_shortest_that_fit)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 30); /* 30 */
		sets_release(set, 40, 45); /* 5 */
		sets_release(set, 50, 60); /* 10 */
		sets_release(set, 70, 75); /* 5 again */
		sets_release(set, 80, 90); /* 10 again */
		expect_best(set, 1, 40);
		expect_best(set, 5, 40);
		expect_best(set, 6, 50);
		expect_best(set, 10, 50);
		expect_best(set, 11, 0);
		expect_best(set, 30, 0);
		expect_no_best(set, 31, INTERVAL_NOTFOUND);
		expect_no_best(set, INT64_MAX, INTERVAL_NOTFOUND);
		sets_done(set);
	}
}

Test(interval_find, best_fit_needs_a_positive_length)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		expect_no_best(set, 1, INTERVAL_NOTFOUND);
		sets_release(set, 0, 10);
		expect_no_best(set, 0, INTERVAL_INVALID);
		expect_no_best(set, -1, INTERVAL_INVALID);
		expect_no_best(set, INT64_MIN, INTERVAL_INVALID);
		sets_done(set);
	}
}

/* The first call may make an index of lengths; each kind of change after it is
 * one that the index must follow. */
Test(interval_find, best_fit_follows_every_change)
{
	const struct interval loaded[] = {{0, 3}, {10, 12}, {20, 23}};
	struct interval_op ops[] = {
	    {.iv = {11, 12}, .code = INTERVAL_OP_RESERVE},
	    {.iv = {30, 32}, .code = INTERVAL_OP_RELEASE}};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 100);
		expect_best(set, 4, 0);
		sets_reserve(set, 20, 30); /* 0-20 30-100 */
		expect_best(set, 4, 0);
		expect_best(set, 21, 30);
		sets_release(set, 200, 205); /* 200-205 */
		expect_best(set, 4, 200);
		sets_reserve(set, 200, 202); /* 202-205 */
		expect_best(set, 4, 0);
		sets_reserve(set, 90, 202); /* 0-20 30-90 202-205 */
		sets_release(set, 90, 202); /* 0-20 30-205 */
		expect_best(set, 3, 0);
		expect_best(set, 100, 30);
		interval_set_clear(set);
		expect_no_best(set, 1, INTERVAL_NOTFOUND);
		cr_assert(
		    eq(int, interval_set_load(set, loaded, 3), INTERVAL_OK));
		expect_best(set, 2, 10);
		expect_best(set, 3, 0);
		cr_assert(eq(int, interval_set_apply(set, ops, 2, NULL),
		    INTERVAL_OK)); /* 0-3 10-11 20-23 30-32 */
		expect_best(set, 2, 30);
		expect_best(set, 1, 10);
		sets_done(set);
	}
}

/* ---- the longest ---- */

static void
expect_largest(struct interval_set *set, int64_t start, int64_t end)
{
	struct interval iv = untouched;

	cr_expect(eq(int, interval_set_find_largest(set, &iv), INTERVAL_OK),
	    "%s", interval_set_manager(set));
	sets_expect_range(interval_set_manager(set), iv, start, end);
}

Test(interval_find, largest_is_the_earliest_of_the_longest)
{
	struct interval_set *set;
	struct interval iv = untouched;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_expect(eq(int, interval_set_find_largest(set, &iv),
		    INTERVAL_NOTFOUND));
		sets_expect_range(interval_set_manager(set), iv, -1, -2);
		sets_release(set, 50, 60);
		expect_largest(set, 50, 60);
		sets_release(set, 70, 80); /* as long, but later */
		expect_largest(set, 50, 60);
		sets_release(set, 20, 30); /* as long, and earlier */
		expect_largest(set, 20, 30);
		sets_release(set, 80, 81); /* 70-81 */
		expect_largest(set, 70, 81);
		sets_reserve(set, 80, 81); /* three of 10 again */
		expect_largest(set, 20, 30);
		sets_reserve(set, 24, 25); /* 20-24 25-30 */
		expect_largest(set, 50, 60);
		sets_reserve(set, 0, 100);
		cr_expect(eq(int, interval_set_find_largest(set, &iv),
		    INTERVAL_NOTFOUND));
		sets_done(set);
	}
}
