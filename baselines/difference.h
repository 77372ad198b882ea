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
 * The tolerance of a series that must also be slower by an absolute effect, at
 * one value of its base: max(tolerance, effect/base), where bigger is better
 * the one whose ratio base/head is base/(base - effect); infinite where the
 * effect is not below the base.
 *
 * @param base above 0
 * @param tolerance above 0
 * @param min_effect in the unit of base; 0: none
 */
double difference_tolerance(
    enum direction direction, double base, double tolerance, double min_effect);

/**
 * Move a round by what its absolute effect allows beyond the tolerance: with
 * L = ln(1 + tolerance) and L_i = ln(1 + difference_tolerance()) at the round's
 * base value, the geometric mean of base and control, d becomes d - (L_i - L).
 * To lie above L is then to be slower by more than the tolerance and by more
 * than the effect. Head is not looked at. Where nothing can be slower by so
 * much, d becomes DIFFERENCE_NEVER.
 *
 * The mean counts also where differences_sharpen() leaves one of the two out
 * later: such a round, one in DIFFERENCE_DISAGREE_SHARE at most, allows less
 * than the faster one alone would, and more where bigger is better.
 *
 * @param difference difference_of() these
 */
void difference_allow(struct difference *difference, enum direction direction,
    double base, const double *control, double tolerance, double min_effect);

/** Below the logarithm of any quotient of two doubles. */
#define DIFFERENCE_NEVER (-1500.0)

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
