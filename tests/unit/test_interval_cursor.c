#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

Test(interval_cursor, starts_before_the_first_end_greater_than_from)
{
	struct interval_set *set;
	/* from -> start of the first interval given; -1: none is left */
	const int64_t cases[][2] = {{INT64_MIN, 0}, {0, 0}, {9, 0}, {10, 20},
	    {15, 20}, {29, 20}, {30, -1}, {INT64_MAX, -1}};

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		sets_release(set, 20, 30);
		for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
			struct interval_cursor cursor =
			    interval_cursor_at(set, cases[i][0]);
			struct interval iv = {-1, -1};

			cr_expect(eq(int, interval_cursor_next(&cursor, &iv),
			    cases[i][1] != -1));
			cr_expect(eq(i64, iv.start, cases[i][1]));
		}
		sets_done(set);
	}
}

Test(interval_cursor, at_the_end_it_stays_at_the_end)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_cursor cursor;
		struct interval iv = {-1, -1};

		sets_release(set, 5, SETS_DOMAIN_END);
		cursor = interval_cursor_at(set, 0);
		cr_expect(interval_cursor_next(&cursor, &iv));
		iv = (struct interval){-1, -1};
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		cr_expect(eq(i64, iv.start, -1));
		sets_done(set);
	}
}

Test(interval_cursor, of_an_empty_set_is_at_the_end)
{
	struct interval_set *set;
	struct interval iv;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_cursor at = interval_cursor_at(set, INT64_MIN);
		struct interval_cursor over =
		    interval_cursor_over(set, sets_range(INT64_MIN, INT64_MAX));

		cr_expect(not(interval_cursor_next(&at, &iv)));
		cr_expect(not(interval_cursor_next(&over, &iv)));
		sets_done(set);
	}
}

/* [10 k, 10 k + 4): what a cursor gives from `first` on, `n` of them. */
static void
expect_teeth(struct interval_cursor cursor, int64_t first, int64_t n)
{
	const char *name = interval_set_manager(cursor.set);
	struct interval iv = {-1, -2};

	for (int64_t k = first; k < first + n; k++) {
		cr_assert(interval_cursor_next(&cursor, &iv), "%s", name);
		sets_expect_range(name, iv, 10 * k, 10 * k + 4);
	}
	iv = sets_range(-1, -2);
	cr_expect(not(interval_cursor_next(&cursor, &iv)), "%s", name);
	cr_expect(not(interval_cursor_next(&cursor, &iv)), "%s", name);
	sets_expect_range(name, iv, -1, -2);
}

/* A cursor reads 16 ahead: around 16 and 32 is where it could slip. */
Test(interval_cursor, gives_all_whatever_their_number)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		for (int64_t n = 0; n < 70; n++) {
			expect_teeth(interval_cursor_at(set, INT64_MIN), 0, n);
			sets_release(set, 10 * n, 10 * n + 4);
		}
		expect_teeth(interval_cursor_at(set, 33), 3, 67);
		expect_teeth(interval_cursor_at(set, 34), 4, 66);
		sets_done(set);
	}
}

Test(interval_cursor, over_a_range_gives_what_overlaps_it_and_whole)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		for (int64_t k = 0; k < 200; k++)
			sets_release(set, 10 * k, 10 * k + 4);
		/* An end is not in an interval, nor in the range. */
		expect_teeth(
		    interval_cursor_over(set, sets_range(4, 10)), 0, 0);
		expect_teeth(
		    interval_cursor_over(set, sets_range(4, 11)), 1, 1);
		expect_teeth(
		    interval_cursor_over(set, sets_range(3, 10)), 0, 1);
		expect_teeth(interval_cursor_over(set, sets_range(1, 2)), 0, 1);
		expect_teeth(
		    interval_cursor_over(set, sets_range(100, 260)), 10, 16);
		expect_teeth(
		    interval_cursor_over(set, sets_range(103, 261)), 10, 17);
		expect_teeth(
		    interval_cursor_over(set, sets_range(104, 1501)), 11, 140);
		expect_teeth(
		    interval_cursor_over(set, sets_range(INT64_MIN, INT64_MAX)),
		    0, 200);
		expect_teeth(
		    interval_cursor_over(set, sets_range(5000, 6000)), 0, 0);
		sets_done(set);
	}
}

Test(interval_cursor, over_an_empty_range_gives_nothing)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 4);
		expect_teeth(interval_cursor_over(set, sets_range(2, 2)), 0, 0);
		expect_teeth(interval_cursor_over(set, sets_range(3, 1)), 0, 0);
		expect_teeth(
		    interval_cursor_over(set, sets_range(INT64_MAX, INT64_MIN)),
		    0, 0);
		sets_done(set);
	}
}

Test(interval_cursor, many_cursors_go_over_one_set)
{
	struct interval_set *set;
	struct interval a, b;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_cursor one, other;

		for (int64_t k = 0; k < 50; k++)
			sets_release(set, 10 * k, 10 * k + 4);
		one = interval_cursor_at(set, INT64_MIN);
		other = interval_cursor_at(set, 300);
		for (int64_t k = 0; k < 20; k++) {
			cr_assert(interval_cursor_next(&one, &a));
			cr_assert(interval_cursor_next(&other, &b));
			cr_expect(eq(i64, a.start, 10 * k));
			cr_expect(eq(i64, b.start, 10 * k + 300));
		}
		sets_done(set);
	}
}

Test(interval_cursor, equal_compares_offsets_whatever_the_managers)
{
	const char *const *names = interval_managers();

	for (size_t i = 0; names[i]; i++) {
		struct interval_set *a = sets_named(names[i]);
		struct interval_set *b = sets_named(names[i ? 0 : 1]);

		cr_expect(interval_set_equal(a, b));
		sets_release(a, 0, 10);
		cr_expect(not(interval_set_equal(a, b)));
		cr_expect(not(interval_set_equal(b, a)));
		sets_release(b, 0, 5);
		sets_release(b, 5, 10);
		cr_expect(interval_set_equal(a, b));
		sets_release(a, 20, 30);
		sets_release(b, 21, 31); /* the same count and total */
		cr_expect(not(interval_set_equal(a, b)));
		cr_expect(interval_set_equal(a, a));
		sets_done(a);
		sets_done(b);
	}
}

/* Only the last of 40 differs. */
Test(interval_cursor, equal_looks_at_all_intervals)
{
	struct interval_set *a;

	for (size_t m = 0; (a = sets_next(&m));) {
		struct interval_set *b = NULL;

		for (int64_t k = 0; k < 40; k++)
			sets_release(a, 10 * k, 10 * k + 4);
		cr_assert(
		    eq(int, interval_set_clone(&b, a, NULL), INTERVAL_OK));
		cr_expect(interval_set_equal(a, b));
		sets_reserve(a, 390, 391); /* 391-394 */
		sets_reserve(b, 393, 394); /* 390-393 */
		cr_expect(not(interval_set_equal(a, b)));
		sets_done(a);
		sets_done(b);
	}
}
