#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/difference.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void
expect_near(double a, double b)
{
	cr_expect(epsilon_eq(dbl, a, b, 1e-12));
}

Test(difference, without_a_control_is_the_log_ratio)
{
	struct difference d = difference_of(DIRECTION_SMALLER, 100, 110, NULL);

	expect_near(d.d, log(1.1));
	cr_expect(eq(dbl, d.gap, 0));
}

/* The geometric mean of 100 and 121 is 110. */
Test(difference, with_a_control_is_against_the_mean_of_both)
{
	const double control = 121;
	struct difference d =
	    difference_of(DIRECTION_SMALLER, 100, 132, &control);

	expect_near(d.d, log(1.2));
	expect_near(d.gap, -log(1.21));
}

/* 132 operations a second against 110: faster. */
Test(difference, bigger_is_better_turns_all_signs)
{
	const double control = 121;
	struct difference d =
	    difference_of(DIRECTION_BIGGER, 100, 132, &control);

	expect_near(d.d, -log(1.2));
	expect_near(d.gap, log(1.21)); /* base is the slow one */
}

Test(difference, swapping_base_and_control_changes_the_gaps_sign_alone)
{
	const double a = 100, b = 104;
	struct difference one = difference_of(DIRECTION_SMALLER, a, 99, &b);
	struct difference two = difference_of(DIRECTION_SMALLER, b, 99, &a);

	expect_near(one.d, two.d);
	expect_near(one.gap, -two.gap);
}

/* Gaps 1, -1, 2, -2, 1, -1, 50 of a hundredth: the median is .01, the MAD is
 * the median of 0, 2, 1, 3, 0, 2, 49 hundredths, .02, and 5 x 1.4826 x .02 =
 * .148 < .49. So only the last round's changes, by .245. */
Test(difference, an_outlier_of_base_or_control_is_left_out)
{
	static const double gaps[] = {.01, -.01, .02, -.02, .01, -.01, .5};
	struct difference rounds[COUNT(gaps)];
	double out[COUNT(gaps)];

	for (size_t i = 0; i < COUNT(gaps); i++)
		rounds[i] = (struct difference){.1, gaps[i]};
	differences_sharpen(rounds, COUNT(gaps), out);
	for (size_t i = 0; i < 6; i++)
		cr_expect(eq(dbl, out[i], .1));
	expect_near(out[6], .1 + .245);
}

/* Two copies that differ by 3 % for good are no outliers of each other. */
Test(difference, copies_that_always_differ_are_both_used)
{
	struct difference rounds[10];
	double out[10];

	for (int i = 0; i < 10; i++)
		rounds[i] = (struct difference){0, .03 + .001 * (i % 3)};
	differences_sharpen(rounds, 10, out);
	for (int i = 0; i < 10; i++)
		cr_expect(eq(dbl, out[i], 0));
}

/* Noise of two modes: in four rounds of ten the two lie 10 % apart. Whoever
 * took the faster one in all of these would make head slow. */
Test(difference, many_that_disagree_are_no_outliers)
{
	struct difference rounds[10];
	double out[10];

	for (int i = 0; i < 10; i++)
		rounds[i] = (struct difference){0, i % 5 == 0	? .1
						   : i % 5 == 1 ? -.1
								: .001 * i};
	differences_sharpen(rounds, 10, out);
	for (int i = 0; i < 10; i++)
		cr_expect(eq(dbl, out[i], 0));
}

/* One of five is the most. */
Test(difference, one_in_five_may_be_an_outlier)
{
	struct difference rounds[5] = {
	    {0, .001}, {0, .4}, {0, -.001}, {0, .002}, {0, -.002}};
	double out[5];

	differences_sharpen(rounds, 5, out);
	expect_near(out[1], .1995);
	cr_expect(eq(dbl, out[0], 0));
}

Test(difference, without_controls_nothing_is_sharpened)
{
	const struct difference rounds[] = {{.1, 0}, {-.2, 0}, {5, 0}};
	double out[3];

	differences_sharpen(rounds, 3, out);
	for (int i = 0; i < 3; i++)
		cr_expect(eq(dbl, out[i], rounds[i].d));
}

Test(difference, one_round_is_its_own_median)
{
	const struct difference round = {.1, .4};
	double out;

	differences_sharpen(&round, 1, &out);
	cr_expect(eq(dbl, out, .1));
}

/* ---- absolute effects ---- */

/* 30 of 100 is 30 %, 30 of 400 is 7.5 %, less than 10 %. */
Test(difference, an_effect_is_a_tolerance_at_a_value)
{
	expect_near(difference_tolerance(DIRECTION_SMALLER, 100, .1, 30), .3);
	expect_near(difference_tolerance(DIRECTION_SMALLER, 400, .1, 30), .1);
	expect_near(difference_tolerance(DIRECTION_SMALLER, 100, .1, 0), .1);
}

/* 100 - 20 = 80: 100/80 = 1.25. 100 - 5 = 95: 1.0526. */
Test(difference, of_bigger_is_better_it_is_taken_off)
{
	expect_near(difference_tolerance(DIRECTION_BIGGER, 100, .1, 20), .25);
	expect_near(difference_tolerance(DIRECTION_BIGGER, 100, .1, 5), .1);
	cr_expect(isinf(difference_tolerance(DIRECTION_BIGGER, 100, .1, 100)));
}

static double
allowed(enum direction direction, double base, double head,
    const double *control, double min_effect)
{
	struct difference d = difference_of(direction, base, head, control);

	difference_allow(&d, direction, base, control, .1, min_effect);
	return d.d;
}

/* 130 is 100 + 30: it lies at L = ln 1.1, 129 below it and 131 above. */
Test(difference, what_is_slower_by_the_effect_lies_at_the_limit)
{
	double limit = log1p(.1);

	expect_near(allowed(DIRECTION_SMALLER, 100, 130, NULL, 30), limit);
	cr_expect(
	    lt(dbl, allowed(DIRECTION_SMALLER, 100, 129, NULL, 30), limit));
	cr_expect(
	    lt(dbl, limit, allowed(DIRECTION_SMALLER, 100, 131, NULL, 30)));
	expect_near(allowed(DIRECTION_BIGGER, 100, 80, NULL, 20), limit);
}

Test(difference, an_effect_below_the_tolerance_changes_nothing)
{
	cr_expect(eq(dbl, allowed(DIRECTION_SMALLER, 100, 130, NULL, 9),
	    difference_of(DIRECTION_SMALLER, 100, 130, NULL).d));
}

/* sqrt(80 x 125) = 100. */
Test(difference, with_a_control_the_effect_is_of_their_mean)
{
	double control = 125;

	expect_near(
	    allowed(DIRECTION_SMALLER, 80, 130, &control, 30), log1p(.1));
}

Test(difference, a_rate_cannot_fall_by_more_than_all_of_it)
{
	cr_expect(eq(dbl, allowed(DIRECTION_BIGGER, 100, 1e-300, NULL, 100),
	    DIFFERENCE_NEVER));
}
