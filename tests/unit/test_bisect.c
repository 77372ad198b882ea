#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/bisect_walk.h"

static struct walk walk;

static void
close_walk(void)
{
	walk_release(&walk);
}

TestSuite(bisect, .fini = close_walk);

/* 64 commits behind GOOD, the 20th of which is slower by 10 %. */
static void
open_walk(void)
{
	walk_init(&walk, 65);
	walk_raise(&walk, 0, 20, .1);
}

static void
expect_found(size_t finding, size_t series, size_t place)
{
	struct bisect_finding found = walk_finding(&walk, finding);

	cr_expect(eq(int, found.status, BISECT_FOUND));
	cr_expect(eq(sz, found.series, series));
	cr_expect(eq(sz, found.first, place));
	cr_expect(eq(sz, found.last, place));
	cr_expect(eq(sz, found.low, place - 1));
	cr_expect(eq(sz, found.high, place));
	cr_expect(zero(ptr, (void *)found.reason));
}

/* ---- the tasks, in order ---- */

Test(bisect, begins_with_eight_rounds_of_the_ends)
{
	struct bisect_task task;

	open_walk();
	walk_begin(&walk, NULL);
	task = walk_next(&walk);

	cr_expect(eq(int, task.work, BISECT_PAIR));
	cr_expect(eq(int, task.phase, BISECT_ENDS));
	cr_expect(eq(sz, task.low, 0));
	cr_expect(eq(sz, task.place, 64));
	cr_expect(eq(sz, task.rounds, 8));
}

/* Of 64 places the 32nd has as many before as behind it. Without noise a run
 * settles which half it is, and 6 halvings are left with one. */
Test(bisect, halves_where_there_is_no_noise)
{
	static const size_t halves[] = {32, 16, 24, 20, 18, 19};
	size_t n = 0;

	open_walk();
	walk_begin(&walk, NULL);
	walk_until(&walk, BISECT_CONFIRM);

	for (size_t i = 0; i < walk.task_count; i++) {
		const struct bisect_task *task = &walk.tasks[i];

		if (task->phase != BISECT_SEARCH)
			continue;
		cr_expect(eq(int, task->work, BISECT_VISIT));
		cr_assert(lt(sz, n, 6));
		cr_expect(eq(sz, task->place, halves[n++]));
	}
	cr_expect(eq(sz, n, 6));
}

/* By the detector's rule: 8 rounds make a candidate, 6 fresh ones confirm it;
 * it looks at 6 first. */
Test(bisect, confirms_the_culprit_against_its_parent_in_fresh_rounds)
{
	struct bisect_task task;

	open_walk();
	walk_begin(&walk, NULL);
	task = walk_until(&walk, BISECT_CONFIRM);

	cr_expect(eq(int, task.work, BISECT_PAIR));
	cr_expect(eq(sz, task.low, 19));
	cr_expect(eq(sz, task.place, 20));
	cr_expect(eq(sz, task.rounds, 6));
	walk_all(&walk);
	expect_found(0, 0, 20);
	cr_expect(eq(sz, walk_finding(&walk, 0).rounds, 14));
	cr_expect(eq(sz, bisect_finding_count(walk.bisect), 1));
}

/* ln 1.1 = .0953 at both pairs. */
Test(bisect, tells_the_step_and_the_ends_as_logarithms)
{
	struct bisect_finding found;
	double before[32], after[32];

	open_walk();
	walk_begin(&walk, NULL);
	walk_all(&walk);
	found = walk_finding(&walk, 0);

	cr_expect(epsilon_eq(dbl, found.ends_log, .0953101798, 1e-9));
	cr_expect(epsilon_eq(dbl, found.step_log, .0953101798, 1e-9));
	cr_expect(eq(sz, found.ends_rounds, 8));
	cr_expect(eq(sz, bisect_rounds(walk.bisect, 0, before, after, 32), 14));
	cr_expect(epsilon_eq(dbl, before[13], 100, 1e-9));
	cr_expect(epsilon_eq(dbl, after[13], 110, 1e-9));
}

Test(bisect, says_the_same_until_what_it_wants_was_taken)
{
	open_walk();
	walk_begin(&walk, NULL);
	for (;;) {
		struct bisect_task task = walk_next(&walk);
		struct bisect_task again = walk_next(&walk);

		cr_expect(eq(int, again.work, task.work));
		cr_expect(eq(int, again.phase, task.phase));
		cr_expect(eq(sz, again.low, task.low));
		cr_expect(eq(sz, again.place, task.place));
		cr_expect(eq(sz, again.rounds, task.rounds));
		if (task.work == BISECT_DONE)
			break;
		walk_do(&walk, &task);
	}
}

Test(bisect, of_two_commits_the_last_is_the_culprit)
{
	walk_init(&walk, 2);
	walk_raise(&walk, 0, 1, .1);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	expect_found(0, 0, 1);
	cr_expect(eq(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_VISIT), 0));
}

Test(bisect, the_first_and_the_last_commit_can_be_the_culprit)
{
	static const size_t places[] = {1, 64};

	for (size_t i = 0; i < 2; i++) {
		walk_init(&walk, 65);
		walk_raise(&walk, 0, places[i], .1);
		walk_begin(&walk, NULL);
		walk_all(&walk);
		expect_found(0, 0, places[i]);
		walk_release(&walk);
	}
}

