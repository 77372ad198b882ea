#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/shift.h"

/* Means 2 and 12, variances 1: 10 / sqrt(1/3 + 1/3) = 12.247. */
Test(shift, t_is_welchs)
{
	const double before[] = {1, 2, 3}, after[] = {11, 12, 13};
	struct shift_sides sides = {before, 3, after, 3};

	cr_expect(
	    epsilon_eq(dbl, shift_t(&sides, .1), 10 / sqrt(2. / 3), 1e-12));
	sides = (struct shift_sides){after, 3, before, 3};
	cr_expect(
	    epsilon_eq(dbl, shift_t(&sides, .1), -10 / sqrt(2. / 3), 1e-12));
}

/* No side varies, the noise is 2: .7 x 2 for both, 10 / (1.4 sqrt(1/3 + 1)). */
Test(shift, the_noise_of_the_series_bounds_that_of_few_points)
{
	const double before[] = {5, 5, 5}, after[] = {15};
	struct shift_sides sides = {before, 3, after, 1};

	cr_expect(epsilon_eq(
	    dbl, shift_t(&sides, 2), 10 / (1.4 * sqrt(4. / 3)), 1e-12));
}

Test(shift, medians_leave_an_outlier_out)
{
	const double before[] = {1, 2, 900}, after[] = {4, 6};
	struct shift_sides sides = {before, 3, after, 2};

	cr_expect(eq(dbl, shift_of_medians(&sides), 3));
}

/* 5 and 5 points have 252 arrangements: P(U < 1) = 1/252 = .0040 <= .005, P(U <
 * 2) = 2/252: the extreme differences 11 - 5 and 15 - 1. */
Test(shift_interval, five_and_five_take_the_extreme_differences)
{
	const double before[] = {1, 2, 3, 4, 5}, after[] = {11, 12, 13, 14, 15};
	struct shift_sides sides = {before, 5, after, 5};
	struct shift_interval got = shift_interval_of(&sides, 100);

	cr_expect(eq(dbl, got.shift, 10));
	cr_expect(eq(dbl, got.low, 6));
	cr_expect(eq(dbl, got.high, 14));
}

/* 6 and 6: 924 arrangements, of U < 3 are 1 + 1 + 2 = 4 (.0043), of U < 4 are
 * 7 (.0076). The third smallest of 10 + {-5 .. 5}: -5 -4 -4. */
Test(shift_interval, six_and_six_take_the_third)
{
	const double before[] = {1, 2, 3, 4, 5, 6};
	const double after[] = {11, 12, 13, 14, 15, 16};
	struct shift_sides sides = {before, 6, after, 6};
	struct shift_interval got = shift_interval_of(&sides, 100);

	cr_expect(eq(dbl, got.low, 6));
	cr_expect(eq(dbl, got.high, 14));
}

/* Tables for 8 and 8 at .005 on a side: U <= 7, so the eighth; normal: 32 -
 * 2.576 x 9.52 + .5 = 7.97, the seventh, which is wider. Of 10 + {-7 ... 7},
 * one -7, two -6, three -5, four -4. */
Test(shift_interval, from_eight_on_it_is_normal)
{
	double before[8], after[8];
	struct shift_sides sides = {before, 8, after, 8};
	struct shift_interval got;

	for (int i = 0; i < 8; i++) {
		before[i] = i;
		after[i] = 10 + i;
	}
	got = shift_interval_of(&sides, 100);
	cr_expect(eq(dbl, got.low, 6));
	cr_expect(eq(dbl, got.high, 14));
}

/* 3 and 3 have 20 arrangements. +- 2.5758 x 3 sqrt(2/3) = 6.309. */
Test(shift_interval, too_few_points_take_the_noise)
{
	const double before[] = {1, 2, 3}, after[] = {11, 12, 13};
	struct shift_sides sides = {before, 3, after, 3};
	struct shift_interval got = shift_interval_of(&sides, 3);

	cr_expect(epsilon_eq(dbl, got.low, 10 - 6.309, 1e-3));
	cr_expect(epsilon_eq(dbl, got.high, 10 + 6.309, 1e-3));
	got = shift_interval_of(&sides, .01);
	cr_expect(eq(dbl, got.low, 8));
	cr_expect(eq(dbl, got.high, 12));
}
