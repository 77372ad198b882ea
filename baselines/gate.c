#include "baselines/gate.h"

#include <assert.h>
#include <math.h>

#include "baselines/series.h"
#include "baselines/signed_rank.h"

static_assert(GATE_ROUNDS_MAX <= SIGNED_RANK_MAX,
    "the test takes all of a gate's rounds");

/* Quantiles of the standard normal: P(Z < 2.5758) = .995 = 1 - GATE_ALPHA. */
#define Z_ALPHA 2.5758293035489004
#define Z_ALPHA_FRESH 1.6448536269514722
#define Z_POWER 0.8416212335729143

#define PI 3.14159265358979323846

/* Where each stage looks. Gaps grow with n, because a few rounds more change
 * little by then. The first that can decide: 8 rounds all on one side have
 * p = 1/256 = .0039 <= .005, 7 have .0078; 5 fresh ones would have 1/32 = .031
 * <= .05, and 6 are asked for, 1/64 = .016. */
static const size_t looks_main[] = {
    GATE_ROUNDS_FIRST, 10, 13, 16, 20, 25, 30, GATE_ROUNDS_MAIN};
static const size_t looks_fresh[] = {6, 8, 10, 13, 16, GATE_ROUNDS_FRESH};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool
is_look(const size_t *looks, size_t count, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (looks[i] == n)
			return true;
	return false;
}

void
gate_init(struct gate *gate, double tolerance)
{
	assert(tolerance > 0 && isfinite(tolerance));
	*gate =
	    (struct gate){.limit_log = log1p(tolerance), .state = GATE_OPEN};
}

/* Both p-values cannot be small at once: the two rank sums share one total. */
static enum gate_state
look_main(const struct gate *gate)
{
	const double *d = gate->d;
	double limit = gate->limit_log;
	size_t n = gate->n;

	if (!is_look(looks_main, COUNT(looks_main), n))
		return GATE_OPEN;
	if (signed_rank_p(d, n, limit, ALTERNATIVE_LESS) <= GATE_ALPHA)
		return GATE_PASSED;
	if (signed_rank_p(d, n, limit, ALTERNATIVE_GREATER) <= GATE_ALPHA)
		return GATE_CANDIDATE;
	return n < GATE_ROUNDS_MAIN ? GATE_OPEN : GATE_INCONCLUSIVE;
}

/* The rounds that made the candidate were picked for being slow, so they are
 * no evidence here; those after them are independent of that choice. A pass is
 * not asked for: two stages that contradict each other prove neither. */
static enum gate_state
look_fresh(const struct gate *gate)
{
	const double *d = gate->d + gate->candidate_at;
	double limit = gate->limit_log;
	size_t n = gate->n - gate->candidate_at;

	if (!is_look(looks_fresh, COUNT(looks_fresh), n))
		return GATE_CANDIDATE;
	if (signed_rank_p(d, n, limit, ALTERNATIVE_GREATER) <= GATE_ALPHA_FRESH)
		return GATE_REGRESSED;
	return n < GATE_ROUNDS_FRESH ? GATE_CANDIDATE : GATE_INCONCLUSIVE;
}

