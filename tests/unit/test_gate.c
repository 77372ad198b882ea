#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/gate.h"

/* Tolerance 10 %: L = ln 1.1 = .0953. */
#define BELOW 0.
#define ABOVE .2

static struct gate gate;

static void
open_gate(void)
{
	gate_init(&gate, .10);
}

TestSuite(gate, .init = open_gate);

static enum gate_state
add_many(size_t rounds, double d)
{
	enum gate_state state = gate.state;

	for (size_t i = 0; i < rounds; i++)
		state = gate_add(&gate, d);
	return state;
}

/* Half of the rounds on either side at equal distance: p is near .5. */
static enum gate_state
add_balanced(size_t rounds)
{
	enum gate_state state = gate.state;

	for (size_t i = 0; i < rounds; i++)
		state = gate_add(&gate,
		    gate.question.candidate_log + (i % 2 == 0 ? .05 : -.05));
	return state;
}

Test(gate, starts_open)
{
	cr_expect(eq(int, gate.state, GATE_OPEN));
	cr_expect(not(gate_decided(&gate)));
	cr_expect(eq(sz, gate.n, 0));
	cr_expect(eq(sz, gate_rounds_left(&gate), 60));
	cr_expect(epsilon_eq(
	    dbl, gate.question.candidate_log, .0953101798043249, 1e-15));
}

/* 8 rounds below L: p(d < L) = 1/256 = .0039. 7 are no look. */
Test(gate, all_below_pass_at_eight)
{
	cr_expect(eq(int, add_many(7, BELOW), GATE_OPEN));
	cr_expect(eq(int, gate_add(&gate, BELOW), GATE_PASSED));
	cr_expect(gate_decided(&gate));
	cr_expect(eq(sz, gate.n, 8));
}

/* Candidate at 8 by 1/256; 6 fresh ones have 1/64 = .016 <= .05. */
Test(gate, all_above_regress_at_fourteen)
{
	cr_expect(eq(int, add_many(7, ABOVE), GATE_OPEN));
	cr_expect(eq(int, gate_add(&gate, ABOVE), GATE_CANDIDATE));
	cr_expect(not(gate_decided(&gate)));
	cr_expect(eq(sz, gate.candidate_at, 8));
	cr_expect(eq(int, add_many(5, ABOVE), GATE_CANDIDATE));
	cr_expect(eq(int, gate_add(&gate, ABOVE), GATE_REGRESSED));
	cr_expect(eq(sz, gate.n, 14));
}

Test(gate, a_decided_gate_is_frozen)
{
	add_many(8, BELOW);
	cr_expect(eq(int, add_many(50, ABOVE), GATE_PASSED));
	cr_expect(eq(sz, gate.n, 8));
	gate_close(&gate);
	cr_expect(eq(int, gate.state, GATE_PASSED));

	open_gate();
	add_many(14, ABOVE);
	cr_expect(eq(int, add_many(100, BELOW), GATE_REGRESSED));
	cr_expect(eq(sz, gate.n, 14));
	gate_close(&gate);
	cr_expect(eq(int, gate.state, GATE_REGRESSED));
}

/* A difference equal to L speaks for neither side, so both p are 1. */
Test(gate, exactly_at_the_limit_is_inconclusive)
{
	cr_expect(
	    eq(int, add_many(39, gate.question.candidate_log), GATE_OPEN));
	cr_expect(eq(int, gate_add(&gate, gate.question.candidate_log),
	    GATE_INCONCLUSIVE));
	cr_expect(eq(sz, gate.n, 40));
}

Test(gate, balanced_rounds_are_inconclusive_at_forty)
{
	cr_expect(eq(int, add_balanced(39), GATE_OPEN));
	cr_expect(eq(int, add_balanced(1), GATE_INCONCLUSIVE));
	cr_expect(eq(int, add_many(60, BELOW), GATE_INCONCLUSIVE));
	cr_expect(eq(sz, gate.n, 40));
}

/* One round above L, farther from it (.1047) than the others, which tie below
 * (.0953). At 16 the ranks are 15 x 8 and, of the one above, 16: none, one or
 * two of the 8s or the 16 alone sum to at most 16, (1 + 15 + 105 + 1) / 65536 =
 * .0019. Earlier: 30/256 = .12 at 8, 47/1024 = .046 at 10, 80/8192 = .0098 at
 * 13. At 15, no look, it would be .0032. */
Test(gate, looks_only_at_its_looks)
{
	gate_add(&gate, ABOVE);
	cr_expect(eq(int, add_many(14, BELOW), GATE_OPEN));
	cr_expect(eq(int, add_many(1, BELOW), GATE_PASSED));
	cr_expect(eq(sz, gate.n, 16));
}

/* All 20 fresh rounds lie below L. Neither does that pass (it would have, at
 * 8), nor does it end before the last look. */
