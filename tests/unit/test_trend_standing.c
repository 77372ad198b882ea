#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>

#include "reports/trend_standing.h"

static struct history_epoch epoch;
static struct history_line line;
static struct trend_change change;
static struct trend_alert alert;
static struct trend trend;
static struct trend_series series;

/* Twelve points, of which the second half is 25 % worse. */
static void
make_series(void)
{
	epoch = (struct history_epoch){.count = 12};
	line = (struct history_line){
	    .epochs = &epoch, .epoch_count = 1, .point_count = 12};
	change = (struct trend_change){.index = 6, .ratio = 1.25, .shift = .22};
	alert = (struct trend_alert){.state = TREND_NEW, .id = ""};
	trend = (struct trend){.changes = &change, .count = 1};
	series = (struct trend_series){
	    .line = &line, .trend = &trend, .alerts = &alert};
}

TestSuite(trend_standing, .init = make_series);

static void
stands(enum trend_standing want)
{
	cr_expect(eq(int, trend_standing(&series), want));
}

Test(trend_standing, new_and_open_regressions_are_worse)
{
	stands(TREND_IS_WORSE);
	alert.state = TREND_OPEN;
	stands(TREND_IS_WORSE);
	alert.state = TREND_RESOLVED;
	stands(TREND_IS_STEADY);
	alert.state = TREND_ACKNOWLEDGED;
	stands(TREND_IS_ACCEPTED);
}

Test(trend_standing, an_improvement_is_steady)
{
	change.ratio = .8;
	change.shift = -.22;
	stands(TREND_IS_STEADY);
}

Test(trend_standing, what_is_in_a_drift_counts_by_the_drift)
{
	change.in_drift = true;
	stands(TREND_IS_STEADY);
	trend.drift = (struct trend_drift){.found = true, .ratio = 1.04};
	series.drift.state = TREND_OPEN;
	stands(TREND_IS_WORSE);
	trend.drift.ratio = .96;
	stands(TREND_IS_STEADY);
}

Test(trend_standing, suspects_do_not_pass_until_pairs_say_so)
{
	trend.count = 0;
	trend.suspects = 2;
	trend.suspect_ratio = 1.3;
	stands(TREND_IS_SUSPECT);
	series.confirmed = "inconclusive";
	stands(TREND_IS_SUSPECT);
	series.confirmed = "regressed";
	stands(TREND_IS_WORSE);
	series.confirmed = "pass";
	stands(TREND_IS_STEADY);
	series.confirmed = NULL;
	trend.suspect_ratio = .7;
	stands(TREND_IS_STEADY);
	trend.suspect_ratio = NAN;
	stands(TREND_IS_SUSPECT);
}

/* Two levels of three points. */
Test(trend_standing, below_six_points_nothing_is_known)
{
	trend.count = 0;
	epoch.count = 5;
	stands(TREND_IS_UNKNOWN);
	epoch.count = 6;
	stands(TREND_IS_STEADY);
}
