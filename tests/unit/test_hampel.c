#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/hampel.h"

#define N 11

static const struct hampel filter = {.half = 5, .limit = 3.5, .sd_least = .01};

/* Window 1 ... 11 with 90 in place of 6: median 7, distances 6 5 4 3 2 83 0 1 2
 * 3 4, their median 3, limit 3.5 x 1.4826 x 3 = 15.6. */
Test(hampel, an_outlier_becomes_the_median_of_its_window)
{
	const double values[N] = {1, 2, 3, 4, 5, 90, 7, 8, 9, 10, 11};

	cr_expect(eq(dbl, hampel_at(&filter, values, N, 5), 7));
	cr_expect(eq(dbl, hampel_at(&filter, values, N, 4), 5));
}

/* 22.5 - 7 = 15.5 is within 15.57, 22.6 - 7 is not. */
Test(hampel, the_limit_is_three_and_a_half_deviations)
{
	double values[N] = {1, 2, 3, 4, 5, 22.5, 7, 8, 9, 10, 11};

	cr_expect(eq(dbl, hampel_at(&filter, values, N, 5), 22.5));
	values[5] = 22.6;
	cr_expect(eq(dbl, hampel_at(&filter, values, N, 5), 7));
}

/* MAD 0: 3.5 x .01 = .035 is what may differ. */
Test(hampel, among_equal_values_the_least_deviation_decides)
{
	double values[N] = {1, 1, 1, 1, 1, 1.03, 1, 1, 1, 1, 1};

	cr_expect(eq(dbl, hampel_at(&filter, values, N, 5), 1.03));
	values[5] = 1.04;
	cr_expect(eq(dbl, hampel_at(&filter, values, N, 5), 1));
}

/* The last of nine 1 and three 2: its window is 1 1 1 2 2 2, median 1.5, MAD
 * .5, so nothing is far. The one before has seven, four of them 1: median 1,
 * MAD 0. */
Test(hampel, windows_are_shorter_at_the_ends)
{
	const double values[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2};

	cr_expect(eq(dbl, hampel_at(&filter, values, 12, 11), 2));
	cr_expect(eq(dbl, hampel_at(&filter, values, 12, 10), 1));
	cr_expect(eq(dbl, hampel_at(&filter, values, 1, 0), 1));
}

Test(hampel, without_a_limit_nothing_is_an_outlier)
{
	const struct hampel none = {.half = 5, .limit = 0, .sd_least = 1};
	const double values[] = {1, 1, 1e9, 1, 1};

	cr_expect(eq(dbl, hampel_at(&none, values, 5, 2), 1e9));
}
