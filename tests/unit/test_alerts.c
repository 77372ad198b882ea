/* Which changes were told before. */
#include <math.h>

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

static struct alert
alert_at(size_t index, bool worse, int64_t found_s)
{
	return (struct alert){
	    .index = index, .ratio = worse ? 1.1 : .9, .found_s = found_s};
}

static size_t
match_one(struct trend_change change, struct alert alert)
{
	size_t out = 99;

	alerts_match(&line, &change, 1, &alert, 1, &out);
	return out;
}

static struct alert
over_at(size_t index)
{
	struct alert out = alert_at(index, true, 100);

	out.is_over = true;
	return out;
}

Test(alerts, one_that_is_over_is_known_again_within_three_points)
{
	const struct trend_change change = {.index = 13, .ratio = 1.1};

	cr_expect(eq(sz, match_one(change, over_at(10)), 0));
	cr_expect(eq(sz, match_one(change, over_at(16)), 0));
	cr_expect(eq(sz, match_one(change, over_at(9)), ALERT_NONE));
	cr_expect(eq(sz, match_one(change, over_at(17)), ALERT_NONE));
}

/* ln 1.21 is twice ln 1.1. */
Test(alerts, an_open_one_moves_further_with_a_change_of_its_size)
{
	struct trend_change change = {.index = 29, .ratio = 1.2};

	cr_expect(eq(sz, match_one(change, alert_at(0, true, 100)), 0));
	change.ratio = 1.22;
	cr_expect(
	    eq(sz, match_one(change, alert_at(0, true, 100)), ALERT_NONE));
	change.index = 3;
	cr_expect(eq(sz, match_one(change, alert_at(0, true, 100)), 0));
}

Test(alerts, none_moves_over_another_change)
{
	const struct trend_change changes[] = {
	    {.index = 10, .ratio = .9}, {.index = 20, .ratio = 1.1}};
	const struct alert alert = alert_at(5, true, 100);
	size_t out[2];

	alerts_match(&line, changes, 2, &alert, 1, out);
	cr_expect(eq(sz, out[1], ALERT_NONE));
}

Test(alerts, a_change_of_the_other_sense_is_another)
{
	const struct trend_change change = {.index = 13, .ratio = .9};

	cr_expect(
	    eq(sz, match_one(change, alert_at(13, true, 100)), ALERT_NONE));
	cr_expect(eq(sz, match_one(change, alert_at(13, false, 100)), 0));
}

Test(alerts, a_change_of_another_epoch_is_another)
{
	const struct trend_change change = {
	    .index = 31, .epoch = 1, .ratio = 1.1};

	cr_expect(
	    eq(sz, match_one(change, alert_at(29, true, 100)), ALERT_NONE));
}

Test(alerts, an_alert_without_a_point_is_of_no_change)
{
	const struct trend_change change = {.index = 0, .ratio = 1.1};

	cr_expect(eq(sz, match_one(change, alert_at(ALERT_NONE, true, 100)),
	    ALERT_NONE));
}

Test(alerts, points_that_filled_a_gap_since_do_not_count)
{
	/* Ten points were measured at 200, after the alert was told at 100:
	 * the change moved over them into the gap. Four are left between. */
	const struct trend_change change = {.index = 9, .ratio = 1.3};

	for (size_t i = 11; i < 21; i++)
		points[i].first_s = 200;
	cr_expect(eq(sz, match_one(change, alert_at(22, true, 100)), 0));
	cr_expect(
	    eq(sz, match_one(change, alert_at(22, true, 300)), ALERT_NONE));
}

/* Told when the line ended at 13, and not found any more: a step at 20 is new,
 * however few of the points between were there. */
Test(alerts, points_that_came_behind_it_since_count)
{
	const struct trend_change change = {.index = 20, .ratio = 1.3};

	for (size_t i = 14; i < 30; i++)
		points[i].first_s = 200;
	cr_expect(
	    eq(sz, match_one(change, alert_at(10, true, 100)), ALERT_NONE));
}

