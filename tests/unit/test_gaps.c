/* Which commit of a history is to be measured next. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "baselines/gaps.h"

#define PLACES 64

static struct history_point points[PLACES];
static struct history_epoch epochs[2];
static struct history_line line;
static struct gaps gaps;
static bool closed[PLACES];

static void
setup(void)
{
	epochs[0] = (struct history_epoch){
	    .name = {"a", "time", "ns", DIRECTION_SMALLER}};
	line = (struct history_line){
	    .epochs = epochs, .epoch_count = 1, .points = points};
}

static void
teardown(void)
{
	gaps_release(&gaps);
}

TestSuite(gaps, .init = setup, .fini = teardown);

/* A point of the last epoch. */
static void
point(size_t place, double value)
{
	points[line.point_count++] =
	    (struct history_point){.commit = place, .value = value};
	epochs[line.epoch_count - 1].count++;
}

static bool
any(void *ctx, const struct history_epoch *epoch, size_t place)
{
	(void)ctx;
	(void)epoch;
	(void)place;
	return true;
}

static void
add(struct trend_change *changes, size_t count)
{
	const struct trend trend = {.changes = changes, .count = count};

	cr_assert(eq(int, gaps_add(&gaps, &line, &trend, any, NULL), ERR_OK));
}

static void
expect_gap(size_t i, size_t low, size_t high, bool regression)
{
	cr_assert(lt(sz, i, gaps.count));
	cr_expect(eq(sz, gaps.items[i].low, low));
	cr_expect(eq(sz, gaps.items[i].high, high));
	cr_expect(eq(int, gaps.items[i].regression, regression));
}

static void
expect_weight(double weight)
{
	cr_expect(lt(dbl, fabs(gaps.items[0].weight - weight), 1e-9));
}

/* ---- changes ---- */

Test(gaps, a_change_between_unmeasured_commits_is_one)
{
	/* ln 1.02 in units of half of its interval, .01 wide to each side:
	 * small enough to be no step. */
	struct trend_change change = {.index = 2,
	    .ratio = 1.02,
	    .ratio_low = 1.02 * exp(-.01),
	    .ratio_high = 1.02 * exp(.01)};

	point(0, 100);
	point(8, 100);
	point(16, 102);
	point(24, 102);
	add(&change, 1);
	cr_assert(eq(sz, gaps.count, 1));
	expect_gap(0, 8, 16, true);
	expect_weight(log(1.02) / .01);
}

Test(gaps, a_change_between_neighbours_is_none)
{
	struct trend_change change = {
	    .index = 2, .ratio = 2, .ratio_low = 1.9, .ratio_high = 2.1};

	point(0, 100);
	point(8, 100);
	point(9, 200);
	point(24, 200);
	add(&change, 1);
	cr_expect(eq(sz, gaps.count, 0));
}

Test(gaps, an_interval_without_width_still_has_a_weight)
{
	struct trend_change change = {
	    .index = 1, .ratio = 1.01, .ratio_low = 1.01, .ratio_high = 1.01};

	point(0, 100);
	point(8, 101);
	add(&change, 1);
	cr_assert(eq(sz, gaps.count, 1));
	expect_weight(log(1.01) / 1e-3);
}

Test(gaps, a_change_from_zero_is_one_without_a_ratio)
{
	struct trend_change change = {.index = 1,
	    .ratio = NAN,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .shift = 1};

	point(0, 0);
	point(8, 101);
	add(&change, 1);
	cr_assert(eq(sz, gaps.count, 1));
	expect_gap(0, 0, 8, true);
	expect_weight(1);
}

Test(gaps, what_was_taken_back_is_no_regression)
{
	struct trend_change changes[] = {
	    {.index = 1,
		.ratio = 1.01,
		.ratio_low = 1,
		.ratio_high = 1.02,
		.back = 1},
	    {.index = 2,
		.ratio = 1 / 1.01,
		.ratio_low = .98,
		.ratio_high = 1,
		.back = 1},
	};

	point(0, 100);
	point(8, 101);
	point(16, 100);
	add(changes, 2);
	expect_gap(0, 0, 8, false);
	expect_gap(1, 8, 16, false);
}

/* ---- steps ---- */

Test(gaps, two_points_apart_are_a_step)
{
	/* ln 1.3 over the least, ln 1.05 */
	point(0, 100);
	point(8, 130);
	add(NULL, 0);
	cr_assert(eq(sz, gaps.count, 1));
	expect_gap(0, 0, 8, true);
	expect_weight(log(1.3) / log(1.05));
}

Test(gaps, less_than_five_percent_is_no_step)
{
	point(0, 100);
	point(8, 104.9);
	add(NULL, 0);
	cr_expect(eq(sz, gaps.count, 0));
}

Test(gaps, a_step_down_is_a_regression_where_bigger_is_better)
{
	epochs[0].name.direction = DIRECTION_BIGGER;
	point(0, 130);
	point(8, 100);
	point(16, 130);
	add(NULL, 0);
	cr_assert(eq(sz, gaps.count, 0)); /* 130 lies on both sides of 100 */
	line.point_count = epochs[0].count = 2;
	add(NULL, 0);
	expect_gap(0, 0, 8, true);
}

Test(gaps, one_point_off_among_many_is_no_step)
{
	for (size_t i = 0; i < 7; i++)
		point(4 * i, i == 3 ? 150 : 100);
	add(NULL, 0);
	cr_expect(eq(sz, gaps.count, 0));
}

Test(gaps, a_last_point_off_is_a_step)
{
	for (size_t i = 0; i < 7; i++)
		point(4 * i, i == 6 ? 150 : 100);
	add(NULL, 0);
	cr_assert(eq(sz, gaps.count, 1));
	expect_gap(0, 20, 24, true);
}

