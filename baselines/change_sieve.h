/**
 * Which changes of a segmentation are firm. The weakest is dropped, which joins
 * the segments beside it, until each that is left is strong enough; a change
 * that was weak because a false one stood beside it gets stronger by that.
 */
#ifndef BASELINES_CHANGE_SIEVE_H
#define BASELINES_CHANGE_SIEVE_H

#include <stddef.h>

#include "baselines/shift.h"
#include "core/base/err.h"

struct change_sieve;

/** @return NULL where memory runs out */
struct change_sieve *change_sieve_new(void);
void change_sieve_free(struct change_sieve *sieve);

/** What a change is held against. */
struct change_bounds {
	double t_least; /**< |t| of the points beside it */
	double shift_least; /**< |difference of their medians| */
	double noise; /**< see shift_t(); above 0 */
	size_t neighbours; /**< points a side, at most SHIFT_SIDE_MAX */
};

/** Forget what is known of values: they or the bounds are others now. */
void change_sieve_reset(struct change_sieve *sieve);

/**
 * Keep the firm changes. O(changes log changes), and a comparison of two sides
 * for each pair of segments that was not seen in an earlier call.
 *
 * @param values the first `settled` of n are the same as in each call since the
 *        last change_sieve_reset()
 * @param[in,out] changes first points of segments, ascending
 * @param[in,out] count of changes
 * @return ERR_NOMEM, and then they are as they were
 */
enum err change_sieve_run(struct change_sieve *sieve,
    const struct change_bounds *bounds, const double *values, size_t n,
    size_t settled, size_t *changes, size_t *count);

/** The points beside the change at `index` that its strength is taken from: up
 *  to `neighbours`, but not beyond the changes before and after it. */
struct shift_sides change_sides(const double *values, size_t before,
    size_t index, size_t after, size_t neighbours);

#endif
