#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/change_place.h"

static const struct change_reach reach = {
    .points = 5, .distance_most = 3.5, .segment_least = 3, .neighbours = 30};

/* Of n values, all of which are of one of the two sides. */
static struct change_place
placed(const double *raw, const double *filtered, size_t n, size_t index)
{
	const struct change_values values = {raw, filtered};
	struct change_place place;

	change_place_init(&place, &values, index, index, n - index, &reach);
	return place;
}

/* The filter took 10 to 0 at 6; the change was found at 7. */
Test(change_place, an_altered_point_goes_to_the_level_it_had)
{
	const double raw[] = {0, 1, 0, -1, 0, 0, 10, 10, 11, 9};
	const double filtered[] = {0, 1, 0, -1, 0, 0, 0, 10, 11, 9};
	struct change_place place = placed(raw, filtered, 10, 7);
	struct shift_sides sides = change_place_sides(&place);

	cr_expect(eq(sz, place.at, 6));
	cr_assert(eq(sz, sides.before_count, 6));
	cr_assert(eq(sz, sides.after_count, 4));
	cr_expect(eq(dbl, sides.before[5], 0));
	cr_expect(eq(dbl, sides.after[0], 10));
	cr_expect(eq(dbl, sides.after[3], 9));
}

Test(change_place, an_altered_point_of_the_old_level_stays_there)
{
	const double raw[] = {0, 1, 0, 0, 10, 10, 11, 9, 10};
	const double filtered[] = {0, 1, 0, 10, 10, 10, 11, 9, 10};
	struct change_place place = placed(raw, filtered, 9, 3);
	struct change_place short_side = placed(raw + 1, filtered + 1, 8, 2);

	cr_expect(eq(sz, place.at, 4));
	cr_expect(eq(sz, short_side.at, 3));
	cr_expect(eq(dbl, place.values[3], 0));
}

Test(change_place, a_point_that_was_left_alone_stays_where_it_was_found)
{
	const double raw[] = {0, 0, 0, 0, 10, 10, 10, 10};
	struct change_place place = placed(raw, raw, 8, 5);

	cr_expect(eq(sz, place.at, 5));
}

/* 40 is as far from 0 as from 10: both distances count as 3.5. */
Test(change_place, a_spike_is_of_neither_level)
{
	const double raw[] = {0, 0, 0, 0, 40, 10, 10, 10};
	const double filtered[] = {0, 0, 0, 0, 0, 10, 10, 10};
	struct change_place place = placed(raw, filtered, 8, 5);

	cr_expect(eq(sz, place.at, 5));
}

/* Fewer than half of the 4 points before it may go over, 1, and none of the 3
 * after it: a segment has no less than 3. */
Test(change_place, it_moves_past_few_points_of_a_short_side)
{
	const double raw[] = {0, 10, 10, 10, 10, 10, 10};
	const double filtered[] = {0, 0, 0, 0, 10, 10, 10};
	const double early[] = {0, 0, 0, 0, 0, 0, 10};
	struct change_place place = placed(raw, filtered, 7, 4);

	cr_expect(eq(sz, place.at, 3));
	place = placed(early, filtered, 7, 4);
	cr_expect(eq(sz, place.at, 4));
}

Test(change_place, a_side_has_no_more_points_than_are_asked_for)
{
	double raw[60], filtered[60];
	struct change_place place;

	for (size_t i = 0; i < 60; i++) {
		raw[i] = i < 28 ? 0 : 10;
		filtered[i] = i < 30 ? 0 : 10;
	}
	place = placed(raw, filtered, 60, 30);
	cr_expect(eq(sz, place.at, 28));
	cr_expect(eq(sz, place.before_count, 28));
	cr_expect(eq(sz, place.after_count, 30));
}
