/**
 * The detector: has head changed at all? It claims to see changes above its
 * floor and gives up on those below its effect of interest (DESIGN, rule 1); in
 * between either may happen. It is a question for gate.h, which takes the
 * rounds and answers:
 *
 *	GATE_PASSED	no change as large as the effect
 *	GATE_REGRESSED	slower by more than the floor, confirmed
 *	GATE_IMPROVED	faster by more than the floor, confirmed
 *
 * Looks at 6, 8, 10, 13, 16, 20, 25, 30, 40 rounds: p(d > floor) <= .008 makes
 *a candidate, p(d < effect) <= .05 passes; the confirmation looks at 6, 8, 10,
 * 13, 16, 20, 25 fresh rounds, .05 each. docs/detector.md shows its errors.
 */
#ifndef BASELINES_DETECTOR_H
#define BASELINES_DETECTOR_H

#include "baselines/gate.h"

struct detector_limits {
	double floor; /**< 0.02 for 2 %; above 0 */
	double effect; /**< above 0; above the floor, unless that was raised */
};

/** 2 % and 5 %. */
extern const struct detector_limits detector_default;
/** 1 % and 3 %: more rounds, and about ten times as many false alarms. */
extern const struct detector_limits detector_sensitive;

/** The rule, for who puts a question of its own. */
extern const struct rule detector_rule;

/**
 * The detector's question.
 *
 * @param both also for improvements; else they pass
 */
struct question detector_question(
    const struct detector_limits *limits, bool both);

#endif
