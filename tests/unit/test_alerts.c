/* Which changes were told before. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/alerts.h"

#define POINTS 40

static struct history_point points[POINTS];
static const struct history_epoch epochs[] = {
    {.first = 0, .count = 30},
    {.first = 30, .count = 10},
};
static const struct history_line line = {
    .epochs = epochs,
    .epoch_count = 2,
    .points = points,
    .point_count = POINTS,
};

static size_t
match_one(struct trend_change change, struct alert alert)
{
	size_t out = 99;

	alerts_match(&line, &change, 1, &alert, 1, &out);
	return out;
}

Test(alerts, a_change_that_moved_by_three_points_is_the_same)
{
	const struct trend_change change = {.index = 13, .ratio = 1.1};

	cr_expect(eq(sz, match_one(change, (struct alert){10, true, 100}), 0));
	cr_expect(eq(sz, match_one(change, (struct alert){16, true, 100}), 0));
	cr_expect(eq(
	    sz, match_one(change, (struct alert){9, true, 100}), ALERT_NONE));
	cr_expect(eq(
	    sz, match_one(change, (struct alert){17, true, 100}), ALERT_NONE));
}

Test(alerts, a_change_of_the_other_sense_is_another)
{
	const struct trend_change change = {.index = 13, .ratio = .9};

	cr_expect(eq(
	    sz, match_one(change, (struct alert){13, true, 100}), ALERT_NONE));
	cr_expect(eq(sz, match_one(change, (struct alert){13, false, 100}), 0));
}

Test(alerts, a_change_of_another_epoch_is_another)
{
	const struct trend_change change = {
	    .index = 31, .epoch = 1, .ratio = 1.1};

	cr_expect(eq(
	    sz, match_one(change, (struct alert){29, true, 100}), ALERT_NONE));
}

Test(alerts, an_alert_without_a_point_is_of_no_change)
{
	const struct trend_change change = {.index = 0, .ratio = 1.1};

	cr_expect(
	    eq(sz, match_one(change, (struct alert){ALERT_NONE, true, 100}),
		ALERT_NONE));
}

Test(alerts, points_measured_since_do_not_count)
{
	/* Ten points were measured at 200, after the alert was told at 100:
	 * the change moved over them into the gap. */
	const struct trend_change change = {.index = 11, .ratio = 1.1};

	for (size_t i = 11; i < 21; i++)
		points[i].first_s = 200;
	cr_expect(eq(sz, match_one(change, (struct alert){21, true, 100}), 0));
	cr_expect(eq(
	    sz, match_one(change, (struct alert){21, true, 300}), ALERT_NONE));
}

Test(alerts, the_nearest_is_taken_and_only_once)
{
	const struct trend_change changes[] = {
	    {.index = 10, .ratio = 1.1}, {.index = 12, .ratio = 1.2}};
	const struct alert alerts[] = {{12, true, 100}, {25, true, 100}};
	size_t out[2];

	alerts_match(&line, changes, 2, alerts, 2, out);
	cr_expect(eq(sz, out[0], ALERT_NONE));
	cr_expect(eq(sz, out[1], 0));
}
