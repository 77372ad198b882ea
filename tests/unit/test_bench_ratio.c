#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/ratio.h"

static void
expect_near(double got, double want)
{
	cr_expect(lt(dbl, fabs(got - want), 1e-12 * fmax(1, fabs(want))),
	    "%.17g, expected %.17g", got, want);
}

/* Ratios 1 to 8: the middle two are 4 and 5, and below P(B = 0) + P(B = 8) =
 * 2 / 256 there is nothing, so the interval is all. */
Test(ratio, of_eight_pairs_the_interval_is_from_least_to_most)
{
	const double a[] = {8, 2, 3, 4, 5, 6, 7, 1};
	const double b[] = {1, 1, 1, 1, 1, 1, 1, 1};
	struct ratio ratio = ratio_of_pairs(a, b, 8);

	expect_near(ratio.median, sqrt(4 * 5));
	expect_near(ratio.low, 1);
	expect_near(ratio.high, 8);
	expect_near(ratio.confidence, 1 - 2. / 256);
}

/* Ratios 1/8 ... 15/8, in pairs whose times differ 100-fold. Third to
 * thirteenth: P(B <= 2) = 121 / 2^15. */
Test(ratio, of_fifteen_pairs_it_is_from_the_third_to_the_thirteenth)
{
	double a[15], b[15];
	struct ratio ratio;

	for (size_t i = 0; i < 15; i++) {
		b[i] = i % 2 ? 800 : 8;
		a[i] = (double)((i * 7) % 15 + 1) * b[i] / 8;
	}
	ratio = ratio_of_pairs(a, b, 15);
	expect_near(ratio.median, 1);
	expect_near(ratio.low, 3. / 8);
	expect_near(ratio.high, 13. / 8);
	expect_near(ratio.confidence, 1 - 2 * 121. / 32768);
	cr_expect(not(ratio_shows_difference(&ratio)));
}

Test(ratio, an_interval_beside_one_shows_a_difference)
{
	const struct ratio above = {1.2, 1.01, 1.3, .99};
	const struct ratio below = {.8, .7, .99, .99};
	const struct ratio touching = {1.2, 1, 1.3, .99};

	cr_expect(ratio_shows_difference(&above));
	cr_expect(ratio_shows_difference(&below));
	cr_expect(not(ratio_shows_difference(&touching)));
}

/* Where the ratio of pair i is e^i, the ends tell their ranks. */
static void
check_rank(size_t n, size_t rank, double confidence)
{
	double a[RATIO_ROUNDS_MAX], b[RATIO_ROUNDS_MAX];
	struct ratio ratio;

	for (size_t i = 0; i < n; i++) {
		a[i] = exp((double)i / 10);
		b[i] = 1;
	}
	ratio = ratio_of_pairs(a, b, n);
	expect_near(log(ratio.low) * 10, (double)rank - 1);
	expect_near(log(ratio.high) * 10, (double)(n - rank));
	cr_expect(lt(dbl, fabs(ratio.confidence - confidence), 1e-9));
}

Test(ratio, ranks_and_confidences_are_those_of_r)
{
	FILE *file = fopen("tests/oracle/growth.csv", "r");
	char line[1024];
	size_t rows = 0;

	cr_assert(ne(ptr, file, NULL), "run from the root of the repository");
	while (fgets(line, sizeof line, file)) {
		char *field[5], *rest = line;

		for (size_t i = 0; i < 5; i++)
			field[i] = strsep(&rest, ",");
		cr_assert(ne(ptr, field[4], NULL));
		if (strcmp(field[0], "rank") != 0)
			continue;
		check_rank(strtoul(field[1], NULL, 10),
		    strtoul(field[2], NULL, 10), strtod(field[4], NULL));
		rows++;
	}
	fclose(file);
	cr_expect(eq(sz, rows, 59));
}
