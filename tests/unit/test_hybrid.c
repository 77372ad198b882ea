#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "core/interval/manager.h"
#include "tests/support/interval_sets.h"
#include "tests/support/interval_twin.h"

#define MANAGER "hybrid"
/* More changes than are noted for a set of two intervals. */
#define MANY 1000

static void
expect_figures(
    struct interval_set *set, struct interval largest, struct interval smallest)
{
	struct interval_summary s;

	interval_set_summary(set, &s);
	sets_expect_range(MANAGER, s.largest, largest.start, largest.end);
	sets_expect_range(MANAGER, s.smallest, smallest.start, smallest.end);
}

static struct interval_stats
stats_of(const struct interval_set *set)
{
	struct interval_stats stats;

	interval_set_stats(set, &stats);
	return stats;
}

/* Besides its own struct, hybrid holds what a boundary holds, unless it has an
 * index too. */
static bool
holds_index(const struct interval_set *set)
{
	struct interval_set *boundary = NULL;
	struct interval_stats alone;

	cr_assert(eq(
	    int, interval_set_clone(&boundary, set, "boundary"), INTERVAL_OK));
	alone = stats_of(boundary);
	interval_set_free(boundary);
	return stats_of(set).allocations > alone.allocations + 1;
}

/* Ends with 0-10 alone. */
static void
change_often(struct interval_set *set, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i % 2)
			(void)sets_reserve(set, 20, 25);
		else
			sets_release(set, 20, 25);
	}
}

Test(hybrid, a_question_is_a_hit_if_nothing_changed_since_the_last)
{
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	sets_release(set, 20, 22);
	expect_figures(set, sets_range(0, 10), sets_range(20, 22));
	cr_expect(eq(u64, stats_of(set).hits, 0));
	expect_figures(set, sets_range(0, 10), sets_range(20, 22));
	cr_expect(eq(u64, stats_of(set).hits, 1));
	sets_release(set, 21, 40);
	expect_figures(set, sets_range(20, 40), sets_range(0, 10));
	cr_expect(eq(u64, stats_of(set).hits, 1));
	expect_figures(set, sets_range(20, 40), sets_range(0, 10));
	cr_expect(eq(u64, stats_of(set).hits, 2));
	cr_expect(eq(u64, stats_of(set).queries, 4));
	cr_expect(eq(dbl, stats_of(set).hit_rate, .5));
	sets_done(set);
}

Test(hybrid, a_change_that_changes_nothing_leaves_a_hit)
{
	struct interval_op nothing[] = {
	    {{0, 3}, INTERVAL_OP_RELEASE},
	    {{30, 40}, INTERVAL_OP_RESERVE},
	    {{0, 5}, INTERVAL_OP_FIND},
	};
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	sets_release(set, 2, 10);
	cr_expect(eq(u64, sets_reserve(set, 10, 20), 0));
	cr_assert(
	    eq(int, interval_set_apply(set, nothing, 3, NULL), INTERVAL_OK));
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	cr_expect(eq(u64, stats_of(set).hits, 1));
	sets_done(set);
}

Test(hybrid, a_batch_reaches_the_index_in_its_order)
{
	/* Takes 4 and gives 4: the total stays. */
	struct interval_op ops[] = {
	    {{0, 4}, INTERVAL_OP_RESERVE},
	    {{4, 6}, INTERVAL_OP_RELEASE}, /* free already */
	    {{40, 45}, INTERVAL_OP_FIND},
	    {{20, 24}, INTERVAL_OP_RELEASE},
	    {{22, 23}, INTERVAL_OP_RESERVE},
	    {{22, 23}, INTERVAL_OP_RELEASE},
	};
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	cr_assert(eq(int, interval_set_apply(set, ops, 6, NULL), INTERVAL_OK));
	expect_figures(set, sets_range(4, 10), sets_range(20, 24));
	cr_expect(eq(u64, stats_of(set).hits, 0));
	sets_done(set);
}

Test(hybrid, there_is_no_index_before_the_first_question)
{
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	cr_expect(not(holds_index(set)));
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	cr_expect(holds_index(set));
	sets_done(set);
}

Test(hybrid, many_changes_drop_the_index_and_a_second_question_loads_it)
{
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	change_often(set, MANY);
	cr_expect(not(holds_index(set)));
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	cr_expect(not(holds_index(set))); /* one question is read */
	sets_release(set, 30, 33);
	expect_figures(set, sets_range(0, 10), sets_range(30, 33));
	cr_expect(holds_index(set));
	cr_expect(eq(u64, stats_of(set).hits, 0));
	expect_figures(set, sets_range(0, 10), sets_range(30, 33));
	cr_expect(eq(u64, stats_of(set).hits, 1));
	sets_done(set);
}

Test(hybrid, questions_with_few_changes_between_keep_the_index)
{
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	for (int i = 0; i < 100; i++) {
		change_often(set, 10);
		expect_figures(set, sets_range(0, 10), sets_range(0, 10));
		cr_assert(holds_index(set));
	}
	sets_done(set);
}

