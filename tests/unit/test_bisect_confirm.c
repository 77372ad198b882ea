#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/bisect_walk.h"

static struct walk walk;

static void
open_walk(void)
{
	walk_init(&walk, 65);
	walk_raise(&walk, 0, 20, .1);
}

static void
close_walk(void)
{
	walk_release(&walk);
}

TestSuite(bisect_confirm, .init = open_walk, .fini = close_walk);

/* ---- contradictions ---- */

/* Pairs that are to confirm show no difference, whatever they are of. */
static double
deny(const struct walk *of, const struct bisect_task *task, size_t place)
{
	return task->phase == BISECT_CONFIRM ? -of->series[0].log[place] : 0;
}

Test(bisect_confirm, what_pairs_deny_again_and_again_is_unresolved)
{
	struct bisect_finding found;

	walk.besides = deny;
	walk_begin(&walk, NULL);
	walk_all(&walk);
	found = walk_finding(&walk, 0);

	cr_expect(eq(int, found.status, BISECT_UNRESOLVED));
	cr_expect(eq(str, (char *)found.reason,
	    "rounds of pairs contradict what the search found"));
}

/* Whatever was stored says 40; what is measured now says 20. */
Test(bisect_confirm, stored_values_that_mislead_are_dropped)
{
	struct bisect_finding found;

	walk_begin(&walk, NULL);
	for (size_t round = 0; round < 3; round++)
		for (size_t i = 30; i < 50; i++)
			cr_assert(eq(int,
			    bisect_take_stored(
				walk.bisect, 0, i, i < 40 ? 100 : 110),
			    ERR_OK));
	walk_all(&walk);
	found = walk_finding(&walk, 0);

	cr_expect(eq(int, found.status, BISECT_FOUND));
	cr_expect(eq(sz, found.first, 20));
	cr_expect(eq(sz, walk.tasks[1].low, 39));
	cr_expect(eq(sz, walk.tasks[1].place, 40));
	cr_expect(eq(int, walk.tasks[1].phase, BISECT_CONFIRM));
}

/* They say what is so: nothing is searched, and the pair is not taken on
 * trust. */
Test(bisect_confirm, stored_values_lead_and_are_confirmed)
{
	walk_begin(&walk, NULL);
	for (size_t round = 0; round < 3; round++)
		for (size_t i = 10; i < 30; i++)
			cr_assert(eq(int,
			    bisect_take_stored(
				walk.bisect, 0, i, i < 20 ? 100 : 110),
			    ERR_OK));
	walk_all(&walk);

	cr_expect(eq(sz, walk_finding(&walk, 0).first, 20));
	cr_expect(eq(sz, walk_finding(&walk, 0).rounds, 14));
	cr_expect(eq(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_VISIT), 0));
}

/* 19 turns out to be broken when it is to be run in the pair. */
Test(bisect_confirm, a_parent_that_breaks_makes_it_a_range)
{
	struct bisect_finding found;

	walk_begin(&walk, NULL);
	walk_until(&walk, BISECT_CONFIRM);
	bisect_take_broken(walk.bisect, 19);
	walk.broken[19] = true;
	walk_all(&walk);
	found = walk_finding(&walk, 0);

	cr_expect(eq(int, found.status, BISECT_UNRESOLVED));
	cr_expect(eq(sz, found.first, 19));
	cr_expect(eq(sz, found.last, 20));
	cr_expect(eq(sz, found.low, 18));
	cr_expect(eq(sz, found.high, 20));
}

/* ---- an end to it ---- */

static struct bisect_finding
closed_in(enum bisect_phase phase)
{
	struct bisect_task task;

	walk_begin(&walk, NULL);
	task = walk_until(&walk, phase);
	cr_assert(eq(int, task.phase, phase));
	bisect_close(walk.bisect);
	cr_expect(eq(int, walk_next(&walk).work, BISECT_DONE));
	return walk_finding(&walk, 0);
}

Test(bisect_confirm, closed_at_the_ends_it_is_too_noisy)
{
	struct bisect_finding found = closed_in(BISECT_ENDS);

	cr_expect(eq(int, found.status, BISECT_TOO_NOISY));
	cr_expect(eq(str, (char *)found.reason,
	    "ended before the ends were told apart"));
}

Test(bisect_confirm, closed_in_the_search_it_is_unresolved)
{
	struct bisect_finding found = closed_in(BISECT_SEARCH);

	cr_expect(eq(int, found.status, BISECT_UNRESOLVED));
	cr_expect(
	    eq(str, (char *)found.reason, "ended before somebody was found"));
}

