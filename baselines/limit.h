/** Static limits: values that a series must not pass, whatever its base. */
#ifndef BASELINES_LIMIT_H
#define BASELINES_LIMIT_H

#include <stddef.h>

#include "baselines/series.h"

#define LIMIT_ROUNDS 8 /**< fewer values judge nothing */
#define LIMIT_ALPHA 0.005 /**< of either answer */

enum limit_place {
	LIMIT_WITHIN, /**< proven to lie on the good side */
	LIMIT_BEYOND, /**< proven to lie on the bad one */
	LIMIT_UNCLEAR, /**< neither */
	LIMIT_TOO_FEW
};

/**
 * On which side of its limit a series' centre lies: one-sided signed-rank tests
 * of ln(value/limit), each at LIMIT_ALPHA. Where no value is beyond the limit
 * all are within it, also those that equal it. They are one look at all rounds;
 * the two answers exclude each other.
 *
 * @param limit above 0: the largest value that passes, the smallest one where
 *        bigger is better
 * @param values of the rounds, finite and above 0; n <= SIGNED_RANK_MAX
 */
enum limit_place limit_place(
    enum direction direction, double limit, const double *values, size_t n);

#endif
