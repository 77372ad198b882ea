#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/signed_rank.h"
#include "core/base/rng.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SEED 20260301
#define LESS ALTERNATIVE_LESS
#define GREATER ALTERNATIVE_GREATER

/* |a - b| in units of b: what "exact to 1e-12" means for a p-value. */
static double
apart(double a, double b)
{
	return a == b ? 0 : fabs(a - b) / fabs(b);
}

static struct interval_estimate
interval(const double *d, size_t n, double confidence)
{
	struct interval_estimate out = {NAN, NAN};

	cr_assert(eq(int, signed_rank_interval(d, n, confidence, &out), 0));
	return out;
}

/* ---- worked by hand ---- */

/* Of the 8 sign patterns of ranks 1, 2, 3 one has all of them positive. */
Test(signed_rank, three_on_one_side_have_one_eighth)
{
	const double d[] = {1, 2, 3};

	cr_expect(eq(dbl, signed_rank_p(d, 3, 0, GREATER), .125));
	cr_expect(eq(dbl, signed_rank_p(d, 3, 0, LESS), 1));
	cr_expect(eq(dbl, signed_rank_p(d, 3, 4, LESS), .125));
}

/* W+ = 1 + 2 + 4 = 7 of 10. W+ >= 7 where the negative ranks are one of {} {1}
 * {2} {3} {1,2}: 5/16. W- = 3; W- >= 3 in all but {} {1} {2}: 13/16. */
Test(signed_rank, one_of_four_negative)
{
	const double d[] = {1, 2, -3, 4};

	cr_expect(eq(dbl, signed_rank_p(d, 4, 0, GREATER), 5. / 16));
	cr_expect(eq(dbl, signed_rank_p(d, 4, 0, LESS), 13. / 16));
}

/* Three ranks of 2. W+ = 4; W+ >= 4 where at most one is negative: 4/8. */
Test(signed_rank, ties_share_their_ranks)
{
	const double d[] = {1, -1, 1};

	cr_expect(eq(dbl, signed_rank_p(d, 3, 0, GREATER), .5));
}

/* Ranks 1.5 and 1.5 of the zeros and 3: against both the zeros speak. Negative
 * ranks of at most 3: {} {1.5} {1.5'} {1.5,1.5'} {3}, 5/8. W- = 0: 1. Had the
 * zeros been dropped, the first would be 1/2. */
Test(signed_rank, zeros_count_against_either_alternative)
{
	const double d[] = {0, 5, 0};
	const double zeros[] = {7, 7, 7, 7};

	cr_expect(eq(dbl, signed_rank_p(d, 3, 0, GREATER), 5. / 8));
	cr_expect(eq(dbl, signed_rank_p(d, 3, 0, LESS), 1));
	cr_expect(eq(dbl, signed_rank_p(zeros, 4, 7, GREATER), 1));
	cr_expect(eq(dbl, signed_rank_p(zeros, 4, 7, LESS), 1));
}

Test(signed_rank, no_differences_prove_nothing)
{
	cr_expect(eq(dbl, signed_rank_p(NULL, 0, 0, GREATER), 1));
	cr_expect(eq(dbl, signed_rank_p(NULL, 0, 0, LESS), 1));
}

/* 2^-60 and 61 x 2^-60: the second for ties of the mid-rank 30.5, where one
 * negative is one of 60 patterns, besides none. */
Test(signed_rank, sixty_differences_are_exact)
{
	double d[SIGNED_RANK_EXACT];

	for (size_t i = 0; i < COUNT(d); i++)
		d[i] = (double)i + 1;
	cr_expect(eq(dbl, signed_rank_p(d, COUNT(d), 0, GREATER), 0x1p-60));
	cr_expect(eq(dbl, signed_rank_p(d, COUNT(d), 0, LESS), 1));
	for (size_t i = 0; i < COUNT(d); i++)
		d[i] = i == 17 ? -1 : 1;
	cr_expect(
	    eq(dbl, signed_rank_p(d, COUNT(d), 0, GREATER), 61 * 0x1p-60));
}

/* Walsh averages of 1, 2, 6: 1 1.5 2 3.5 4 6, the middle (2 + 3.5) / 2. Of 1,
 * 2, 3, 4, 1000 the eighth of fifteen: 1 1.5 2 2 2.5 2.5 3 3 ... */
