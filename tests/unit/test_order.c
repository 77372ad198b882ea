#include <stdlib.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/order.h"
#include "core/base/rng.h"

#define SEED 20260407
#define N_MAX 200

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Values of few kinds, so that there are ties, or of many. */
static void
fill(struct rng *rng, double *values, size_t n)
{
	uint64_t kinds = 1 + rng_below(rng, 2 * n);

	for (size_t i = 0; i < n; i++)
		values[i] = (double)rng_below(rng, kinds);
}

Test(order, each_place_is_that_of_the_sorted_values)
{
	double values[N_MAX], sorted[N_MAX];
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 2000; trial++) {
		size_t n = 1 + rng_below(&rng, N_MAX);
		size_t k = rng_below(&rng, n);

		fill(&rng, values, n);
		for (size_t i = 0; i < n; i++)
			sorted[i] = values[i];
		qsort(sorted, n, sizeof *sorted, compare);
		cr_expect(eq(dbl, order_kth(values, n, k), sorted[k]),
		    "seed %d, trial %d", SEED, trial);
		for (size_t i = 0; i < k; i++)
			cr_assert(le(dbl, values[i], sorted[k]));
		for (size_t i = k; i < n; i++)
			cr_assert(ge(dbl, values[i], sorted[k]));
	}
}

Test(order, the_median_of_an_even_number_is_between_the_middle_two)
{
	double four[] = {40, 10, 30, 20};
	double three[] = {3, 1, 2};
	double huge[] = {1e308, 1.5e308};

	cr_expect(eq(dbl, order_median(four, 4), 25));
	cr_expect(eq(dbl, order_median(three, 3), 2));
	cr_expect(eq(dbl, order_median(huge, 2), 1.25e308));
}
