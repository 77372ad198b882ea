/**
 * What equal builds differ by. A control is the base, built and run a second
 * time: over several sessions its ratios tell how far two builds of the same
 * code lie apart for good (placement of code, build paths), which no number of
 * rounds within one session shows. A detector must not claim less than that. A
 * gate's tolerance is never changed by it (DESIGN, rule 2).
 */
#ifndef BASELINES_NOISE_H
#define BASELINES_NOISE_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/detector.h"

/** Sessions that a spread is taken from, at least and at most. */
#define NOISE_SESSIONS_MIN 5
#define NOISE_SESSIONS_MAX 12
/** The floor is not below so many spreads. */
#define NOISE_FLOOR_SPREADS 3

/**
 * Spread of control ratios around 1: 1.4826 times the median of |ln ratio|, a
 * robust standard deviation about 0. NaN for fewer than NOISE_SESSIONS_MIN.
 *
 * @param ratios_log ln(control/base) of one session each; n <= 1024
 */
double noise_spread(const double *ratios_log, size_t n);

/**
 * Raise a detector's floor to NOISE_FLOOR_SPREADS spreads, as a ratio minus 1,
 * where it is below, and its effect by as much.
 *
 * @param spread noise_spread(), or NaN
 * @return whether it was raised
 */
bool noise_raise(struct detector_limits *limits, double spread);

#endif
