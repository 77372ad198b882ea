#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "core/base/law.h"
#include "tests/support/oracle_rows.h"

#define ORACLE "tests/oracle/scaling.csv"

static void
expect_near(double got, double want)
{
	cr_expect(lt(dbl, fabs(got - want), 1e-9 * fmax(1, fabs(want))),
	    "%.17g, expected %.17g", got, want);
}

Test(law, values_of_the_classes_at_eight)
{
	const double want[GROWTH_COUNT] = {1, 3, 8, 24, 64, 512};

	for (int g = 0; g < GROWTH_COUNT; g++)
		expect_near(growth_value((enum growth)g, 8), want[g]);
}

Test(law, a_logarithm_of_one_is_nothing)
{
	expect_near(growth_value(GROWTH_LOG, 1), 0);
	expect_near(growth_value(GROWTH_LINEAR_LOG, 1), 0);
}

Test(law, a_law_is_found_again)
{
	const double n[] = {1, 10, 100, 1000};
	const double t[] = {5 + 2, 5 + 20, 5 + 200, 5 + 2000};
	struct law law = law_fit(t, n, 4);

	expect_near(law.a, 5);
	expect_near(law.c, 2);
	expect_near(law.rms, 0);
}

/* u = 1/t = 1, 1/2 and v = g/t = 2, 1/2: the free solution of a + 2c = 1 and
 * a/2 + c/2 = 1 is c = -1. Without it a = (1 + 1/2) / (1 + 1/4) = 1.2, and the
 * residuals are 1 - 1.2 = -.2 and 1 - .6 = .4: rms sqrt((.04 + .16) / 2). */
Test(law, a_cost_that_falls_is_a_constant)
{
	const double g[] = {2, 1};
	const double t[] = {1, 2};
	struct law law = law_fit(t, g, 2);

	expect_near(law.a, 1.2);
	expect_near(law.c, 0);
	expect_near(law.rms, sqrt(.1));
}

/* t = g^2 at 1 and 2: the line through both has a = -2. Without it v = 1, 1/2
 * and c = 1.5 / 1.25 = 1.2. */
Test(law, a_fixed_cost_is_never_negative)
{
	const double g[] = {1, 2};
	const double t[] = {1, 4};
	struct law law = law_fit(t, g, 2);

	expect_near(law.a, 0);
	expect_near(law.c, 1.2);
}

Test(law, huge_sizes_fit_a_cube)
{
	double n[5], g[5], t[5];

	for (int i = 0; i < 5; i++) {
		n[i] = pow(10, 11 + i);
		g[i] = growth_value(GROWTH_CUBE, n[i]);
		t[i] = 3e-9 * g[i];
	}
	expect_near(law_fit(t, g, 5).c / 3e-9, 1);
	expect_near(law_fit(t, g, 5).rms, 0);
}

Test(law, sizes_that_do_not_differ_have_a_constant_alone)
{
	const double g[] = {0, 0, 0};
	const double t[] = {3, 3, 3};
	struct law law = law_fit(t, g, 3);

	expect_near(law.a, 3);
	expect_near(law.c, 0);
}

/* Good is at most max(1.3 * .04, .04 + .35 noise, .02). */
Test(law, the_simplest_good_class_is_chosen)
{
	const double t[] = {1, 10};
	const double rms[GROWTH_COUNT] = {.9, .0521, .0519, .04, .3, .5};
	const double tiny[GROWTH_COUNT] = {.9, .021, .0199, .001, .3, .5};

	cr_expect(eq(int, law_choose(rms, 0, t, 2), GROWTH_LINEAR));
	cr_expect(eq(int, law_choose(rms, .0346, t, 2), GROWTH_LOG));
	cr_expect(eq(int, law_choose(tiny, 0, t, 2), GROWTH_LINEAR));
}

Test(law, a_third_more_is_constant_whatever_fits)
{
	const double rms[GROWTH_COUNT] = {.1, .1, .0, .1, .1, .1};
	const double flat[] = {1.34, 1, 1.2};
	const double steep[] = {1.35, 1, 1.2};

	cr_expect(eq(int, law_choose(rms, 0, flat, 3), GROWTH_CONSTANT));
	cr_expect(eq(int, law_choose(rms, 0, steep, 3), GROWTH_LINEAR));
}

/* ln n = 0, L, 2L with L = ln 2, ln t = 0, 0, 3L: slope 3L * L / (2 L^2) =
 * 1.5; residuals .5, -1, .5 times L, squares 1.5 L^2; error
 * sqrt(1.5 / 1 / 2). */
Test(law, a_line_has_its_slope_and_error)
{
	const double n[] = {1, 2, 4};
	const double t[] = {1, 1, 8};
	struct law_line line = law_line(n, t, 3);

	expect_near(line.slope, 1.5);
	expect_near(line.error, sqrt(.75));
	cr_expect(isnan(law_line(n, t, 2).error));
}

static struct law
law_of_row(const struct oracle_row *row)
{
	return law_fit(row->data + row->n, row->data, row->n);
}

static void
check_fixed(const struct oracle_row *row)
{
	expect_near(law_of_row(row).a, row->value);
}

static void
check_growing(const struct oracle_row *row)
{
	expect_near(law_of_row(row).c, row->value);
}

Test(law, laws_with_a_fixed_cost_are_those_of_r)
{
	oracle_each(ORACLE, "fixed", 20, check_fixed);
	oracle_each(ORACLE, "growing", 20, check_growing);
}