Test(gate, a_candidate_that_falls_back_is_inconclusive)
{
	add_many(8, ABOVE);
	cr_expect(eq(int, add_many(19, BELOW), GATE_CANDIDATE));
	cr_expect(eq(int, gate_add(&gate, BELOW), GATE_INCONCLUSIVE));
	cr_expect(eq(sz, gate.n, 28));
	cr_expect(eq(int, add_many(60, ABOVE), GATE_INCONCLUSIVE));
	cr_expect(eq(sz, gate.n, 28));
}

/* The candidate's own rounds stay out: with them the sixth fresh one would
 * confirm. Of the fresh ones the first lies below L, farther than any above it.
 * Rank 6 of 6 gives P(W <= 6) = 14/64; 8 of 8 25/256 = .098; 10 of 10 43/1024 =
 * .042 <= .05. */
Test(gate, a_later_fresh_look_can_confirm)
{
	add_many(8, ABOVE);
	gate_add(&gate, -.1);
	for (int i = 1; i < 9; i++)
		cr_expect(
		    eq(int, gate_add(&gate, .1 + .001 * i), GATE_CANDIDATE));
	cr_expect(eq(int, gate_add(&gate, .12), GATE_REGRESSED));
	cr_expect(eq(sz, gate.n, 18));
}

Test(gate, closing_leaves_undecided_inconclusive)
{
	add_many(5, BELOW);
	gate_close(&gate);
	cr_expect(eq(int, gate.state, GATE_INCONCLUSIVE));
	cr_expect(eq(sz, gate.n, 5));
	cr_expect(eq(sz, gate_rounds_left(&gate), 0));

	open_gate();
	add_many(12, ABOVE);
	cr_assert(eq(int, gate.state, GATE_CANDIDATE));
	gate_close(&gate);
	cr_expect(eq(int, gate.state, GATE_INCONCLUSIVE));
	cr_expect(eq(int, add_many(20, ABOVE), GATE_INCONCLUSIVE));
}

Test(gate, rounds_left_are_the_most_that_may_come)
{
	add_many(7, ABOVE);
	cr_expect(eq(sz, gate_rounds_left(&gate), 53));
	gate_add(&gate, ABOVE);
	cr_expect(eq(sz, gate_rounds_left(&gate), 20));
	add_many(5, ABOVE);
	cr_expect(eq(sz, gate_rounds_left(&gate), 15));
	gate_add(&gate, ABOVE);
	cr_expect(eq(sz, gate_rounds_left(&gate), 0));
}

/* A candidate as late as round 40, and its fresh rounds never confirm. L is set
 * to an eighth, so that all distances from it tie exactly and the test counts
 * signs: 10 below of 20 have p = .59, of 25 .21, of 30 .049, of 40 .0011. */
Test(gate, sixty_rounds_are_the_most)
{
	gate.question.candidate_log = .125;
	for (int i = 0; i < 39; i++)
		cr_assert(eq(int,
		    gate_add(&gate, i < 20 && i % 2 == 0 ? -.875 : 1.125),
		    GATE_OPEN));
	cr_assert(eq(int, gate_add(&gate, 1.125), GATE_CANDIDATE));
	cr_expect(eq(sz, gate_rounds_left(&gate), 20));
	cr_expect(eq(int, add_balanced(20), GATE_INCONCLUSIVE));
	cr_expect(eq(sz, gate.n, 60));
}

/* Median 0; deviations 1 1 2 2 3 3 4 4 (hundredths), MAD .025, s = .037065;
 * 8 - 2.575829^2 / 2 = 4.682552, sqrt(pi / (3 x 4.682552)) = .472904; 3.417451
 * x .037065 x .472904 = .0599017; with L = .0953102 the sum is .1552119, and e
 * to it 1.167905. */
Test(gate, minimum_detectable_effect_worked_by_hand)
{
	const double d[] = {.04, -.03, .02, -.01, .01, -.02, .03, -.04};

	for (size_t i = 0; i < 7; i++)
		gate_add(&gate, d[i]);
	cr_expect(isnan(gate_mde(&gate)));
	gate_add(&gate, d[7]);
	cr_expect(epsilon_eq(dbl, gate_mde(&gate), .167905, 1e-6));
}

/* No spread: whatever is above the tolerance is found. */
Test(gate, without_noise_the_tolerance_is_detectable)
{
	add_many(8, .01);
	cr_expect(epsilon_eq(dbl, gate_mde(&gate), .10, 1e-15));
}

/* 10 of 40 outliers do not move it: MAD of +-.05 is .05 with or without. */
Test(gate, minimum_detectable_effect_resists_outliers)
{
	double clean;

	add_balanced(40);
	clean = gate_mde(&gate);
	for (size_t i = 0; i < 10; i += 2) {
		gate.d[i] += 5;
		gate.d[i + 1] -= 5;
	}
	cr_expect(epsilon_eq(dbl, gate_mde(&gate), clean, 1e-12));
}