Test(hybrid, best_fit_and_largest_see_every_change)
{
	struct interval_set *set = sets_named(MANAGER);
	struct interval iv;

	cr_expect(
	    eq(int, interval_set_find_best(set, 5, &iv), INTERVAL_NOTFOUND));
	sets_release(set, 0, 10);
	sets_release(set, 20, 26);
	cr_assert(eq(int, interval_set_find_best(set, 5, &iv), INTERVAL_OK));
	sets_expect_range(MANAGER, iv, 20, 25);
	sets_release(set, 30, 35);
	cr_assert(eq(int, interval_set_find_best(set, 5, &iv), INTERVAL_OK));
	sets_expect_range(MANAGER, iv, 30, 35);
	cr_assert(eq(int, interval_set_find_largest(set, &iv), INTERVAL_OK));
	sets_expect_range(MANAGER, iv, 0, 10);
	(void)sets_reserve(set, 0, 6);
	cr_assert(eq(int, interval_set_find_largest(set, &iv), INTERVAL_OK));
	sets_expect_range(MANAGER, iv, 20, 26);
	sets_done(set);
}

Test(hybrid, clear_and_load_leave_no_index)
{
	const struct interval two[] = {{0, 5}, {10, 30}};
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	expect_figures(set, sets_range(0, 10), sets_range(0, 10));
	interval_set_clear(set);
	cr_expect(not(holds_index(set)));
	expect_figures(set, sets_range(0, 0), sets_range(0, 0));
	sets_release(set, 50, 52);
	expect_figures(set, sets_range(50, 52), sets_range(50, 52));
	cr_expect(holds_index(set));
	cr_assert(eq(int, interval_set_load(set, two, 2), INTERVAL_OK));
	cr_expect(not(holds_index(set)));
	expect_figures(set, sets_range(10, 30), sets_range(0, 5));
	sets_done(set);
}

Test(hybrid, the_domain_is_that_of_both_sets)
{
	const struct interval domain = {100, 200};
	struct interval_set *set = NULL;

	cr_assert(eq(
	    int, interval_set_new(&set, MANAGER, &domain, NULL), INTERVAL_OK));
	sets_release(set, 100, 150);
	cr_expect(eq(int, interval_set_release(set, sets_range(199, 201)),
	    INTERVAL_OUTSIDE));
	expect_figures(set, sets_range(100, 150), sets_range(100, 150));
	sets_release(set, 190, 200);
	expect_figures(set, sets_range(100, 150), sets_range(190, 200));
	sets_done(set);
}

/* Runs between questions go from one change to more than are noted. */
Test(hybrid, random_histories_give_the_naive_models_answers)
{
	struct interval_twin twin;
	size_t run;

	cr_assert(interval_twin_init(&twin, MANAGER, 4000, 0));
	for (size_t i = 0; i < 400; i++) {
		run = 1 + rng_below(&twin.rng, i % 20 ? 30 : 400);
		for (size_t c = 0; c < run; c++)
			interval_twin_change(&twin);
		interval_twin_compare(&twin);
		interval_twin_ask(&twin);
		if (i % 4 == 0)
			interval_twin_batch(&twin, run);
		interval_twin_compare(&twin);
	}
	interval_twin_release(&twin);
}

/* @return whether the failure came up */
static bool
history_without_memory(size_t fail_at)
{
	struct interval_twin twin;
	bool failed;

	if (!interval_twin_init(&twin, MANAGER, 4000, fail_at))
		return true;
	for (size_t i = 0; i < 30; i++) {
		for (size_t run = 0; run < 20; run++)
			interval_twin_change(&twin);
		interval_twin_ask(&twin);
		interval_twin_batch(&twin, 10);
		interval_twin_ask(&twin);
		interval_twin_compare(&twin);
	}
	failed = twin.memory.calls >= fail_at;
	/* What the index wants fails no change. */
	cr_assert(le(sz, twin.failures, 1));
	interval_twin_release(&twin);
	return failed;
}

Test(hybrid, a_failure_of_memory_changes_no_answer)
{
	size_t fail_at = 1;

	while (history_without_memory(fail_at))
		fail_at++;
	/* The set, the inner set and its first memory, the log, the index. */
	cr_expect(lt(sz, 5, fail_at));
}

Test(hybrid, questions_are_answered_while_there_is_no_memory_at_all)
{
	struct interval_twin twin;

	cr_assert(interval_twin_init(&twin, MANAGER, 4000, 0));
	twin.memory.fail_on = true;
	for (size_t i = 0; i < 60; i++) {
		twin.memory.fail_at = 0;
		for (size_t run = 0; run < 25; run++)
			interval_twin_change(&twin);
		if (i % 2)
			interval_twin_ask(&twin);
		for (size_t run = 0; run < i; run++)
			interval_twin_change(&twin);
		twin.memory.fail_at = 1; /* it and all later calls */
		interval_twin_ask(&twin);
		interval_twin_change(&twin);
		interval_twin_ask(&twin);
		interval_twin_compare(&twin);
	}
	interval_twin_release(&twin);
}
