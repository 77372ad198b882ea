#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/series.h"

static void
expect_text(const char *got, const char *want)
{
	cr_expect(eq(str, (char *)got, (char *)want));
}

Test(series, the_sides_have_names)
{
	expect_text(side_name(SIDE_BASE), "base");
	expect_text(side_name(SIDE_CONTROL), "control");
	expect_text(side_name(SIDE_HEAD), "head");
}

Test(series, the_directions_have_names)
{
	expect_text(direction_name(DIRECTION_SMALLER), "smaller");
	expect_text(direction_name(DIRECTION_BIGGER), "bigger");
}

Test(series, the_median_of_one_value_is_that_value)
{
	double v[] = {7.5};

	cr_expect(ieee_ulp_eq(dbl, median_in_place(v, 1), 7.5, 0));
}

Test(series, the_median_of_an_odd_number_is_the_middle_one)
{
	double v[] = {9, 1, 5};

	cr_expect(ieee_ulp_eq(dbl, median_in_place(v, 3), 5, 0));
}

Test(series, the_median_of_an_even_number_lies_between_the_middle_two)
{
	double v[] = {8, 1, 2, 100};

	cr_expect(ieee_ulp_eq(dbl, median_in_place(v, 4), 5, 0));
}

Test(series, the_median_of_huge_values_does_not_overflow)
{
	double v[] = {1.5e308, 1.7e308};

	cr_expect(ieee_ulp_eq(dbl, median_in_place(v, 2), 1.6e308, 4));
}

Test(series, the_median_sorts_its_values)
{
	double v[] = {3, 1, 2};

	median_in_place(v, 3);
	for (int i = 0; i < 3; i++)
		cr_expect(ieee_ulp_eq(dbl, v[i], i + 1, 0));
}

Test(series, mad_sd_is_worked_out_by_hand)
{
	/* Median 3; distances 2 1 0 1 97; their median 1. */
	const double v[] = {1, 2, 3, 4, 100};

	cr_expect(ieee_ulp_eq(dbl, mad_sd(v, 5), 1.4826, 1));
}

Test(series, mad_sd_of_equal_values_is_zero)
{
	const double v[] = {4, 4, 4};

	cr_expect(ieee_ulp_eq(dbl, mad_sd(v, 3), 0, 0));
	cr_expect(ieee_ulp_eq(dbl, mad_sd(v, 1), 0, 0));
}

Test(series, mad_sd_leaves_its_values)
{
	const double v[] = {5, 1, 3};
	double copy[] = {5, 1, 3};

	mad_sd(copy, 3);
	for (int i = 0; i < 3; i++)
		cr_expect(ieee_ulp_eq(dbl, copy[i], v[i], 0));
}

Test(series, mad_sd_takes_1024_values)
{
	/* 0 ... 1023: median 511.5, distances .5 1.5 ... 511.5 twice each,
	 * their median (255.5 + 256.5) / 2 = 256. */
	double v[1024];

	for (int i = 0; i < 1024; i++)
		v[i] = i;
	cr_expect(ieee_ulp_eq(dbl, mad_sd(v, 1024), 1.4826 * 256, 1));
}
