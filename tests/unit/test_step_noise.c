#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/step_noise.h"
#include "core/base/rng.h"

#define N 2000

static double work[N];

/* Differences 1 2 3 4, their median 2.5, and at lag 2 3 5 7, median 5: 5 is
 * twice as much, 1.4826 x 5 / sqrt 2 = 5.2418. */
Test(step_noise, a_longer_lag_counts_where_it_shows_more)
{
	const double values[] = {0, 1, 3, 6, 10};

	cr_expect(epsilon_eq(
	    dbl, step_noise(values, 5, work), 1.4826 * 5 / sqrt(2), 1e-12));
}

/* Differences 4 at lag 1, 0 at lag 2. */
Test(step_noise, of_independent_values_the_first_lag_counts)
{
	const double values[] = {0, 4, 0, 4, 0, 4};

	cr_expect(epsilon_eq(
	    dbl, step_noise(values, 6, work), 1.4826 * 4 / sqrt(2), 1e-12));
}

/* The robust estimate's own error at n = 2000 is about 3 %. */
Test(step_noise, steps_and_outliers_hardly_move_it)
{
	double values[N];
	struct rng rng;

	rng_seed(&rng, 11);
	for (size_t i = 0; i < N; i++)
		values[i] = .02 * rng_normal(&rng) + (double)(i / 200) * .5 +
			    (i % 50 == 7 ? 3 : 0);
	cr_expect(epsilon_eq(dbl, step_noise(values, N, work), .02, .003));
}

/* 20 differences, three of them 1, the rest 0; the largest two are left out:
 * sqrt(1 / (2 x 18)) = 1/6. */
Test(step_noise, where_most_neighbours_are_equal_the_rest_counts)
{
	const double values[21] = {
	    0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1};

	cr_expect(epsilon_eq(dbl, step_noise(values, 21, work), 1. / 6, 1e-12));
}

Test(step_noise, a_constant_series_with_a_step_has_none)
{
	double values[40];

	for (size_t i = 0; i < 40; i++)
		values[i] = i < 20 ? 100 : 110;
	cr_expect(eq(dbl, step_noise(values, 40, work), 0));
	cr_expect(eq(dbl, step_noise(values, 1, work), 0));
	cr_expect(eq(dbl, step_noise(values, 0, work), 0));
}
