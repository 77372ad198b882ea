#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/spread_change.h"
#include "core/base/rng.h"

#define N 200

/* Noise of 1 %, `factor` times as much from `at`, about levels that step by 20
 * % at 100. */
static void
fill(double *values, size_t at, double factor, uint64_t seed)
{
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < N; i++)
		values[i] = (i < 100 ? 50 : 60) *
			    exp(.01 * (i < at ? 1 : factor) * rng_normal(&rng));
}

static struct spread_change
found(const double *values, size_t n)
{
	const size_t step = 100;
	struct spread_change out;

	cr_assert(eq(
	    int, spread_change_find(values, n, &step, n > 100, &out), ERR_OK));
	return out;
}

Test(spread_change, louder_noise_is_found_where_it_begins)
{
	double values[N];
	struct spread_change got;

	fill(values, 120, 3, 1);
	got = found(values, N);
	cr_expect(got.found);
	cr_expect(epsilon_eq(dbl, (double)got.index, 120, 8));
	cr_expect(epsilon_eq(dbl, got.ratio, 3, 1));
	cr_expect(lt(dbl, 1, got.strength));
}

Test(spread_change, quieter_noise_has_a_ratio_below_one)
{
	double values[N];
	struct spread_change got;

	fill(values, 80, 1. / 3, 2);
	got = found(values, N);
	cr_expect(got.found);
	cr_expect(lt(dbl, got.ratio, .6));
}

/* The level changes at 100, and nothing else. */
Test(spread_change, a_step_of_the_level_is_none)
{
	double values[N];

	fill(values, N, 1, 3);
	cr_expect(not(found(values, N).found));
}

Test(spread_change, missing_values_shift_no_index)
{
	double values[N];
	struct spread_change got;

	fill(values, 120, 4, 4);
	for (size_t i = 0; i < N; i += 5)
		values[i] = NAN;
	got = found(values, N);
	cr_expect(got.found);
	cr_expect(epsilon_eq(dbl, (double)got.index, 120, 8));
}

/* Differences from -1 and 1, with no logarithms. */
Test(spread_change, values_below_zero_have_spreads)
{
	double values[N];
	struct rng rng;

	rng_seed(&rng, 5);
	for (size_t i = 0; i < N; i++)
		values[i] = (i < 100 ? -1 : 1) +
			    (i < 70 ? .01 : .05) * rng_normal(&rng);
	cr_expect(found(values, N).found);
}

Test(spread_change, few_or_equal_values_say_nothing)
{
	double values[N];
	struct spread_change got;

	fill(values, 30, 9, 6);
	got = found(values, SPREAD_POINTS_MIN - 1);
	cr_expect(isnan(got.ratio));
	cr_expect(not(got.found));
	for (size_t i = 0; i < N; i++)
		values[i] = i < 100 ? 5 : 6;
	cr_expect(not(found(values, N).found));
	values[150] = 7;
	cr_expect(not(found(values, N).found));
	cr_expect(not(found(NULL, 0).found));
}
