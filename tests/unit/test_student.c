#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/detector/student.h"
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
