/**
 * Slow creep: a series that moves without a step. Pure functions over arrays.
 *
 * The slope is that of Theil and Sen: the median of the slopes of all pairs of
 * points; its interval is Sen's, from the distribution of Kendall's S. One
 * outlier in four moves neither.
 *
 * Sources: P. K. Sen, "Estimates of the regression coefficient based on
 * Kendall's tau", JASA 63 (1968).
 */
#ifndef BASELINES_DRIFT_H
#define BASELINES_DRIFT_H

#include <stdbool.h>
#include <stddef.h>

#define DRIFT_POINTS_MIN 10
#define DRIFT_POINTS_MAX 120 /**< of more, the last ones count */
#define DRIFT_CONFIDENCE 0.99

struct drift {
	size_t points; /**< that count; below DRIFT_POINTS_MIN the rest is NaN
			    and `found` is false */
	double change_log; /**< over the window: slope times its length */
	double low_log;
	double high_log;
	/** The interval leaves out 0, the change is at least `least`, and a
	 *  line explains the window better than its level with steps does. */
	bool found;
};

/**
 * Drift of the last points of a series.
 *
 * @param values above 0, or NaN where missing
 * @param changes indices of the changes that were found in them, ascending
 * @param least smallest change over the window that is one, as a ratio minus 1
 */
struct drift drift_find(const double *values, size_t n, const size_t *changes,
    size_t change_count, double least);

#endif
