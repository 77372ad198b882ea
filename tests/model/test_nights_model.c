/* A year of nights with known truth: what a nightly job is told, and how often.
 * Seeds are fixed; --verbose shows what was counted. */
#include <stdlib.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/alerts.h"
#include "tests/model/nights.h"

#define SEED 20260901
#define YEARS 3 /* of each plan */

static struct nights_log log_of_year;

static const struct nights_log *
live(const struct nights_plan *plan, size_t year)
{
	nights_live(plan, SEED + 77 * year, &log_of_year);
	return &log_of_year;
}

static size_t
count_of(const struct nights_log *log, enum nights_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < log->count; i++)
		n += log->events[i].kind == kind;
	return n;
}

static const struct nights_event *
first_of(const struct nights_log *log, enum nights_kind kind)
{
	for (size_t i = 0; i < log->count; i++)
		if (log->events[i].kind == kind)
			return &log->events[i];
	return NULL;
}

/* ---- nothing happens ---- */

static const struct nights_plan flat[] = {
    {"quiet", nights_normal, .005},
    {"usual", nights_normal, .01},
    {"loud", nights_normal, .02},
    {"hostile", nights_normal, .04},
    {"heavy tails", nights_heavy, .01},
    {"outliers", nights_spiky, .01},
    {"two modes", nights_modes, .01},
    {"quantised", nights_normal, .01, .quantum = 25},
    {"another machine", nights_normal, .01, .machine_at = 200},
    {"a gap", nights_normal, .01, .gap_from = 100, .gap_to = 120},
    {"a gap that is filled", nights_normal, .01, .gap_from = 100, .gap_to = 110,
	.filled_at = 200},
    {NULL},
};

/* Half an alert in 1,000 nights is one of a series in five years; here 33 years
 * are lived, 12,045 nights. Another machine and a gap make none at all. */
Test(nights_model, flat_series_alarm_less_than_once_in_2000_nights)
{
	size_t told = 0, nights = 0;

	for (const struct nights_plan *plan = flat; plan->name; plan++)
		for (size_t year = 0; year < YEARS; year++) {
			const struct nights_log *log = live(plan, year);
			size_t n = count_of(log, NIGHTS_WORSE) +
				   count_of(log, NIGHTS_BETTER) +
				   count_of(log, NIGHTS_DRIFT);

			if (n)
				cr_log_info("%s: %zu", plan->name, n);
			told += n;
			nights += NIGHTS;
			cr_expect(not(n && (plan->machine_at || plan->gap_to)),
			    "%s", plan->name);
		}
	cr_expect(le(sz, told * 2000, nights), "%zu", told);
}

/* ---- a step ---- */

#define AT 150
#define STEP(factor)                                                           \
	{                                                                      \
		{                                                              \
			AT, factor                                             \
		}                                                              \
	}

static const struct nights_plan steps[] = {
    {"5 %", nights_normal, .01, STEP(1.05)},
    {"10 %", nights_normal, .01, STEP(1.1)},
    {"20 %", nights_normal, .01, STEP(1.2)},
    {"10 %, loud", nights_normal, .02, STEP(1.1)},
    {"10 %, hostile", nights_normal, .04, STEP(1.1)},
    {"10 %, heavy tails", nights_heavy, .01, STEP(1.1)},
    {"10 %, outliers", nights_spiky, .01, STEP(1.1)},
    {"10 %, two modes", nights_modes, .01, STEP(1.1)},
    {"10 %, quantised", nights_normal, .01, STEP(1.1), .quantum = 25},
    {"10 %, then another machine", nights_normal, .01, STEP(1.1),
	.machine_at = 250},
    {"10 %, a night filled in later", nights_normal, .01, STEP(1.1),
	.gap_from = AT - 1, .gap_to = AT, .filled_at = 200},
    {NULL},
};

