/* What must hold of the statistics whatever the numbers: random samples, each
 * test with its own fixed seed. */
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/detector.h"
#include "baselines/estimate.h"
#include "baselines/signed_rank.h"
#include "core/base/rng.h"

#define TRIALS 400
#define ROUNDS 40

/* A comparison of up to ROUNDS rounds. */
struct comparison {
	double base[ROUNDS];
	double control[ROUNDS];
	double head[ROUNDS];
	enum direction direction;
};

struct outcome {
	struct gate gate;
	struct estimate estimate;
};

/* Noise of 3 %, one value in thirty three times as large. */
static double
noise(struct rng *rng)
{
	double value = exp(.03 * rng_normal(rng));

	return rng_below(rng, 30) == 0 ? 3 * value : value;
}

static void
fill(struct rng *rng, struct comparison *c)
{
	double change = .7 + .6 * rng_unit(rng);

	c->direction = DIRECTION_SMALLER;
	for (int i = 0; i < ROUNDS; i++) {
		c->base[i] = 100 * noise(rng);
		c->control[i] = 100 * noise(rng);
		c->head[i] = 100 * change * noise(rng);
	}
}

static struct outcome
judge(const struct comparison *c, const struct question *question)
{
	struct outcome outcome;
	struct estimate_samples samples = {.base = c->base,
	    .head = c->head,
	    .control = c->control,
	    .direction = c->direction};

	gate_init_question(&outcome.gate, question);
	for (int i = 0; i < ROUNDS && !gate_decided(&outcome.gate); i++) {
		struct difference d = difference_of(
		    c->direction, c->base[i], c->head[i], &c->control[i]);

		gate_add_round(&outcome.gate, &d);
	}
	samples.rounds = outcome.gate.n;
	estimate_make(&outcome.estimate, &samples, 1);
	return outcome;
}

/* The same rounds were asked for and the same was said. */
static void
expect_alike(const struct outcome *a, const struct outcome *b, double error)
{
	cr_expect(eq(int, a->gate.state, b->gate.state));
	cr_expect(eq(sz, a->gate.n, b->gate.n));
	cr_expect(epsilon_eq(dbl, a->estimate.ratio, b->estimate.ratio, error));
	cr_expect(
	    eq(int, a->estimate.control_differs, b->estimate.control_differs));
}

static struct question
some_question(struct rng *rng)
{
	if (rng_below(rng, 2))
		return gate_question(.02 + .2 * rng_unit(rng));
	return detector_question(
	    rng_below(rng, 2) ? &detector_default : &detector_sensitive,
	    rng_below(rng, 2));
}

Test(statistics_model, no_unit_changes_a_verdict)
{
	struct rng rng;

	rng_seed(&rng, 201);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct comparison c, scaled;
		struct question question = some_question(&rng);
		struct outcome a, b;

		fill(&rng, &c);
		scaled = c;
		for (int i = 0; i < ROUNDS; i++) {
			scaled.base[i] *= 1e-9;
			scaled.control[i] *= 1e-9;
			scaled.head[i] *= 1e-9;
		}
		a = judge(&c, &question);
		b = judge(&scaled, &question);
		expect_alike(&a, &b, 1e-12);
	}
}

/* Rates are the inverse of times; times 1000 keeps them away from 1. */
Test(statistics_model, a_rate_is_judged_as_the_time_it_comes_from)
{
	struct rng rng;

	rng_seed(&rng, 202);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct comparison c, rates;
		struct question question = some_question(&rng);
		struct outcome a, b;

		fill(&rng, &c);
		rates.direction = DIRECTION_BIGGER;
		for (int i = 0; i < ROUNDS; i++) {
			rates.base[i] = 1000 / c.base[i];
			rates.control[i] = 1000 / c.control[i];
			rates.head[i] = 1000 / c.head[i];
		}
		a = judge(&c, &question);
		b = judge(&rates, &question);
		expect_alike(&a, &b, 1e-12);
	}
}

