/* What a history says of a series. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/trend.h"
#include "baselines/trends.h"

#define POINTS 60

static struct history_point points[POINTS];
static struct history_epoch epochs[2];
static struct history_line line;

/* A little noise that repeats itself: within +-.2 %. */
static double
wobble(size_t i)
{
	static const double parts[] = {
	    0, .001, -.002, .0015, -.0005, .002, -.001};

	return 1 + parts[i * 5 % 7];
}

/* One epoch of `n` points at the levels that `level_of` gives. */
static void
set_points(size_t n, double (*level_of)(size_t), enum direction direction)
{
	for (size_t i = 0; i < n; i++)
		points[i] = (struct history_point){.commit = i,
		    .sessions = 1,
		    .value = level_of(i) * wobble(i)};
	epochs[0] = (struct history_epoch){.count = n,
	    .name = {"b", "m", "ns", direction},
	    .machine_key = "m"};
	line = (struct history_line){.benchmark = "b",
	    .metric = "m",
	    .epochs = epochs,
	    .epoch_count = 1,
	    .points = points,
	    .point_count = n};
}

static struct trend
make(void)
{
	struct trend trend;

	cr_assert(
	    eq(int, trend_make(&trend, &line, change_option_sets), ERR_OK));
	return trend;
}

/* 100, from 20 on 120, from 40 on 101. */
static double
up_and_back(size_t i)
{
	return i < 20 ? 100 : i < 40 ? 120 : 101;
}

static double
creeping(size_t i)
{
	return 100 * pow(1.003, (double)i);
}

/* Twice as much from 30 on, and one value of 0 that leaves no logarithms. */
static double
doubled(size_t i)
{
	return i == 10 ? 0 : i < 30 ? .001 : .002;
}

/* The shift is .001 over the median |value| that is not 0, .002: exp(.5) would
 * be 1.65. */
Test(trend, a_ratio_is_that_of_the_levels_where_a_value_is_zero)
{
	struct trend trend;

	set_points(POINTS, doubled, DIRECTION_SMALLER);
	trend = make();
	cr_assert(eq(sz, trend.count, 1));
	cr_expect(epsilon_eq(dbl, trend.changes[0].ratio, 2, .005));
	cr_expect(le(dbl, trend.changes[0].ratio_low, trend.changes[0].ratio));
	cr_expect(le(dbl, trend.changes[0].ratio, trend.changes[0].ratio_high));
	cr_expect(epsilon_eq(dbl, trend.changes[0].ratio_low, 2, .02));
	cr_expect(trend_change_is_worse(&trend.changes[0]));
	trend_release(&trend);
	set_points(POINTS, doubled, DIRECTION_BIGGER);
	trend = make();
	cr_assert(eq(sz, trend.count, 1));
	cr_expect(epsilon_eq(dbl, trend.changes[0].ratio, .5, .002));
	cr_expect(le(dbl, trend.changes[0].ratio_low, trend.changes[0].ratio));
	cr_expect(le(dbl, trend.changes[0].ratio, trend.changes[0].ratio_high));
	cr_expect(not(trend_change_is_worse(&trend.changes[0])));
	trend_release(&trend);
}

static double
from_zero_and_back(size_t i)
{
	return i < 20 || i >= 40 ? 0 : 1000;
}

Test(trend, a_change_from_zero_is_worse_and_has_no_ratio)
{
	struct trend trend;

	set_points(POINTS, from_zero_and_back, DIRECTION_SMALLER);
	trend = make();
	cr_assert(eq(sz, trend.count, 2));
	for (size_t i = 0; i < 2; i++) {
		cr_expect(isnan(trend.changes[i].ratio));
		cr_expect(isnan(trend.changes[i].ratio_low));
		cr_expect(isnan(trend.changes[i].ratio_high));
	}
	cr_expect(trend_change_is_worse(&trend.changes[0]));
	cr_expect(not(trend_change_is_worse(&trend.changes[1])));
	cr_expect(eq(sz, trend.changes[0].back, 1));
	trend_release(&trend);
}

static double
zero_at_the_end(size_t i)
{
	return i < POINTS - 2 ? 50 : 0;
}

static double
three_times_at_the_end(size_t i)
{
	return i == 10 ? 0 : i < POINTS - 2 ? 50 : 150;
}

Test(trend, suspects_have_a_ratio_where_both_levels_are_above_zero)
{
	struct trend trend;

	set_points(POINTS, zero_at_the_end, DIRECTION_SMALLER);
	trend = make();
	cr_expect(eq(sz, trend.suspects, 2));
	cr_expect(isnan(trend.suspect_ratio));
	trend_release(&trend);
	set_points(POINTS, three_times_at_the_end, DIRECTION_SMALLER);
	trend = make();
	cr_expect(eq(sz, trend.suspects, 2));
	cr_expect(epsilon_eq(dbl, trend.suspect_ratio, 3, .01));
	trend_release(&trend);
}

Test(trend, a_slowdown_that_is_taken_back_is_known)
{
	struct trend trend;

	set_points(POINTS, up_and_back, DIRECTION_SMALLER);
	trend = make();
	cr_assert(eq(sz, trend.count, 2));
	cr_expect(eq(sz, trend.changes[0].index, 20));
	cr_expect(epsilon_eq(dbl, trend.changes[0].ratio, 1.2, .005));
	cr_expect(le(dbl, trend.changes[0].ratio_low, trend.changes[0].ratio));
	cr_expect(le(dbl, trend.changes[0].ratio, trend.changes[0].ratio_high));
	/* 1.2 x 101 / 120 = 1.01, within 2 % of the old level. */
	cr_expect(eq(sz, trend.changes[0].back, 1));
	cr_expect(eq(sz, trend.changes[1].index, 40));
	cr_expect(eq(sz, trend.changes[1].back, 1));
	cr_expect(epsilon_eq(dbl, trend.level, 101, .5));
	cr_expect(eq(sz, trend.level_from, 40));
	cr_expect(not(trend.drift.found));
	trend_release(&trend);
}

