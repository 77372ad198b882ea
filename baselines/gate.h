/**
 * The gate: is head slower than base by more than the tolerance? A sequential
 * test over paired rounds with three answers (DESIGN, rule 1). The detector
 * (detector.h) asks another question with the same machinery.
 *
 * Rounds bring differences d (difference.h); above 0 is slower. There are two
 * limits, which for the gate are one, L = ln(1 + tolerance). At each look
 * p(d < pass limit) <= alpha passes and ends; p(d > candidate limit) <= alpha
 * makes a candidate, which only differences of rounds after that look can
 * confirm; that stage asks only p(d > candidate limit). A test of both
 * directions asks the same with the signs of all changed, and passes only when
 * it passes in both. Nothing here knows how many series share the rounds.
 */
#ifndef BASELINES_GATE_H
#define BASELINES_GATE_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/difference.h"

/* Looks of the gate's main stage: 8, 10, 13, 16, 20, 25, 30, 40 rounds; of the
 * confirmation: 6, 8, 10, 13, 16, 20 fresh ones. */
#define GATE_ROUNDS_FIRST 8 /**< first look; fewer rounds judge nothing */
#define GATE_ROUNDS_MAIN 40 /**< last look of the main stage */
#define GATE_ROUNDS_FRESH 20 /**< last look of the confirmation */
#define GATE_ROUNDS_MAX (GATE_ROUNDS_MAIN + GATE_ROUNDS_FRESH)
#define GATE_ALPHA 0.005 /**< each look, either side */
#define GATE_ALPHA_FRESH 0.05 /**< each look of the confirmation */
#define GATE_CONFIDENCE 0.99 /**< of the interval that is shown */

/** Rounds that any rule takes. */
#define RULE_ROUNDS_MAX 65

/** When a rule looks, and at which levels. */
struct rule_look {
	size_t rounds;
	double pass; /**< most p(d < pass limit) that passes */
	double candidate; /**< most p(d > candidate limit) that makes or
			       confirms a candidate */
};

#define RULE_LOOKS_MAX 12

/** A rule of decision. Looks end with one of 0 rounds. */
struct rule {
	struct rule_look main[RULE_LOOKS_MAX];
	struct rule_look fresh[RULE_LOOKS_MAX]; /**< `pass` is not used */
	/** Normal quantiles of 1 - the levels. */
	double z_pass;
	double z_candidate;
	double z_confirm;
};

/** The gate's. */
extern const struct rule gate_rule;

enum gate_state {
	GATE_OPEN, /**< more rounds are needed */
	GATE_CANDIDATE, /**< beyond its limit at a look; awaits fresh rounds */
	GATE_PASSED, /**< proven below the pass limit */
	GATE_REGRESSED, /**< proven above the candidate limit, twice */
	GATE_IMPROVED, /**< the same below; only of a test of both directions */
	GATE_INCONCLUSIVE /**< the rounds are spent, nothing is proven */
};

/** What a test asks. */
struct question {
	const struct rule *rule;
	double pass_log; /**< > 0 */
	double candidate_log; /**< > 0 */
	bool both; /**< also for improvements */
};

struct gate {
	struct question question;
	struct difference rounds[RULE_ROUNDS_MAX];
	double d[RULE_ROUNDS_MAX]; /**< differences_sharpen() of them */
	size_t n; /**< rounds that count, fresh ones included;
		       frozen once decided */
	size_t candidate_at; /**< rounds at the look that made a candidate */
	int sign; /**< of the candidate: 1 slower, -1 faster */
	enum gate_state state;
};

/** The gate's question. @param tolerance 0.10 for 10 %; above 0 */
struct question gate_question(double tolerance);

/** The gate. @param tolerance as above */
void gate_init(struct gate *gate, double tolerance);

/** Any question. */
void gate_init_question(struct gate *gate, const struct question *question);

/**
 * Add one round and look if this is a round to look at. A decided gate ignores
 * it. The order of calls is the order of rounds.
 *
 * @param difference finite: a round without a value on both sides is not added.
 *        All rounds have a control or none has.
 */
enum gate_state gate_add_round(
    struct gate *gate, const struct difference *difference);

/** The same for a round without a control. */
enum gate_state gate_add(struct gate *gate, double d);

