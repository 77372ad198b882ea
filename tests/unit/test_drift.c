#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/drift.h"
#include "core/base/rng.h"

#define N 120
#define LEAST .02

/* ln value = noise + creep over the window + a step at its middle. */
static void
fill(double *values, size_t n, double creep, double step, double sd,
    uint64_t seed)
{
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++)
		values[i] =
		    40 * exp(creep * (double)i / (double)(n - 1) +
			     (i < n / 2 ? 0 : step) + sd * rng_normal(&rng));
}

/* 1 % a week over 120 nights is ln 1.01 x 119 / 7 = 16.9 %. */
Test(drift, a_creep_of_one_percent_a_week_is_found)
{
	double values[N], creep = log(1.01) * (N - 1) / 7;
	struct drift got;

	fill(values, N, creep, 0, .02, 1);
	got = drift_find(values, N, NULL, 0, LEAST, NULL);
	cr_expect(got.found);
	cr_expect(eq(sz, got.points, N));
	cr_expect(epsilon_eq(dbl, got.change_log, creep, .02));
	cr_expect(le(dbl, got.low_log, creep));
	cr_expect(ge(dbl, got.high_log, creep));
}

/* The same creep as a search for steps sees it. */
Test(drift, a_creep_stays_one_where_steps_were_seen_in_it)
{
	const size_t changes[] = {30, 60, 90};
	double values[N];

	fill(values, N, -.17, 0, .01, 2);
	cr_expect(drift_find(values, N, changes, 3, LEAST, NULL).found);
}

Test(drift, one_step_is_none)
{
	const size_t change = N / 2;
	double values[N];

	fill(values, N, 0, .1, .01, 3);
	cr_expect(not(drift_find(values, N, &change, 1, LEAST, NULL).found));
	cr_expect(not(drift_find(values, N, NULL, 0, LEAST, NULL).found));
	fill(values, N, 0, .1, 0, 3);
	cr_expect(not(drift_find(values, N, NULL, 0, LEAST, NULL).found));
}

Test(drift, a_change_below_the_least_is_none)
{
	double values[N];

	fill(values, N, .015, 0, .001, 4);
	cr_expect(not(drift_find(values, N, NULL, 0, LEAST, NULL).found));
	cr_expect(drift_find(values, N, NULL, 0, .01, NULL).found);
}

/* Each at 1 %, and a line must explain more besides: of 300 flat series 3 at
 * most are expected; correlated noise has a wider interval. */
Test(drift, flat_series_have_none)
{
	size_t found = 0;
	double values[N];

	for (uint64_t seed = 0; seed < 300; seed++) {
		fill(values, N, 0, 0, .05, 1000 + seed);
		found += drift_find(values, N, NULL, 0, LEAST, NULL).found;
	}
	cr_expect(le(sz, found, 6), "%zu", found);
}

/* With the interval at 99 % alone 14 of these were called one. */
Test(drift, flat_series_that_are_looked_at_every_night_have_none)
{
	size_t found = 0;
	double values[60];

	for (uint64_t seed = 0; seed < 200; seed++) {
		bool ever = false;

		fill(values, 60, 0, 0, .04, 2000 + seed);
		for (size_t n = DRIFT_POINTS_MIN; n <= 60; n++)
			ever |= drift_find(values, n, NULL, 0, .03, NULL).found;
		found += ever;
	}
	cr_expect(le(sz, found, 2), "%zu", found);
}

/* ln 1.01 x 41 / 7 = 5.8 % in six weeks, at a noise of 1 %. */
Test(drift, a_creep_of_one_percent_a_week_is_found_within_six_weeks)
{
	size_t found = 0;
	double values[42];

	for (uint64_t seed = 0; seed < 50; seed++) {
		fill(values, 42, log(1.01) * 41 / 7, 0, .01, 3000 + seed);
		found += drift_find(values, 42, NULL, 0, .03, NULL).found;
	}
	cr_expect(ge(sz, found, 45), "%zu", found);
}

