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

TestSuite(bisect_ends, .fini = close_walk);

static void
open_step(double by)
{
	walk_init(&walk, 65);
	walk_raise(&walk, 0, 20, by);
}

static struct bisect_finding
end_of(enum bisect_status status)
{
	struct bisect_finding found;

	walk_begin(&walk, NULL);
	walk_all(&walk);
	found = walk_finding(&walk, 0);
	cr_expect(eq(int, found.status, status));
	return found;
}

/* 8 rounds below 3 %: p = 2^-8 = .0039. */
Test(bisect_ends, equal_ends_are_no_change_after_eight_rounds)
{
	struct bisect_finding found;

	open_step(0);
	found = end_of(BISECT_NO_CHANGE);
	cr_expect(eq(sz, found.ends_rounds, 8));
	cr_expect(eq(sz, walk.runs, 16));
	cr_expect(zero(ptr, (void *)found.reason));
	cr_expect(not(found.searched));
}

Test(bisect_ends, ends_that_differ_the_other_way_are_reversed)
{
	open_step(-.1);
	end_of(BISECT_REVERSED);
	cr_expect(eq(sz, walk.runs, 16));
}

Test(bisect_ends, an_improvement_that_is_a_slowdown_is_reversed)
{
	open_step(.1);
	walk.options.improvement = true;
	end_of(BISECT_REVERSED);
}

/* With a tolerance of 10 %, 8 % is below the 15 % that counts as the same. */
Test(bisect_ends, a_step_within_the_tolerance_is_no_change)
{
	open_step(.08);
	walk.options.tolerance = .1;
	end_of(BISECT_NO_CHANGE);
}

Test(bisect_ends, a_step_above_the_tolerance_is_found)
{
	open_step(.035);
	cr_expect(eq(sz, end_of(BISECT_FOUND).first, 20));
}

/* ---- noise ---- */

/* A difference of two runs has sd 42 %: to put its centre within 3 % takes
 * hundreds of rounds. */
Test(bisect_ends, ends_that_no_round_tells_apart_are_too_noisy)
{
	struct bisect_finding found;

	walk_init(&walk, 65);
	walk.sd = .3;
	found = end_of(BISECT_TOO_NOISY);
	cr_expect(eq(sz, found.ends_rounds, 60));
	cr_expect(eq(str, (char *)found.reason,
	    "the rounds are spent, and the ends cannot be told apart"));
}

/* Both runs of a round are off by as much: the differences are exact, and the
 * ranks of the two ends go together. */
static double
wave(const struct walk *of, const struct bisect_task *task, size_t place)
{
	(void)task;
	(void)place;
	return .05 * sin((double)(of->runs / 2));
}

Test(bisect_ends, ends_that_go_up_and_down_together_pair_the_search)
{
	open_step(.1);
	walk.besides = wave;
	cr_expect(eq(sz, end_of(BISECT_FOUND).first, 20));
	cr_expect(bisect_is_paired(walk.bisect));
	cr_expect(eq(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_VISIT), 0));
	cr_expect(lt(sz, 0, walk_tasks(&walk, BISECT_SEARCH, BISECT_PAIR)));
}

/* Behind the ends' 8 rounds the machine is slower by 20 %, whatever it runs. */
static double
slower_later(
    const struct walk *of, const struct bisect_task *task, size_t place)
{
	(void)place;
	(void)task;
	return of->runs > 16 ? .2 : 0;
}

Test(bisect_ends, good_run_again_shows_a_drift_and_pairs_the_search)
{
	struct bisect_finding found;

	walk_init(&walk, 1001);
	walk_raise(&walk, 0, 700, .1);
	walk.sd = .01;
	walk.besides = slower_later;
	found = end_of(BISECT_FOUND);
	cr_expect(eq(sz, found.first, 700));
	cr_expect(bisect_is_paired(walk.bisect));
}

/* ---- counts ---- */