Test(alerts, the_nearest_is_taken_and_only_once)
{
	const struct trend_change changes[] = {
	    {.index = 10, .ratio = 1.1}, {.index = 12, .ratio = 1.2}};
	const struct alert alerts[] = {
	    alert_at(12, true, 100), alert_at(25, true, 100)};
	size_t out[2];

	alerts_match(&line, changes, 2, alerts, 2, out);
	cr_expect(eq(sz, out[0], ALERT_NONE));
	cr_expect(eq(sz, out[1], 0));
}

/* ---- what is told ---- */

static struct trend trend;
static struct alert_told told[4], drift;
static bool withdrawn[4];

/* The first epoch's points: `low` up to `at`, `high` from there on. */
static void
set_step(size_t at, double low, double high)
{
	for (size_t i = 0; i < POINTS; i++)
		points[i].value = (i < at ? low : high) + (double)(i % 3) / 10;
}

static void
follow(struct trend_change *changes, size_t count, const struct alert *alerts,
    size_t alert_count)
{
	trend.changes = changes;
	trend.count = count;
	cr_assert(eq(int,
	    alerts_follow(
		&line, &trend, alerts, alert_count, told, &drift, withdrawn),
	    ERR_OK));
}

Test(alerts, a_change_is_told_once)
{
	struct trend_change change = {
	    .index = 10, .ratio = 1.1, .left = INFINITY};
	struct alert alert = alert_at(10, true, 100);

	follow(&change, 1, NULL, 0);
	cr_expect(told[0].is_new);
	cr_expect(eq(sz, told[0].alert, ALERT_NONE));
	follow(&change, 1, &alert, 1);
	cr_expect(not(told[0].is_new));
	cr_expect(not(told[0].turned));
	cr_expect(not(withdrawn[0]));
	alert.is_over = true;
	follow(&change, 1, &alert, 1);
	cr_expect(told[0].is_new);
}

Test(alerts, one_that_is_not_found_stays_while_its_points_differ)
{
	const struct alert alerts[] = {
	    alert_at(10, true, 100), alert_at(10, false, 100)};

	set_step(10, 100, 102);
	follow(NULL, 0, alerts, 2);
	cr_expect(not(withdrawn[0]));
	cr_expect(withdrawn[1]);
	set_step(10, 100, 100);
	follow(NULL, 0, alerts, 2);
	cr_expect(withdrawn[0]);
}

/* 1.03 is back within 4 % of the old level, 1.05 is not. */
Test(alerts, what_was_told_to_be_over_is_so_until_it_is_clearly_not)
{
	struct trend_change change = {.index = 10, .ratio = 1.2, .left = 1.03};
	struct alert alert = over_at(10);

	follow(&change, 1, &alert, 1);
	cr_expect(told[0].is_over);
	cr_expect(not(told[0].turned));
	change.left = 1.05;
	follow(&change, 1, &alert, 1);
	cr_expect(told[0].is_new);
	alert.is_over = false;
	change.left = 1.03;
	follow(&change, 1, &alert, 1);
	cr_expect(not(told[0].is_over));
	cr_expect(not(told[0].is_new));
}

Test(alerts, a_drift_that_was_told_stays_while_it_persists)
{
	struct alert alert = {.is_drift = true, .ratio = 1.1};

	trend.drift =
	    (struct trend_drift){.points = 20, .ratio = 1.05, .persists = true};
	follow(NULL, 0, &alert, 1);
	cr_expect(trend.drift.found);
	cr_expect(not(drift.is_new));
	cr_expect(not(withdrawn[0]));

	trend.drift.found = false;
	alert.is_over = true;
	follow(NULL, 0, &alert, 1);
	cr_expect(not(trend.drift.found));

	alert.is_over = false;
	trend.drift.persists = false;
	follow(NULL, 0, &alert, 1);
	cr_expect(withdrawn[0]);
}
