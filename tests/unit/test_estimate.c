#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "baselines/estimate.h"

#define ROUNDS 14

static double base[ROUNDS];
static double head[ROUNDS];
static double control[ROUNDS];
static struct estimate_samples samples;
static struct estimate estimate;
static struct gate gate;
static enum estimate_note note;

/* Base 100 with a jitter of up to 1 %, the other sides that times a factor and
 * a jitter of their own. */
static void
make(double head_factor, double control_factor)
{
	static const double jitter[] = {
	    0, .7, -.4, .2, -.8, .5, -.1, .3, -.6, .9, -.2, .1, -.5, .4};

	for (int i = 0; i < ROUNDS; i++) {
		base[i] = 100 + jitter[i];
		head[i] = (100 + jitter[(i + 5) % ROUNDS]) * head_factor;
		control[i] = (100 + jitter[(i + 9) % ROUNDS]) * control_factor;
	}
	samples = (struct estimate_samples){.base = base,
	    .head = head,
	    .control = control,
	    .rounds = ROUNDS,
	    .direction = DIRECTION_SMALLER};
}

/* The verdict after all rounds at a tolerance of 10 %. */
static enum verdict
verdict(size_t judged)
{
	gate_init(&gate, 0.10);
	for (int i = 0; i < ROUNDS; i++)
		gate_add(&gate,
		    series_log_ratio(samples.direction, base[i], head[i]));
	gate_close(&gate);
	estimate_make(&estimate, &samples, judged);
	return estimate_verdict(&estimate, &gate, .02, &note);
}

Test(estimate, a_slowdown_has_a_ratio_above_one_in_its_interval)
{
	make(1.2, 1);
	cr_expect(eq(int, verdict(1), VERDICT_REGRESSED));
	cr_expect(epsilon_eq(dbl, estimate.ratio, 1.2, 0.005));
	cr_expect(lt(dbl, estimate.ratio_low, 1.2));
	cr_expect(lt(dbl, 1.2, estimate.ratio_high));
	cr_expect(eq(int, note, NOTE_NONE));
}

Test(estimate, bigger_is_better_turns_the_ratio_round)
{
	make(1 / 1.2, 1);
	samples.direction = DIRECTION_BIGGER;
	cr_expect(eq(int, verdict(1), VERDICT_REGRESSED));
	cr_expect(epsilon_eq(dbl, estimate.ratio, 1.2, 0.005));
}

Test(estimate, slower_within_the_tolerance_is_a_pass_that_says_so)
{
	make(1.06, 1);
	cr_expect(eq(int, verdict(1), VERDICT_PASS));
	cr_expect(eq(int, note, NOTE_SLOWER_WITHIN));
}

Test(estimate, faster_than_the_floor_is_improved)
{
	make(0.9, 1);
	cr_expect(eq(int, verdict(1), VERDICT_IMPROVED));
	make(0.995, 1);
	cr_expect(eq(int, verdict(1), VERDICT_PASS));
}

Test(estimate, a_control_beyond_the_floor_voids_any_verdict)
{
	make(1.2, 1.05);
	cr_expect(eq(int, verdict(1), VERDICT_INCONCLUSIVE));
	cr_expect(eq(int, note, NOTE_CONTROL));
	make(1, 0.95);
	cr_expect(eq(int, verdict(1), VERDICT_INCONCLUSIVE));
}

Test(estimate, a_control_within_the_floor_voids_nothing)
{
	make(1.2, 1.015);
	cr_expect(eq(int, verdict(1), VERDICT_REGRESSED));
	cr_expect(epsilon_eq(dbl, estimate.control_ratio, 1.015, 0.005));
}

/* 14 rounds give an interval of 1 - 2/2^14 = 99.988 % at most, which 100 series
 * (99.99 %) ask more than, and 80 (99.9875 %) do not. */
Test(estimate, the_controls_alpha_is_shared_over_the_judged_series)
{
	make(1.2, 1.05);
	cr_expect(eq(int, verdict(80), VERDICT_INCONCLUSIVE));
	cr_expect(eq(int, verdict(100), VERDICT_REGRESSED));
}

Test(estimate, without_a_control_its_figures_are_not_known)
{
	make(1.2, 1);
	samples.control = NULL;
	cr_expect(eq(int, verdict(1), VERDICT_REGRESSED));
	cr_expect(isnan(estimate.control_ratio));
	cr_expect(isnan(estimate.noise_floor));
}

Test(estimate, values_far_apart_have_a_finite_ratio)
{
	cr_expect(isfinite(series_log_ratio(DIRECTION_SMALLER, 1e-300, 1e308)));
	cr_expect(isfinite(series_log_ratio(DIRECTION_BIGGER, 1e308, 1e-300)));
	/* ln(2/1), and the same with bigger as better the other way round */
	cr_expect(epsilon_eq(
	    dbl, series_log_ratio(DIRECTION_SMALLER, 1, 2), log(2), 1e-15));
	cr_expect(epsilon_eq(
	    dbl, series_log_ratio(DIRECTION_BIGGER, 2, 1), log(2), 1e-15));
}

Test(estimate, too_few_rounds_are_said)
{
	make(1, 1);
	samples.rounds = 5;
	gate_init(&gate, 0.10);
	for (int i = 0; i < 5; i++)
		gate_add(&gate, 0);
	gate_close(&gate);
	estimate_make(&estimate, &samples, 1);
	cr_expect(eq(int, estimate_verdict(&estimate, &gate, .02, &note),
	    VERDICT_INCONCLUSIVE));
	cr_expect(eq(int, note, NOTE_TOO_FEW));
	cr_expect(isnan(estimate.ratio_low));
}

/* A candidate at 8 rounds, and 2 fresh ones that look the same. */
Test(estimate, a_candidate_that_the_rounds_cut_off_is_said_to_be_that)
{
	make(1.3, 1);
	samples.rounds = 10;
	gate_init(&gate, 0.10);
	for (int i = 0; i < 10; i++)
		gate_add(&gate,
		    series_log_ratio(samples.direction, base[i], head[i]));
	gate_close(&gate);
	estimate_make(&estimate, &samples, 1);
	cr_expect(eq(int, estimate_verdict(&estimate, &gate, .02, &note),
	    VERDICT_INCONCLUSIVE));
	cr_expect(eq(int, note, NOTE_CUT));
}
