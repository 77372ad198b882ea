#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "core/interval/interval.h"
#include "tests/support/failing_allocator.h"
#include "tests/support/interval_sets.h"

/* ---- load ---- */

Test(interval_load, makes_the_set_exactly_that)
{
	const struct interval ivs[] = {{-5, 0}, {1, 2}, {10, 20}};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 1000); /* what was there is gone */
		cr_expect(eq(int, interval_set_load(set, ivs, 3), INTERVAL_OK));
		sets_expect(set, "-5-0 1-2 10-20");
		sets_release(set, 0, 1); /* and the set works */
		sets_expect(set, "-5-2 10-20");
		sets_reserve(set, 12, 13);
		sets_expect(set, "-5-2 10-12 13-20");
		sets_done(set);
	}
}

Test(interval_load, of_nothing_makes_the_set_empty)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 1000);
		cr_expect(
		    eq(int, interval_set_load(set, NULL, 0), INTERVAL_OK));
		sets_expect(set, "");
		sets_release(set, 3, 4);
		sets_expect(set, "3-4");
		sets_done(set);
	}
}

Test(interval_load, refuses_what_is_not_canonical_and_keeps_what_was_there)
{
	const struct interval bad[][3] = {
	    {{5, 5}, {10, 20}, {30, 40}}, /* empty */
	    {{6, 5}, {10, 20}, {30, 40}}, /* inverted */
	    {{0, 5}, {10, 20}, {40, 30}},
	    {{0, 5}, {5, 20}, {30, 40}}, /* touch */
	    {{0, 5}, {4, 20}, {30, 40}}, /* overlap */
	    {{0, 5}, {10, 20}, {19, 40}}, {{0, 5}, {10, 20}, {20, 40}},
	    {{10, 20}, {0, 5}, {30, 40}}, /* not sorted */
	    {{0, 5}, {0, 5}, {30, 40}}, /* twice */
	    {{0, 50}, {10, 20}, {30, 40}}, /* inside */
	};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 100, 200);
		sets_release(set, 300, 400);
		for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
			cr_expect(eq(int, interval_set_load(set, bad[i], 3),
				      INTERVAL_INVALID),
			    "%s, row %zu", interval_set_manager(set), i);
		sets_expect(set, "100-200 300-400");
		sets_done(set);
	}
}

#define MANY 20000

static struct interval *
comb(void)
{
	struct interval *ivs = calloc(MANY, sizeof *ivs);

	cr_assert(ne(ptr, ivs, NULL));
	for (int64_t k = 0; k < MANY; k++)
		ivs[k] = sets_range(4 * k, 4 * k + 1 + k % 3);
	return ivs;
}

/* Sizes around those of nodes, words and powers of two. */
Test(interval_load, takes_any_number_and_leaves_what_releases_would)
{
	struct interval *ivs = comb();
	struct interval_set *set;
	const size_t sizes[] = {1, 2, 15, 16, 17, 31, 32, 33, 63, 64, 65, 66,
	    127, 128, 129, 1023, 1024, 1025, 2047, 2048, 2049, 4095, 4097,
	    MANY};

	for (size_t m = 0; (set = sets_next(&m));) {
		const char *name = interval_set_manager(set);
		struct interval_set *released = sets_named(name);
		size_t n = 0;

		for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			cr_assert(eq(int, interval_set_load(set, ivs, sizes[i]),
			    INTERVAL_OK));
			for (; n < sizes[i]; n++)
				sets_release(
				    released, ivs[n].start, ivs[n].end);
			cr_expect(interval_set_equal(set, released),
			    "%s, %zu intervals", name, n);
		}
		sets_done(released);
		sets_done(set);
	}
	free(ivs);
}

Test(interval_load, a_loaded_set_takes_every_change)
{
	struct interval *ivs = comb();
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_assert(
		    eq(int, interval_set_load(set, ivs, MANY), INTERVAL_OK));
		/* k = 5000 to 14999: 3334 + 3333 + 3333 of 1, 2, 3 offsets,
		 * beginning with 5000 mod 3 = 2, which is 3 offsets:
		 * 3334 * 3 + 3333 * 1 + 3333 * 2. */
		cr_expect(eq(u64, sets_reserve(set, 20000, 60000),
		    3334 * 3 + 3333 * 1 + 3333 * 2));
		cr_expect(eq(sz, interval_set_count(set), 10000));
		sets_release(set, 20000, 60000);
		/* 19999 ends 4 * 4999 + 1 + 1, and 60000 starts one. */
		cr_expect(eq(sz, interval_set_count(set), 10000));
		sets_release(set, 0, 4 * MANY);
		sets_expect(set, "0-80000");
		sets_done(set);
	}
	free(ivs);
}