/* ---- directions ---- */

Test(bisect, finds_what_got_better_where_that_is_asked)
{
	walk_init(&walk, 65);
	walk.options.improvement = true;
	walk_raise(&walk, 0, 33, -.1);
	walk_begin(&walk, NULL);
	walk_all(&walk);

	expect_found(0, 0, 33);
	/* -ln .9 = .1054: above 0 is what is searched for */
	cr_expect(epsilon_eq(
	    dbl, walk_finding(&walk, 0).step_log, .1053605157, 1e-9));
}

Test(bisect, where_bigger_is_better_what_falls_is_worse)
{
	open_walk();
	walk.series[0].bigger = true;
	walk_begin(&walk, NULL);
	walk_all(&walk);

	expect_found(0, 0, 20);
	cr_expect(epsilon_eq(
	    dbl, walk_finding(&walk, 0).step_log, .0953101798, 1e-9));
}

/* ---- who can be guilty ---- */

Test(bisect, nobody_to_blame_is_unjudged)
{
	static const double none[] = {1, 0, 0};

	walk_init(&walk, 3);
	cr_expect(eq(int, bisect_new(&walk.bisect, &walk.options, none, 3),
	    ERR_UNJUDGED));
	cr_expect(zero(ptr, walk.bisect));
}

/* Every second commit changes nothing that is built: 19 cannot be, 20 can. */
Test(bisect, who_weighs_nothing_is_never_named)
{
	double weights[65];

	for (size_t i = 0; i < 65; i++)
		weights[i] = i % 2 == 0;
	open_walk();
	walk_begin(&walk, weights);
	walk_all(&walk);

	cr_expect(eq(sz, walk_finding(&walk, 0).last, 20));
	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_FOUND));
}

/* 16 ... 31 are the same build as 15: none of them changed anything. */
Test(bisect, builds_that_are_the_same_are_not_guilty)
{
	double probabilities[65];

	open_walk();
	walk_begin(&walk, NULL);
	bisect_take_same(walk.bisect, 15, 31);
	walk_until(&walk, BISECT_CONFIRM);
	bisect_probabilities(walk.bisect, 0, probabilities);

	for (size_t i = 16; i <= 31; i++)
		cr_expect(zero(dbl, probabilities[i]));
}

Test(bisect, all_builds_the_same_leave_it_unresolved)
{
	open_walk();
	walk_begin(&walk, NULL);
	bisect_take_same(walk.bisect, 0, 64);
	walk_all(&walk);

	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_UNRESOLVED));
	cr_expect(eq(str, (char *)walk_finding(&walk, 0).reason,
	    "the builds of its commits are the same"));
}

/* The pair that is to confirm it turns out to be one build. */
Test(bisect, who_is_confirmed_goes_free_when_its_build_is_its_parents)
{
	struct bisect_task task;

	open_walk();
	walk_begin(&walk, NULL);
	walk_until(&walk, BISECT_CONFIRM);
	bisect_take_same(walk.bisect, 19, 20);
	task = walk_next(&walk);

	cr_expect(not(task.phase == BISECT_CONFIRM && task.low == 19 &&
		      task.place == 20));
}

/* ---- broken commits ---- */

/* 18 ... 20 cannot be built. 17 is fast and 21 is slow: one of 18 ... 21. */
Test(bisect, a_broken_row_is_answered_by_a_range)
{
	struct bisect_finding found;

	open_walk();
	for (size_t i = 18; i <= 20; i++)
		walk.broken[i] = true;
	walk_begin(&walk, NULL);
	walk_all(&walk);
	found = walk_finding(&walk, 0);

	cr_expect(eq(int, found.status, BISECT_UNRESOLVED));
	cr_expect(eq(sz, found.first, 18));
	cr_expect(eq(sz, found.last, 21));
	cr_expect(eq(sz, found.low, 17));
	cr_expect(eq(sz, found.high, 21));
	cr_expect(eq(str, (char *)found.reason,
	    "the commits between cannot be measured"));
}

Test(bisect, a_broken_commit_is_tried_once)
{
	open_walk();
	for (size_t i = 10; i <= 30; i += 2)
		walk.broken[i] = true;
	walk_begin(&walk, NULL);
	walk_all(&walk);

	for (size_t i = 0; i < walk.task_count; i++)
		for (size_t k = 0; k < i; k++)
			cr_expect(
			    not(walk.broken[walk.tasks[i].place] &&
				walk.tasks[i].place == walk.tasks[k].place));
	cr_expect(eq(sz, walk_finding(&walk, 0).first, 20));
	cr_expect(eq(sz, walk_finding(&walk, 0).last, 21));
}

Test(bisect, all_between_the_ends_broken_is_a_range)
{
	open_walk();
	for (size_t i = 1; i < 64; i++)
		walk.broken[i] = true;
	walk_begin(&walk, NULL);
	walk_all(&walk);

	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_UNRESOLVED));
	cr_expect(eq(sz, walk_finding(&walk, 0).first, 1));
	cr_expect(eq(sz, walk_finding(&walk, 0).last, 64));
}
