#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "core/interval/manager.h"

/* Each test runs over every manager:
 * for (size_t m = 0; (set = set_new(m)); m++) { ...; set_free(set); } */
static struct interval_set *
set_new(size_t manager)
{
	const char *name = interval_managers()[manager];
	struct interval_set *set = NULL;

	if (name)
		cr_assert(eq(int, interval_set_new(&set, name, NULL, NULL),
		    INTERVAL_OK));
	return set;
}

static void
set_free(struct interval_set *set)
{
	cr_expect(set->manager->valid(set), "%s", interval_set_manager(set));
	interval_set_free(set);
}

static void
release(struct interval_set *set, int64_t start, int64_t end)
{
	struct interval iv = {start, end};

	cr_assert(eq(int, interval_set_release(set, iv), INTERVAL_OK));
}

Test(interval_cursor, starts_before_the_first_end_greater_than_from)
{
	struct interval_set *set;
	/* from -> start of the first interval given; -1: none is left */
	const int64_t cases[][2] = {{INT64_MIN, 0}, {0, 0}, {9, 0}, {10, 20},
	    {15, 20}, {29, 20}, {30, -1}, {INT64_MAX, -1}};

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		release(set, 20, 30);
		for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
			struct interval_cursor cursor =
			    interval_cursor_at(set, cases[i][0]);
			struct interval iv = {-1, -1};

			cr_expect(eq(int, interval_cursor_next(&cursor, &iv),
			    cases[i][1] != -1));
			cr_expect(eq(i64, iv.start, cases[i][1]));
		}
		set_free(set);
	}
}

Test(interval_cursor, at_the_end_it_stays_at_the_end)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		struct interval_cursor cursor = interval_cursor_at(set, 0);
		struct interval iv = {-1, -1};

		release(set, 5, INT64_MAX);
		cursor = interval_cursor_at(set, 0);
		cr_expect(interval_cursor_next(&cursor, &iv));
		iv = (struct interval){-1, -1};
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		cr_expect(eq(i64, iv.start, -1));
		set_free(set);
	}
}

Test(interval_cursor, equal_compares_offsets_whatever_the_managers)
{
	struct interval_set *a = set_new(0);
	struct interval_set *b = set_new(1);

	cr_expect(interval_set_equal(a, b));
	release(a, 0, 10);
	cr_expect(not(interval_set_equal(a, b)));
	release(b, 0, 5);
	release(b, 5, 10);
	cr_expect(interval_set_equal(a, b));
	release(a, 20, 30);
	release(b, 21, 31); /* the same count and total */
	cr_expect(not(interval_set_equal(a, b)));
	cr_expect(interval_set_equal(a, a));
	set_free(a);
	set_free(b);
}
