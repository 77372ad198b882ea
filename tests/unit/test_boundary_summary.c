#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "core/interval/manager.h"
#include "tests/support/interval_sets.h"
#include "tests/support/interval_twin.h"

#define MANAGER "boundary_summary"

static struct interval_summary
summary(struct interval_set *set)
{
	struct interval_summary s;

	interval_set_summary(set, &s);
	return s;
}

static void
expect_queries(const struct interval_set *set, uint64_t hits, uint64_t misses)
{
	struct interval_stats stats;

	interval_set_stats(set, &stats);
	cr_expect(eq(u64, stats.hits, hits));
	cr_expect(eq(u64, stats.misses, misses));
	cr_expect(eq(u64, stats.queries, hits + misses));
}

Test(boundary_summary, only_the_first_of_equal_questions_is_a_miss)
{
	struct interval_set *set = sets_named(MANAGER);
	struct interval_stats stats;

	sets_release(set, 0, 10);
	interval_set_stats(set, &stats);
	cr_expect(eq(dbl, stats.hit_rate, 0));
	for (int i = 0; i < 4; i++)
		sets_expect_range(MANAGER, summary(set).largest, 0, 10);
	expect_queries(set, 3, 1);
	interval_set_stats(set, &stats);
	cr_expect(eq(dbl, stats.hit_rate, .75)); /* of queries, not changes */
	sets_done(set);
}

Test(boundary_summary, an_empty_set_has_nothing_to_keep)
{
	struct interval_set *set = sets_named(MANAGER);

	sets_expect_range(MANAGER, summary(set).largest, 0, 0);
	sets_expect_range(MANAGER, summary(set).smallest, 0, 0);
	expect_queries(set, 0, 2);
	sets_release(set, 3, 5);
	sets_expect_range(MANAGER, summary(set).smallest, 3, 5);
	expect_queries(set, 0, 3);
	sets_done(set);
}

/* A change of "0-10 20-25 40-70 80-85", whose longest is 40-70 and whose
 * shortest is 20-25 (80-85 is as long, but later). */
struct change {
	bool release;
	int64_t start, end;
	bool kept;
	struct interval largest, smallest; /* then */
};

static const struct change changes[] = {
    /* Alone: compared with both. */
    {true, 90, 92, true, {40, 70}, {90, 92}},
    {true, 90, 95, true, {40, 70}, {20, 25}}, /* as long, but later */
    {true, 12, 17, true, {40, 70}, {12, 17}}, /* as long, and earlier */
    {true, 100, 130, true, {40, 70}, {20, 25}},
    {true, 100, 131, true, {100, 131}, {20, 25}},
    {true, -40, -10, true, {-40, -10}, {20, 25}},
    /* Merged with others. */
    {true, 10, 12, true, {40, 70}, {20, 25}},
    {true, 69, 71, true, {40, 71}, {20, 25}},
    {true, 70, 80, true, {40, 85}, {20, 25}},
    {true, 30, 90, true, {30, 90}, {20, 25}},
    {true, 22, 26, false, {40, 70}, {80, 85}}, /* the shortest grew */
    {true, 10, 20, false, {40, 70}, {80, 85}}, /* 0-25 */
    {true, 0, 100, false, {0, 100}, {0, 100}},
    {true, 22, 25, true, {40, 70}, {20, 25}}, /* free before */
    /* What a reserve leaves is compared. */
    {false, 0, 10, true, {40, 70}, {20, 25}}, /* nothing */
    {false, 0, 4, true, {40, 70}, {20, 25}}, /* 4-10 */
    {false, 3, 9, true, {40, 70}, {9, 10}}, /* 0-3 and 9-10 */
    {false, 1, 9, true, {40, 70}, {0, 1}}, /* 0-1 and 9-10, as long */
    {false, 5, 20, true, {40, 70}, {0, 5}}, /* as long, and earlier */
    {false, 30, 40, true, {40, 70}, {20, 25}}, /* was not free */
    {false, 75, 82, true, {40, 70}, {82, 85}},
    {false, 83, 99, true, {40, 70}, {80, 83}},
    /* One of the two is cut. */
    {false, 20, 25, false, {40, 70}, {80, 85}},
    {false, 24, 30, false, {40, 70}, {20, 24}},
    {false, 50, 60, false, {0, 10}, {20, 25}}, /* of three that long */
    {false, 35, 41, false, {41, 70}, {20, 25}},
    {false, -5, 81, false, {81, 85}, {81, 85}},
};

