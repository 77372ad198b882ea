#include "baselines/gate.h"

#include <assert.h>
#include <math.h>

#include "baselines/series.h"
#include "baselines/signed_rank.h"

static_assert(RULE_ROUNDS_MAX <= SIGNED_RANK_MAX,
    "the test takes all of a rule's rounds");

/* Quantile of the standard normal: P(Z < .8416) = .8. */
#define Z_POWER 0.8416212335729143
/* P(Z < 2.5758) = .995 = 1 - GATE_ALPHA, P(Z < 1.6449) = .95. */
#define Z_ALPHA 2.5758293035489004
#define Z_ALPHA_FRESH 1.6448536269514722

#define PI 3.14159265358979323846

/* Gaps between looks grow with n, because a few rounds more change little by
 * then. The first that can decide: 8 rounds all on one side have p = 1/256 =
 * .0039 <= .005, 7 have .0078; 5 fresh ones would have 1/32 = .031 <= .05, and
 * 6 are asked for, 1/64 = .016. */
const struct rule gate_rule = {
    .main = {{GATE_ROUNDS_FIRST, GATE_ALPHA, GATE_ALPHA},
	{10, GATE_ALPHA, GATE_ALPHA}, {13, GATE_ALPHA, GATE_ALPHA},
	{16, GATE_ALPHA, GATE_ALPHA}, {20, GATE_ALPHA, GATE_ALPHA},
	{25, GATE_ALPHA, GATE_ALPHA}, {30, GATE_ALPHA, GATE_ALPHA},
	{GATE_ROUNDS_MAIN, GATE_ALPHA, GATE_ALPHA}, {0, 0, 0}},
    .fresh = {{6, 0, GATE_ALPHA_FRESH}, {8, 0, GATE_ALPHA_FRESH},
	{10, 0, GATE_ALPHA_FRESH}, {13, 0, GATE_ALPHA_FRESH},
	{16, 0, GATE_ALPHA_FRESH}, {GATE_ROUNDS_FRESH, 0, GATE_ALPHA_FRESH},
	{0, 0, 0}},
    .z_pass = Z_ALPHA,
    .z_candidate = Z_ALPHA,
    .z_confirm = Z_ALPHA_FRESH,
};

/* The look at n rounds, or NULL. */
static const struct rule_look *
look_at(const struct rule_look *looks, size_t n)
{
	for (; looks->rounds; looks++)
		if (looks->rounds == n)
			return looks;
	return NULL;
}

static size_t
last_look(const struct rule_look *looks)
{
	size_t last = 0;

	for (; looks->rounds; looks++)
		last = looks->rounds;
	return last;
}

size_t
rule_rounds_first(const struct rule *rule)
{
	return rule->main[0].rounds;
}

size_t
rule_rounds_fresh(const struct rule *rule)
{
	return last_look(rule->fresh);
}

void
gate_init_question(struct gate *gate, const struct question *question)
{
	assert(question->candidate_log > 0 && question->pass_log > 0);
	assert(isfinite(question->candidate_log + question->pass_log));
	*gate = (struct gate){.question = *question, .state = GATE_OPEN};
}

struct question
gate_question(double tolerance)
{
	return (struct question){
	    .rule = &gate_rule,
	    .pass_log = log1p(tolerance),
	    .candidate_log = log1p(tolerance),
	};
}

void
gate_init(struct gate *gate, double tolerance)
{
	const struct question question = gate_question(tolerance);

	gate_init_question(gate, &question);
}

/* Of `n` differences, whether they are proven to lie beyond the candidate limit
 * on that side of 0. */
static bool
is_beyond(
    const struct gate *gate, const double *d, size_t n, int sign, double alpha)
{
	return signed_rank_p(d, n, sign * gate->question.candidate_log,
		   sign > 0 ? ALTERNATIVE_GREATER : ALTERNATIVE_LESS) <= alpha;
}

static bool
is_within(const struct gate *gate, int sign, double alpha)
{
	return signed_rank_p(gate->d, gate->n, sign * gate->question.pass_log,
		   sign > 0 ? ALTERNATIVE_LESS : ALTERNATIVE_GREATER) <= alpha;
}

/* One direction's two p-values cannot both be small where its limits are one:
 * the two rank sums share one total. Where the pass limit is higher they can,
 * and what is proven to be a change is none that may pass. */
static enum gate_state
look_main(struct gate *gate)
{
	const struct rule *rule = gate->question.rule;
	const struct rule_look *look = look_at(rule->main, gate->n);
	bool both = gate->question.both;

	if (!look)
		return GATE_OPEN;
	for (int sign = 1; sign >= (both ? -1 : 1); sign -= 2) {
		if (!is_beyond(gate, gate->d, gate->n, sign, look->candidate))
			continue;
		gate->sign = sign;
		gate->candidate_at = gate->n;
		return GATE_CANDIDATE;
	}
	if (is_within(gate, 1, look->pass) &&
	    (!both || is_within(gate, -1, look->pass)))
		return GATE_PASSED;
	return gate->n < last_look(rule->main) ? GATE_OPEN : GATE_INCONCLUSIVE;
}

