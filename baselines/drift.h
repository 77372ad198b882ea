/**
 * Slow creep: a series that moves without a step. Pure functions over arrays.
 *
 * The slope is that of Theil and Sen: the median of the slopes of all pairs of
 * points; its interval is Sen's, from the distribution of Kendall's S, whose
 * variance is inflated for the correlation of neighbours (kendall.h). One
 * outlier in five hides nothing.
 *
 * A creeping series may have steps, too. Of the changes that were found in it
 * those are steps of their own whose removal makes a line explain more; they
 * are taken out first, each at the size that the slope on its two sides leaves
 * to it. The others are stairs, into which a search for steps cuts a slope.
 *
 * Sources: P. K. Sen, "Estimates of the regression coefficient based on
 * Kendall's tau", JASA 63 (1968); G. Schwarz, "Estimating the dimension of a
 * model", Annals of Statistics 6 (1978).
 */
#ifndef BASELINES_DRIFT_H
#define BASELINES_DRIFT_H

#include <stdbool.h>
#include <stddef.h>

#define DRIFT_POINTS_MIN 10
#define DRIFT_POINTS_MAX 120 /**< of more, the last ones count */
/** Where changes were found in them, the last points by themselves: a creep
 * that began lately is hidden in what was before. Halves of the above. */
#define DRIFT_POINTS_SHORT 30
#define DRIFT_CONFIDENCE 0.99

struct drift {
	size_t points; /**< that count; below DRIFT_POINTS_MIN the rest is NaN
			    and `found` is false */
	double change_log; /**< over the window: slope times its length */
	double low_log;
	double high_log;
	/** The interval at 99.9 % leaves out 0, the change
	 *  is at least `least` (in a shorter window half of it, and that has a
	 *  stair of this sense), and a line explains the window better than
	 *  steps do: Schwarz's criterion 2 n ln(mean |distance|) + p ln n is
	 *  lower for the line (p = 2 + 2 for each step of its own) than for
	 *  levels between the given changes (p = 1 + 2 for each), and than for
	 *  the best single step in place of the slope, whether that was given
	 *  or not. */
	bool found;
	/** The same on weaker terms, for one that was told before: the interval
	 *  at 90 % leaves out 0, the change is at least half of `least`, and
	 *  steps may explain as much. */
	bool persists;
};

/**
 * Drift of the last points of a series: of DRIFT_POINTS_MAX of them, or of the
 * longest shorter window in which one is found, or else persists. O(c^2 p^2), p
 * the points that count and c the changes among them; no allocation, 70 KiB of
 * stack.
 *
 * @param values what is not finite or not above 0 is missing
 * @param changes indices of the changes that were found in them, ascending
 * @param least smallest change over the window that is one, as a ratio minus 1
 * @param[out] own for each change whether it is a step of its own; of those
 *        before the window false. NULL: not wanted
 */
struct drift drift_find(const double *values, size_t n, const size_t *changes,
    size_t change_count, double least, bool *own);

#endif