static void
expect_change(const struct change *change)
{
	struct interval_set *set = sets_named(MANAGER);
	struct interval_summary s;

	sets_release(set, 0, 10);
	sets_release(set, 20, 25);
	sets_release(set, 40, 70);
	sets_release(set, 80, 85);
	sets_expect_range(MANAGER, summary(set).largest, 40, 70);
	if (change->release)
		sets_release(set, change->start, change->end);
	else
		(void)sets_reserve(set, change->start, change->end);
	s = summary(set);
	sets_expect_range(
	    MANAGER, s.largest, change->largest.start, change->largest.end);
	sets_expect_range(
	    MANAGER, s.smallest, change->smallest.start, change->smallest.end);
	expect_queries(set, change->kept, 1 + !change->kept);
	sets_done(set);
}

Test(boundary_summary, a_change_keeps_the_extremes_unless_it_takes_one)
{
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		expect_change(&changes[i]);
}

Test(boundary_summary, what_reserve_leaves_at_the_ends_of_int64_is_compared)
{
	struct interval_set *set = sets_named(MANAGER);
	struct interval_summary s;

	sets_release(set, INT64_MIN, INT64_MIN + 10);
	sets_release(set, 0, 5);
	sets_release(set, 10, 100);
	sets_release(set, INT64_MAX - 10, INT64_MAX);
	sets_expect_range(MANAGER, summary(set).smallest, 0, 5);
	sets_reserve(set, INT64_MIN, INT64_MIN + 7);
	s = summary(set);
	sets_expect_range(MANAGER, s.smallest, INT64_MIN + 7, INT64_MIN + 10);
	sets_reserve(set, INT64_MAX - 8, INT64_MAX);
	s = summary(set);
	sets_expect_range(MANAGER, s.smallest, INT64_MAX - 10, INT64_MAX - 8);
	sets_expect_range(MANAGER, s.largest, 10, 100);
	expect_queries(set, 2, 1);
	sets_done(set);
}

Test(boundary_summary, an_interval_longer_than_int64_is_the_longest)
{
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 5);
	sets_release(set, 7, 9);
	(void)summary(set);
	sets_release(set, 4, INT64_MAX);
	sets_expect_range(MANAGER, summary(set).largest, 0, INT64_MAX);
	sets_release(set, INT64_MIN, 0); /* 2^64 - 1 offsets */
	sets_expect_range(MANAGER, summary(set).largest, INT64_MIN, INT64_MAX);
	expect_queries(set, 0, 3); /* the only interval is the shortest too */
	sets_done(set);
}

Test(boundary_summary, the_largest_is_kept_for_the_figures_and_from_them)
{
	struct interval_set *set = sets_named(MANAGER);
	struct interval largest;

	sets_release(set, 0, 10);
	sets_release(set, 20, 50);
	cr_assert(
	    eq(int, interval_set_find_largest(set, &largest), INTERVAL_OK));
	sets_expect_range(MANAGER, largest, 20, 50);
	sets_expect_range(MANAGER, summary(set).smallest, 0, 10);
	expect_queries(set, 1, 0); /* a largest is no query, but keeps */
	sets_done(set);
}

