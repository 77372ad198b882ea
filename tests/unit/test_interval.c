#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/interval/interval.h"
#include "tests/support/failing_allocator.h"
#include "tests/support/interval_sets.h"

Test(interval_set, managers_are_listed_in_order)
{
	const char *const *names = interval_managers();
	const char *const want[] = {"boundary", "summary", "treap",
	    "boundary_summary", "bitmap", "hybrid"};

	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
		cr_assert(eq(str, (char *)names[i], (char *)want[i]));
	cr_expect(eq(ptr, (void *)names[6], NULL));
}

Test(interval_set, only_bitmap_needs_a_domain)
{
	const char *const *names = interval_managers();

	for (; *names; names++)
		cr_expect(interval_manager_bounded(*names) ==
			      (strcmp(*names, "bitmap") == 0),
		    "%s", *names);
	cr_expect(not(interval_manager_bounded("list")));
	cr_expect(not(interval_manager_bounded("auto")));
}

Test(interval_set, unknown_manager_is_invalid_and_leaves_out_alone)
{
	struct interval_set *out = (struct interval_set *)&out;
	const char *const names[] = {"list", "", "Boundary", "boundary "};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		cr_expect(eq(int, interval_set_new(&out, names[i], NULL, NULL),
			      INTERVAL_INVALID),
		    "%s", names[i]);
	cr_expect(eq(ptr, out, &out));
}

Test(interval_set, an_empty_domain_is_invalid)
{
	struct interval_set *out = (struct interval_set *)&out;
	const struct interval domains[] = {
	    {5, 5}, {5, 4}, {INT64_MAX, INT64_MIN}};
	const char *const *names = interval_managers();

	for (; *names; names++) {
		for (size_t i = 0; i < 3; i++)
			cr_expect(eq(int,
				      interval_set_new(
					  &out, *names, &domains[i], NULL),
				      INTERVAL_INVALID),
			    "%s", *names);
	}
	cr_expect(eq(int, interval_set_new(&out, "auto", &domains[0], NULL),
	    INTERVAL_INVALID));
	cr_expect(eq(ptr, out, &out));
}

/* What a bitmap over 2^40 offsets asks for is more than there is. */
static void *
give_little(void *ctx, size_t size)
{
	struct interval_allocator *allocator = ctx;

	return size < 1 << 20 ? allocator->alloc(allocator->ctx, size) : NULL;
}

static void
take_back(void *ctx, void *memory)
{
	struct interval_allocator *allocator = ctx;

	allocator->free(allocator->ctx, memory);
}

Test(interval_set, bitmap_takes_domains_up_to_2_to_the_40)
{
	struct interval_set *out = (struct interval_set *)&out;
	struct failing_allocator memory = {.calls = 0};
	struct interval_allocator all = failing_allocator(&memory);
	const struct interval_allocator little = {give_little, take_back, &all};
	const int64_t most = INT64_C(1) << 40;
	struct interval domain = {INT64_MIN, INT64_MIN + most};

	cr_expect(eq(int, interval_set_new(&out, "bitmap", NULL, NULL),
	    INTERVAL_INVALID));
	cr_expect(eq(int, interval_set_new(&out, "bitmap", &domain, &little),
	    INTERVAL_NOMEM));
	domain.end++;
	cr_expect(eq(int, interval_set_new(&out, "bitmap", &domain, &little),
	    INTERVAL_INVALID));
	domain = sets_range(INT64_MIN, INT64_MAX);
	cr_expect(eq(int, interval_set_new(&out, "bitmap", &domain, &little),
	    INTERVAL_INVALID));
	cr_expect(eq(ptr, out, &out));
	cr_expect(eq(sz, memory.live, 0));
}

Test(interval_set, a_new_set_is_empty_and_knows_its_manager)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_expect(eq(str, (char *)interval_set_manager(set),
		    (char *)interval_managers()[m - 1]));
		sets_expect(set, "");
		sets_done(set);
	}
}

Test(interval_set, auto_is_a_manager_that_takes_the_domain)
{
	const struct interval domains[] = {
	    {0, 1000}, {-70000, 1000000}, {INT64_MIN, INT64_MAX}};
	struct interval_set *set = NULL;

	for (size_t i = 0; i < 4; i++) {
		cr_assert(eq(int,
		    interval_set_new(
			&set, "auto", i < 3 ? &domains[i] : NULL, NULL),
		    INTERVAL_OK));
		cr_expect(ne(str, (char *)interval_set_manager(set), "auto"));
		sets_release(set, 10, 20);
		sets_expect(set, "10-20");
		sets_done(set);
	}
}

Test(interval_set, a_set_takes_all_its_memory_from_the_allocator_it_copied)
{
	const struct interval domain = {0, 5000};
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct failing_allocator memory = {.calls = 0};
		struct interval_allocator allocator =
		    failing_allocator(&memory);
		struct interval_set *set = NULL;
		struct interval_stats stats;

		cr_assert(
		    eq(int, interval_set_new(&set, *names, &domain, &allocator),
			INTERVAL_OK));
		memset(&allocator, 0, sizeof allocator);
		for (int64_t at = 0; at < 5000; at += 2)
			sets_release(set, at, at + 1);
		interval_set_stats(set, &stats);
		cr_expect(eq(sz, stats.allocations, memory.live));
		cr_expect(eq(sz, stats.bytes, memory.bytes));
		cr_expect(ge(sz, memory.live, 1), "%s", *names);
		sets_done(set);
		cr_expect(eq(sz, memory.live, 0), "%s", *names);
	}
}