/* One count of each end, one of each half, and none twice. */
Test(bisect_ends, a_counted_series_alone_takes_one_count_of_a_commit)
{
	struct bisect_finding found;

	walk_init(&walk, 65);
	walk.series[0].counted = true;
	walk_raise(&walk, 0, 20, .1);
	found = end_of(BISECT_FOUND);

	cr_expect(eq(sz, found.first, 20));
	cr_expect(epsilon_eq(dbl, found.ends_log, .0953101798, 1e-9));
	cr_expect(epsilon_eq(dbl, found.step_log, .0953101798, 1e-9));
	cr_expect(eq(sz, walk.runs, walk.task_count));
	cr_expect(eq(sz, walk.runs, 8)); /* 2 ends, 6 halves of 64 */
}

Test(bisect_ends, equal_counts_are_no_change)
{
	walk_init(&walk, 65);
	walk.series[0].counted = true;
	end_of(BISECT_NO_CHANGE);
	cr_expect(eq(sz, walk.runs, 2));
}

Test(bisect_ends, counts_that_fell_are_reversed)
{
	walk_init(&walk, 65);
	walk.series[0].counted = true;
	walk_raise(&walk, 0, 20, -.1);
	end_of(BISECT_REVERSED);
}

Test(bisect_ends, counts_of_a_broken_row_leave_a_range)
{
	struct bisect_finding found;

	walk_init(&walk, 65);
	walk.series[0].counted = true;
	walk_raise(&walk, 0, 20, .1);
	walk.broken[19] = walk.broken[20] = true;
	found = end_of(BISECT_UNRESOLVED);
	cr_expect(eq(sz, found.first, 19));
	cr_expect(eq(sz, found.last, 21));
}

/* Times of 8 % noise, with counts that moved at the same commit: only the ends
 * and the confirmation run the benchmark. */
Test(bisect_ends, counts_that_moved_lead_the_search_of_times)
{
	struct bisect_finding found;
	size_t counts;

	open_step(.1);
	walk.sd = .03;
	counts = walk_add_series(&walk, true, 0);
	walk_raise(&walk, counts, 20, .3);
	found = end_of(BISECT_FOUND);

	cr_expect(eq(sz, found.first, 20));
	cr_expect(found.by_count);
	cr_expect(eq(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_VISIT), 0));
	cr_expect(eq(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_COUNT), 6));
	cr_expect(eq(sz, bisect_finding_count(walk.bisect), 1));
}

/* A quarter of what the times moved is the least that leads: .5 % does not. */
Test(bisect_ends, counts_that_did_not_move_do_not_lead)
{
	size_t counts;

	open_step(.1);
	counts = walk_add_series(&walk, true, 0);
	walk_raise(&walk, counts, 50, .005);
	cr_expect(not(end_of(BISECT_FOUND).by_count));
	cr_expect(eq(sz, walk_tasks(&walk, BISECT_SEARCH, BISECT_COUNT), 0));
}

/* The counts moved at 50, the times at 20: pairs of 49 and 50 contradict. */
Test(bisect_ends, counts_that_mislead_are_left)
{
	struct bisect_finding found;
	size_t counts;

	open_step(.1);
	counts = walk_add_series(&walk, true, 0);
	walk_raise(&walk, counts, 50, .3);
	found = end_of(BISECT_FOUND);
	cr_expect(eq(sz, found.first, 20));
	cr_expect(not(found.by_count));
}

Test(bisect_ends, a_step_goes_on_by_its_own_values_when_counting_fails)
{
	struct bisect_task task;
	size_t counts;

	open_step(.1);
	counts = walk_add_series(&walk, true, 0);
	walk_raise(&walk, counts, 50, .3);
	walk_begin(&walk, NULL);
	task = walk_until(&walk, BISECT_SEARCH);
	cr_assert(eq(int, task.work, BISECT_COUNT));
	walk_do(&walk, &task);
	bisect_leave(walk.bisect, counts, "it cannot be counted");
	walk_all(&walk);

	cr_expect(eq(sz, walk_finding(&walk, 0).first, 20));
	cr_expect(eq(int, walk_finding(&walk, 0).status, BISECT_FOUND));
	cr_expect(not(walk_finding(&walk, 0).by_count));
}
