/**
 * Wilcoxon's signed-rank test and the Hodges-Lehmann estimate of paired
 * differences. Pure functions: no state, no allocation beyond the stack.
 *
 * Sources: F. Wilcoxon, "Individual comparisons by ranking methods", 1945;
 * M. Hollander, D. Wolfe, E. Chicken, "Nonparametric Statistical Methods", 3rd
 * ed., sections 3.1-3.3 (test, estimate, interval by inversion).
 */
#ifndef BASELINES_SIGNED_RANK_H
#define BASELINES_SIGNED_RANK_H

#include <stddef.h>

/** Differences that one call takes. */
#define SIGNED_RANK_MAX 200
/** Up to so many the null distribution is exact; above, normal. */
#define SIGNED_RANK_EXACT 60

enum alternative {
	ALTERNATIVE_LESS, /**< the differences lie below `shift` */
	ALTERNATIVE_GREATER /**< the differences lie above `shift` */
};

/**
 * One-sided p-value of "the differences are symmetric around `shift`" against
 * `alternative`.
 *
 * Exact: the null distribution comes from dynamic programming over the doubled
 * mid-ranks actually present, so ties cost nothing. A difference equal to
 * `shift` keeps its rank and counts against the alternative, which makes the
 * value an upper bound. n == 0 gives 1. O(n^3). Above SIGNED_RANK_EXACT the
 * distribution is normal with the mean and the variance of the ranks present,
 * with continuity correction; O(n^2).
 *
 * @param d finite differences, n <= SIGNED_RANK_MAX
 */
double signed_rank_p(
    const double *d, size_t n, double shift, enum alternative alternative);

/** Median of the n(n+1)/2 Walsh averages; 0 < n <= SIGNED_RANK_MAX.
 *  O(n^2 log n). */
double hodges_lehmann(const double *d, size_t n);

struct interval_estimate {
	double low;
	double high;
};

/**
 * Exact two-sided interval of the centre by inversion of the test: the k-th
 * smallest and k-th largest Walsh average, k the largest number with
 * P(W < k) <= (1 - confidence) / 2 under the null distribution without ties,
 * normal with continuity correction above SIGNED_RANK_EXACT.
 *
 * @return 0, or -1 where n is too small for that confidence (99 % needs 8):
 *         then *out is untouched.
 */
int signed_rank_interval(const double *d, size_t n, double confidence,
    struct interval_estimate *out);

#endif