Test(drift, outliers_in_a_fifth_do_not_hide_it)
{
	double values[N];

	fill(values, N, .15, 0, .01, 5);
	for (size_t i = 2; i < N; i += 5)
		values[i] *= 3;
	cr_expect(drift_find(values, N, NULL, 0, LEAST, NULL).found);
}

/* Every third is missing: the last 120 that are there reach 180 back. */
Test(drift, the_window_counts_what_is_there)
{
	double values[400];
	struct drift got;

	fill(values, 400, .4, 0, .005, 6);
	for (size_t i = 0; i < 400; i += 3)
		values[i] = i % 2 ? NAN : 0;
	got = drift_find(values, 400, NULL, 0, LEAST, NULL);
	cr_expect(eq(sz, got.points, 120));
	cr_expect(got.found);
	cr_expect(epsilon_eq(dbl, got.change_log, .4 * 179 / 399, .01));
}

Test(drift, few_points_say_nothing)
{
	double values[DRIFT_POINTS_MIN];
	struct drift got;

	fill(values, DRIFT_POINTS_MIN, 1, 0, 0, 7);
	got = drift_find(values, DRIFT_POINTS_MIN - 1, NULL, 0, LEAST, NULL);
	cr_expect(eq(sz, got.points, DRIFT_POINTS_MIN - 1));
	cr_expect(isnan(got.change_log));
	cr_expect(not(got.found));
	cr_expect(
	    drift_find(values, DRIFT_POINTS_MIN, NULL, 0, LEAST, NULL).found);
	cr_expect(
	    eq(sz, drift_find(values, 0, NULL, 0, LEAST, NULL).points, 0));
}

Test(drift, equal_values_have_none)
{
	double values[N];
	struct drift got;

	fill(values, N, 0, 0, 0, 8);
	got = drift_find(values, N, NULL, 0, LEAST, NULL);
	cr_expect(eq(dbl, got.change_log, 0));
	cr_expect(not(got.found));
}

/* ---- steps beside a slope ---- */

/* The slope is 17 % over the window; a step of 10 % at its middle is no part of
 * it. The change at 30 is a stair. */
Test(drift, a_step_beside_a_slope_is_its_own)
{
	const size_t changes[] = {30, N / 2};
	double values[N];
	bool own[2];
	struct drift got;

	fill(values, N, .17, .1, .01, 9);
	got = drift_find(values, N, changes, 2, LEAST, own);
	cr_expect(got.found);
	cr_expect(epsilon_eq(dbl, got.change_log, .17, .02));
	cr_expect(not(own[0]));
	cr_expect(own[1]);
}

/* Flat for 90 nights, then 1 % a week for 30: 4.3 %. */
Test(drift, one_that_began_lately_is_found_where_it_has_a_stair)
{
	const size_t change = 105;
	double values[N];

	fill(values, N, 0, 0, .003, 10);
	for (size_t i = 90; i < N; i++)
		values[i] *= pow(1.01, (double)(i - 90) / 7);
	cr_expect(not(drift_find(values, N, NULL, 0, LEAST, NULL).found));
	cr_expect(drift_find(values, N, &change, 1, LEAST, NULL).found);
	cr_expect(
	    eq(sz, drift_find(values, N, &change, 1, LEAST, NULL).points, 30));
}

/* 1.5 % is more than half of 2 %. */
Test(drift, one_that_is_too_small_to_be_found_persists)
{
	double values[N];
	struct drift got;

	fill(values, N, .015, 0, .001, 11);
	got = drift_find(values, N, NULL, 0, LEAST, NULL);
	cr_expect(not(got.found));
	cr_expect(got.persists);
	fill(values, N, .008, 0, .001, 11);
	cr_expect(not(drift_find(values, N, NULL, 0, LEAST, NULL).persists));
}
