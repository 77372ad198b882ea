/**
 * How the cost of a family grows with its size, and whether it grows otherwise
 * in head than in base. Pure functions over the samples of rounds.
 *
 * A cost is a value of which smaller is better; of a rate it is 1/value. The
 * costs of a side are one a round at each size: costs[i * rounds + r]. Round r
 * of the base and round r of the head are a pair.
 */
#ifndef BASELINES_GROWTH_H
#define BASELINES_GROWTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/family.h"
#include "baselines/gate.h"
#include "baselines/verdict.h"
#include "core/base/law.h"

/** A class below this support is ambiguous. */
#define GROWTH_SUPPORT .9
#define GROWTH_CONFIDENCE GATE_CONFIDENCE /**< of the intervals */
#define GROWTH_ROUNDS_MIN GATE_ROUNDS_FIRST /**< fewer have no interval */
#define GROWTH_ROUNDS_MAX RULE_ROUNDS_MAX

/** One side's costs. Borrowed. */
struct growth_costs {
	const double *n; /**< growing; family_reason() has nothing to say */
	size_t sizes;
	const double *costs; /**< finite, above 0 */
	size_t rounds; /**< 1 to GROWTH_ROUNDS_MAX */
};

/** What a side's medians grow by. */
struct growth_fit {
	enum growth growth;
	struct law law; /**< of that class */
	double
	    noise; /**< median over the sizes of 1.4826 MAD over the median */
	/** Share of 200 resamples of whole rounds in which it is the same
	 *  class; NaN below GROWTH_ROUNDS_MIN rounds. */
	double support;
	/** Hodges-Lehmann estimate of the rounds' slopes of ln cost on ln n,
	 *  with its exact interval; NaN below GROWTH_ROUNDS_MIN rounds. A
	 *  round's slope is the median of those between any two sizes (H.
	 *  Theil 1950, P. K. Sen 1968). */
	double exponent;
	double exponent_low;
	double exponent_high;
};

/**
 * Fit the classes of law.h to the medians by law_fit() and choose by
 * law_choose(). Rounds are resampled as wholes, because sizes that one process
 * measured share its noise.
 *
 * @param seed of the resampling
 */
void growth_fit(
    struct growth_fit *out, const struct growth_costs *costs, uint64_t seed);

/** Whether the class is one that the data support. */
bool growth_is_clear(const struct growth_fit *fit);

/** The median cost at each size. @param[out] medians costs->sizes of them */
void growth_medians(const struct growth_costs *costs, double *medians);

/** Why a change has its verdict. */
enum growth_note {
	GROWTH_NOTE_NONE,
	GROWTH_NOTE_CLASS, /**< the class changed */
	GROWTH_NOTE_EXPONENT, /**< the ratio of head to base changes with n */
	GROWTH_NOTE_FACTOR, /**< a pass, but at another level */
	GROWTH_NOTE_ROUNDS, /**< fewer than GROWTH_ROUNDS_MIN */
	GROWTH_NOTE_AMBIGUOUS, /**< a class without support, and the shapes
				     differ by more than the tolerance */
	GROWTH_NOTE_WIDE /**< the interval reaches over the tolerance */
};

/** Head against base. Ratios above 1 are worse. */
struct growth_change {
	enum verdict verdict; /**< regressed, improved, inconclusive or pass */
	enum growth_note note;
	/** Slope of ln(head/base) on ln n: Hodges-Lehmann estimate over the
	 *  rounds with its exact interval; NaN below GROWTH_ROUNDS_MIN. */
	double slope;
	double slope_low;
	double slope_high;
	/** What the slope comes to from the smallest size to the largest:
	 *  (max/min)^slope. */
	double effect;
	double effect_low;
	double effect_high;
	/** Largest over smallest of the sizes' median ratios: 1 where head
	 *  has the base's shape. */
	double shape;
	double level; /**< geometric mean over the sizes of those ratios */
};

/**
 * Judge. With L = ln(1 + tolerance):
 *
 * - The class changed where both sides' are clear and differ and the shape is
 *   above 1 + tolerance.
 * - The exponent changed where the interval of the effect lies wholly beyond
 *   1 + tolerance, or below 1 / (1 + tolerance).
 * - Regressed is what is worse by either, else improved what is better by
 *   either; a pass is what is proven not to be worse by more than the
 * tolerance, with clear classes or a shape within it. All others are
 * inconclusive.
 *
 * The sides have the same sizes and rounds.
 *
 * @param tolerance .10 for 10 %, above 0
 */
void growth_compare(struct growth_change *out, const struct growth_costs *base,
    const struct growth_fit *base_fit, const struct growth_costs *head,
    const struct growth_fit *head_fit, double tolerance);

#endif
