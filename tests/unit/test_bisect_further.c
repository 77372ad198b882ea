#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/bisect_walk.h"

static struct walk walk;

static void
open_walk(void)
{
	walk_init(&walk, 401);
	walk.sd = .01;
}

static void
close_walk(void)
{
	walk_release(&walk);
}

TestSuite(bisect_further, .init = open_walk, .fini = close_walk);

static bool
has_found(size_t place)
{
	for (size_t i = 0; i < bisect_finding_count(walk.bisect); i++) {
		struct bisect_finding found = walk_finding(&walk, i);

		if (found.status == BISECT_FOUND && found.first == place)
			return true;
	}
	return false;
}

Test(bisect_further, one_step_is_one_finding)
{
	walk_raise(&walk, 0, 123, .1);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(eq(sz, bisect_finding_count(walk.bisect), 1));
	cr_expect(has_found(123));
	cr_expect(not(walk_finding(&walk, 0).reverted));
}

/* As large as each other: neither explains the ends. What drifted as a whole
 * is told as the two steps that it was. */
Test(bisect_further, two_equal_steps_are_found_and_no_drift_is_told)
{
	walk_raise(&walk, 0, 100, .1);
	walk_raise(&walk, 0, 300, .1);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(has_found(100));
	cr_expect(has_found(300));
	cr_expect(eq(sz, bisect_finding_count(walk.bisect), 2));
}

Test(bisect_further, a_small_step_beside_a_large_one_is_found)
{
	walk_raise(&walk, 0, 50, .05);
	walk_raise(&walk, 0, 250, .3);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(has_found(50));
	cr_expect(has_found(250));
}

Test(bisect_further, a_small_step_behind_a_large_one_is_found)
{
	walk_raise(&walk, 0, 150, .3);
	walk_raise(&walk, 0, 350, .05);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(has_found(150));
	cr_expect(has_found(350));
}

/* 1/400 of 20 % a commit: no single one did it, and none is named. */
Test(bisect_further, a_ramp_is_a_drift)
{
	struct bisect_finding found;

	for (size_t i = 1; i < 401; i++)
		walk.series[0].log[i] = log1p(.2) * (double)i / 400;
	walk_begin(&walk, NULL);
	walk_all(&walk);
	found = walk_finding(&walk, 0);

	cr_expect(eq(int, found.status, BISECT_DRIFT));
	cr_expect(eq(str, (char *)found.reason,
	    "it changed little by little, over many commits"));
	cr_expect(eq(sz, bisect_finding_count(walk.bisect), 1));
}

/* Up at 300, down at 330, up at 380. 200 is fast, so that the search goes on
 * behind it, to one of the two. */
Test(bisect_further, up_down_and_up_again_names_one_that_went_up)
{
	walk_raise(&walk, 0, 300, .1);
	walk_raise(&walk, 0, 330, 1 / 1.1 - 1);
	walk_raise(&walk, 0, 380, .1);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(has_found(300) || has_found(380));
	for (size_t i = 0; i < bisect_finding_count(walk.bisect); i++)
		cr_expect(not(walk_finding(&walk, i).status == BISECT_DRIFT));
}

/* 95 and 200 are seen to be slow and 250 to be fast: whichever step is found,
 * the other one is on its wrong side. */
Test(bisect_further, a_dip_that_was_measured_leads_to_both_steps)
{
	static const size_t seen[] = {85, 95, 200, 250};
	bool reverted = false;

	walk_raise(&walk, 0, 90, .2);
	walk_raise(&walk, 0, 210, 1 / 1.2 - 1);
	walk_raise(&walk, 0, 290, .2);
	walk_begin(&walk, NULL);
	for (size_t i = 0; i < 4; i++)
		walk_do(&walk,
		    &(struct bisect_task){
			.work = BISECT_VISIT, .place = seen[i], .rounds = 4});
	walk_all(&walk);

	cr_expect(has_found(90));
	cr_expect(has_found(290));
	for (size_t i = 0; i < bisect_finding_count(walk.bisect); i++)
		reverted |= walk_finding(&walk, i).reverted;
	cr_expect(reverted);
}