/* The rounds that made the candidate were picked for being extreme, so they are
 * no evidence here; those after them are independent of that choice. A pass is
 * not asked for: two stages that contradict each other prove neither. */
static enum gate_state
look_fresh(const struct gate *gate)
{
	const struct rule *rule = gate->question.rule;
	size_t n = gate->n - gate->candidate_at;
	const struct rule_look *look = look_at(rule->fresh, n);

	if (!look)
		return GATE_CANDIDATE;
	if (is_beyond(gate, gate->d + gate->candidate_at, n, gate->sign,
		look->candidate))
		return gate->sign > 0 ? GATE_REGRESSED : GATE_IMPROVED;
	return n < rule_rounds_fresh(rule) ? GATE_CANDIDATE : GATE_INCONCLUSIVE;
}

enum gate_state
gate_add_round(struct gate *gate, const struct difference *difference)
{
	assert(isfinite(difference->d) && isfinite(difference->gap));
	if (gate_decided(gate))
		return gate->state;
	/* The main stage's rounds decide or make a candidate, the fresh ones
	 * decide: RULE_ROUNDS_MAX fit. */
	gate->rounds[gate->n++] = *difference;
	differences_sharpen(gate->rounds, gate->n, gate->d);
	gate->state =
	    gate->state == GATE_CANDIDATE ? look_fresh(gate) : look_main(gate);
	return gate->state;
}

enum gate_state
gate_add(struct gate *gate, double d)
{
	return gate_add_round(gate, &(struct difference){d, 0});
}

bool
gate_decided(const struct gate *gate)
{
	return gate->state != GATE_OPEN && gate->state != GATE_CANDIDATE;
}

void
gate_close(struct gate *gate)
{
	if (!gate_decided(gate))
		gate->state = GATE_INCONCLUSIVE;
}

/* An open gate may become a candidate as late as the last look. */
size_t
gate_rounds_left(const struct gate *gate)
{
	const struct rule *rule = gate->question.rule;

	if (gate->state == GATE_OPEN)
		return last_look(rule->main) + rule_rounds_fresh(rule) -
		       gate->n;
	if (gate->state == GATE_CANDIDATE)
		return gate->candidate_at + rule_rounds_fresh(rule) - gate->n;
	return 0;
}

double
gate_reach_log(const struct rule *rule, double spread, size_t n, double z_power)
{
	double z = rule->z_candidate;
	double rounds = (double)n - z * z / 2;

	if (n < rule_rounds_first(rule))
		return NAN;
	return (z + z_power) * spread * sqrt(PI / (3 * rounds));
}

/* Tolerance 10 %, s = .03, n = 40: L = .0953; z^2 / 2 = 3.317 rounds go to the
 * spread's being estimated; 3.4175 x .03 x sqrt(pi / (3 x 36.683)) = .0173, and
 * exp(.1126) - 1 = 11.9 %. With 8 rounds it is 15.5 %. */
double
gate_mde_at(const struct question *question, double spread, size_t n)
{
	return expm1(question->candidate_log +
		     gate_reach_log(question->rule, spread, n, Z_POWER));
}

/* The spread at which normal noise has an interval as wide as these. */
static double
spread_by_interval(const double *d, size_t n)
{
	struct interval_estimate interval;

	if (signed_rank_interval(d, n, GATE_CONFIDENCE, &interval) != 0)
		return 0;
	return (interval.high - interval.low) / 2 /
	       (Z_ALPHA * sqrt(PI / (3 * (double)n)));
}

/* The MAD of few rounds is often too small, and of any number blind to a third
 * of them lying far off; the exact interval is neither. */
double
gate_mde(const struct gate *gate)
{
	double spread = 0;

	if (gate->n)
		spread = fmax(mad_sd(gate->d, gate->n),
		    spread_by_interval(gate->d, gate->n));
	return gate_mde_at(&gate->question, spread, gate->n);
}

/* s = .03, 3 % below the gate's L: (3.4175 x .03 / .03)^2 pi/3 + 3.317 is 15.5
 * rounds. Half the distance takes four times the first term: 52.2. */
static double
rounds_for(double distance_log, double spread_log, double z)
{
	double effect = (z + Z_POWER) * spread_log / distance_log;

	return effect * effect * PI / 3 + z * z / 2;
}