Test(hodges_lehmann, is_the_median_of_walsh_averages)
{
	const double three[] = {6, 1, 2};
	const double outlier[] = {1000, 3, 1, 4, 2};
	const double huge[] = {1e308, 1.5e308};

	cr_expect(eq(dbl, hodges_lehmann(three, 3), 2.75));
	cr_expect(eq(dbl, hodges_lehmann(outlier, 5), 3));
	cr_expect(eq(dbl, hodges_lehmann(outlier, 1), 1000));
	cr_expect(eq(dbl, hodges_lehmann(huge, 2), 1.25e308));
}

/* n = 8: P(W < 1) = 1/256 <= .005 < 2/256: the extremes. n = 10: 0, 1, 2, 3
 * are the sums of 1, 1, 1, 2 subsets, so P(W < 4) = 5/1024 <= .005, and 7/1024
 * is beyond: the fourth averages of 1 1.5 2 2 ... 9 9 9.5 10. */
Test(signed_rank_interval, takes_the_kth_averages)
{
	const double d[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

	cr_expect(eq(dbl, interval(d, 8, .99).low, 1));
	cr_expect(eq(dbl, interval(d, 8, .99).high, 8));
	cr_expect(eq(dbl, interval(d, 10, .99).low, 2));
	cr_expect(eq(dbl, interval(d, 10, .99).high, 9));
}

/* (1 - .75) / 2 = 1/8 = P(W < 1) at n = 3. */
Test(signed_rank_interval, reaches_its_confidence_exactly)
{
	const double d[] = {1, 2, 3};

	cr_expect(eq(dbl, interval(d, 3, .75).low, 1));
	cr_expect(eq(dbl, interval(d, 3, .75).high, 3));
}

Test(signed_rank_interval, ninety_nine_percent_needs_eight)
{
	const double d[] = {1, 2, 3, 4, 5, 6, 7};
	struct interval_estimate out = {-1, -2};

	cr_expect(eq(int, signed_rank_interval(d, 7, .99, &out), -1));
	cr_expect(eq(int, signed_rank_interval(d, 0, .99, &out), -1));
	cr_expect(eq(dbl, out.low, -1));
	cr_expect(eq(dbl, out.high, -2));
}

/* ---- against R: see tests/oracle/signed_rank.R ---- */

enum column {
	KIND,
	N,
	W,
	P,
	SHIFT,
	P_LESS,
	P_GREATER,
	CONFIDENCE,
	ESTIMATE,
	LOW,
	HIGH,
	DATA,
	COLUMNS
};

/* d with the ranks 1..n whose negative ones sum to w: the largest that fits
 * is taken each time, which reaches every w up to n(n+1)/2. */
static void
fill_rank_sum(double *d, size_t n, size_t w)
{
	for (size_t rank = n; rank > 0; rank--) {
		int negative = rank <= w;

		d[rank - 1] = negative ? -(double)rank : (double)rank;
		w -= negative ? rank : 0;
	}
}

static void
check_cdf(char *const *field, size_t n)
{
	double d[SIGNED_RANK_MAX];
	size_t w = strtoul(field[W], NULL, 10);
	double expected = strtod(field[P], NULL);

	fill_rank_sum(d, n, w);
	cr_expect(
	    le(dbl, apart(signed_rank_p(d, n, 0, GREATER), expected), 1e-12),
	    "P(W <= %zu) at n = %zu", w, n);
	for (size_t i = 0; i < n; i++)
		d[i] = -d[i];
	cr_expect(le(dbl, apart(signed_rank_p(d, n, 0, LESS), expected), 1e-12),
	    "mirrored P(W <= %zu) at n = %zu", w, n);
}

static void
check_sample(char *const *field, size_t n)
{
	double d[SIGNED_RANK_MAX], x[COLUMNS];
	struct interval_estimate ci;
	char *at = field[DATA];

	for (size_t i = 0; i < n; i++)
		d[i] = strtod(at, &at);
	for (int i = SHIFT; i < DATA; i++)
		x[i] = strtod(field[i], NULL);
	ci = interval(d, n, x[CONFIDENCE]);
	cr_expect(le(
	    dbl, apart(signed_rank_p(d, n, x[SHIFT], LESS), x[P_LESS]), 1e-12));
	cr_expect(
	    le(dbl, apart(signed_rank_p(d, n, x[SHIFT], GREATER), x[P_GREATER]),
		1e-12));
	cr_expect(epsilon_eq(dbl, hodges_lehmann(d, n), x[ESTIMATE], 1e-15));
	cr_expect(epsilon_eq(dbl, ci.low, x[LOW], 1e-15));
	cr_expect(epsilon_eq(dbl, ci.high, x[HIGH], 1e-15));
}

static size_t
check_rows(const char *kind, void (*check)(char *const *field, size_t n))
{
	FILE *file = fopen("tests/oracle/signed_rank.csv", "r");
	char line[4096];
	size_t rows = 0;

	cr_assert(ne(ptr, file, NULL), "run from the root of the repository");
	while (fgets(line, sizeof line, file)) {
		char *field[COLUMNS], *rest = line;

		for (size_t i = 0; i < COLUMNS; i++)
			field[i] = strsep(&rest, ",");
		cr_assert(ne(ptr, field[DATA], NULL), "row of too few fields");
		if (strcmp(field[KIND], kind) != 0)
			continue;
		check(field, strtoul(field[N], NULL, 10));
		rows++;
	}
	fclose(file);
	return rows;
}

Test(signed_rank, null_distribution_is_that_of_r)
{
	cr_expect(lt(sz, 300, check_rows("cdf", check_cdf)));
}

Test(signed_rank, samples_are_judged_as_by_r)
{
	cr_expect(lt(sz, 100, check_rows("sample", check_sample)));
}

static void
check_large(char *const *field, size_t n)
{
	double d[SIGNED_RANK_MAX];
	double shift = strtod(field[SHIFT], NULL);
	char *at = field[DATA];

	for (size_t i = 0; i < n; i++)
		d[i] = strtod(at, &at);
	cr_expect(le(dbl,
	    apart(
		signed_rank_p(d, n, shift, LESS), strtod(field[P_LESS], NULL)),
	    1e-9));
	cr_expect(le(dbl,
	    apart(signed_rank_p(d, n, shift, GREATER),
		strtod(field[P_GREATER], NULL)),
	    1e-9));
}

Test(signed_rank, above_sixty_the_normal_distribution_is_that_of_r)
{
	cr_expect(eq(sz, 8, check_rows("large", check_large)));
}

/* ---- against an enumeration of all signs ---- */

static int
by_size(const void *a, const void *b)
{
	double x = fabs(*(const double *)a), y = fabs(*(const double *)b);

	return (x > y) - (x < y);
}

/* p by definition, for differences from 0: the share of the 2^n sign patterns
 * whose positive rank sum is at least that of `sorted`, zeros being negative.
 * Ranks are given to runs of equal sizes in the sorted array. */
static double
p_enumerated(double *sorted, size_t n)
{
	double rank[12], seen = 0;
	size_t hits = 0;

	qsort(sorted, n, sizeof *sorted, by_size);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (fabs(sorted[end]) != fabs(sorted[i]))
				break;
		for (size_t j = i; j < end; j++)
			rank[j] = (double)(i + 1 + end) / 2;
	}
	for (size_t i = 0; i < n; i++)
		seen += sorted[i] > 0 ? rank[i] : 0;
	for (unsigned signs = 0; signs < 1U << n; signs++) {
		double sum = 0;

		for (size_t i = 0; i < n; i++)
			sum += signs >> i & 1 ? rank[i] : 0;
		hits += sum >= seen;
	}
	return (double)hits / (double)(1U << n);
}

Test(signed_rank, ties_and_zeros_are_judged_as_by_enumeration)
{
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < 600; trial++) {
		double d[12], up[12], down[12];
		size_t n = 1 + rng_below(&rng, 12);
		uint64_t spread = 1 + rng_below(&rng, 8);
		double shift = (double)rng_below(&rng, 3) - 1;

		for (size_t i = 0; i < n; i++) {
			d[i] = (double)rng_below(&rng, 2 * spread) - spread;
			up[i] = d[i] - shift;
			down[i] = shift - d[i];
		}
		cr_expect(eq(dbl, signed_rank_p(d, n, shift, GREATER),
			      p_enumerated(up, n)),
		    "seed %d, trial %d, greater", SEED, trial);
		cr_expect(eq(dbl, signed_rank_p(d, n, shift, LESS),
			      p_enumerated(down, n)),
		    "seed %d, trial %d, less", SEED, trial);
	}
}
