#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/student.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/two_samples_oracle.h"

static void
check_beta(const struct two_samples_row *row)
{
	double seen = incomplete_beta(row->a, row->b, row->x);

	cr_expect(epsilon_eq(dbl, seen, row->value, 1e-12), "I_%g(%g, %g)",
	    row->x, row->a, row->b);
}

static void
check_above(const struct two_samples_row *row)
{
	double seen = student_above(row->x, row->a);

	cr_expect(epsilon_eq(dbl, seen / row->value, 1, 1e-11),
	    "P(T > %g), %g degrees", row->x, row->a);
}

Test(student, incomplete_beta_agrees_with_r)
{
	two_samples_each("beta", check_beta);
}

Test(student, tail_agrees_with_r)
{
	two_samples_each("t", check_above);
}

/* I_x(1, 1) = x; I_x(2, 1) = x^2. */
Test(student, incomplete_beta_of_small_numbers_by_hand)
{
	cr_expect(epsilon_eq(dbl, incomplete_beta(1, 1, .3), .3, 1e-14));
	cr_expect(epsilon_eq(dbl, incomplete_beta(2, 1, .3), .09, 1e-14));
	cr_expect(eq(dbl, incomplete_beta(2, 3, 0), 0));
	cr_expect(eq(dbl, incomplete_beta(2, 3, 1), 1));
}

/* With one degree of freedom it is Cauchy's: P(T > 1) = 1/4. */
Test(student, one_degree_is_cauchy)
{
	cr_expect(epsilon_eq(dbl, student_above(1, 1), .25, 1e-14));
	cr_expect(epsilon_eq(dbl, student_above(-1, 1), .75, 1e-14));
	cr_expect(epsilon_eq(dbl, student_above(0, 1), .5, 1e-14));
}

/* ---- quantiles ---- */

#define ORACLE "tests/oracle/student.csv"

/* In units of the value; R's own algorithm has about twelve digits. */
static void
check_quantile(const struct oracle_row *row)
{
	double seen = student_quantile(row->value, (double)row->n);
	double known = row->data[0];

	if (row->value == .5)
		cr_expect(eq(dbl, seen, 0));
	else
		cr_expect(epsilon_eq(dbl, seen / known, 1,
			      fabs(row->value - .5) > .011 ? 1e-11 : 1e-9),
		    "p = %g, %zu degrees: %.17g, not %.17g", row->value, row->n,
		    seen, known);
}

static void
check_tail(const struct oracle_row *row)
{
	double seen = student_above(row->value, (double)row->n);

	cr_expect(epsilon_eq(dbl, seen / row->data[0], 1, 1e-11),
	    "P(T > %g), %zu degrees", row->value, row->n);
}

Test(student, quantiles_from_1_to_200_degrees_agree_with_r)
{
	oracle_each(ORACLE, "quantile", 500, check_quantile);
}

Test(student, tails_from_1_to_200_degrees_agree_with_r)
{
	oracle_each(ORACLE, "tail", 200, check_tail);
}

/* Cauchy's quantile is tan(pi (p - 1/2)): tan(pi / 4) = 1 at .75. With two
 * degrees it is (2 p - 1) / sqrt(2 p (1 - p)), .6 / sqrt(.32) at .8. */
Test(student, quantiles_by_hand)
{
	cr_expect(epsilon_eq(dbl, student_quantile(.75, 1), 1, 1e-14));
	cr_expect(epsilon_eq(dbl, student_quantile(.25, 1), -1, 1e-14));
	cr_expect(
	    epsilon_eq(dbl, student_quantile(.8, 2), .6 / sqrt(.32), 1e-14));
}
