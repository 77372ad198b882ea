#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/bench/fit.h"

#define SIZES 14 /* 2^7 to 2^20, as the command's default */
#define REPETITIONS 5
#define SEED 20260501

static double sizes[SIZES];
static double times[SIZES * REPETITIONS];
static double load_ns[SIZES];
static double descent_ns[SIZES];

/* Memory of 64 bytes a node: a load costs 1 ns up to 2^9 nodes, 4 up to 2^14,
 * 100 beyond; a descent the sum over the levels. */
static double
load_of(double n)
{
	if (n <= 512)
		return 1;
	return n <= 16384 ? 4 : 100;
}

static void
make_sizes(void)
{
	for (size_t i = 0; i < SIZES; i++) {
		sizes[i] = (double)(128 << i);
		load_ns[i] = load_of(sizes[i]);
		descent_ns[i] = 0;
		for (double n = sizes[i]; n >= 1; n /= 2)
			descent_ns[i] += load_of(n);
	}
}

static double
formula(enum growth growth, double n)
{
	switch (growth) {
	case GROWTH_LOG:
		return log2(n);
	case GROWTH_LINEAR:
		return n;
	case GROWTH_LINEAR_LOG:
		return n * log2(n);
	case GROWTH_SQUARE:
		return n * n;
	case GROWTH_CUBE:
		return n * n * n;
	default:
		return 1;
	}
}

/* Times 20 ns x f(n), each off by a normal factor of that deviation. */
static struct fit_series
series_of(enum growth growth, double noise, struct rng *rng)
{
	make_sizes();
	for (size_t i = 0; i < SIZES; i++) {
		for (size_t k = 0; k < REPETITIONS; k++)
			times[i * REPETITIONS + k] =
			    20 * formula(growth, sizes[i]) *
			    exp(noise * rng_normal(rng));
	}
	return (struct fit_series){
	    .sizes = SIZES,
	    .repetitions = REPETITIONS,
	    .n = sizes,
	    .ns = times,
	};
}

static void
expect_text(const char *got, const char *want)
{
	cr_expect(eq(str, (char *)got, (char *)want));
}

static void
expect_near(double got, double want)
{
	cr_expect(lt(dbl, fabs(got - want), 1e-9 * fmax(1, fabs(want))),
	    "%.17g, expected %.17g", got, want);
}

/* ---- the exponent ---- */

Test(fit, a_power_has_its_exponent_and_no_doubt)
{
	const double n[] = {10, 20, 40, 80};
	const double ns[] = {3 * 10, 3 * 20, 3 * 40, 3 * 80};
	const struct fit_series series = {4, 1, n, ns, NULL, NULL};
	struct fit fit = fit_growth(&series, SEED);

	expect_near(fit.exponent, 1);
	expect_near(fit.exponent_low, 1);
	expect_near(fit.exponent_high, 1);
	cr_expect(eq(int, fit.growth, GROWTH_LINEAR));
	cr_expect(lt(dbl, fit.rms, 1e-9));
}

/* A row of growth.csv: sizes, slope, its 99 % interval and the times. */
static void
check_exponent(char **field)
{
	struct fit_series series = {
	    .sizes = strtoul(field[1], NULL, 10), .repetitions = 1};
	char *rest = field[6];
	struct fit fit;

	make_sizes();
	for (size_t i = 0; i < series.sizes; i++)
		times[i] = strtod(strsep(&rest, " "), NULL);
	series.n = sizes;
	series.ns = times;
	fit = fit_growth(&series, SEED);
	expect_near(fit.exponent, strtod(field[3], NULL));
	expect_near(fit.exponent_low, strtod(field[4], NULL));
	expect_near(fit.exponent_high, strtod(field[5], NULL));
}

Test(fit, exponents_and_intervals_are_those_of_r)
{
	FILE *file = fopen("tests/oracle/growth.csv", "r");
	char line[1024];
	size_t rows = 0;

	cr_assert(ne(ptr, file, NULL), "run from the root of the repository");
	while (fgets(line, sizeof line, file)) {
		char *field[7], *rest = line;

		for (size_t i = 0; i < 7; i++)
			field[i] = strsep(&rest, ",");
		cr_assert(ne(ptr, field[6], NULL));
		if (strcmp(field[0], "exponent") != 0)
			continue;
		check_exponent(field);
		rows++;
	}
	fclose(file);
	cr_expect(eq(sz, rows, 36)); /* 3 to 14 sizes, three shapes */
}

/* ---- the class ---- */

/* The same series each time: at most one of 40 may be taken for another. */
Test(fit, each_class_is_found_in_three_percent_of_noise)
{
	struct rng rng;

	rng_seed(&rng, SEED);
	for (enum growth g = GROWTH_CONSTANT; g <= GROWTH_CUBE; g++) {
		int right = 0;

		for (int i = 0; i < 40; i++) {
			struct fit_series series = series_of(g, .03, &rng);

			right += fit_growth(&series, SEED).growth == g;
		}
		cr_expect(
		    ge(int, right, 39), "%s: %d of 40", growth_name(g), right);
	}
}

Test(fit, a_fixed_cost_does_not_hide_the_class)
{
	struct rng rng;
	struct fit_series series;

	rng_seed(&rng, SEED);
	series = series_of(GROWTH_LINEAR, .03, &rng);
	/* 20 n ns and 20 us: as much as 1000 elements. */
	for (size_t i = 0; i < SIZES * REPETITIONS; i++)
		times[i] += 20000;
	cr_expect(eq(int, fit_growth(&series, SEED).growth, GROWTH_LINEAR));
}

