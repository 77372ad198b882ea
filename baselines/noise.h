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
#define NOISE_SESSIONS_MIN 8
#define NOISE_SESSIONS_MAX 12
/** Sessions differ for good where they do so by that many times what their own
 *  rounds explain. */
#define NOISE_EXCESS 2.5
/** A session of fewer rounds has no error to speak of. */
#define NOISE_ROUNDS_MIN 8
/** Rounds of a session that count. */
#define NOISE_ROUNDS_MAX 200
/** The floor is not below so many spreads. */
#define NOISE_FLOOR_SPREADS 3

/** What one session's control says. */
struct noise_session {
	double ratio_log; /**< median of ln(control/base) */
	double error; /**< its standard error by the rounds' spread; above 0 */
};

/** @param ratios_log of the rounds; 0 < n <= 1024 */
struct noise_session noise_session_of(const double *ratios_log, size_t n);

/** Whether it says something of builds: it has NOISE_ROUNDS_MIN rounds, and its
 *  control is not for certain beyond ESTIMATE_FLOOR, which voids the session.
 */
bool noise_session_counts(const struct noise_session *session, size_t rounds);

/**
 * Spread of equal builds: a robust standard deviation of the sessions' ratios
 * about 1, less what the error within sessions explains. 0 where that explains
 * it (1.4826 times the median of |ratio / error| is at most NOISE_EXCESS), and
 * for fewer than NOISE_SESSIONS_MIN sessions. n <= 1024.
 */
double noise_spread(const struct noise_session *sessions, size_t n);

/**
 * Raise a detector's floor to NOISE_FLOOR_SPREADS spreads, as a ratio minus 1,
 * where it is below. What a pass rules out stays: noise makes inconclusive, not
 * passing.
 *
 * @param spread noise_spread()
 * @return whether it was raised
 */
bool noise_raise(struct detector_limits *limits, double spread);

#endif
