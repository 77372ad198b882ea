#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

#define START INT64_C(-100)
#define END INT64_C(500)

static const struct interval domain = {START, END};

/* Not within [-100, 500). */
static const struct interval outside[] = {
    {START - 1, START}, /* before */
    {START - 1, START + 1}, /* over the start */
    {END - 1, END + 1}, /* over the end */
    {END, END + 1}, /* behind */
    {START - 1, END + 1}, /* all and more */
    {INT64_MIN, INT64_MAX},
    {INT64_MIN, START},
    {END, INT64_MAX},
};

#define OUTSIDES (sizeof outside / sizeof outside[0])

Test(interval_domain, is_what_was_given)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		sets_expect_range(interval_set_manager(set),
		    interval_set_domain(set), START, END);
		sets_done(set);
	}
}

Test(interval_domain, is_all_of_int64_where_none_was_given)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		sets_expect_range(interval_set_manager(set),
		    interval_set_domain(set), INT64_MIN, INT64_MAX);
		sets_done(set);
	}
}

Test(interval_domain, single_changes_outside_are_refused_and_do_nothing)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		sets_release(set, START, START + 10);
		sets_release(set, END - 10, END);
		for (size_t i = 0; i < OUTSIDES; i++) {
			uint64_t changed = 99;

			cr_expect(eq(int, interval_set_release(set, outside[i]),
			    INTERVAL_OUTSIDE));
			cr_expect(eq(int,
			    interval_set_reserve(set, outside[i], &changed),
			    INTERVAL_OUTSIDE));
			cr_expect(eq(u64, changed, 99));
			cr_expect(eq(int, interval_set_require(set, outside[i]),
			    INTERVAL_OUTSIDE));
		}
		sets_expect(set, "-100--90 490-500");
		sets_done(set);
	}
}

Test(interval_domain, load_outside_is_refused_and_keeps_what_was_there)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		sets_release(set, 0, 10);
		for (size_t i = 0; i < OUTSIDES; i++) {
			struct interval ivs[] = {{20, 30}, outside[i]};

			/* Canonical only where it lies behind. */
			cr_expect(
			    eq(int, interval_set_load(set, &outside[i], 1),
				INTERVAL_OUTSIDE));
			if (outside[i].start > 30)
				cr_expect(
				    eq(int, interval_set_load(set, ivs, 2),
					INTERVAL_OUTSIDE));
		}
		sets_expect(set, "0-10");
		sets_done(set);
	}
}

Test(interval_domain, a_batch_with_a_change_outside_is_not_begun)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		for (size_t i = 0; i < 2 * OUTSIDES; i++) {
			struct interval_op ops[] = {
			    {.iv = {0, 10}, .code = INTERVAL_OP_RELEASE},
			    {.iv = outside[i / 2],
				.code = i % 2 ? INTERVAL_OP_RELEASE
					      : INTERVAL_OP_RESERVE},
			    {.iv = {20, 30}, .code = INTERVAL_OP_RELEASE},
			};
			size_t done = 99;

			cr_expect(
			    eq(int, interval_set_apply(set, ops, 3, &done),
				INTERVAL_OUTSIDE));
			cr_expect(eq(sz, done, 0));
		}
		sets_expect(set, "");
		sets_done(set);
	}
}

Test(interval_domain, empty_ranges_are_invalid_inside_and_outside)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		cr_expect(eq(int, interval_set_release(set, sets_range(5, 5)),
		    INTERVAL_INVALID));
		cr_expect(eq(int,
		    interval_set_release(set, sets_range(END + 5, END + 5)),
		    INTERVAL_INVALID));
		cr_expect(eq(int,
		    interval_set_reserve(
			set, sets_range(INT64_MAX, INT64_MIN), NULL),
		    INTERVAL_INVALID));
		sets_done(set);
	}
}

Test(interval_domain, its_edges_are_inside)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		sets_release(set, START, END);
		sets_expect(set, "-100-500");
		cr_expect(eq(u64, sets_reserve(set, START, START + 1), 1));
		cr_expect(eq(u64, sets_reserve(set, END - 1, END), 1));
		sets_expect(set, "-99-499");
		cr_expect(
		    eq(int, interval_set_require(set, domain), INTERVAL_BUSY));
		cr_expect(eq(u64, sets_reserve(set, START, END), 598));
		sets_expect(set, "");
		sets_done(set);
	}
}

Test(interval_domain, questions_may_go_beyond_it)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		struct interval iv = {-1, -2};
		const char *name = interval_set_manager(set);
		struct interval_cursor cursor;

		sets_release(set, START, END);
		cr_expect(eq(int, interval_set_find(set, END, 1, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_find(set, END - 5, 6, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_containing(set, END, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_containing(set, START - 1, &iv),
		    INTERVAL_NOTFOUND));
		sets_expect_range(name, iv, -1, -2);
		cr_expect(eq(int, interval_set_find(set, START - 50, 600, &iv),
		    INTERVAL_OK));
		sets_expect_range(name, iv, START, END);
		cr_expect(eq(sz, interval_set_rank(set, INT64_MIN), 0));
		cr_expect(eq(sz, interval_set_rank(set, INT64_MAX), 1));
		cursor =
		    interval_cursor_over(set, sets_range(INT64_MIN, INT64_MAX));
		cr_expect(interval_cursor_next(&cursor, &iv));
		sets_expect_range(name, iv, START, END);
		cursor = interval_cursor_over(set, sets_range(END, END + 10));
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		sets_done(set);
	}
}

Test(interval_domain, may_be_a_single_offset)
{
	struct interval_set *set;
	struct interval iv = {-1, -2};

	for (size_t m = 0; (set = sets_next_in(&m, sets_range(7, 8)));) {
		sets_release(set, 7, 8);
		sets_release(set, 7, 8);
		sets_expect(set, "7-8");
		cr_expect(
		    eq(int, interval_set_find_best(set, 1, &iv), INTERVAL_OK));
		sets_expect_range(interval_set_manager(set), iv, 7, 8);
		cr_expect(eq(
		    int, interval_set_find(set, 0, 2, &iv), INTERVAL_NOTFOUND));
		cr_expect(eq(u64, sets_reserve(set, 7, 8), 1));
		cr_expect(eq(u64, sets_reserve(set, 7, 8), 0));
		sets_expect(set, "");
		sets_done(set);
	}
}
