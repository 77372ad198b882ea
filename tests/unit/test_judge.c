/* judge: what measured tracks say. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/support/git_fixture.h"
#include "tests/support/judged.h"

TestSuite(judge, .init = judged_setup, .fini = judged_teardown);

/* As where the controls of earlier runs differ by 2 %. */
static struct detector_limits
raised_limits(void *ctx, size_t benchmark, const struct series_name *name)
{
	struct detector_limits raised = judged_limits(ctx, benchmark, name);

	raised.floor = .06;
	return raised;
}

Test(judge, the_same_speed_passes)
{
	const struct report_series *series;

	measured("a", "real_time", 8, 1, 0);
	series = only_series(VERDICT_PASS);
	cr_expect(eq(ptr, (void *)series->note, NULL));
	cr_expect(eq(sz, series->rounds, 8));
	cr_expect(series->ratio_low < 1 && series->ratio_high > 1);
	cr_expect(epsilon_eq(dbl, series->ratio, 1, 0.005));
	cr_expect(epsilon_eq(dbl, series->base_value, 100.05, 1e-9));
	cr_expect(epsilon_eq(dbl, series->tolerance, 0.1, 1e-12));
	cr_expect(series->mde > 0.1 && series->mde < 0.12);
	cr_expect(isnan(series->control_ratio));
	cr_expect(isnan(judgement.report.noise_floor));
	cr_expect(eq(sz, series->samples[SIDE_HEAD].count, 8));
	cr_expect(eq(sz, series->samples[SIDE_CONTROL].count, 0));
}

Test(judge, half_as_much_again_is_a_regression)
{
	const struct report_series *series;

	measured("a", "real_time", 14, 1.5, 0);
	series = only_series(VERDICT_REGRESSED);
	cr_expect(epsilon_eq(dbl, series->ratio, 1.5, 0.01));
	cr_expect(series->ratio_low > 1.48 && series->ratio_high < 1.52);
}

/* 40 / 60 operations a second are 1.5 times the time. */
Test(judge, a_rate_that_falls_is_the_same_regression)
{
	const struct report_series *series;

	benchmarks[0].metrics.items = judged + 1;
	measured("a", "ops_per_second", 14, 1 / 1.5, 0);
	series = only_series(VERDICT_REGRESSED);
	cr_expect(epsilon_eq(dbl, series->ratio, 1.5, 0.01));
	cr_expect(epsilon_eq(dbl, series->head_value, 66.7, 0.1));
}

Test(judge, a_time_that_falls_by_a_third_is_an_improvement)
{
	measured("a", "real_time", 8, 1 / 1.5, 0);
	cr_expect(epsilon_eq(
	    dbl, only_series(VERDICT_IMPROVED)->ratio, 1 / 1.5, 0.01));
}

Test(judge, a_rate_that_rises_by_half_is_an_improvement)
{
	benchmarks[0].metrics.items = judged + 1;
	measured("a", "ops_per_second", 8, 1.5, 0);
	cr_expect(epsilon_eq(
	    dbl, only_series(VERDICT_IMPROVED)->ratio, 1 / 1.5, 0.01));
}

Test(judge, five_percent_slower_passes_with_a_note)
{
	measured("a", "real_time", 8, 1.05, 0);
	expect_text(
	    only_series(VERDICT_PASS)->note, "slower, within tolerance");
}

/* 1.5 % is below the 2 % that the detector claims to see. */
Test(judge, one_and_a_half_percent_slower_passes_without_a_note)
{
	measured("a", "real_time", 8, 1.015, 0);
	cr_expect(eq(ptr, (void *)only_series(VERDICT_PASS)->note, NULL));
}

/* 5 % is below a floor of 6 %, and the tolerance stays. */
Test(judge, a_raised_floor_is_said_and_claims_less)
{
	const struct report_series *series;

	plan.limits = raised_limits;
	measured("a", "real_time", 8, 1.05, 0);
	series = only_series(VERDICT_PASS);
	cr_expect(eq(ptr, (void *)series->note, NULL));
	cr_expect(eq(dbl, series->floor, .06));
	cr_expect(isnan(series->effect));
	cr_expect(eq(dbl, series->tolerance, .1));
	cr_assert(eq(sz, judgement.report.warning_count, 1));
	cr_expect(strstr(judgement.report.warnings[0],
		      "raised for 1 series, to 6.0 % at most") != NULL);
}

/* The detector's first look is at 6 rounds; 8 are there. */
Test(judge, the_detectors_row_has_its_limits_and_no_tolerance)
{
	const struct report_series *series;
	struct question question = detector_question(&detector_default, true);
	struct track *track;

	plan.detect = true;
	measured("a", "real_time", 8, 1, 0);
	track = tracks_at(outcome.tracks, 0);
	gate_init_question(&track->gate, &question);
	for (size_t round = 0; round < 8; round++) {
		struct difference d = track_difference(track, round);

		gate_add_round(&track->gate, &d);
	}
	series = only_series(VERDICT_PASS);
	cr_expect(eq(sz, series->rounds, 6));
	cr_expect(isnan(series->tolerance));
	cr_expect(eq(dbl, series->floor, .02));
	cr_expect(eq(dbl, series->effect, .05));
}

