/** The tolerances and the budget that a calibration suggests for a config. */
#ifndef BASELINES_SUGGESTION_H
#define BASELINES_SUGGESTION_H

#include <stddef.h>
#include <stdint.h>

#include "baselines/calibration.h"

#define SUGGESTION_RULES_MAX 5

struct suggestion {
	/** For all series but the exceptions; 0 where none has a tolerance. */
	double tolerance;
	/** The largest calibration.tolerance_least that it covers. */
	double least;
	/** Series that need more, each its own calibration.tolerance. */
	size_t exceptions[SUGGESTION_RULES_MAX];
	size_t exception_count;
	size_t hopeless; /**< series for which no tolerance will do */
	/** Rounds in which the gate decides all others, see
	 *  calibration_rounds(); with those that a confirmation takes on top.
	 */
	size_t rounds;
};

/**
 * One tolerance for as many series as can be: at most half of them, and at most
 * SUGGESTION_RULES_MAX, get a larger one of their own.
 */
void suggestion_make(
    struct suggestion *out, const struct calibration *series, size_t count);

/** Time for so many rounds of `round_ns` and a tenth more, rounded up to 10 s,
 *  from a minute on to minutes. */
int64_t suggestion_budget_ns(
    const struct suggestion *suggestion, int64_t round_ns);

#endif
