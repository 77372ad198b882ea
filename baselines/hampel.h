/**
 * Hampel's filter: a value far from the median of its neighbours is an outlier
 * and becomes that median.
 *
 * Source: F. R. Hampel, "The influence curve and its role in robust
 * estimation", JASA 69 (1974).
 */
#ifndef BASELINES_HAMPEL_H
#define BASELINES_HAMPEL_H

#include <stddef.h>

#define HAMPEL_HALF_MAX 15

struct hampel {
	size_t half; /**< neighbours a side, at most HAMPEL_HALF_MAX */
	double limit; /**< standard deviations that are still no outlier;
			   0: nothing is one */
	/** A standard deviation is 1.4826 MAD of the window, but no less than
	 *  this: of quantised values most can be equal. */
	double sd_least;
};

/**
 * The filtered values[i]: itself, or the median of the window of `half` values
 * before and after it (fewer at the ends). O(half^2).
 */
double hampel_at(
    const struct hampel *filter, const double *values, size_t n, size_t i);

#endif