Test(interval_set, freeing_no_set_is_fine)
{
	interval_set_free(NULL);
}

Test(interval_set, every_status_has_a_text_of_its_own)
{
	for (int s = INTERVAL_OK; s <= INTERVAL_UNSUPPORTED + 1; s++) {
		const char *text = interval_status_text(s);

		cr_expect(lt(sz, 0, strlen(text)));
		for (int t = INTERVAL_OK; t < s; t++)
			cr_expect(ne(str, (char *)text,
			    (char *)interval_status_text(t)));
	}
	cr_expect(eq(str, (char *)interval_status_text(-1),
	    (char *)interval_status_text(99)));
}

Test(interval_set, release_keeps_separate_intervals_sorted)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 20, 30);
		sets_release(set, 0, 10);
		sets_release(set, -20, -5);
		sets_release(set, 11, 12);
		sets_expect(set, "-20--5 0-10 11-12 20-30");
		sets_done(set);
	}
}

Test(interval_set, touching_intervals_become_one)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		sets_release(set, 20, 30);
		sets_release(set, 10, 20); /* touches both */
		sets_expect(set, "0-30");
		sets_release(set, -5, 0);
		sets_expect(set, "-5-30");
		sets_done(set);
	}
}

Test(interval_set, release_is_union)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		sets_release(set, 2, 5); /* inside */
		sets_release(set, 0, 10); /* again */
		sets_expect(set, "0-10");
		sets_release(set, 20, 30);
		sets_release(set, 40, 50);
		sets_release(set, 60, 70);
		sets_release(set, 5, 45); /* over one, into two */
		sets_expect(set, "0-50 60-70");
		sets_release(set, -100, 100); /* over all */
		sets_expect(set, "-100-100");
		sets_done(set);
	}
}

Test(interval_set, reserve_is_difference_and_counts_exactly)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 100);
		cr_expect(eq(u64, sets_reserve(set, 40, 60), 20)); /* split */
		sets_expect(set, "0-40 60-100");
		cr_expect(
		    eq(u64, sets_reserve(set, 45, 55), 0)); /* in the gap */
		cr_expect(eq(u64, sets_reserve(set, 40, 60), 0)); /* the gap */
		cr_expect(
		    eq(u64, sets_reserve(set, 30, 50), 10)); /* trims end */
		cr_expect(
		    eq(u64, sets_reserve(set, 50, 65), 5)); /* trims start */
		sets_expect(set, "0-30 65-100");
		cr_expect(eq(u64, sets_reserve(set, 0, 30), 30)); /* deletes */
		sets_expect(set, "65-100");
		cr_expect(eq(u64, sets_reserve(set, -9, 200), 35));
		sets_expect(set, "");
		cr_expect(eq(u64, sets_reserve(set, -9, 200), 0));
		sets_done(set);
	}
}

Test(interval_set, reserve_across_many_trims_the_outer_and_deletes_the_inner)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		for (int64_t at = 0; at < 60; at += 10)
			sets_release(set, at, at + 5);
		/* 2-5, all of 10-15, 20-25, 30-35, and 40-43 */
		cr_expect(eq(u64, sets_reserve(set, 2, 43), 3 + 15 + 3));
		sets_expect(set, "0-2 43-45 50-55");
		sets_done(set);
	}
}

Test(interval_set, reserve_takes_no_count_where_none_is_wanted)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		cr_expect(
		    eq(int, interval_set_reserve(set, sets_range(0, 1), NULL),
			INTERVAL_OK));
		sets_expect(set, "1-10");
		sets_done(set);
	}
}

Test(interval_set, empty_and_inverted_ranges_are_invalid_and_change_nothing)
{
	struct interval_set *set;
	const struct interval bad[] = {
	    {5, 5}, {5, 4}, {INT64_MAX, INT64_MIN}, {INT64_MIN, INT64_MIN}};

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
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
		sets_expect(set, "0-10");
		sets_done(set);
	}
}

Test(interval_set, require_takes_all_or_is_busy)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_expect(eq(int, interval_set_require(set, sets_range(0, 1)),
		    INTERVAL_BUSY));
		sets_release(set, 0, 10);
		sets_release(set, 11, 20);
		cr_expect(eq(int, interval_set_require(set, sets_range(9, 12)),
		    INTERVAL_BUSY));
		cr_expect(eq(int, interval_set_require(set, sets_range(-1, 2)),
		    INTERVAL_BUSY));
		cr_expect(eq(int, interval_set_require(set, sets_range(10, 11)),
		    INTERVAL_BUSY));
		sets_expect(set, "0-10 11-20");
		cr_expect(eq(int, interval_set_require(set, sets_range(3, 7)),
		    INTERVAL_OK));
		cr_expect(eq(int, interval_set_require(set, sets_range(11, 20)),
		    INTERVAL_OK));
		sets_expect(set, "0-3 7-10");
		sets_done(set);
	}
}

Test(interval_set, clear_makes_an_empty_set_that_works)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		interval_set_clear(set);
		for (int64_t at = 0; at < 1000; at += 2)
			sets_release(set, at, at + 1);
		interval_set_clear(set);
		sets_expect(set, "");
		sets_release(set, 3, 4);
		sets_expect(set, "3-4");
		sets_done(set);
	}
}