Test(gaps, a_step_within_the_noise_of_neighbours_is_none)
{
	/* Neighbours differ by ln 1.1 = .095 in the median, of which three
	 * sigmas are .42: a step of ln 1.3 is not. */
	static const double values[] = {100, 110, 100, 143, 157, 143, 157};

	for (size_t i = 0; i < 7; i++)
		point(4 * i, values[i]);
	add(NULL, 0);
	cr_expect(eq(sz, gaps.count, 0));
}

Test(gaps, a_change_is_not_a_step_as_well)
{
	struct trend_change change = {
	    .index = 1, .ratio = 1.3, .ratio_low = 1.2, .ratio_high = 1.4};

	point(0, 100);
	point(8, 130);
	add(&change, 1);
	cr_assert(eq(sz, gaps.count, 1));
	expect_weight(log(1.3) / (log(1.4 / 1.2) / 2));
}

/* ---- epochs ---- */

Test(gaps, epochs_are_not_compared_with_each_other)
{
	point(0, 100);
	point(8, 100);
	epochs[1] = epochs[0];
	epochs[1].first = 2;
	epochs[1].count = 0;
	line.epoch_count = 2;
	point(16, 200);
	point(24, 200);
	add(NULL, 0);
	cr_expect(eq(sz, gaps.count, 0));
}

static bool
only_second(void *ctx, const struct history_epoch *epoch, size_t place)
{
	size_t *seen = ctx;

	*seen += place;
	return epoch == &epochs[1];
}

Test(gaps, an_epoch_that_cannot_be_measured_today_has_none)
{
	const struct trend trend = {0};
	size_t seen = 0;

	point(0, 100);
	point(8, 200);
	epochs[1] = epochs[0];
	epochs[1].first = 2;
	epochs[1].count = 0;
	line.epoch_count = 2;
	point(16, 300);
	point(24, 400);
	cr_assert(eq(
	    int, gaps_add(&gaps, &line, &trend, only_second, &seen), ERR_OK));
	cr_assert(eq(sz, gaps.count, 1));
	expect_gap(0, 16, 24, true);
	cr_expect(eq(sz, seen, 8 + 24)); /* asked of their last commits */
}

Test(gaps, series_that_changed_between_the_same_commits_are_one)
{
	point(0, 100);
	point(8, 110);
	add(NULL, 0);
	points[1].value = 120;
	add(NULL, 0);
	cr_assert(eq(sz, gaps.count, 1));
	expect_weight((log(1.1) + log(1.2)) / log(1.05));
}

/* ---- choosing ---- */

static void
choose_among(const struct gap *items, size_t count, size_t expected)
{
	const struct gaps all = {(struct gap *)items, count};

	cr_expect(eq(sz, gaps_choose(&all, closed), expected));
}

Test(gaps, the_middle_is_chosen)
{
	const struct gap even = {.low = 0, .high = 8, .weight = 1};
	const struct gap odd = {.low = 0, .high = 3, .weight = 1};
	const struct gap one = {.low = 4, .high = 6, .weight = 1};

	choose_among(&even, 1, 4);
	choose_among(&odd, 1, 1);
	choose_among(&one, 1, 5);
}

Test(gaps, a_closed_middle_gives_its_nearest_neighbour)
{
	const struct gap gap = {.low = 0, .high = 6, .weight = 1};
	static const size_t expected[] = {3, 2, 4, 1, 5, HISTORY_NOWHERE};

	for (size_t i = 0; i < 6; i++) {
		choose_among(&gap, 1, expected[i]);
		if (expected[i] != HISTORY_NOWHERE)
			closed[expected[i]] = true;
	}
}

Test(gaps, the_end_of_a_gap_is_never_chosen)
{
	const struct gap gap = {.low = 2, .high = 5, .weight = 1};

	closed[3] = true;
	choose_among(&gap, 1, 4);
	closed[4] = true;
	choose_among(&gap, 1, HISTORY_NOWHERE);
}

Test(gaps, what_settles_most_comes_first)
{
	/* 12 lies in the second and the third, which together weigh 5. */
	const struct gap items[] = {
	    {.low = 0, .high = 8, .weight = 4},
	    {.low = 8, .high = 16, .weight = 3},
	    {.low = 8, .high = 24, .weight = 2},
	};

	choose_among(items, 3, 12);
}

Test(gaps, a_regression_comes_before_all_else)
{
	const struct gap items[] = {
	    {.low = 0, .high = 8, .weight = 100},
	    {.low = 8, .high = 16, .weight = 1, .regression = true},
	};

	choose_among(items, 2, 12);
}

Test(gaps, none_has_nothing_to_choose)
{
	choose_among(NULL, 0, HISTORY_NOWHERE);
}

/* Each place that a step can have, in gaps of all widths. */
Test(gaps, halving_pins_a_step_within_its_steps)
{
	for (size_t width = 2; width < PLACES; width++)
		for (size_t culprit = 1; culprit <= width; culprit++) {
			struct gap gap = {.low = 0, .high = width, .weight = 1};
			const struct gaps all = {&gap, 1};
			size_t steps = gaps_steps(&gap);
			size_t n = 0;

			for (; gap.high > gap.low + 1; n++) {
				size_t at = gaps_choose(&all, closed);

				if (at < culprit)
					gap.low = at;
				else
					gap.high = at;
			}
			cr_assert(eq(sz, gap.high, culprit));
			cr_assert(le(sz, n, steps));
		}
}

Test(gaps, seven_commits_take_three_steps)
{
	const struct gap gap = {.low = 0, .high = 8};

	cr_expect(eq(sz, gaps_steps(&gap), 3));
}
