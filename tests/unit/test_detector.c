#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/detector.h"

/* Floor 2 %: .0198, effect 5 %: .0488. */
#define SAME 0.
#define SLOWER .1
#define FASTER (-.1)
#define BETWEEN .035

static struct gate test;

static void
ask(bool both)
{
	struct question question = detector_question(&detector_default, both);

	gate_init_question(&test, &question);
}

static enum gate_state
add_many(size_t rounds, double d)
{
	enum gate_state state = test.state;

	for (size_t i = 0; i < rounds; i++)
		state = gate_add(&test, d);
	return state;
}

/* 2^-6 = .0156 is at most .05, but above .008. */
Test(detector, six_equal_rounds_pass)
{
	ask(true);
	cr_expect(eq(int, add_many(5, SAME), GATE_OPEN));
	cr_expect(eq(int, add_many(1, SAME), GATE_PASSED));
}

/* 2^-8 = .0039: a candidate at 8; 2^-6 confirms it. */
Test(detector, a_slowdown_is_a_candidate_at_eight_and_confirmed_at_fourteen)
{
	ask(false);
	cr_expect(eq(int, add_many(7, SLOWER), GATE_OPEN));
	cr_expect(eq(int, add_many(1, SLOWER), GATE_CANDIDATE));
	cr_expect(eq(sz, test.candidate_at, 8));
	cr_expect(eq(sz, gate_rounds_left(&test), 25));
	cr_expect(eq(int, add_many(5, SLOWER), GATE_CANDIDATE));
	cr_expect(eq(int, add_many(1, SLOWER), GATE_REGRESSED));
	cr_expect(eq(sz, test.n, 14));
}

Test(detector, an_improvement_is_confirmed_the_same_way)
{
	ask(true);
	cr_expect(eq(int, add_many(8, FASTER), GATE_CANDIDATE));
	cr_expect(eq(int, test.sign, -1));
	cr_expect(eq(int, add_many(6, FASTER), GATE_IMPROVED));
}

Test(detector, an_improvement_passes_where_only_slowdowns_are_asked_for)
{
	ask(false);
	cr_expect(eq(int, add_many(6, FASTER), GATE_PASSED));
}

/* Everything below the effect, everything above the floor: both are proven at
 * 8 rounds, and a change is what counts. At 6 only the pass is. */
Test(detector, a_change_between_floor_and_effect_may_pass_at_six)
{
	ask(true);
	cr_expect(eq(int, add_many(6, BETWEEN), GATE_PASSED));
}

Test(detector, what_is_proven_to_be_a_change_does_not_pass)
{
	ask(false);
	add_many(3, BETWEEN);
	add_many(1, SLOWER); /* its rank 4 of 6 hinders the pass at 6 */
	add_many(2, BETWEEN);
	cr_expect(eq(int, test.state, GATE_OPEN));
	cr_expect(eq(int, add_many(2, BETWEEN), GATE_CANDIDATE));
}

Test(detector, slow_rounds_that_do_not_come_back_are_inconclusive)
{
	ask(true);
	add_many(8, SLOWER);
	cr_expect(eq(int, add_many(24, SAME), GATE_CANDIDATE));
	cr_expect(eq(int, add_many(1, SAME), GATE_INCONCLUSIVE));
	cr_expect(eq(sz, test.n, 33));
}

/* Round after round farther from 3.4 % on alternating sides: against floor and
 * effect alike the ranks alternate, too, and p stays near .5. */
Test(detector, what_is_on_neither_side_ends_at_forty)
{
	ask(true);
	for (int i = 1; i < 40; i++)
		cr_assert(
		    eq(int, gate_add(&test, .034 + (i % 2 ? .03 : -.03) * i),
			GATE_OPEN));
	cr_expect(eq(int, gate_add(&test, -1.166), GATE_INCONCLUSIVE));
	cr_expect(eq(sz, test.n, 40));
}

/* The same rounds with all signs changed are judged the same way round. */
Test(detector, both_directions_are_mirrors)
{
	static const double rounds[] = {.03, .05, .02, .08, -.01, .06, .04, .07,
	    .05, .03, .06, .09, .02, .05, .04, .08, .07, .06, .03, .05};
	struct gate mirrored;

	ask(true);
	mirrored = test;
	for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
		enum gate_state up = gate_add(&test, rounds[i]);
		enum gate_state down = gate_add(&mirrored, -rounds[i]);

		if (up == GATE_REGRESSED)
			up = GATE_IMPROVED;
		cr_expect(eq(int, up, down));
		cr_expect(eq(sz, test.n, mirrored.n));
	}
	cr_expect(eq(int, test.state, GATE_REGRESSED));
	cr_expect(eq(int, mirrored.state, GATE_IMPROVED));
}

/* 1 % and 3 %: 2.5 % is beyond the floor at 8 rounds. */
Test(detector, the_sensitive_one_sees_less)
{
	struct question question = detector_question(&detector_sensitive, true);

	gate_init_question(&test, &question);
	add_many(4, .025);
	add_many(2, .04);
	cr_expect(eq(int, add_many(2, .025), GATE_CANDIDATE));
	cr_expect(eq(int, add_many(6, .025), GATE_REGRESSED));
}

/* An outlier of the control in one round in seven: with it left out, head is
 * seen at the first look that could see it. */
Test(detector, a_controls_outliers_do_not_hide_a_slowdown)
{
	ask(false);
	for (int i = 0; i < 14; i++) {
		double gap = i % 7 == 1 ? -.8 : .004 * (i % 3 - 1);
		struct difference round = {.1 + gap / 2, gap};

		gate_add_round(&test, &round);
	}
	cr_expect(eq(int, test.state, GATE_REGRESSED));
}
