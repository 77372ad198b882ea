/**
 * The evidence on one series: its ratio with interval, what the control says,
 * and the verdict that gate and control come to. Pure functions over arrays, so
 * that anyone who has the samples can come to the same verdict.
 */
#ifndef BASELINES_ESTIMATE_H
#define BASELINES_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/gate.h"
#include "baselines/series.h"
#include "baselines/verdict.h"

/** The most by which the control may differ from the base (DESIGN, rule 3). */
#define ESTIMATE_FLOOR 0.02
/** Shared over all judged series of a check (rule 3). */
#define ESTIMATE_CONTROL_ALPHA 0.01

/** A noise floor of fewer rounds says nothing; the detector may end there. */
#define ESTIMATE_FLOOR_ROUNDS 6

/** Paired samples, one a round. */
struct estimate_samples {
	const double *base;
	const double *head;
	const double *control; /**< NULL without one */
	size_t rounds; /**< 0 < rounds <= RULE_ROUNDS_MAX */
	enum direction direction;
};

/** Ratios above 1 are worse; NaN where something is not known. */
struct estimate {
	size_t rounds;
	double ratio; /**< Hodges-Lehmann estimate of the differences,
		       sharpened by the control (difference.h) */
	double ratio_low; /**< exact interval at GATE_CONFIDENCE; NaN below 8 */
	double ratio_high;
	double base_value; /**< median */
	double head_value;
	double base_spread; /**< 1.4826 MAD over the median */
	double head_spread;
	double control_ratio;
	double noise_floor; /**< see gate_noise_floor() */
	/** The control's interval at 1 - ESTIMATE_CONTROL_ALPHA / judged lies
	 *  wholly beyond ESTIMATE_FLOOR: the measurement cannot be trusted. */
	bool control_differs;
};

/** @param judged how many series of the check are judged; at least 1 */
void estimate_make(struct estimate *out, const struct estimate_samples *samples,
    size_t judged);

/** Why a verdict is what it is, where there is more to say. */
enum estimate_note {
	NOTE_NONE,
	NOTE_SLOWER_WITHIN, /**< a pass, but slower than the floor */
	NOTE_TOO_FEW, /**< fewer rounds than a first look needs */
	NOTE_UNCONFIRMED, /**< a candidate that fresh rounds did not confirm */
	NOTE_CUT, /**< a candidate whose fresh rounds were not all run */
	NOTE_UNDECIDED, /**< proven on neither side of the tolerance */
	NOTE_CONTROL /**< the control voids it */
};

/**
 * Verdict of a closed gate and its estimate: pass, improved, regressed or
 * inconclusive.
 *
 * @param floor the smallest change that is claimed beside the gate's own
 *        answer: an improvement, or that a pass is slower; 0.02 for 2 %
 */
enum verdict estimate_verdict(const struct estimate *estimate,
    const struct gate *gate, double floor, enum estimate_note *note);

#endif