bool gate_decided(const struct gate *gate);

/**
 * Say that no more rounds will come (budget, --rounds): an undecided gate
 * becomes inconclusive.
 */
void gate_close(struct gate *gate);

/**
 * How many more rounds this gate may need before it decides, at most; 0 when
 * decided.
 */
size_t gate_rounds_left(const struct gate *gate);

/** Rounds at the rule's first look, and at the last one of its fresh stage. */
size_t rule_rounds_first(const struct rule *rule);
size_t rule_rounds_fresh(const struct rule *rule);

/**
 * Minimum detectable effect: the true slowdown, as a ratio minus 1, that one
 * look of the main stage at n rounds of the spread seen finds with 80 % power:
 * exp(L + (z(1-alpha) + z(.8)) s sqrt(pi / (3 (n - z(1-alpha)^2 / 2)))) - 1,
 * with s the spread of the differences. pi/3 is the inverse of the
 * signed-rank test's asymptotic relative efficiency under normal noise, and the
 * term taken from n corrects normal theory for few rounds (W. C. Guenther,
 * "Sample size formulas for normal theory t tests", 1981).
 *
 * With s the true one, simulated power at that effect is 79-81 % from 16 rounds
 * on, 77 % at 10 and 13, 65 % at 8, where only unanimity counts. gate_mde()
 * takes s from the rounds: 1.4826 MAD, or the spread whose normal noise has as
 * wide an exact interval, whichever is more. Then the power is 87 % at 8 rounds
 * and 83 % at 40; with a fifth of the rounds ten times as wide 70 to 77 %. The
 * gate as a whole asks for confirmation besides. L is the candidate limit. NaN
 * below the first look.
 */
double gate_mde(const struct gate *gate);

/** So many rounds are the most that an outlook tells. */
#define GATE_ROUNDS_TELLABLE 10000

/** What more rounds would bring. */
struct gate_outlook {
	/** About so many more rounds would decide it, whole looks; NaN below
	 *  the first look, where the spread is not known, and where it
	 *  would take more than GATE_ROUNDS_TELLABLE in all. */
	double rounds;
	bool reachable; /**< the looks that this gate still has suffice */
	size_t next_look; /**< more rounds until it looks; 0 when decided */
};

/**
 * Outlook of a gate that has not passed or regressed, if the true centre of its
 * differences is `centre_log`.
 *
 * A look at level alpha tells with 80 % power on which side of L the centre is
 * after n = ((z(1-alpha) + z(.8)) s / (centre - L))^2 pi/3 + z(1-alpha)^2 / 2
 * rounds, with s = 1.4826 MAD: gate_mde()'s formula solved for n. Beyond the
 * candidate limit the fresh rounds of the confirmation come on top; of a
 * candidate they are all that is counted. Between the limits of a question that
 * has two, the nearer answer counts. Numbers are rounded up to the next look,
 * beyond the last look to tens.
 */
struct gate_outlook gate_outlook(const struct gate *gate, double centre_log);

/** The same for a spread s that is given, at n rounds. */
double gate_mde_at(const struct question *question, double spread, size_t n);

/**
 * Rounds at the look that passes a head like its base with 80 % power, at a
 * spread s that is given: gate_outlook()'s formula with the whole pass limit
 * for distance. Beyond the last look tens, as there.
 *
 * @param spread 0 or above
 */
size_t gate_rounds_at(const struct question *question, double spread);

/**
 * How far from its limit, as a difference of logarithms, a change must lie for
 * one look at n rounds to find it: the term behind L in the formula above.
 *
 * @param z_power normal quantile of the power: .8416 for 80 %
 * @return NaN below the rule's first look
 */
double gate_reach_log(
    const struct rule *rule, double spread, size_t n, double z_power);

/**
 * Noise floor that differences of equal things show: half the width that a
 * 99 % interval of their centre has in theory, z(1-alpha) s sqrt(pi / (3 n)),
 * as a ratio minus 1, with s = 1.4826 MAD. Unlike the exact interval, whose
 * ends at few rounds are the extremes, one outlier does not move it.
 *
 * @param d ln(control/base); 0 < n <= GATE_ROUNDS_MAX
 */
double gate_noise_floor(const double *d, size_t n);

#endif