/* Descents from 8 to 635 ns look like a power of n. */
Test(fit, a_tree_that_outgrows_the_caches_is_logarithmic_with_memory_alone)
{
	struct rng rng;
	struct fit_series series;
	struct fit fit;

	rng_seed(&rng, SEED);
	series = series_of(GROWTH_CONSTANT, .03, &rng);
	for (size_t i = 0; i < SIZES * REPETITIONS; i++)
		times[i] *= descent_ns[i / REPETITIONS];
	fit = fit_growth(&series, SEED);
	cr_expect(ne(int, fit.growth, GROWTH_LOG));
	cr_expect(eq(int, fit_judge(&fit, &series, GROWTH_LOG), FIT_WORSE));
	series.load_ns = load_ns;
	series.descent_ns = descent_ns;
	fit = fit_growth(&series, SEED);
	cr_expect(eq(int, fit.growth, GROWTH_LOG));
	cr_expect(lt(dbl, .9, fit.support));
	cr_expect(
	    eq(int, fit_judge(&fit, &series, GROWTH_LOG), FIT_AS_PROMISED));
}

Test(fit, memory_does_not_excuse_a_class)
{
	struct rng rng;
	struct fit_series series;
	struct fit fit;

	rng_seed(&rng, SEED);
	series = series_of(GROWTH_LINEAR, .03, &rng);
	series.load_ns = load_ns;
	series.descent_ns = descent_ns;
	fit = fit_growth(&series, SEED);
	cr_expect(eq(int, fit.growth, GROWTH_LINEAR));
	cr_expect(eq(int, fit_judge(&fit, &series, GROWTH_LOG), FIT_WORSE));
	cr_expect(
	    eq(int, fit_judge(&fit, &series, GROWTH_CONSTANT), FIT_WORSE));
}

/* 1.30 of 1, as steady as can be, is no growth. */
Test(fit, less_than_a_third_more_is_constant)
{
	const double n[] = {128, 256, 512};
	const double little[] = {10, 11.5, 13};
	const double more[] = {10, 12, 14};
	const struct fit_series flat = {3, 1, n, little, NULL, NULL};
	const struct fit_series steep = {3, 1, n, more, NULL, NULL};

	cr_expect(eq(int, fit_growth(&flat, SEED).growth, GROWTH_CONSTANT));
	cr_expect(ne(int, fit_growth(&steep, SEED).growth, GROWTH_CONSTANT));
}

/* At the last of three sizes two repetitions say 1 and three say 4: the median
 * is 4, and 1 in .317 of the draws, P(B >= 3) for B of 5 with chance 2/5. */
Test(fit, support_is_the_share_of_resamples_that_agree)
{
	const double n[] = {128, 256, 512};
	const double ns[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 4};
	const struct fit_series series = {3, 5, n, ns, NULL, NULL};
	const struct fit_series steady = {3, 1, n, n, NULL, NULL};
	struct fit fit = fit_growth(&series, SEED);

	cr_expect(ne(int, fit.growth, GROWTH_CONSTANT));
	cr_expect(fit.support > .5 && fit.support < .85, "%g", fit.support);
	cr_expect(fit_growth(&steady, SEED).support == 1);
}

/* ---- the promise ---- */

/* ln log n on ln n at 2^7, 2^8, 2^9: the slope of three equally spaced points
 * is that of the outer two, ln(9 / 7) / ln 4 = 0.181287. */
Test(fit, a_range_is_the_formulas_slopes_with_the_allowances)
{
	const double n[] = {128, 256, 512};
	const double loads[] = {1, 2, 4}; /* exponent 1 */
	const double descents[] = {1, 1, 1}; /* exponent 0 */
	struct fit_series series = {3, 1, n, n, NULL, NULL};
	double slope = log(9. / 7) / log(4);
	struct fit_range range = fit_range_of(&series, GROWTH_LOG);

	expect_near(range.low, slope - .4);
	expect_near(range.high, slope + .15);
	series.load_ns = loads;
	series.descent_ns = descents;
	range = fit_range_of(&series, GROWTH_LOG);
	expect_near(range.low, 0 - .4);
	expect_near(range.high, slope + .15);
	range = fit_range_of(&series, GROWTH_LINEAR);
	expect_near(range.low, 1 - .4);
	expect_near(range.high, 2 + .15);
	range = fit_range_of(&series, GROWTH_CONSTANT);
	expect_near(range.low, -.4);
	expect_near(range.high, .15);
}

/* O(n) without memory may show .6 to 1.15. */
Test(fit, a_verdict_is_where_the_interval_lies)
{
	const double n[] = {128, 256, 512};
	const struct fit_series series = {3, 1, n, n, NULL, NULL};
	const struct {
		double low, high;
		enum fit_verdict verdict;
	} cases[] = {
	    {.61, 1.14, FIT_AS_PROMISED},
	    {.5, .59, FIT_BETTER},
	    {1.16, 1.2, FIT_WORSE},
	    {.59, .7, FIT_UNCLEAR},
	    {1.1, 1.16, FIT_UNCLEAR},
	    {0, 2, FIT_UNCLEAR},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct fit fit = {.exponent_low = cases[i].low,
		    .exponent_high = cases[i].high};

		cr_expect(eq(int, fit_judge(&fit, &series, GROWTH_LINEAR),
			      cases[i].verdict),
		    "case %zu", i);
	}
}

Test(fit, classes_and_verdicts_have_names)
{
	expect_text(growth_name(GROWTH_CONSTANT), "O(1)");
	expect_text(growth_name(GROWTH_LINEAR_LOG), "O(n log n)");
	expect_text(fit_verdict_text(FIT_WORSE), "worse than promised");
	expect_text(fit_verdict_text(FIT_UNCLEAR), "unclear");
}