Test(statistics_model, base_and_control_may_be_swapped)
{
	struct rng rng;

	rng_seed(&rng, 203);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct comparison c, swapped;
		struct question question = some_question(&rng);
		struct outcome a, b;

		fill(&rng, &c);
		swapped = c;
		memcpy(swapped.base, c.control, sizeof c.base);
		memcpy(swapped.control, c.base, sizeof c.base);
		a = judge(&c, &question);
		b = judge(&swapped, &question);
		expect_alike(&a, &b, 1e-12);
	}
}

/* Head as base and base as head: slower is then faster. Without a control, as
 * it is the base's. */
Test(statistics_model, both_directions_of_the_detector_are_mirrors)
{
	const struct question question =
	    detector_question(&detector_default, true);
	struct rng rng;

	rng_seed(&rng, 204);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct gate up, down;
		enum gate_state mirrored;
		struct comparison c;

		fill(&rng, &c);
		gate_init_question(&up, &question);
		gate_init_question(&down, &question);
		for (int i = 0; i < ROUNDS; i++) {
			double d = log(c.head[i] / c.base[i]);

			gate_add(&up, d);
			gate_add(&down, -d);
		}
		mirrored = up.state == GATE_REGRESSED  ? GATE_IMPROVED
			   : up.state == GATE_IMPROVED ? GATE_REGRESSED
						       : up.state;
		cr_expect(eq(int, down.state, mirrored));
		cr_expect(eq(sz, down.n, up.n));
	}
}

/* The order of rounds between two looks says nothing. */
Test(statistics_model, order_between_looks_changes_nothing)
{
	struct rng rng;

	rng_seed(&rng, 205);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct question question = some_question(&rng);
		struct gate one, other;
		double d[6];

		gate_init_question(&one, &question);
		gate_init_question(&other, &question);
		for (int i = 0; i < 6; i++)
			d[i] = .08 * rng_normal(&rng);
		for (int i = 0; i < 6; i++) {
			gate_add(&one, d[i]);
			gate_add(&other, d[5 - i]);
		}
		cr_expect(eq(int, one.state, other.state));
	}
}

/* p falls as all differences rise, an interval of more confidence holds that
 * of less, and all of it moves with the numbers. */
Test(statistics_model, tests_and_intervals_are_monotone)
{
	struct rng rng;

	rng_seed(&rng, 206);
	for (int trial = 0; trial < TRIALS; trial++) {
		size_t n = 10 + (size_t)rng_below(&rng, 100);
		struct interval_estimate narrow, wide, moved;
		double d[SIGNED_RANK_MAX];
		double last = 1;

		for (size_t i = 0; i < n; i++)
			d[i] = .05 * rng_normal(&rng);
		for (double shift = .2; shift >= -.2; shift -= .05) {
			double p =
			    signed_rank_p(d, n, shift, ALTERNATIVE_GREATER);

			cr_expect(le(dbl, p, last));
			last = p;
		}
		signed_rank_interval(d, n, .95, &narrow);
		signed_rank_interval(d, n, .99, &wide);
		cr_expect(le(dbl, wide.low, narrow.low));
		cr_expect(le(dbl, narrow.high, wide.high));
		cr_expect(le(dbl, narrow.low, hodges_lehmann(d, n)));
		cr_expect(le(dbl, hodges_lehmann(d, n), narrow.high));
		for (size_t i = 0; i < n; i++)
			d[i] += .25;
		signed_rank_interval(d, n, .99, &moved);
		cr_expect(epsilon_eq(dbl, moved.low, wide.low + .25, 1e-14));
		cr_expect(epsilon_eq(dbl, moved.high, wide.high + .25, 1e-14));
	}
}

/* A slower head is never judged better: with every value of head raised, a
 * candidate's p-value only falls and a pass's only rises. */
Test(statistics_model, a_slower_head_does_not_pass_where_a_faster_one_fails)
{
	struct rng rng;

	rng_seed(&rng, 207);
	for (int trial = 0; trial < TRIALS; trial++) {
		struct question question = gate_question(.05);
		struct comparison c;
		struct outcome fast, slow;

		fill(&rng, &c);
		fast = judge(&c, &question);
		for (int i = 0; i < ROUNDS; i++)
			c.head[i] *= 1.02;
		slow = judge(&c, &question);
		cr_expect(not(fast.gate.state == GATE_REGRESSED &&
			      slow.gate.state == GATE_PASSED));
	}
}
