/**
 * What an A/A measurement says of a machine and a benchmark: three builds of
 * one commit, measured in rounds, differ by nothing but noise. Pure functions
 * over arrays.
 *
 * Tests of noise are at the level .01, so of 100 series about one is flagged
 * by each without a cause.
 */
#ifndef BASELINES_CALIBRATION_H
#define BASELINES_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/gate.h"
#include "baselines/series.h"

/** Samples of one series, one of each side a round. */
struct calibration_samples {
	const double *values[SIDE_COUNT]; /**< finite, above 0 */
	/** When each side's turn came in a round, 0 to 2; NULL: not known. */
	const unsigned char (*slots)[SIDE_COUNT];
	size_t rounds; /**< GATE_ROUNDS_FIRST to GATE_ROUNDS_MAX */
	enum direction direction;
	bool control; /**< the gate will have a control, too */
};

struct calibration {
	size_t rounds;
	double noise_floor; /**< gate_noise_floor() of control against base */
	double sd; /**< standard deviation of ln(control/base), outliers and
			all */
	/** 1.4826 MAD of the differences that the gate sees: head against base
	 *  and control (difference.h), or against base. */
	double spread;

	/** How much slower head is than what it is compared with, as a ratio
	 *  above 1, with the exact interval at GATE_CONFIDENCE. */
	double offset;
	double offset_low;
	double offset_high;
	bool offset_differs; /**< 1 lies outside of the interval */

	/** Correlation of neighbouring rounds: of the base's logarithms, and of
	 *  the gate's differences. Independent rounds stay within the bound in
	 *  99 of 100 cases: 2.576 / sqrt(rounds). */
	double lag1_base;
	double lag1_differences;
	double lag1_bound;

	double dip; /**< of the base's logarithms, see dip.h */
	bool several_modes; /**< dip_refutes_one_mode() */

	/** Ratio by which a side's place in the round slows it: first, second,
	 *  third; NaN where slots are not known. */
	double slots[SIDE_COUNT];
	double slots_p; /**< calibration_friedman_p(); 1 where not known */

	double tolerance_least; /**< calibration_tolerance_least() */
	double tolerance; /**< the step at or above it, see below; or 0 */
};

/** The level of the tests above. */
#define CALIBRATION_ALPHA 0.01

/** The differences that the gate would see, one a round. */
void calibration_differences(
    const struct calibration_samples *samples, double *out);

void calibration_make(
    struct calibration *out, const struct calibration_samples *samples);

/** How far apart the copies count as: ln(offset) where it differs, else 0. */
double calibration_offset_log(const struct calibration *calibration);

/**
 * The smallest tolerance at which this noise does no harm, a fraction:
 *
 * - equal code whose copies differ by `offset_log` passes within
 *   GATE_ROUNDS_MAIN rounds in 99 of 100 checks, by gate_reach_log();
 * - and the MDE at GATE_ROUNDS_MAIN rounds is at most 1.5 times the tolerance.
 *
 * @param spread of the gate's differences
 * @return infinity where no tolerance meets the second
 */
double calibration_tolerance_least(double spread, double offset_log);

#define CALIBRATION_TOLERANCE_MAX 0.30

/** The first of 2, 3, 5, 10, 15, 20, 30 % that is at least `least`, or 0. */
double calibration_tolerance_step(double least);

/** What the gate asks of the series: at its tolerance, or where it has none at
 *  CALIBRATION_TOLERANCE_MAX. */
struct question calibration_question(const struct calibration *calibration);

/**
 * Rounds of the first look of the gate at which an A/A passes in 99 of 100
 * checks and the MDE is within 1.5 times the tolerance; 0 where none does.
 */
size_t calibration_rounds(double spread, double offset_log, double tolerance);

/**
 * Autocorrelation at lag 1: the sum of products of neighbours' deviations from
 * the mean over the sum of their squares. 0 where all values are equal.
 */
double calibration_lag1(const double *values, size_t n);

/**
 * p-value of Friedman's test that the columns of a table with SIDE_COUNT (3)
 * columns are exchangeable within each row: ties have their mean rank, the
 * statistic is corrected for them, and its distribution is taken to be chi
 * square with 2 degrees of freedom, exp(-Q/2). 1 where all ranks are tied.
 * Source: M. Hollander, D. Wolfe, E. Chicken, "Nonparametric Statistical
 * Methods", 3rd ed., section 7.1.
 */
double calibration_friedman_p(const double (*rows)[SIDE_COUNT], size_t n);

#endif