Test(bisect_confirm, closed_before_it_is_confirmed_it_is_unresolved)
{
	struct bisect_finding found = closed_in(BISECT_CONFIRM);

	cr_expect(eq(int, found.status, BISECT_UNRESOLVED));
	cr_expect(eq(sz, found.first, 20));
	cr_expect(
	    eq(str, (char *)found.reason, "ended before it was confirmed"));
}

Test(bisect_confirm, closing_what_is_answered_changes_nothing)
{
	walk_begin(&walk, NULL);
	walk_all(&walk);
	bisect_close(walk.bisect);
	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_FOUND));
}

Test(bisect_confirm, a_series_that_is_left_says_why)
{
	static const char why[] = "it failed at BAD";

	walk_begin(&walk, NULL);
	bisect_leave(walk.bisect, 0, why);
	cr_expect(eq(int, walk_next(&walk).work, BISECT_DONE));
	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_TOO_NOISY));
	cr_expect(eq(ptr, (void *)walk_finding(&walk, 0).reason, (void *)why));
}

Test(bisect_confirm, a_series_that_is_left_keeps_its_answer)
{
	walk_begin(&walk, NULL);
	walk_all(&walk);
	bisect_leave(walk.bisect, 0, "it failed");
	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_FOUND));
}

/* ---- several series ---- */

/* Alone each takes 6 visits; 32 and 16 tell both the same. */
Test(bisect_confirm, two_series_share_their_visits)
{
	size_t second = walk_add_series(&walk, false, 1);

	walk_raise(&walk, second, 27, .1);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(eq(sz, bisect_finding_count(walk.bisect), 2));
	cr_expect(eq(sz, walk_finding(&walk, 0).first, 20));
	cr_expect(eq(sz, walk_finding(&walk, 1).first, 27));
	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_FOUND));
	cr_expect(eq(int, walk_finding(&walk, 1).status, BISECT_FOUND));
	cr_expect(lt(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_VISIT), 12));
}

/* The second one's pairs deny it; the first one's answer is as it was. */
static double
deny_second(const struct walk *of, const struct bisect_task *task, size_t place)
{
	(void)of;
	return task->phase == BISECT_CONFIRM && task->place == 45 && place == 45
		   ? -log1p(.1)
		   : 0;
}

Test(bisect_confirm, an_answer_keeps_its_probabilities)
{
	double probabilities[65];
	size_t second = walk_add_series(&walk, false, 1);

	walk_raise(&walk, second, 45, .1);
	walk.besides = deny_second;
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_FOUND));
	cr_expect(walk_finding(&walk, 0).searched);
	bisect_probabilities(walk.bisect, 0, probabilities);
	cr_expect(lt(dbl, .95, probabilities[20]));
}

/* ---- going on ---- */

/* What was done is told again; every task is as it was. */
static void
expect_replay(struct walk *first)
{
	static struct walk again;

	walk_init(&again, first->count);
	again.series[0] = first->series[0];
	again.sd = first->sd;
	rng_seed(&again.rng, 1);
	for (size_t i = 0; i < first->count; i++)
		again.broken[i] = first->broken[i];
	walk_begin(&again, NULL);
	for (size_t i = 0; i < first->task_count; i++) {
		struct bisect_task task = walk_next(&again);

		cr_assert(eq(int, task.work, first->tasks[i].work));
		cr_assert(eq(int, task.phase, first->tasks[i].phase));
		cr_assert(eq(sz, task.low, first->tasks[i].low));
		cr_assert(eq(sz, task.place, first->tasks[i].place));
		cr_assert(eq(sz, task.rounds, first->tasks[i].rounds));
		walk_do(&again, &task);
	}
	cr_expect(eq(int, walk_next(&again).work, BISECT_DONE));
	walk_release(&again);
}

Test(bisect_confirm, the_same_values_give_the_same_tasks)
{
	struct rng truths;

	rng_seed(&truths, 7);
	for (int trial = 0; trial < 20; trial++) {
		walk_release(&walk);
		walk_init(&walk, 200);
		walk_raise(&walk, 0, 1 + rng_below(&truths, 199),
		    .05 + .2 * rng_unit(&truths));
		walk.sd = .02 + .04 * rng_unit(&truths);
		for (size_t i = 1; i < 199; i++)
			walk.broken[i] = rng_below(&truths, 8) == 0;
		walk_begin(&walk, NULL);
		walk_all(&walk);
		expect_replay(&walk);
	}
}
