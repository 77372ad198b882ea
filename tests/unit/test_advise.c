#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "core/interval/interval.h"
#include "core/interval/manager.h"

/* Shares of queries, analytics, order; live, domain. What is left of the shares
 * are changes. */
static void
expect_advice(struct interval_workload workload, const char *want)
{
	const char *reason = NULL;

	cr_expect(
	    eq(str, (char *)interval_advise(&workload, &reason), (char *)want));
	cr_assert(ne(ptr, (void *)reason, NULL));
	cr_expect(lt(sz, 20, strlen(reason)));
	cr_expect(eq(chr, reason[strlen(reason) - 1], '.'));
}

Test(advise, nothing_known_is_boundary)
{
	expect_advice((struct interval_workload){0}, "boundary");
	expect_advice(
	    (struct interval_workload){.random_access = true}, "boundary");
}

Test(advise, changes_and_finds_alone_are_for_boundary)
{
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 0, 0, true}, "boundary");
	expect_advice(
	    (struct interval_workload){1, 0, 0, 1000000, 0, false}, "boundary");
	/* .0001 * 10000: one interval read for each operation */
	expect_advice((struct interval_workload){.2, .0001, 0, 10000, 0, true},
	    "boundary");
}

Test(advise, many_questions_of_lengths_are_for_summary)
{
	expect_advice(
	    (struct interval_workload){.2, .5, 0, 0, 0, true}, "summary");
	/* .002 * 10000 = 20 */
	expect_advice(
	    (struct interval_workload){.2, .002, 0, 10000, 0, true}, "summary");
	expect_advice(
	    (struct interval_workload){.2, .0019, 0, 10000, 0, true}, "hybrid");
	/* Also where next to nothing changes: best fits are not kept. */
	expect_advice(
	    (struct interval_workload){.5, .5, 0, 0, 0, true}, "summary");
}

Test(advise, many_questions_of_order_are_for_summary)
{
	expect_advice(
	    (struct interval_workload){.1, 0, .8, 0, 0, true}, "summary");
	/* .0025 * 8000 = 20 */
	expect_advice(
	    (struct interval_workload){.1, 0, .0025, 8000, 0, true}, "summary");
	expect_advice((struct interval_workload){.1, 0, .0024, 8000, 0, true},
	    "boundary");
	/* .00125 * 8000 = 10 of either kind */
	expect_advice(
	    (struct interval_workload){.1, .00125, .00125, 8000, 0, true},
	    "summary");
}

Test(advise, a_share_is_much_or_little_by_what_there_is_to_read)
{
	expect_advice(
	    (struct interval_workload){.2, .01, 0, 100, 0, true}, "boundary");
	expect_advice(
	    (struct interval_workload){.2, .01, 0, 1000, 0, true}, "hybrid");
	expect_advice(
	    (struct interval_workload){.2, .01, 0, 10000, 0, true}, "summary");
	/* A thousand where it is not known. */
	expect_advice(
	    (struct interval_workload){.2, .01, 0, 0, 0, true}, "hybrid");
}

Test(advise, some_questions_between_few_changes_are_for_boundary_summary)
{
	/* .49 changes */
	expect_advice((struct interval_workload){.5, .01, 0, 1000, 0, true},
	    "boundary_summary");
	/* 1 - .49 - .01 - .009 = .491 changes; 10 and 9 intervals read */
	expect_advice((struct interval_workload){.49, .01, .009, 1000, 0, true},
	    "boundary_summary");
	/* .01 * 200 = 2; .03 changes */
	expect_advice((struct interval_workload){.96, .01, 0, 200, 0, true},
	    "boundary_summary");
	expect_advice(
	    (struct interval_workload){.96, .01, 0, 199, 0, true}, "boundary");
}

Test(advise, some_questions_among_many_changes_are_for_hybrid)
{
	/* .51 changes */
	expect_advice(
	    (struct interval_workload){.48, .01, 0, 1000, 0, true}, "hybrid");
	expect_advice(
	    (struct interval_workload){0, .01, 0, 200, 0, true}, "hybrid");
	expect_advice(
	    (struct interval_workload){0, .01, 0, 199, 0, true}, "boundary");
}

Test(advise, a_small_dense_domain_is_for_bitmap)
{
	const uint64_t largest = UINT64_C(1) << 26;

	expect_advice((struct interval_workload){.2, 0, 0, 9000, 1000000, true},
	    "bitmap");
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 400000, largest, true},
	    "bitmap");
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 400000, largest + 1, true},
	    "boundary");
	/* Some questions are answered quickly enough from the bits too, but
	 * not many. */
	expect_advice(
	    (struct interval_workload){.2, .001, 0, 9000, 1000000, true},
	    "bitmap");
	expect_advice(
	    (struct interval_workload){.2, .01, 0, 9000, 1000000, true},
	    "summary");
}

Test(advise, a_domain_whose_bits_outweigh_its_intervals_is_not_for_bitmap)
{
	/* 2.2 million offsets are 275,000 bytes, or 12,500 intervals of 22. */
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 12500, 2200000, true},
	    "bitmap");
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 12499, 2200000, true},
	    "boundary");
	expect_advice(
	    (struct interval_workload){.2, 0, 0, UINT64_MAX, 1000, true},
	    "bitmap");
}

Test(advise, up_to_128_kib_bits_are_for_bitmap_however_few_the_intervals)
{
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 1, 1 << 20, true}, "bitmap");
	expect_advice(
	    (struct interval_workload){.2, 0, 0, 1, (1 << 20) + 1, true},
	    "boundary");
	/* Many questions come before that. */
	expect_advice((struct interval_workload){.2, .5, 0, 100, 1 << 20, true},
	    "summary");
}

Test(advise, a_domain_alone_is_for_bitmap_up_to_128_kib)
{
	expect_advice((struct interval_workload){.domain = 1 << 20}, "bitmap");
	expect_advice(
	    (struct interval_workload){.domain = (1 << 20) + 1}, "boundary");
}

Test(advise, shares_out_of_range_are_taken_as_the_nearest_in_it)
{
	/* Analytics are 1 and no changes are left. */
	expect_advice((struct interval_workload){-3, 7, -1, 10, 0, true},
	    "boundary_summary");
	expect_advice(
	    (struct interval_workload){7, -.5, -1, 1000, 0, true}, "boundary");
	expect_advice((struct interval_workload){NAN, NAN, NAN, 1000, 0, true},
	    "boundary");
	/* All else is changes, whatever NAN was to say. */
	expect_advice(
	    (struct interval_workload){NAN, .01, NAN, 1000, 0, true}, "hybrid");
	expect_advice((struct interval_workload){INFINITY, -INFINITY, INFINITY,
			  UINT64_MAX, 0, true},
	    "summary");
}

Test(advise, the_reason_need_not_be_asked_for)
{
	const struct interval_workload workload = {0};

	cr_expect(eq(
	    str, (char *)interval_advise(&workload, NULL), (char *)"boundary"));
}

Test(advise, auto_is_the_manager_advised_for_the_domain)
{
	const struct interval whole = {INT64_MIN, INT64_MAX};
	struct interval_set *set = NULL;

	cr_assert(
	    eq(int, interval_set_new(&set, "auto", &whole, NULL), INTERVAL_OK));
	cr_expect(
	    eq(str, (char *)interval_set_manager(set), (char *)"boundary"));
	interval_set_free(set);
}