enum gate_state
gate_add(struct gate *gate, double d)
{
	assert(isfinite(d));
	if (gate_decided(gate))
		return gate->state;
	/* 40 rounds decide or make a candidate, 20 more decide: 60 fit. */
	gate->d[gate->n++] = d;
	if (gate->state == GATE_CANDIDATE) {
		gate->state = look_fresh(gate);
		return gate->state;
	}
	gate->state = look_main(gate);
	if (gate->state == GATE_CANDIDATE)
		gate->candidate_at = gate->n;
	return gate->state;
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

/* An open gate may become a candidate as late as round 40. */
size_t
gate_rounds_left(const struct gate *gate)
{
	switch (gate->state) {
	case GATE_OPEN:
		return GATE_ROUNDS_MAX - gate->n;
	case GATE_CANDIDATE:
		return gate->candidate_at + GATE_ROUNDS_FRESH - gate->n;
	case GATE_PASSED:
	case GATE_REGRESSED:
	case GATE_INCONCLUSIVE:
		break;
	}
	return 0;
}

/* Tolerance 10 %, s = .03, n = 40: L = .0953; z^2 / 2 = 3.317 rounds go to the
 * spread's being estimated; 3.4175 x .03 x sqrt(pi / (3 x 36.683)) = .0173, and
 * exp(.1126) - 1 = 11.9 %. With 8 rounds it is 15.5 %. */
double
gate_mde(const struct gate *gate)
{
	double n = (double)gate->n - Z_ALPHA * Z_ALPHA / 2;
	double spread;

	if (gate->n < GATE_ROUNDS_FIRST)
		return NAN;
	spread = mad_sd(gate->d, gate->n);
	return expm1(gate->limit_log +
		     (Z_ALPHA + Z_POWER) * spread * sqrt(PI / (3 * n)));
}

/* s = .03, 3 % below the tolerance's L: (3.4175 x .03 / .03)^2 pi/3 + 3.317 is
 * 15.5 rounds. Half the distance takes four times the first term: 52.2. */
static double
rounds_for(double distance_log, double spread_log, double z)
{
	double effect = (z + Z_POWER) * spread_log / distance_log;

	return effect * effect * PI / 3 + z * z / 2;
}

/* The first look behind `past` rounds that has at least `rounds`. */
static size_t
look_behind(const size_t *looks, size_t count, size_t past, double rounds)
{
	double least = fmax(rounds, (double)(past + 1));

	for (size_t i = 0; i < count; i++)
		if ((double)looks[i] >= least)
			return looks[i];
	return 10 * (size_t)ceil(least / 10);
}

static bool
tellable(double rounds)
{
	return rounds <= GATE_ROUNDS_TELLABLE;
}

/* Both stages: as far as the first look that tells, and with a centre above L
 * the fresh rounds from there on. */
static void
look_ahead(const struct gate *gate, double distance_log, double spread_log,
    struct gate_outlook *out)
{
	double rounds = rounds_for(distance_log, spread_log, Z_ALPHA);
	double fresh = rounds_for(distance_log, spread_log, Z_ALPHA_FRESH);
	size_t look, last;

	if (!tellable(rounds))
		return;
	look = look_behind(looks_main, COUNT(looks_main), gate->n, rounds);
	last = look;
	out->reachable = gate->state == GATE_OPEN && look <= GATE_ROUNDS_MAIN;
	if (distance_log > 0) {
		size_t confirming =
		    look_behind(looks_fresh, COUNT(looks_fresh), 0, fresh);

		last += confirming;
		if (confirming > GATE_ROUNDS_FRESH)
			out->reachable = false;
	}
	out->rounds = (double)(last - gate->n);
}

static void
look_ahead_fresh(const struct gate *gate, double distance_log,
    double spread_log, struct gate_outlook *out)
{
	double rounds = rounds_for(distance_log, spread_log, Z_ALPHA_FRESH);
	size_t fresh = gate->n - gate->candidate_at;
	size_t look;

	if (!tellable(rounds))
		return;
	look = look_behind(looks_fresh, COUNT(looks_fresh), fresh, rounds);
	out->rounds = (double)(look - fresh);
	out->reachable =
	    gate->state == GATE_CANDIDATE && look <= GATE_ROUNDS_FRESH;
}

static size_t
next_look(const struct gate *gate)
{
	size_t fresh = gate->n - gate->candidate_at;

	if (gate_decided(gate))
		return 0;
	if (gate->state == GATE_CANDIDATE)
		return look_behind(looks_fresh, COUNT(looks_fresh), fresh, 0) -
		       fresh;
	return look_behind(looks_main, COUNT(looks_main), gate->n, 0) - gate->n;
}

/* A candidate whose fresh rounds are not all run goes on with them, unless the
 * centre is not above L after all: then they will not confirm it, and what
 * counts is how many rounds a gate from the start would take. */
struct gate_outlook
gate_outlook(const struct gate *gate, double centre_log)
{
	struct gate_outlook out = {.rounds = NAN, .next_look = next_look(gate)};
	double distance_log = centre_log - gate->limit_log;
	bool candidate = gate->candidate_at &&
			 gate->n < gate->candidate_at + GATE_ROUNDS_FRESH;
	double spread_log;

	if (gate->n < GATE_ROUNDS_FIRST)
		return out;
	spread_log = mad_sd(gate->d, gate->n);
	if (candidate && distance_log > 0)
		look_ahead_fresh(gate, distance_log, spread_log, &out);
	else
		look_ahead(gate, distance_log, spread_log, &out);
	return out;
}

double
gate_noise_floor(const double *d, size_t n)
{
	return expm1(Z_ALPHA * mad_sd(d, n) * sqrt(PI / (3 * (double)n)));
}
