/**
 * What one round says: how much slower head was than base, as a difference of
 * logarithms, and how far base and control, which are the same, lay apart.
 */
#ifndef BASELINES_DIFFERENCE_H
#define BASELINES_DIFFERENCE_H

#include <stddef.h>

#include "baselines/series.h"

/** Robust standard deviations beyond which base and control are said to
 *  disagree in a round. */
#define DIFFERENCE_DISAGREE_SD 5
/** If more than one round in so many disagrees, these are no outliers. */
#define DIFFERENCE_DISAGREE_SHARE 5

struct difference {
	double d; /**< ln(worse/better), above 0 is slower; with a control
		       against the geometric mean of base and control */
	double gap; /**< of base above control in the same sense; 0 without a
			 control */
};

/**
 * @param control NULL without one
 * @param base, head, control finite and above 0
 */
struct difference difference_of(
    enum direction direction, double base, double head, const double *control);

/**
 * The differences that statistics use. The mean of base and control has a
 * smaller variance than either, as long as neither is an outlier: where their
 * gap lies more than DIFFERENCE_DISAGREE_SD robust standard deviations from the
 * median of all n gaps, the one that is slow alone is left out and the other
 * one, corrected by half that median, is the base of the round, as outliers are
 * slow. Where more than one round in DIFFERENCE_DISAGREE_SHARE would be one,
 * the noise has two modes and nothing is left out: to choose the faster side in
 * so many rounds would make head look slow. docs/decisions/0010 shows what that
 * brings.
 *
 * Which one that is depends on base and control alone, never on head. Later
 * rounds can change what an earlier one counts for.
 *
 * @param out n numbers; 0 < n <= 1024. O(n log n)
 */
void differences_sharpen(
    const struct difference *differences, size_t n, double *out);

#endif
