/**
 * Order statistics of long arrays, without sorting them. For the short arrays
 * of a check, series.h has a median that sorts.
 *
 * Source: C. A. R. Hoare, "Algorithm 65: Find", CACM 4 (1961).
 */
#ifndef BASELINES_ORDER_H
#define BASELINES_ORDER_H

#include <stddef.h>

/**
 * The k-th smallest value, k from 0. Reorders `values`, so that no value before
 * place k is above it, and none after it below.
 *
 * O(n) on average; a fixed series of pivots, so that the order that comes out
 * repeats.
 *
 * @param values none NaN; k < n
 */
double order_kth(double *values, size_t n, size_t k);

/** Median, of an even number the mean of the middle two; n > 0. Reorders. */
double order_median(double *values, size_t n);

/** Sort a few values upwards: O(n^2), and the fastest below about 20. */
void order_few(double *values, size_t n);

#endif
