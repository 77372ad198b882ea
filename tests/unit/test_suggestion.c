/* Tolerances and budget for a config. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "baselines/suggestion.h"

#define S_NS INT64_C(1000000000)

static struct calibration series[8];
static struct suggestion suggestion;

/* A series whose noise needs `least`: without offset the spread that does is
 * found by bisection, since least grows with it. */
static void
needs(size_t index, double least)
{
	double low = 0;
	double high = 1;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (calibration_tolerance_least(middle, 0) < least)
			low = middle;
		else
			high = middle;
	}
	series[index] = (struct calibration){
	    .spread = low,
	    .offset = 1,
	    .tolerance_least = least,
	    .tolerance = calibration_tolerance_step(least),
	};
}

Test(suggestion, equal_needs_have_one_rule)
{
	needs(0, .04);
	needs(1, .031);
	suggestion_make(&suggestion, series, 2);
	cr_expect(eq(dbl, suggestion.tolerance, .05));
	cr_expect(eq(dbl, suggestion.least, .04));
	cr_expect(eq(sz, suggestion.exception_count, 0));
	cr_expect(eq(sz, suggestion.hopeless, 0));
}

/* One of three may have its own; with two of three above there would be more
 * exceptions than half. */
Test(suggestion, a_few_noisy_series_get_rules_of_their_own)
{
	needs(0, .01);
	needs(1, .12);
	needs(2, .015);
	suggestion_make(&suggestion, series, 3);
	cr_expect(eq(dbl, suggestion.tolerance, .02));
	cr_expect(eq(dbl, suggestion.least, .015));
	cr_assert(eq(sz, suggestion.exception_count, 1));
	cr_expect(eq(sz, suggestion.exceptions[0], 1));

	needs(2, .04);
	suggestion_make(&suggestion, series, 3);
	cr_expect(eq(dbl, suggestion.tolerance, .05));
	cr_expect(eq(sz, suggestion.exception_count, 1));
}

Test(suggestion, what_no_tolerance_helps_is_counted_apart)
{
	needs(0, .01);
	series[1] = (struct calibration){
	    .spread = 2, .offset = 1, .tolerance_least = INFINITY};
	suggestion_make(&suggestion, series, 2);
	cr_expect(eq(dbl, suggestion.tolerance, .02));
	cr_expect(eq(sz, suggestion.hopeless, 1));
	cr_expect(eq(sz, suggestion.exception_count, 0));
	suggestion_make(&suggestion, &series[1], 1);
	cr_expect(eq(dbl, suggestion.tolerance, 0));
	cr_expect(eq(sz, suggestion.rounds, 0));
	cr_expect(eq(i64, suggestion_budget_ns(&suggestion, S_NS), 0));
}

/* A quiet series decides at the first look, 8 rounds, and 20 to confirm: 28 of
 * 1 s and a tenth are 30.8 s, so 40 s. A spread that needs 4.9 % of 5 % decides
 * at the last look: 60 rounds, 66 s, so 2 minutes. */
Test(suggestion, the_budget_is_for_the_slowest_to_decide)
{
	needs(0, 0);
	suggestion_make(&suggestion, series, 1);
	cr_expect(eq(sz, suggestion.rounds, 28));
	cr_expect(eq(i64, suggestion_budget_ns(&suggestion, S_NS), 40 * S_NS));
	needs(1, .0499);
	suggestion_make(&suggestion, series, 2);
	cr_expect(eq(sz, suggestion.rounds, 60));
	cr_expect(eq(i64, suggestion_budget_ns(&suggestion, S_NS), 120 * S_NS));
}
