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

/* The interval of 8 rounds is from the least to the most, .04 either way, as
 * wide as that of s = .04 / (2.575829 sqrt(pi / 24)) = .042921; the MAD .025
 * would give .037065. 8 - 2.575829^2 / 2 = 4.682552, sqrt(pi / (3 x 4.682552))
 * = .472904; 3.417451 x .042921 x .472904 = .0693659; with L = .0953102 the sum
 * is .1646761, and e to it 1.179011. */
Test(gate, minimum_detectable_effect_worked_by_hand)
{
	const double d[] = {.04, -.03, .02, -.01, .01, -.02, .03, -.04};

	for (size_t i = 0; i < 7; i++)
		gate_add(&gate, d[i]);
	cr_expect(isnan(gate_mde(&gate)));
	gate_add(&gate, d[7]);
	cr_expect(epsilon_eq(dbl, gate_mde(&gate), .179011, 1e-6));
}

/* No spread: whatever is above the tolerance is found. */
Test(gate, without_noise_the_tolerance_is_detectable)
{
	add_many(8, .01);
	cr_expect(epsilon_eq(dbl, gate_mde(&gate), .10, 1e-15));
}

/* Ten of 40 rounds lie a hundred spreads off, half of them on each side: the
 * MAD of +-.05 is .05 with or without them, and the interval goes from within
 * the
 * +-.05 to their edge, from 14.8 to 17.9 %. */
Test(gate, minimum_detectable_effect_resists_outliers)
{
	double clean;

	add_balanced(40);
	clean = gate_mde(&gate);
	for (size_t i = 0; i < 10; i += 2) {
		gate.d[i] += 5;
		gate.d[i + 1] -= 5;
	}
	cr_expect(lt(dbl, clean, gate_mde(&gate)));
	cr_expect(lt(dbl, gate_mde(&gate), clean + .035));
}

/* ---- the outlook ---- */

/* The spread of minimum_detectable_effect_worked_by_hand, s = .037065, in each
 * eight rounds; (2.575829 + .841621) s = .126668. */
static void
spread(size_t n)
{
	const double d[] = {.04, -.03, .02, -.01, .01, -.02, .03, -.04};

	for (size_t i = 0; i < n; i++)
		gate.d[i] = d[i % 8];
	gate.n = n;
}

static void
expect_outlook(double distance_log, double rounds, bool reachable)
{
	struct gate_outlook outlook =
	    gate_outlook(&gate, gate.question.candidate_log + distance_log);

	cr_expect(epsilon_eq(dbl, outlook.rounds, rounds, 1e-12),
	    "%g: %g rounds", distance_log, outlook.rounds);
	cr_expect(eq(int, outlook.reachable, reachable), "%g", distance_log);
}

/* .03 below L: (.126668 / .03)^2 pi/3 + 2.575829^2 / 2 = 18.669 + 3.317
 * = 21.99, so it is the look at 25. At half the spread's distance, .0953: 1.850
 * + 3.317, the next look, 10. At .02: 42.00 + 3.32 = 45.3, more than the 40
 * that there are; in tens 50. */
Test(gate, an_outlook_below_the_limit_is_the_look_that_passes)
{
	spread(8);
	expect_outlook(-.03, 25 - 8, true);
	expect_outlook(-.0953, 10 - 8, true);
	expect_outlook(-.02, 50 - 8, false);
}

/* The first stage as below L. Fresh: (1.644854 + .841621) s = .092161;
 * (.092161 / .03)^2 pi/3 + 1.644854^2 / 2 = 9.883 + 1.353 = 11.2, the look at
 * 13. Far above L it is the first look of each: 10 and 6. */
Test(gate, an_outlook_above_the_limit_counts_the_confirmation)
{
	spread(8);
	expect_outlook(.03, 25 + 13 - 8, true);
	expect_outlook(.5, 10 + 6 - 8, true);
	expect_outlook(.02, 50 + 30 - 8, false);
}

/* Nearer than .126668 sqrt(pi/3 / 9996.7) = .001296 needs more than 10,000. */
Test(gate, too_near_the_limit_there_is_no_outlook)
{
	spread(8);
	cr_expect(isnan(
	    gate_outlook(&gate, gate.question.candidate_log + .00129).rounds));
	cr_expect(
	    isnan(gate_outlook(&gate, gate.question.candidate_log).rounds));
	cr_expect(
	    not(gate_outlook(&gate, gate.question.candidate_log).reachable));
	cr_expect(not(isnan(
	    gate_outlook(&gate, gate.question.candidate_log + .0013).rounds)));
}

Test(gate, below_eight_rounds_there_is_no_outlook)
{
	spread(7);
	cr_expect(isnan(gate_outlook(&gate, 0).rounds));
	cr_expect(eq(sz, gate_outlook(&gate, 0).next_look, 1));
}

/* 8 fresh rounds are there and 11.2 are needed: the look at 13. Below L they
 * will not confirm it, and a gate from the start takes 21.99 in all. */
Test(gate, the_outlook_of_a_candidate_counts_fresh_rounds)
{
	spread(16);
	gate.state = GATE_CANDIDATE;
	gate.candidate_at = 8;
	gate.sign = 1;
	expect_outlook(.03, 13 - 8, true);
	cr_expect(eq(sz, gate_outlook(&gate, .2).next_look, 10 - 8));
	expect_outlook(-.03, 25 - 16, false);
	gate_close(&gate);
	expect_outlook(.03, 13 - 8, false);
	cr_expect(eq(sz, gate_outlook(&gate, .2).next_look, 0));
}

/* After 28 rounds, of which 20 were fresh, it is a gate from the start again:
 * 21.99 are exceeded, the next look is at 30. */
Test(gate, the_outlook_of_an_unconfirmed_candidate_is_a_first_stage)
{
	spread(28);
	gate.state = GATE_INCONCLUSIVE;
	gate.candidate_at = 8;
	gate.sign = 1;
	expect_outlook(-.03, 30 - 28, false);
	expect_outlook(.03, 30 + 13 - 28, false);
}

/* The worked figures beside gate_rounds_at(): 4.5 rounds are the first look's
 * 8, 16.8 are 20; s = .2 takes 57.2 rounds, beyond the last look: 60. */
Test(gate, rounds_that_a_spread_lets_expect)
{
	struct question question = gate_question(.1);

	cr_expect(eq(sz, gate_rounds_at(&question, 0), 8));
	cr_expect(eq(sz, gate_rounds_at(&question, .03), 8));
	cr_expect(eq(sz, gate_rounds_at(&question, .1), 20));
	cr_expect(eq(sz, gate_rounds_at(&question, .2), 60));
}