/* ---- clone ---- */

Test(interval_clone, of_every_manager_into_every_other_holds_the_same)
{
	const char *const *names = interval_managers();
	const struct interval domain = {-10, 30000};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		for (int64_t k = 0; k < 5000; k++)
			sets_release(set, 5 * k, 5 * k + 1 + k % 4);
		for (size_t i = 0; names[i]; i++) {
			struct interval_set *clone = NULL;

			cr_assert(
			    eq(int, interval_set_clone(&clone, set, names[i]),
				INTERVAL_OK));
			cr_expect(eq(str, (char *)interval_set_manager(clone),
			    (char *)names[i]));
			cr_expect(interval_set_equal(set, clone));
			sets_expect_range(
			    names[i], interval_set_domain(clone), -10, 30000);
			/* Each goes its own way. */
			sets_release(clone, 0, 30000);
			sets_expect(clone, "0-30000");
			cr_expect(eq(sz, interval_set_count(set), 5000));
			sets_done(clone);
		}
		sets_done(set);
	}
}

Test(interval_clone, of_the_same_manager_is_the_default)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_set *clone = NULL;

		sets_release(set, 0, 10);
		cr_assert(eq(
		    int, interval_set_clone(&clone, set, NULL), INTERVAL_OK));
		cr_expect(eq(str, (char *)interval_set_manager(clone),
		    (char *)interval_set_manager(set)));
		sets_done(set);
		sets_expect(clone, "0-10"); /* nothing of the other's */
		sets_done(clone);
	}
}

Test(interval_clone, of_an_empty_set_is_empty)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_set *clone = NULL;

		cr_assert(eq(
		    int, interval_set_clone(&clone, set, NULL), INTERVAL_OK));
		sets_expect(clone, "");
		sets_release(clone, 1, 2);
		sets_expect(set, "");
		sets_done(clone);
		sets_done(set);
	}
}

Test(interval_clone, into_auto_gives_a_manager_that_takes_the_domain)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_set *clone = NULL;

		sets_release(set, 0, 10);
		cr_assert(eq(
		    int, interval_set_clone(&clone, set, "auto"), INTERVAL_OK));
		cr_expect(ne(str, (char *)interval_set_manager(clone), "auto"));
		sets_expect(clone, "0-10");
		sets_done(clone);
		sets_done(set);
	}
}

Test(interval_clone, into_no_manager_is_invalid)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		struct interval_set *clone = (struct interval_set *)&clone;

		cr_expect(eq(int, interval_set_clone(&clone, set, "list"),
		    INTERVAL_INVALID));
		/* Without a domain there is no bitmap. */
		cr_expect(eq(int, interval_set_clone(&clone, set, "bitmap"),
		    INTERVAL_INVALID));
		cr_expect(eq(ptr, clone, &clone));
		sets_done(set);
	}
}

/* Released [0, 1000), of which 400-500 is left: the span is what counts where
 * no domain was given. */
Test(interval_clone, keeps_the_span)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		struct interval_set *clone = NULL;
		struct interval_summary s;

		sets_release(set, 0, 1000);
		sets_reserve(set, 0, 400);
		sets_reserve(set, 500, 1000);
		cr_assert(eq(
		    int, interval_set_clone(&clone, set, NULL), INTERVAL_OK));
		interval_set_summary(clone, &s);
		sets_expect_range(interval_set_manager(set), s.space, 0, 1000);
		cr_expect(eq(u64, s.occupied_total, 900));
		sets_done(clone);
		sets_done(set);
	}
}

Test(interval_clone, takes_its_memory_from_the_same_allocator)
{
	const struct interval domain = {0, 1000};
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct failing_allocator memory = {.calls = 0};
		struct interval_allocator allocator =
		    failing_allocator(&memory);
		struct interval_set *set = NULL, *clone = NULL;
		size_t live;

		cr_assert(
		    eq(int, interval_set_new(&set, *names, &domain, &allocator),
			INTERVAL_OK));
		sets_release(set, 0, 10);
		live = memory.live;
		cr_assert(eq(
		    int, interval_set_clone(&clone, set, NULL), INTERVAL_OK));
		cr_expect(lt(sz, live, memory.live), "%s", *names);
		sets_done(clone);
		cr_expect(eq(sz, memory.live, live), "%s", *names);
		sets_done(set);
		cr_expect(eq(sz, memory.live, 0), "%s", *names);
	}
}
