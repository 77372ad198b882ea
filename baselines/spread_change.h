/**
 * Whether the noise of a series itself changed for good. Pure functions over
 * arrays.
 *
 * The distances of the values from their level are ranked, and the centred
 * cumulative sum of Savage's scores of these ranks is largest in size where the
 * spread changed. It is the cumulative sum of squares of Inclan and Tiao with
 * scores in place of squares, which do not depend on how heavy the noise's
 * tails are. Noise that is loud and quiet by turns exceeds the bound more often
 * than independent noise does.
 *
 * Sources: C. Inclan, G. C. Tiao, "Use of cumulative sums of squares for
 * retrospective detection of changes of variance", JASA 89 (1994); I. R.
 * Savage, "Contributions to the theory of rank order statistics: the two-sample
 * case", Annals of Mathematical Statistics 27 (1956).
 */
#ifndef BASELINES_SPREAD_CHANGE_H
#define BASELINES_SPREAD_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

/** Values of a side that a change needs. */
#define SPREAD_SIDE_MIN 15
/** Values that it needs in all, which are neither missing nor in a segment of
 *  fewer than 8. */
#define SPREAD_POINTS_MIN 60

struct spread_change {
	size_t index; /**< first value of the new spread; 0 where none can be
			   told */
	double ratio; /**< robust standard deviation after over before; NaN
			   where none can be told */
	double strength; /**< above 1 where it is found */
	bool found;
};

/**
 * Find a change of spread, at most one.
 *
 * The levels between changes are medians. Found is what exceeds the bound that
 * fewer than 1 % of series without a change exceed, and changes the spread by
 * a factor of at least 1.5. Where more than half of the distances are equal to
 * each other (a constant series), nothing is found. O(n log n).
 *
 * @param values NaN where missing. Where all are above 0 spreads are those of
 *        logarithms.
 * @param changes indices of the changes of level, ascending
 * @return ERR_NOMEM, and then *out is untouched
 */
enum err spread_change_find(const double *values, size_t n,
    const size_t *changes, size_t change_count, struct spread_change *out);

#endif