static int
compare_delays(const void *a, const void *b)
{
	const size_t *x = a;
	const size_t *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* Told once, at its commit or beside it, and never again that year.
 * Returns how many nights behind. */
static size_t
delay_of(const struct nights_plan *plan, size_t year)
{
	const struct nights_log *log = live(plan, year);
	const struct nights_event *event = first_of(log, NIGHTS_WORSE);

	cr_assert(eq(sz, count_of(log, NIGHTS_WORSE), 1), "%s", plan->name);
	cr_expect(eq(sz, count_of(log, NIGHTS_BETTER), 0), "%s", plan->name);
	cr_expect(eq(sz, count_of(log, NIGHTS_DRIFT), 0), "%s", plan->name);
	cr_expect(le(sz, AT - ALERT_SLACK, event->commit), "%s", plan->name);
	cr_expect(le(sz, event->commit, AT + ALERT_SLACK), "%s", plan->name);
	cr_assert(le(sz, AT, event->night), "%s", plan->name);
	return event->night - AT;
}

/* A level has three points at least, so no step is told before the third night,
 * two behind it. Noise of 4 % hides one of 10 % for a while: t is at least 7.
 */
Test(nights_model, a_step_is_told_once_and_within_four_nights)
{
	for (const struct nights_plan *plan = steps; plan->name; plan++) {
		size_t delays[YEARS];

		for (size_t year = 0; year < YEARS; year++)
			delays[year] = delay_of(plan, year);
		qsort(delays, YEARS, sizeof *delays, compare_delays);
		cr_log_info("%s: %zu, at most %zu", plan->name,
		    delays[YEARS / 2], delays[YEARS - 1]);
		cr_expect(le(sz, delays[YEARS / 2], plan->sd > .03 ? 14 : 4),
		    "%s", plan->name);
		cr_expect(le(sz, delays[YEARS - 1], plan->sd > .03 ? 30 : 8),
		    "%s", plan->name);
	}
}

/* It is found behind the gap, and moves into it once that is filled. */
Test(nights_model, a_step_in_a_gap_is_told_once_though_it_is_filled)
{
	struct nights_plan plan = {"gap", nights_normal, .01, STEP(1.1),
	    .gap_from = AT - 10, .gap_to = AT + 10};

	for (size_t year = 0; year < 2 * YEARS; year++) {
		const struct nights_log *log;

		plan.filled_at = year % 2 ? 200 : 0;
		log = live(&plan, year);
		cr_expect(eq(sz, log->count, 1));
		cr_expect(eq(int, log->events[0].kind, NIGHTS_WORSE));
		cr_expect(le(sz, log->events[0].night, plan.gap_to + 4));
	}
}

/* ---- a step that is mended, and one to the better ---- */

static void
expect_mended(double factor, double left, size_t most_resolved)
{
	const struct nights_plan plan = {"mended", nights_normal, .01,
	    {{100, factor}, {200, left / factor}}};

	for (size_t year = 0; year < YEARS; year++) {
		const struct nights_log *log = live(&plan, year);
		size_t resolved = count_of(log, NIGHTS_RESOLVED);

		cr_expect(eq(sz, count_of(log, NIGHTS_WORSE), 1));
		cr_expect(eq(sz, count_of(log, NIGHTS_BETTER), 1));
		cr_expect(le(sz, resolved, 1));
		cr_expect(le(sz, most_resolved, resolved));
		cr_expect(eq(sz, count_of(log, NIGHTS_WITHDRAWN), 0));
		if (resolved)
			cr_expect(
			    lt(sz, 200, first_of(log, NIGHTS_RESOLVED)->night));
	}
}

Test(nights_model, a_step_that_is_mended_is_told_to_be_over_once)
{
	expect_mended(1.1, 1, 1);
	expect_mended(1.2, 1, 1);
}

/* 2 % is TREND_BACK itself, so each night's noise decides anew. */
Test(nights_model, a_step_that_is_mended_to_the_edge_is_not_told_twice)
{
	expect_mended(1.1, 1.02, 0);
}

Test(nights_model, an_improvement_is_told_once_and_is_no_alarm)
{
	const struct nights_plan plan = {
	    "better", nights_normal, .01, STEP(.9)};

	for (size_t year = 0; year < YEARS; year++) {
		const struct nights_log *log = live(&plan, year);

		cr_expect(eq(sz, log->count, 1));
		cr_expect(eq(int, log->events[0].kind, NIGHTS_BETTER));
		cr_expect(le(sz, log->events[0].night, AT + 8));
	}
}

/* ---- a drift ---- */

#define FROM 120

/* 1 % a week is one step of its own size only after it has begun: the first
 * stair may be told before a line explains it better. Most alarms a year: that
 * stair, and the drift. Eight weeks make 8 %. */
static void
expect_drift(const struct nights_plan *plan, size_t most_stairs)
{
	for (size_t year = 0; year < YEARS; year++) {
		const struct nights_log *log = live(plan, year);
		const struct nights_event *event = first_of(log, NIGHTS_DRIFT);

		cr_expect(
		    eq(sz, count_of(log, NIGHTS_DRIFT), 1), "%s", plan->name);
		cr_assert(ne(ptr, (void *)event, NULL), "%s", plan->name);
		cr_expect(event->worse);
		cr_expect(lt(sz, event->night, plan->drift_from + 56), "%zu",
		    event->night);
		cr_expect(le(sz, count_of(log, NIGHTS_WORSE), most_stairs),
		    "%s", plan->name);
		cr_expect(eq(sz, count_of(log, NIGHTS_BETTER), 0));
	}
}

Test(nights_model, a_drift_makes_two_alarms_a_year_at_most)
{
	static const struct nights_plan plans[] = {
	    {"quiet", nights_normal, .005, .drift_from = FROM,
		.drift_week = 1.01},
	    {"usual", nights_normal, .01, .drift_from = FROM,
		.drift_week = 1.01},
	    {"loud", nights_normal, .02, .drift_from = FROM,
		.drift_week = 1.01},
	    {"from the first night", nights_normal, .01, .drift_week = 1.01},
	    {NULL},
	};

	for (const struct nights_plan *plan = plans; plan->name; plan++)
		expect_drift(plan, 1);
}

/* The step is an alarm of its own; the drift goes on and is not told again. */
Test(nights_model, a_step_within_a_drift_is_told)
{
	const struct nights_plan plan = {"step", nights_normal, .01,
	    {{250, 1.2}}, .drift_from = FROM, .drift_week = 1.01};

	expect_drift(&plan, 2);
	for (size_t year = 0; year < YEARS; year++) {
		const struct nights_log *log = live(&plan, year);
		const struct nights_event *last = NULL;

		for (size_t i = 0; i < log->count; i++)
			if (log->events[i].kind == NIGHTS_WORSE)
				last = &log->events[i];
		cr_assert(ne(ptr, (void *)last, NULL));
		cr_expect(le(sz, 250, last->night));
		cr_expect(le(sz, last->night, 258));
	}
}
