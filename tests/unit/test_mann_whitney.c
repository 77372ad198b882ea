#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/detector/mann_whitney.h"
#include "tests/support/two_samples_oracle.h"

/* Of the 6 ways in which two of four ranks can be y's, one has both above. */
Test(mann_whitney, two_above_two_have_one_sixth)
{
	const double x[] = {1, 2}, y[] = {3, 4};

	cr_expect(epsilon_eq(dbl, mann_whitney_p(x, 2, y, 2), 1. / 6, 1e-15));
	cr_expect(epsilon_eq(dbl, mann_whitney_p(y, 2, x, 2), 1, 1e-15));
}

/* U = 3 of 4: {2,4} and {3,4} of the six have as much. */
Test(mann_whitney, one_pair_the_other_way)
{
	const double x[] = {1, 3}, y[] = {2, 4};

	cr_expect(epsilon_eq(dbl, mann_whitney_p(x, 2, y, 2), 2. / 6, 1e-15));
}

Test(mann_whitney, all_equal_is_no_evidence)
{
	const double x[] = {5, 5, 5};

	cr_expect(eq(dbl, mann_whitney_p(x, 3, x, 3), 1));
}

/* The greatest exact table: C(40, 20) = 137846528820 choices. */
Test(mann_whitney, twenty_above_twenty)
{
	double x[20], y[20];

	for (int i = 0; i < 20; i++) {
		x[i] = i;
		y[i] = 100 + i;
	}
	cr_expect(epsilon_eq(
	    dbl, mann_whitney_p(x, 20, y, 20) * 137846528820., 1, 1e-12));
}

static void
check_rank(const struct two_samples_row *row)
{
	double seen = mann_whitney_p(
	    row->first, row->first_n, row->second, row->second_n);

	cr_expect(epsilon_eq(dbl, seen / row->value, 1, 1e-11),
	    "%zu and %zu values", row->first_n, row->second_n);
}

Test(mann_whitney, agrees_with_r)
{
	two_samples_each("rank", check_rank);
}
