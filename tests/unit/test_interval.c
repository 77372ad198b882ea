#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
expect_text(const char *got, const char *want)
{
	cr_expect(eq(str, (char *)got, (char *)want));
}

static struct interval
range(int64_t start, int64_t end)
{
	return (struct interval){.start = start, .end = end};
}

static void
release(struct interval_set *set, int64_t start, int64_t end)
{
	cr_assert(
	    eq(int, interval_set_release(set, range(start, end)), INTERVAL_OK));
}

static uint64_t
reserve(struct interval_set *set, int64_t start, int64_t end)
{
	uint64_t changed = 99;

	cr_assert(
	    eq(int, interval_set_reserve(set, range(start, end), &changed),
		INTERVAL_OK));
	return changed;
}

static void
write_offset(char *out, size_t size, int64_t offset)
{
	if (offset == INT64_MIN)
		snprintf(out, size, "MIN");
	else if (offset == INT64_MAX)
		snprintf(out, size, "MAX");
	else
		snprintf(out, size, "%" PRId64, offset);
}

/* The set is `want`, such as "0-10 20-MAX"; count and total fit. */
static void
expect(const struct interval_set *set, const char *want)
{
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	char expected[512], got[512];
	struct interval iv;
	uint64_t total = 0;
	size_t count = 0, length;

	snprintf(expected, sizeof expected, "%s: %s", set->name, want);
	length = (size_t)snprintf(got, sizeof got, "%s:", set->name);
	while (interval_cursor_next(&cursor, &iv)) {
		char start[32], end[32];

		write_offset(start, sizeof start, iv.start);
		write_offset(end, sizeof end, iv.end);
		length += (size_t)snprintf(
		    got + length, sizeof got - length, " %s-%s", start, end);
		total += (uint64_t)iv.end - (uint64_t)iv.start;
		count++;
	}
	if (count == 0)
		strcat(got, " ");
	cr_expect(eq(str, got, expected));
	cr_expect(eq(sz, interval_set_count(set), count));
	cr_expect(eq(u64, interval_set_total(set), total));
}

Test(interval_set, managers_are_boundary_and_treap_so_far)
{
	const char *const *names = interval_managers();

	expect_text(names[0], "boundary");
	expect_text(names[1], "treap");
	cr_assert(eq(ptr, (void *)names[2], NULL));
}

Test(interval_set, unknown_manager_is_invalid_and_leaves_out_alone)
{
	struct interval_set *out = (struct interval_set *)&out;

	cr_expect(eq(
	    int, interval_set_new(&out, "list", NULL, NULL), INTERVAL_INVALID));
	cr_expect(
	    eq(int, interval_set_new(&out, "", NULL, NULL), INTERVAL_INVALID));
	cr_expect(eq(ptr, out, &out));
}

Test(interval_set, a_new_set_is_empty_and_knows_its_manager)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		cr_expect(eq(str, (char *)interval_set_manager(set),
		    (char *)interval_managers()[m]));
		expect(set, "");
		set_free(set);
	}
}

Test(interval_set, freeing_no_set_is_fine)
{
	interval_set_free(NULL);
}

Test(interval_set, every_status_has_a_text)
{
	for (int s = INTERVAL_OK; s <= INTERVAL_BUSY + 1; s++)
		cr_expect(strlen(interval_status_text(s)) > 0);
}

Test(interval_set, release_keeps_separate_intervals_sorted)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 20, 30);
		release(set, 0, 10);
		release(set, -20, -5);
		release(set, 11, 12);
		expect(set, "-20--5 0-10 11-12 20-30");
		set_free(set);
	}
}

Test(interval_set, touching_intervals_become_one)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		release(set, 20, 30);
		release(set, 10, 20); /* touches both */
		expect(set, "0-30");
		release(set, -5, 0);
		expect(set, "-5-30");
		set_free(set);
	}
}