/* The first look behind `past` rounds that has at least `rounds`. */
static size_t
look_behind(const struct rule_look *looks, size_t past, double rounds)
{
	double least = fmax(rounds, (double)(past + 1));

	for (; looks->rounds; looks++)
		if ((double)looks->rounds >= least)
			return looks->rounds;
	return 10 * (size_t)ceil(least / 10);
}

/* L = .0953, s = .03: (3.4175 x .03 / .0953)^2 pi/3 + 3.317 is 4.5 rounds, and
 * the first look has 8; s = .1 takes 16.8, which is the look at 20. */
size_t
gate_rounds_at(const struct question *question, double spread)
{
	const struct rule *rule = question->rule;
	double rounds = rounds_for(question->pass_log, spread, rule->z_pass);

	return look_behind(rule->main, 0, fmin(rounds, GATE_ROUNDS_TELLABLE));
}

static bool
tellable(double rounds)
{
	return rounds <= GATE_ROUNDS_TELLABLE;
}

static void
keep_nearer(const struct gate *gate, size_t last, bool reachable,
    struct gate_outlook *out)
{
	double rounds = (double)(last - gate->n);

	if (!isnan(out->rounds) && out->rounds <= rounds)
		return;
	out->rounds = rounds;
	out->reachable = reachable;
}

/* A pass, with the centre that far below its limit. */
static void
look_for_pass(const struct gate *gate, double distance_log, double spread_log,
    struct gate_outlook *out)
{
	const struct rule *rule = gate->question.rule;
	double rounds = rounds_for(distance_log, spread_log, rule->z_pass);
	size_t look;

	if (distance_log <= 0 || !tellable(rounds))
		return;
	look = look_behind(rule->main, gate->n, rounds);
	keep_nearer(gate, look,
	    gate->state == GATE_OPEN && look <= last_look(rule->main), out);
}

/* A candidate and its confirmation, with the centre that far beyond. */
static void
look_for_change(const struct gate *gate, double distance_log, double spread_log,
    struct gate_outlook *out)
{
	const struct rule *rule = gate->question.rule;
	double rounds = rounds_for(distance_log, spread_log, rule->z_candidate);
	double fresh = rounds_for(distance_log, spread_log, rule->z_confirm);
	size_t look, confirming;

	if (distance_log <= 0 || !tellable(rounds))
		return;
	look = look_behind(rule->main, gate->n, rounds);
	confirming = look_behind(rule->fresh, 0, fresh);
	keep_nearer(gate, look + confirming,
	    gate->state == GATE_OPEN && look <= last_look(rule->main) &&
		confirming <= last_look(rule->fresh),
	    out);
}

static void
look_for_confirmation(const struct gate *gate, double distance_log,
    double spread_log, struct gate_outlook *out)
{
	const struct rule *rule = gate->question.rule;
	double rounds = rounds_for(distance_log, spread_log, rule->z_confirm);
	size_t fresh = gate->n - gate->candidate_at;
	size_t look;

	if (!tellable(rounds))
		return;
	look = look_behind(rule->fresh, fresh, rounds);
	keep_nearer(gate, gate->candidate_at + look,
	    gate->state == GATE_CANDIDATE && look <= last_look(rule->fresh),
	    out);
}

static size_t
next_look(const struct gate *gate)
{
	const struct rule *rule = gate->question.rule;
	size_t fresh = gate->n - gate->candidate_at;

	if (gate_decided(gate))
		return 0;
	if (gate->state == GATE_CANDIDATE)
		return look_behind(rule->fresh, fresh, 0) - fresh;
	return look_behind(rule->main, gate->n, 0) - gate->n;
}

/* A candidate whose fresh rounds are not all run goes on with them, unless the
 * centre is not beyond its limit after all: then they will not confirm it, and
 * what counts is how many rounds a test from the start would take. */
struct gate_outlook
gate_outlook(const struct gate *gate, double centre_log)
{
	const struct question *question = &gate->question;
	struct gate_outlook out = {.rounds = NAN, .next_look = next_look(gate)};
	double size_log = question->both ? fabs(centre_log) : centre_log;
	double beyond_log = size_log - question->candidate_log;
	bool candidate =
	    gate->candidate_at &&
	    gate->n < gate->candidate_at + last_look(question->rule->fresh);
	double spread_log;

	if (gate->n < rule_rounds_first(question->rule))
		return out;
	spread_log = mad_sd(gate->d, gate->n);
	if (candidate && gate->sign * centre_log > question->candidate_log) {
		look_for_confirmation(gate, beyond_log, spread_log, &out);
		return out;
	}
	look_for_pass(gate, question->pass_log - size_log, spread_log, &out);
	look_for_change(gate, beyond_log, spread_log, &out);
	return out;
}

double
gate_noise_floor(const double *d, size_t n)
{
	return expm1(Z_ALPHA * mad_sd(d, n) * sqrt(PI / (3 * (double)n)));
}