Test(judge, seven_rounds_judge_nothing)
{
	const struct report_series *series;

	measured("a", "real_time", 7, 1, 0);
	series = only_series(VERDICT_INCONCLUSIVE);
	expect_text(
	    series->note, "only 7 of the 8 rounds that a first look needs");
	cr_expect(isnan(series->ratio_low));
	cr_expect(isnan(series->ratio_high));
	cr_expect(isnan(series->mde));
	cr_expect(eq(sz, series->rounds_needed, 0));
	cr_expect(not(series->too_near));
}

Test(judge, at_the_tolerance_itself_nothing_is_proven)
{
	const struct report_series *series;

	measured("a", "real_time", 40, 1.1, 0);
	series = only_series(VERDICT_INCONCLUSIVE);
	cr_expect(strstr(series->note, "proven neither within") != NULL);
	cr_expect(series->too_near);
	cr_expect(eq(sz, series->rounds_needed, 0));
}

/* A candidate at 8 rounds that has had 3 of the 6 fresh ones of the next look,
 * far beyond the tolerance. */
Test(judge, a_cut_candidate_says_how_many_rounds_it_needs)
{
	const struct report_series *series;

	measured("a", "real_time", 11, 1.5, 0);
	series = only_series(VERDICT_INCONCLUSIVE);
	cr_expect(series->unsettled);
	cr_expect(eq(sz, series->rounds_needed, 3));
	cr_expect(not(series->too_near));
}

/* Eight slow rounds make a candidate; the 20 after them are as fast as base. */
Test(judge, what_fresh_rounds_do_not_confirm_is_inconclusive)
{
	struct track *track;

	measured("a", "real_time", 28, 1, 0);
	track = tracks_at(outcome.tracks, 0);
	gate_init(&track->gate, ten_percent);
	for (int round = 0; round < 28; round++)
		gate_add(&track->gate, round < 8 ? 0.3 : 0);
	expect_text(only_series(VERDICT_INCONCLUSIVE)->note,
	    "looked worse after 8 rounds, but fresh rounds did not confirm "
	    "it");
}

/* Eight fast rounds, then 25 like the base. */
Test(judge, an_improvement_that_is_not_confirmed_is_said_to_have_looked_better)
{
	struct question question = detector_question(&detector_default, true);
	struct track *track;

	measured("a", "real_time", 33, 1, 0);
	track = tracks_at(outcome.tracks, 0);
	gate_init_question(&track->gate, &question);
	for (int round = 0; round < 33; round++)
		gate_add(&track->gate, round < 8 ? -0.3 : 0);
	expect_text(only_series(VERDICT_INCONCLUSIVE)->note,
	    "looked better after 8 rounds, but fresh rounds did not confirm "
	    "it");
}

Test(judge, a_series_freezes_at_its_deciding_look)
{
	measured("a", "real_time", 20, 1, 0);
	cr_expect(eq(sz, only_series(VERDICT_PASS)->rounds, 8));
}

Test(judge, what_is_only_shown_has_no_part_in_the_verdict)
{
	const struct report *report;

	measured("a", "real_time", 8, 1, 0);
	measured("a", "cpu_time", 8, 3, 0);
	report = judged_report();
	expect_text(verdict_name(report->verdict), "pass");
	cr_assert(eq(sz, report->series_count, 2));
	cr_expect(not(report->series[1].judged));
	cr_expect(isnan(report->series[1].tolerance));
	cr_expect(epsilon_eq(dbl, report->series[1].ratio, 3, 0.05));
}

Test(judge, the_worst_series_is_the_checks_verdict)
{
	measured("a", "real_time", 8, 0.5, 0);
	measured("b", "real_time", 14, 1.5, 0);
	expect_text(verdict_name(judged_report()->verdict), "regressed");
}

/* ---- the control ---- */

Test(judge, a_control_as_fast_as_the_base_tells_the_noise_floor)
{
	const struct report_series *series;

	measured("a", "real_time", 8, 1, 1);
	series = only_series(VERDICT_PASS);
	cr_expect(epsilon_eq(dbl, series->control_ratio, 1, 0.005));
	cr_expect(judgement.report.noise_floor > 0);
	cr_expect(judgement.report.noise_floor < 0.01);
}

/* Its interval lies beyond 0 but not beyond 2 %. */
Test(judge, a_control_within_2_percent_voids_nothing)
{
	measured("a", "real_time", 8, 1, 1.015);
	cr_expect(epsilon_eq(
	    dbl, only_series(VERDICT_PASS)->control_ratio, 1.015, 0.005));
}

Test(judge, a_control_beyond_2_percent_voids_even_a_regression)
{
	measured("a", "real_time", 14, 1.5, 1.05);
	cr_expect(only_series(VERDICT_INCONCLUSIVE)->unsettled);
	cr_expect(strstr(judgement.report.series[0].note,
		      "the control differs from the base, which it equals, by "
		      "+") != NULL);
}

Test(judge, a_control_faster_than_the_base_voids_too)
{
	measured("a", "real_time", 8, 1, 0.95);
	cr_expect(strstr(only_series(VERDICT_INCONCLUSIVE)->note,
		      "which it equals, by -") != NULL);
}

/* The interval at .01 needs 8 rounds, 2^-7 = .0078; shared by two series each
 * has .005, which 8 rounds cannot reach. */
Test(judge, controls_share_their_error_rate)
{
	const struct report *report;

	measured("a", "real_time", 8, 1, 1.05);
	measured("b", "real_time", 8, 1, 1);
	report = judged_report();
	expect_text(verdict_name(report->series[0].verdict), "pass");
	cr_expect(
	    epsilon_eq(dbl, report->series[0].control_ratio, 1.05, 0.005));
}