Test(boundary_summary, clear_load_and_clone_start_with_nothing_kept)
{
	const struct interval two[] = {{0, 5}, {10, 30}};
	struct interval_set *set = sets_named(MANAGER);
	struct interval_set *clone = NULL;

	sets_release(set, 0, 10);
	(void)summary(set);
	interval_set_clear(set);
	sets_release(set, 50, 52);
	sets_expect_range(MANAGER, summary(set).largest, 50, 52);
	expect_queries(set, 0, 2);
	cr_assert(eq(int, interval_set_load(set, two, 2), INTERVAL_OK));
	sets_expect_range(MANAGER, summary(set).largest, 10, 30);
	expect_queries(set, 0, 3);
	cr_assert(eq(int, interval_set_clone(&clone, set, NULL), INTERVAL_OK));
	sets_expect_range(MANAGER, summary(clone).smallest, 0, 5);
	expect_queries(clone, 0, 1);
	sets_done(clone);
	sets_done(set);
}

Test(boundary_summary, a_batch_drops_what_is_kept_only_if_it_changed_the_set)
{
	struct interval_op nothing[] = {
	    {{0, 3}, INTERVAL_OP_RELEASE},
	    {{30, 40}, INTERVAL_OP_RESERVE},
	    {{0, 5}, INTERVAL_OP_FIND},
	};
	/* Takes 4 and gives 4: the total stays. */
	struct interval_op exchange[] = {
	    {{0, 4}, INTERVAL_OP_RESERVE},
	    {{20, 24}, INTERVAL_OP_RELEASE},
	};
	struct interval_set *set = sets_named(MANAGER);

	sets_release(set, 0, 10);
	(void)summary(set);
	cr_assert(
	    eq(int, interval_set_apply(set, nothing, 3, NULL), INTERVAL_OK));
	sets_expect_range(MANAGER, summary(set).largest, 0, 10);
	expect_queries(set, 1, 1);
	cr_assert(
	    eq(int, interval_set_apply(set, exchange, 2, NULL), INTERVAL_OK));
	sets_expect_range(MANAGER, summary(set).largest, 4, 10);
	sets_expect_range(MANAGER, summary(set).smallest, 20, 24);
	expect_queries(set, 2, 2);
	sets_done(set);
}

Test(boundary_summary, the_domain_is_the_inner_sets_too)
{
	const struct interval domain = {100, 200};
	struct interval_set *set = NULL;
	struct interval_summary s;

	cr_assert(eq(
	    int, interval_set_new(&set, MANAGER, &domain, NULL), INTERVAL_OK));
	sets_release(set, 100, 150);
	cr_expect(eq(int, interval_set_release(set, sets_range(199, 201)),
	    INTERVAL_OUTSIDE));
	s = summary(set);
	sets_expect_range(MANAGER, s.space, 100, 200);
	sets_expect_range(MANAGER, s.largest, 100, 150);
	sets_done(set);
}

/* Questions after one change, two, three, ...: what is kept is kept through
 * runs of every length. */
Test(boundary_summary, random_histories_give_the_naive_models_figures)
{
	struct interval_twin twin;
	struct interval_stats stats;

	cr_assert(interval_twin_init(&twin, MANAGER, 2000, 0));
	for (size_t run = 1; run <= 120; run++) {
		for (size_t i = 0; i < run; i++) {
			interval_twin_change(&twin);
			cr_assert(twin.set->manager->valid(twin.set));
		}
		interval_twin_ask(&twin);
		if (run % 10 == 0)
			interval_twin_batch(&twin, run);
	}
	interval_twin_compare(&twin);
	interval_set_stats(twin.set, &stats);
	cr_expect(lt(u64, 0, stats.hits));
	cr_expect(lt(u64, 0, stats.misses));
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
	for (size_t run = 0; run < 40; run++) {
		for (size_t i = 0; i < 20; i++)
			interval_twin_change(&twin);
		interval_twin_ask(&twin);
		interval_twin_batch(&twin, 20);
		interval_twin_ask(&twin);
	}
	interval_twin_compare(&twin);
	failed = twin.memory.calls >= fail_at;
	cr_assert(eq(int, twin.failures > 0, failed));
	interval_twin_release(&twin);
	return failed;
}

Test(boundary_summary, a_change_without_memory_changes_no_answer)
{
	size_t fail_at = 1;

	while (history_without_memory(fail_at))
		fail_at++;
	/* The set, the inner set, its first memory and one growth failed. */
	cr_expect(lt(sz, 4, fail_at));
}
