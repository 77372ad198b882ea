/* What a bisection is expected to take. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/bisect_expect.h"

static const struct bisect_options options = {
    .confidence = .95, .tolerance = .02};

static struct bisect_expected
expect_of(const double *weights, size_t count, double noise)
{
	struct bisect_expected out = {0};

	cr_assert(eq(int,
	    bisect_expect(
		&options, weights, count, noise, log(1.1), 20, 1, &out),
	    ERR_OK));
	return out;
}

/* 8 rounds of both ends, then 6 + 8 of the confirmation: 44 runs at least; two
 * commits are built, which are both the ends and the pair. */
Test(bisect_expect, two_commits_are_compared_and_confirmed)
{
	struct bisect_expected of = expect_of(NULL, 2, .01);

	cr_expect(ge(dbl, of.runs, 44));
	cr_expect(lt(dbl, of.runs, 50));
	cr_expect(eq(dbl, of.builds, 2));
}

/* A step of 9.5 noises is told by one run: 1,024 commits take 10 builds besides
 * the ends, or one more where a run is doubted. */
Test(bisect_expect, quiet_searches_halve_the_range)
{
	struct bisect_expected of = expect_of(NULL, 1025, .01);

	cr_expect(ge(dbl, of.builds, 10));
	cr_expect(le(dbl, of.builds, 14));
}

Test(bisect_expect, noise_costs_runs)
{
	struct bisect_expected quiet = expect_of(NULL, 100, .02);
	struct bisect_expected loud = expect_of(NULL, 100, .06);

	cr_expect(lt(dbl, quiet.runs, loud.runs));
}

/* Only two commits can be guilty, so one is asked. */
Test(bisect_expect, the_innocent_are_not_built)
{
	double weights[101] = {0};

	weights[30] = weights[60] = 1;
	cr_expect(le(dbl, expect_of(weights, 101, .01).builds, 5));
}

Test(bisect_expect, nobody_guilty_is_an_error)
{
	double weights[5] = {0};
	struct bisect_expected out;

	cr_expect(
	    eq(int, bisect_expect(&options, weights, 5, .01, .1, 5, 1, &out),
		ERR_UNJUDGED));
}

Test(bisect_expect, the_same_seed_expects_the_same)
{
	struct bisect_expected a = expect_of(NULL, 64, .03);
	struct bisect_expected b = expect_of(NULL, 64, .03);

	cr_expect(eq(dbl, a.runs, b.runs));
	cr_expect(eq(dbl, a.builds, b.builds));
}
