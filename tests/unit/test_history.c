/* From the store's points to one line a benchmark and metric. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/history.h"
#include "tests/support/git_fixture.h"

static const struct store_history_series series[] = {
    {{"a", "time", "ns", DIRECTION_SMALLER}, "s1"},
    {{"a", "time", "ns", DIRECTION_SMALLER}, "s2"},
    {{"a", "time", "us", DIRECTION_SMALLER}, "s2"},
    {{"b", "time", "ns", DIRECTION_SMALLER}, "s1"},
};
static const char *const machines[] = {"m1", "m2"};
static const struct store_history_commit commits[] = {
    {"c0", "", 0}, {"c1", "", 0}, {"c2", "", 0}, {"c3", "", 0}};

static struct history *
make(const struct store_point *points, size_t count, const size_t *places)
{
	const struct store_history stored = {
	    .series = series,
	    .series_count = 4,
	    .commits = commits,
	    .commit_count = 4,
	    .machines = machines,
	    .machine_count = 2,
	    .points = points,
	    .point_count = count,
	};
	struct history *history;

	cr_assert(eq(int, history_make(&stored, places, &history), ERR_OK));
	return history;
}

/* In the order of the stored commits: 3 is the oldest of the branch. */
static const size_t places[] = {3, 2, 1, 0};

Test(history, points_come_in_the_order_of_the_branch)
{
	const struct store_point points[] = {
	    {.series = 0, .commit = 0, .value = 13, .started_s = 5},
	    {.series = 0, .commit = 1, .value = 12, .started_s = 6},
	    {.series = 0, .commit = 3, .value = 10, .started_s = 7},
	};
	struct history *history = make(points, 3, places);
	const struct history_line *line = &history->lines[0];

	cr_assert(eq(sz, history->count, 1));
	cr_assert(eq(sz, line->point_count, 3));
	cr_expect(eq(dbl, line->points[0].value, 10));
	cr_expect(eq(sz, line->points[0].commit, 0));
	cr_expect(eq(dbl, line->points[1].value, 12));
	cr_expect(eq(sz, line->points[1].commit, 2));
	cr_expect(eq(dbl, line->points[2].value, 13));
	history_free(history);
}

Test(history, sessions_of_one_commit_are_one_point)
{
	/* The median of 10, 12 and 17; the first of them began at 4. */
	const struct store_point points[] = {
	    {.series = 0, .commit = 0, .value = 17, .started_s = 5},
	    {.series = 0, .commit = 0, .value = 10, .started_s = 4},
	    {.series = 0, .commit = 0, .value = 12, .started_s = 6},
	};
	struct history *history = make(points, 3, places);
	const struct history_line *line = &history->lines[0];

	cr_assert(eq(sz, line->point_count, 1));
	cr_expect(eq(dbl, line->points[0].value, 12));
	cr_expect(eq(sz, line->points[0].sessions, 3));
	cr_expect(eq(i64, line->points[0].first_s, 4));
	history_free(history);
}

Test(history, commits_of_other_branches_are_left_out)
{
	const size_t elsewhere[] = {
	    0, HISTORY_NOWHERE, HISTORY_NOWHERE, HISTORY_NOWHERE};
	const struct store_point points[] = {
	    {.series = 0, .commit = 0, .value = 1},
	    {.series = 0, .commit = 1, .value = 2},
	    {.series = 3, .commit = 2, .value = 3},
	};
	struct history *history = make(points, 3, elsewhere);

	cr_assert(eq(sz, history->count, 1));
	cr_expect(eq(sz, history->lines[0].point_count, 1));
	history_free(history);
}

Test(history, what_cannot_be_compared_is_another_epoch)
{
	/* On machine m1 the commits 0 and 1 of the branch; then on m2 1 and 2
	 * with setup s2; then 3 in another unit. */
	const struct store_point points[] = {
	    {.series = 0, .machine = 0, .commit = 3, .value = 10},
	    {.series = 0, .machine = 0, .commit = 2, .value = 11},
	    {.series = 1, .machine = 1, .commit = 2, .value = 21},
	    {.series = 1, .machine = 1, .commit = 1, .value = 22},
	    {.series = 2, .machine = 1, .commit = 0, .value = 3},
	};
	struct history *history = make(points, 5, places);
	const struct history_line *line = &history->lines[0];

	cr_assert(eq(sz, history->count, 1));
	cr_assert(eq(sz, line->epoch_count, 3));
	cr_expect(eq(int, line->epochs[0].cause, HISTORY_FIRST));
	cr_expect(eq(int, line->epochs[1].cause, HISTORY_MACHINE));
	cr_expect(eq(int, line->epochs[2].cause, HISTORY_UNIT));
	cr_expect(eq(sz, line->epochs[1].first, 2));
	cr_expect(eq(sz, line->epochs[2].first, 4));
	expect_text(line->epochs[1].machine_key, "m2");
	cr_expect(eq(dbl, line->points[2].value, 21));
	history_free(history);
}

Test(history, an_epoch_that_reaches_further_comes_later)
{
	/* m2 measured the whole branch, m1 stopped at commit 2 of it. */
	const struct store_point points[] = {
	    {.series = 0, .machine = 0, .commit = 2, .value = 1},
	    {.series = 0, .machine = 0, .commit = 1, .value = 1},
	    {.series = 0, .machine = 1, .commit = 3, .value = 2},
	    {.series = 0, .machine = 1, .commit = 0, .value = 2},
	};
	struct history *history = make(points, 4, places);

	expect_text(history->lines[0].epochs[1].machine_key, "m2");
	history_free(history);
}

Test(history, setups_of_the_same_reach_are_told_by_their_newest_session)
{
	const struct store_point points[] = {
	    {.series = 0, .commit = 0, .value = 1, .started_s = 9},
	    {.series = 1, .commit = 0, .value = 2, .started_s = 8},
	};
	struct history *history = make(points, 2, places);

	expect_text(history->lines[0].epochs[1].setup, "s1");
	cr_expect(
	    eq(int, history->lines[0].epochs[1].cause, HISTORY_BENCHMARK));
	history_free(history);
}

Test(history, nothing_stored_gives_no_line)
{
	struct history *history = make(NULL, 0, places);

	cr_expect(eq(sz, history->count, 0));
	history_free(history);
}
