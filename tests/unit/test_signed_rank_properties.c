/* What must hold of the signed-rank test whatever the differences. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/signed_rank.h"
#include "core/base/rng.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SEED 20260301
#define LESS ALTERNATIVE_LESS
#define GREATER ALTERNATIVE_GREATER

static void
fill_normal(struct rng *rng, double *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		d[i] = .02 + .05 * rng_normal(rng);
}

static struct interval_estimate
interval(const double *d, size_t n, double confidence)
{
	struct interval_estimate out = {NAN, NAN};

	cr_assert(eq(int, signed_rank_interval(d, n, confidence, &out), 0));
	return out;
}

/* Just outside the interval the test rejects at .005, just inside it does not:
 * the two approximations are one. */
Test(signed_rank_properties, interval_above_sixty_is_the_test_turned_round)
{
	double d[65];
	struct interval_estimate ci;

	for (size_t i = 0; i < COUNT(d); i++)
		d[i] = sqrt((double)(i * 37 % 65) + .1 * (double)i);
	ci = interval(d, COUNT(d), .99);
	cr_expect(
	    le(dbl, signed_rank_p(d, COUNT(d), ci.low - 1e-9, GREATER), .005));
	cr_expect(
	    lt(dbl, .005, signed_rank_p(d, COUNT(d), ci.low + 1e-9, GREATER)));
	cr_expect(
	    le(dbl, signed_rank_p(d, COUNT(d), ci.high + 1e-9, LESS), .005));
	cr_expect(
	    lt(dbl, .005, signed_rank_p(d, COUNT(d), ci.high - 1e-9, LESS)));
}

/* Powers of two, so that scaling itself rounds nothing. */
Test(signed_rank_properties, scale_does_not_matter)
{
	double d[25], scaled[25];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 100; trial++) {
		double factor = ldexp(1, (int)rng_below(&rng, 200) - 100);

		fill_normal(&rng, d, 25);
		for (size_t i = 0; i < 25; i++)
			scaled[i] = factor * d[i];
		cr_expect(eq(dbl, signed_rank_p(d, 25, .03, LESS),
		    signed_rank_p(scaled, 25, factor * .03, LESS)));
		cr_expect(eq(dbl, factor * hodges_lehmann(d, 25),
		    hodges_lehmann(scaled, 25)));
		cr_expect(eq(dbl, factor * interval(d, 25, .99).low,
		    interval(scaled, 25, .99).low));
	}
}

Test(signed_rank_properties, order_does_not_matter)
{
	double d[40], shuffled[40];
	size_t order[40];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (size_t i = 0; i < 40; i++)
		order[i] = i;
	for (int trial = 0; trial < 100; trial++) {
		fill_normal(&rng, d, 40);
		rng_shuffle(&rng, order, 40);
		for (size_t i = 0; i < 40; i++)
			shuffled[i] = d[order[i]];
		cr_expect(eq(dbl, signed_rank_p(d, 40, .01, GREATER),
		    signed_rank_p(shuffled, 40, .01, GREATER)));
		cr_expect(eq(
		    dbl, hodges_lehmann(d, 40), hodges_lehmann(shuffled, 40)));
		cr_expect(eq(dbl, interval(d, 40, .99).high,
		    interval(shuffled, 40, .99).high));
	}
}

Test(signed_rank_properties, mirrored_differences_swap_the_sides)
{
	double d[20], mirrored[20];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 100; trial++) {
		fill_normal(&rng, d, 20);
		for (size_t i = 0; i < 20; i++)
			mirrored[i] = -d[i];
		cr_expect(eq(dbl, signed_rank_p(d, 20, .03, LESS),
		    signed_rank_p(mirrored, 20, -.03, GREATER)));
		cr_expect(eq(
		    dbl, hodges_lehmann(d, 20), -hodges_lehmann(mirrored, 20)));
		cr_expect(eq(dbl, interval(d, 20, .95).low,
		    -interval(mirrored, 20, .95).high));
	}
}

Test(signed_rank_properties, p_is_monotone_in_the_shift)
{
	double d[16];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 50; trial++) {
		double less = 1, greater = 0;

		fill_normal(&rng, d, 16);
		for (double shift = -.2; shift < .25; shift += .01) {
			double p_less = signed_rank_p(d, 16, shift, LESS);
			double p_more = signed_rank_p(d, 16, shift, GREATER);

			cr_expect(le(dbl, p_less, less));
			cr_expect(ge(dbl, p_more, greater));
			less = p_less;
			greater = p_more;
		}
	}
}

Test(signed_rank_properties, interval_is_nested_in_confidence)
{
	const double confidence[] = {.5, .8, .9, .95, .99, .999};
	double d[30];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 50; trial++) {
		size_t n = 11 + rng_below(&rng, 20);
		double centre, low, high;

		fill_normal(&rng, d, n);
		low = high = centre = hodges_lehmann(d, n);
		for (size_t i = 0; i < COUNT(confidence); i++) {
			struct interval_estimate ci =
			    interval(d, n, confidence[i]);

			cr_expect(le(dbl, ci.low, low));
			cr_expect(ge(dbl, ci.high, high));
			low = ci.low;
			high = ci.high;
		}
	}
}

/* The interval is the set of shifts that neither one-sided test at half of
 * 1 - confidence rejects: just inside its ends p is above, just outside not. */
Test(signed_rank_properties, interval_inverts_the_test)
{
	const double step = 1e-9, alpha = .005;
	double d[30];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 100; trial++) {
		size_t n = 8 + rng_below(&rng, 23);
		struct interval_estimate ci;

		fill_normal(&rng, d, n);
		ci = interval(d, n, .99);
		cr_expect(le(
		    dbl, signed_rank_p(d, n, ci.low - step, GREATER), alpha));
		cr_expect(lt(
		    dbl, alpha, signed_rank_p(d, n, ci.low + step, GREATER)));
		cr_expect(
		    le(dbl, signed_rank_p(d, n, ci.high + step, LESS), alpha));
		cr_expect(
		    lt(dbl, alpha, signed_rank_p(d, n, ci.high - step, LESS)));
	}
}
