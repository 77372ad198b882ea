/* Hartigan's dip, against R's diptest: see tests/oracle/calibration.R. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/dip.h"
#include "core/base/rng.h"
#include "tests/support/oracle_rows.h"

#define ORACLE "tests/oracle/calibration.csv"

static void
same_dip(const struct oracle_row *row)
{
	cr_assert(eq(sz, row->count, row->n));
	cr_expect(epsilon_eq(dbl, dip(row->data, row->n), row->value, 1e-12));
}

Test(dip, it_is_what_R_says)
{
	oracle_each(ORACLE, "dip", 36, same_dip);
}

/* Two tight groups of four: at the gap the function stands at 4/8, which any
 * single mode misses by nearly a quarter; ever tighter, 1/4. */
Test(dip, two_points_are_as_far_from_one_mode_as_can_be)
{
	const double d[] = {9, 0, 9, 0, 0, 9, 0, 9};

	cr_expect(lt(dbl, dip(d, 8), .25 + 1e-12));
	cr_expect(dip_refutes_one_mode(.25, 8));
	cr_expect(not(dip_refutes_one_mode(1. / 16, 8)));
}

/* Our bounds are from a simulation of our own: 1 % of each other. */
static void
near_bound(const struct oracle_row *row)
{
	cr_expect(
	    not(dip_refutes_one_mode(row->value * .99, row->n)), "%zu", row->n);
	cr_expect(
	    dip_refutes_one_mode(row->value * 1.01, row->n), "%zu", row->n);
}

Test(dip, its_bounds_are_those_of_R)
{
	oracle_each(ORACLE, "bound", 5, near_bound);
}

/* n = 40 and modes 6 standard deviations apart are seen; one outlier, however
 * far, makes no mode. The bound of 50 lies between those of 40 and 60. */
Test(dip, an_outlier_is_no_mode)
{
	struct rng rng;
	double d[40];

	rng_seed(&rng, 20240302);
	for (size_t i = 0; i < 40; i++)
		d[i] = rng_normal(&rng);
	d[7] = 1e6;
	cr_expect(not(dip_refutes_one_mode(dip(d, 40), 40)));
	for (size_t i = 0; i < 40; i++)
		d[i] = rng_normal(&rng) + (i % 2 ? 0 : 6);
	cr_expect(dip_refutes_one_mode(dip(d, 40), 40));
}

/* 2,000 normal samples of each size: one mode is refuted in far less than 1 %,
 * since the level is that of the uniform distribution. */
Test(dip, one_mode_is_seldom_refuted)
{
	struct rng rng;
	size_t refuted = 0;

	rng_seed(&rng, 20240303);
	for (size_t trial = 0; trial < 2000; trial++) {
		double d[DIP_MAX];
		size_t n = DIP_MIN + trial % (DIP_MAX - DIP_MIN + 1);

		for (size_t i = 0; i < n; i++)
			d[i] = rng_normal(&rng);
		refuted += dip_refutes_one_mode(dip(d, n), n);
	}
	cr_expect(le(sz, refuted, 20));
}
