/**
 * Kendall's test of a trend, and the slope of Theil and Sen that belongs to it.
 * Pure functions over arrays.
 *
 * Sources: M. G. Kendall, "Rank correlation methods", 4th ed., chapters 3 and
 * 4; P. K. Sen, "Estimates of the regression coefficient based on Kendall's
 * tau", JASA 63 (1968); S. Yue, C. Wang, "The Mann-Kendall test modified by
 * effective sample size", Water Resources Management 18 (2004).
 */
#ifndef BASELINES_KENDALL_H
#define BASELINES_KENDALL_H

#include <stddef.h>

#define KENDALL_POINTS_MAX 120

struct kendall {
	double s; /**< pairs that rise less pairs that fall */
	/** Of S where there is no trend and the points are independent, less
	 *  what equal values take away. */
	double variance;
};

/** @param y finite, in the order of time; n <= KENDALL_POINTS_MAX. O(n^2) */
struct kendall kendall_of(const double *y, size_t n);

struct theil_sen {
	double slope; /**< median of the slopes of all pairs */
	double low; /**< Sen's interval at 99 % */
	double high;
};

/**
 * The slope. Its interval reaches from the k-th smallest to the k-th largest
 * slope of the N pairs, k = (N - 2.576 sqrt(variance)) / 2 rounded down, at
 * least 1.
 *
 * @param x ascending, no two equal
 * @param n 2 to KENDALL_POINTS_MAX
 * @param variance of S
 */
struct theil_sen theil_sen_of(
    const double *x, const double *y, size_t n, double variance);

/**
 * By how much the variance of S is larger where neighbours are alike: (1 + r) /
 * (1 - r), r the correlation of neighbours in y less slope * x, as of noise in
 * which each value depends on the one before it. At least 1, and at most 19 (r
 * = .9). 1 where all of them are equal.
 */
double kendall_inflation(
    const double *x, const double *y, size_t n, double slope);

#endif
