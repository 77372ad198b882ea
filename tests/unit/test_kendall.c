#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/kendall.h"
#include "tests/support/oracle_rows.h"

/* 1 3 2 4: five pairs rise, one falls; 4 x 3 x 13 / 18. */
Test(kendall, counts_rising_and_falling_pairs)
{
	const double y[] = {1, 3, 2, 4};
	struct kendall got = kendall_of(y, 4);

	cr_expect(eq(dbl, got.s, 4));
	cr_expect(epsilon_eq(dbl, got.variance, 156. / 18, 1e-12));
}

/* Three equal values take 3 x 2 x 11 / 18 of 4 x 3 x 13 / 18. */
Test(kendall, equal_values_take_variance)
{
	const double y[] = {1, 1, 1, 2}, flat[] = {5, 5, 5};

	cr_expect(eq(dbl, kendall_of(y, 4).s, 3));
	cr_expect(epsilon_eq(dbl, kendall_of(y, 4).variance, 90. / 18, 1e-12));
	cr_expect(epsilon_eq(dbl, kendall_of(flat, 3).variance, 0, 1e-12));
	cr_expect(eq(dbl, kendall_of(NULL, 0).s, 0));
}

/* Slopes of (0, 0), (1, 2), (3, 3): 2, 1, 1/2. */
Test(theil_sen, is_the_median_slope)
{
	const double x[] = {0, 1, 3}, y[] = {0, 2, 3};
	struct theil_sen got = theil_sen_of(x, y, 3, 11. / 3);

	cr_expect(eq(dbl, got.slope, 1));
	cr_expect(eq(dbl, got.low, .5));
	cr_expect(eq(dbl, got.high, 2));
}

/* About the line 0 the values 1 1 -1 -1 1 1 -1 -1 have mean 0, squares 8, and
 * products 1 -1 1 -1 1 -1 1 = 1: r = 1/8, (9/8) / (7/8). */
Test(kendall_inflation, grows_with_the_correlation_of_neighbours)
{
	const double x[] = {0, 1, 2, 3, 4, 5, 6, 7};
	const double y[] = {1, 1, -1, -1, 1, 1, -1, -1};
	const double turns[] = {1, -1, 1, -1, 1, -1, 1, -1};

	cr_expect(
	    epsilon_eq(dbl, kendall_inflation(x, y, 8, 0), 9. / 7, 1e-12));
	cr_expect(eq(dbl, kendall_inflation(x, turns, 8, 0), 1));
	cr_expect(eq(dbl, kendall_inflation(x, x, 8, 1), 1));
}

/* ---- against R: see tests/oracle/trend.R ---- */

static struct theil_sen
line_of(const struct oracle_row *row)
{
	double x[ORACLE_DATA_MAX];

	for (size_t i = 0; i < row->n; i++)
		x[i] = (double)i;
	return theil_sen_of(
	    x, row->data, row->n, kendall_of(row->data, row->n).variance);
}

static void
check_z(const struct oracle_row *row)
{
	struct kendall got = kendall_of(row->data, row->n);

	cr_expect(
	    epsilon_eq(dbl, got.s / sqrt(got.variance), row->value, 1e-10));
}

static void
check_slope(const struct oracle_row *row)
{
	cr_expect(epsilon_eq(dbl, line_of(row).slope, row->value, 1e-12));
}

static void
check_low(const struct oracle_row *row)
{
	cr_expect(epsilon_eq(dbl, line_of(row).low, row->value, 1e-12));
}

static void
check_high(const struct oracle_row *row)
{
	cr_expect(epsilon_eq(dbl, line_of(row).high, row->value, 1e-12));
}

Test(kendall, test_and_slope_are_those_of_r)
{
	const char *path = "tests/oracle/trend.csv";

	oracle_each(path, "z", 12, check_z);
	oracle_each(path, "slope", 12, check_slope);
	oracle_each(path, "low", 12, check_low);
	oracle_each(path, "high", 12, check_high);
}
