/**
 * The Mann-Whitney U test of two independent samples (H. B. Mann, D. R.
 * Whitney, "On a test of whether one of two random variables is stochastically
 * larger than the other", 1947).
 */
#ifndef TESTS_BENCH_DETECTOR_MANN_WHITNEY_H
#define TESTS_BENCH_DETECTOR_MANN_WHITNEY_H

#include <stddef.h>

/** Samples of at most so many values without ties are tested exactly; all
 *  others by the normal approximation, corrected for ties and continuity. */
#define MANN_WHITNEY_EXACT 20

/**
 * One-sided p-value of "both are alike" against "the values of y tend to be
 * greater than those of x". Twice it, at most 1, is the two-sided one where y
 * is the greater.
 *
 * @param x,y finite; n and m above 0
 */
double mann_whitney_p(const double *x, size_t n, const double *y, size_t m);

#endif