Test(interval_set, release_is_union)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		release(set, 2, 5); /* inside */
		release(set, 0, 10); /* again */
		expect(set, "0-10");
		release(set, 20, 30);
		release(set, 40, 50);
		release(set, 60, 70);
		release(set, 5, 45); /* over one, into two */
		expect(set, "0-50 60-70");
		release(set, -100, 100); /* over all */
		expect(set, "-100-100");
		set_free(set);
	}
}

Test(interval_set, reserve_is_difference_and_counts_exactly)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 100);
		cr_expect(eq(u64, reserve(set, 40, 60), 20)); /* split */
		expect(set, "0-40 60-100");
		cr_expect(eq(u64, reserve(set, 45, 55), 0)); /* in the gap */
		cr_expect(eq(u64, reserve(set, 40, 60), 0)); /* the gap */
		cr_expect(eq(u64, reserve(set, 30, 50), 10)); /* trims end */
		cr_expect(eq(u64, reserve(set, 50, 65), 5)); /* trims start */
		expect(set, "0-30 65-100");
		cr_expect(eq(u64, reserve(set, 0, 30), 30)); /* deletes */
		expect(set, "65-100");
		cr_expect(eq(u64, reserve(set, -9, 200), 35));
		expect(set, "");
		cr_expect(eq(u64, reserve(set, -9, 200), 0));
		set_free(set);
	}
}

Test(interval_set, reserve_across_many_trims_the_outer_and_deletes_the_inner)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		for (int64_t at = 0; at < 60; at += 10)
			release(set, at, at + 5);
		/* 2-5, all of 10-15, 20-25, 30-35, and 40-43 */
		cr_expect(eq(u64, reserve(set, 2, 43), 3 + 15 + 3));
		expect(set, "0-2 43-45 50-55");
		set_free(set);
	}
}

Test(interval_set, reserve_takes_no_count_where_none_is_wanted)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		cr_expect(eq(int, interval_set_reserve(set, range(0, 1), NULL),
		    INTERVAL_OK));
		expect(set, "1-10");
		set_free(set);
	}
}

Test(interval_set, empty_and_inverted_ranges_are_invalid_and_change_nothing)
{
	struct interval_set *set;
	const struct interval bad[] = {
	    {5, 5}, {5, 4}, {INT64_MAX, INT64_MIN}, {INT64_MIN, INT64_MIN}};

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
			uint64_t changed = 99;

			cr_expect(eq(int, interval_set_release(set, bad[i]),
			    INTERVAL_INVALID));
			cr_expect(
			    eq(int, interval_set_reserve(set, bad[i], &changed),
				INTERVAL_INVALID));
			cr_expect(eq(int, interval_set_require(set, bad[i]),
			    INTERVAL_INVALID));
			cr_expect(eq(u64, changed, 99));
		}
		expect(set, "0-10");
		set_free(set);
	}
}

Test(interval_set, require_takes_all_or_is_busy)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		cr_expect(eq(int, interval_set_require(set, range(0, 1)),
		    INTERVAL_BUSY));
		release(set, 0, 10);
		release(set, 11, 20);
		cr_expect(eq(int, interval_set_require(set, range(9, 12)),
		    INTERVAL_BUSY));
		cr_expect(eq(int, interval_set_require(set, range(-1, 2)),
		    INTERVAL_BUSY));
		cr_expect(eq(int, interval_set_require(set, range(10, 11)),
		    INTERVAL_BUSY));
		expect(set, "0-10 11-20");
		cr_expect(eq(
		    int, interval_set_require(set, range(3, 7)), INTERVAL_OK));
		cr_expect(eq(int, interval_set_require(set, range(11, 20)),
		    INTERVAL_OK));
		expect(set, "0-3 7-10");
		set_free(set);
	}
}

static void
expect_find(const struct interval_set *set, int64_t start, int64_t length,
    int64_t found)
{
	struct interval iv = {-1, -1};

	cr_expect(
	    eq(int, interval_set_find(set, start, length, &iv), INTERVAL_OK));
	cr_expect(eq(i64, iv.start, found));
	cr_expect(eq(i64, iv.end, found + length));
}

static void
expect_no_find(const struct interval_set *set, int64_t start, int64_t length,
    enum interval_status status)
{
	struct interval iv = {-1, -2};