Test(trend, where_bigger_is_better_the_same_is_an_improvement)
{
	struct trend trend;

	set_points(POINTS, up_and_back, DIRECTION_BIGGER);
	trend = make();
	cr_assert(eq(sz, trend.count, 2));
	cr_expect(epsilon_eq(dbl, trend.changes[0].ratio, 1 / 1.2, .005));
	cr_expect(le(dbl, trend.changes[0].ratio_low, trend.changes[0].ratio));
	cr_expect(le(dbl, trend.changes[0].ratio, trend.changes[0].ratio_high));
	trend_release(&trend);
}

Test(trend, the_stairs_of_a_drift_are_not_changes_for_themselves)
{
	struct trend trend;

	set_points(POINTS, creeping, DIRECTION_SMALLER);
	trend = make();
	cr_assert(trend.drift.found);
	cr_expect(lt(dbl, 1.1, trend.drift.ratio));
	for (size_t i = 0; i < trend.count; i++)
		cr_expect(trend.changes[i].in_drift);
	trend_release(&trend);
}

Test(trend, epochs_are_not_compared)
{
	struct trend trend;

	set_points(POINTS, up_and_back, DIRECTION_SMALLER);
	epochs[0].count = 20;
	epochs[1] = epochs[0];
	epochs[1].first = 20;
	epochs[1].count = 40;
	line.epoch_count = 2;
	trend = make();
	cr_assert(eq(sz, trend.count, 1));
	cr_expect(eq(sz, trend.changes[0].index, 40));
	cr_expect(eq(sz, trend.changes[0].epoch, 1));
	trend_release(&trend);
}

Test(trend, the_level_since_a_point_is_that_around_it)
{
	struct trend trend;

	set_points(POINTS, up_and_back, DIRECTION_SMALLER);
	trend = make();
	/* Point 20 is the first at 120: those before it do not count. */
	cr_expect(
	    epsilon_eq(dbl, trend_since(&trend, &line, 20), 101. / 120, .005));
	cr_expect(
	    epsilon_eq(dbl, trend_since(&trend, &line, 19), 101. / 100, .005));
	cr_expect(epsilon_eq(dbl, trend_level_at(&trend, &line, 0), 120, .5));
	cr_expect(epsilon_eq(dbl, trend_level_at(&trend, &line, 1), 101, .5));
	trend_release(&trend);
}

Test(trend, a_point_of_an_earlier_epoch_is_not_compared)
{
	struct trend trend;

	set_points(POINTS, up_and_back, DIRECTION_SMALLER);
	epochs[0].count = 20;
	epochs[1] = epochs[0];
	epochs[1].first = 20;
	epochs[1].count = 40;
	line.epoch_count = 2;
	trend = make();
	cr_expect(isnan(trend_since(&trend, &line, 10)));
	trend_release(&trend);
}

Test(trend, threads_find_what_one_finds)
{
	struct history_line lines[9];
	struct trend one[9];
	struct trend many[9];

	set_points(POINTS, up_and_back, DIRECTION_SMALLER);
	for (size_t i = 0; i < 9; i++)
		lines[i] = line;
	cr_assert(
	    eq(int, trends_make(one, lines, 9, change_option_sets, 1), ERR_OK));
	cr_assert(eq(
	    int, trends_make(many, lines, 9, change_option_sets, 4), ERR_OK));
	for (size_t i = 0; i < 9; i++) {
		cr_assert(eq(sz, many[i].count, one[i].count));
		cr_expect(
		    eq(dbl, many[i].changes[1].ratio, one[i].changes[1].ratio));
		trend_release(&one[i]);
		trend_release(&many[i]);
	}
}

/* The step at 20 is a change, which bounds what is looked at; the one at 40 is
 * to the better. */
Test(trend, points_bear_out_a_change_of_their_sense)
{
	struct trend trend = {0};

	set_points(POINTS, up_and_back, DIRECTION_SMALLER);
	cr_expect(trend_bears_out(&trend, &line, 20, true));
	cr_expect(not(trend_bears_out(&trend, &line, 20, false)));
	cr_expect(not(trend_bears_out(&trend, &line, 0, true)));
	trend = make();
	cr_expect(not(trend_bears_out(&trend, &line, 30, true)));
	cr_expect(not(trend_bears_out(&trend, &line, 20, true)));
	trend_release(&trend);
}

Test(trend, more_is_worse_or_better_as_the_series_has_it)
{
	const struct trend trend = {0};

	set_points(POINTS, up_and_back, DIRECTION_BIGGER);
	cr_expect(trend_bears_out(&trend, &line, 20, false));
	cr_expect(not(trend_bears_out(&trend, &line, 20, true)));
}

Test(trend, a_drift_that_persists_is_held_with_its_stairs)
{
	struct trend_change changes[] = {{.is_stair = true}, {0}};
	struct trend trend = {.changes = changes, .count = 2};

	trend_hold_drift(&trend);
	cr_expect(not(trend.drift.found));
	cr_expect(not(changes[0].in_drift));
	trend.drift.persists = true;
	trend_hold_drift(&trend);
	cr_expect(trend.drift.found);
	cr_expect(changes[0].in_drift);
	cr_expect(not(changes[1].in_drift));
}
