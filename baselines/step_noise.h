/**
 * The noise of a series that has steps: a robust standard deviation, which a
 * few changes of level and outliers do not move.
 */
#ifndef BASELINES_STEP_NOISE_H
#define BASELINES_STEP_NOISE_H

#include <stddef.h>

/** Distances of points that are looked at. */
#define STEP_NOISE_LAGS 2

/**
 * The median of |values[i + 1] - values[i]| times 1.4826 / sqrt(2): for
 * independent normal noise its standard deviation. Where neighbours are alike,
 * as in a random walk or between two modes that each last for some points, a
 * longer lag shows more than the first does, and is taken where it shows 1.3
 * times as much: docs/decisions/0013 has what that brings.
 *
 * Of coarsely rounded values more than half of the differences can be 0. Then
 * it is the root mean square of the differences at lag 1 but for the largest
 * tenth, over sqrt(2): 0 for a constant series with a few steps, half a quantum
 * or so where values go back and forth.
 *
 * O(n).
 *
 * @param work n places, overwritten
 * @return 0 below two values
 */
double step_noise(const double *values, size_t n, double *work);

#endif