	cr_expect(eq(int, interval_set_find(set, start, length, &iv), status));
	cr_expect(eq(i64, iv.start, -1));
	cr_expect(eq(i64, iv.end, -2));
}

Test(interval_set, find_gives_the_earliest_fit)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		release(set, 20, 25);
		release(set, 30, 60);
		expect_find(set, -50, 10, 0); /* all of the first */
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
		set_free(set);
	}
}

Test(interval_set, find_needs_a_positive_length)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		expect_no_find(set, 0, 0, INTERVAL_INVALID);
		expect_no_find(set, 0, -1, INTERVAL_INVALID);
		expect_no_find(set, 0, INT64_MIN, INTERVAL_INVALID);
		set_free(set);
	}
}

Test(interval_set, containing_gives_the_whole_interval)
{
	struct interval_set *set;
	struct interval iv;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, 0, 10);
		release(set, 20, 30);
		for (int64_t offset = 20; offset < 30; offset += 9) {
			iv = range(-1, -1);
			cr_expect(
			    eq(int, interval_set_containing(set, offset, &iv),
				INTERVAL_OK));
			cr_expect(eq(i64, iv.start, 20));
			cr_expect(eq(i64, iv.end, 30));
		}
		iv = range(-1, -1);
		cr_expect(eq(int, interval_set_containing(set, 10, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_containing(set, 30, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(i64, iv.start, -1));
		set_free(set);
	}
}

Test(interval_set, the_whole_of_int64_is_one_interval)
{
	struct interval_set *set;
	struct interval iv;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, INT64_MIN, INT64_MAX);
		expect(set, "MIN-MAX");
		/* 2^64 - 1 offsets: the last, INT64_MAX, is never in a set. */
		cr_expect(eq(u64, interval_set_total(set), UINT64_MAX));
		expect_find(set, INT64_MIN, INT64_MAX, INT64_MIN);
		expect_find(set, INT64_MAX - 1, 1, INT64_MAX - 1);
		expect_no_find(set, 1, INT64_MAX, INTERVAL_NOTFOUND);
		expect_no_find(set, INT64_MAX, 1, INTERVAL_NOTFOUND);
		cr_expect(eq(int, interval_set_containing(set, INT64_MAX, &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_containing(set, INT64_MIN, &iv),
		    INTERVAL_OK));
		cr_expect(eq(u64, reserve(set, 0, 1), 1));
		expect(set, "MIN-0 1-MAX");
		cr_expect(eq(
		    u64, reserve(set, INT64_MIN, INT64_MAX), UINT64_MAX - 1));
		expect(set, "");
		set_free(set);
	}
}

Test(interval_set, the_ends_of_int64_merge_and_trim_like_any_other)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		release(set, INT64_MIN, INT64_MIN + 1);
		release(set, INT64_MAX - 1, INT64_MAX);
		expect(set, "MIN--9223372036854775807 "
			    "9223372036854775806-MAX");
		release(set, INT64_MIN + 1, INT64_MAX - 1);
		expect(set, "MIN-MAX");
		reserve(set, INT64_MIN, 7);
		reserve(set, 9, INT64_MAX);
		expect(set, "7-9");
		set_free(set);
	}
}

Test(interval_set, clear_makes_an_empty_set_that_works)
{
	struct interval_set *set;

	for (size_t m = 0; (set = set_new(m)); m++) {
		interval_set_clear(set);
		for (int64_t at = 0; at < 1000; at += 2)
			release(set, at, at + 1);
		interval_set_clear(set);
		expect(set, "");
		release(set, 3, 4);
		expect(set, "3-4");
		set_free(set);
	}
}

Test(interval_set, boundary_keeps_its_order_when_it_grows)
{
	struct interval_set *set = set_new(0);

	/* From the right, so that every insertion moves all the others. */
	for (int64_t at = 5000; at > 0; at--)
		release(set, at * 3, at * 3 + 1);
	cr_expect(eq(sz, interval_set_count(set), 5000));
	set_free(set);
}
