/* judge: absolute effects and static limits. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "tests/support/git_fixture.h"
#include "tests/support/judged.h"

TestSuite(judge_limit, .init = judged_setup, .fini = judged_teardown);

/* ---- absolute effects ---- */

/* 50 % slower, but by 50 ns of 60: judged against 60 %. */
Test(judge_limit, what_is_slower_by_less_than_the_effect_passes)
{
	const struct report_series *series;

	held_to.min_effect = 60;
	measured("a", "real_time", 8, 1.5, 0);
	series = only_series(VERDICT_PASS);
	expect_text(series->note, "slower by 50 %, but by less than 60.00 ns");
	cr_expect(epsilon_eq(dbl, series->ratio, 1.5, .01));
	cr_expect(eq(dbl, series->tolerance, .1));
	cr_expect(eq(dbl, series->min_effect, 60));
	cr_expect(eq(dbl, series->q_value, 1));
}

/* The effect of the gate is about 60 %: the MDE is above it. */
Test(judge_limit, the_mde_is_that_of_the_effect)
{
	const struct report_series *series;

	held_to.min_effect = 60;
	measured("a", "real_time", 8, 1, 0);
	series = only_series(VERDICT_PASS);
	cr_expect(series->mde > .59 && series->mde < .65);
	cr_expect(eq(ptr, (void *)series->note, NULL));
}

Test(judge_limit, what_is_slower_by_more_than_both_regresses)
{
	held_to.min_effect = 40;
	measured("a", "real_time", 14, 1.5, 0);
	cr_expect(
	    epsilon_eq(dbl, only_series(VERDICT_REGRESSED)->ratio, 1.5, .01));
}

/* Five percent are 5 ns, below both. */
Test(judge_limit, what_is_within_the_tolerance_is_said_to_be)
{
	held_to.min_effect = 60;
	measured("a", "real_time", 8, 1.05, 0);
	expect_text(
	    only_series(VERDICT_PASS)->note, "slower, within tolerance");
}

/* 100 a second less 40 are 60, a ratio of 1.67; 70 are 1.43, and 50 are 2. */
Test(judge_limit, a_rate_may_fall_by_the_effect)
{
	benchmarks[0].metrics.items = judged + 1;
	held_to.min_effect = 40;
	measured("a", "ops_per_second", 8, .7, 0);
	expect_text(only_series(VERDICT_PASS)->note,
	    "slower by 42.8 %, but by less than 40.00 /s");
}

Test(judge_limit, a_rate_that_falls_by_more_than_the_effect_regresses)
{
	benchmarks[0].metrics.items = judged + 1;
	held_to.min_effect = 40;
	measured("a", "ops_per_second", 14, .5, 0);
	only_series(VERDICT_REGRESSED);
}

/* 101 a second are more than any base has. */
Test(judge_limit, a_rate_below_the_effect_cannot_regress)
{
	const struct report_series *series;

	benchmarks[0].metrics.items = judged + 1;
	held_to.min_effect = 101;
	measured("a", "ops_per_second", 8, .01, 0);
	series = only_series(VERDICT_PASS);
	cr_expect(isnan(series->mde));
}

/* At 1 + 60/100 itself nothing is proven, and the outlook is that of the
 * moved differences: too near. */
Test(judge_limit, at_the_effect_itself_nothing_is_proven)
{
	const struct report_series *series;

	held_to.min_effect = 60;
	measured("a", "real_time", 40, 1.6, 1);
	series = only_series(VERDICT_INCONCLUSIVE);
	cr_expect(series->too_near);
	cr_expect(not(series->unsettled));
}

/* ---- limits ---- */

Test(judge_limit, within_its_limit_nothing_changes)
{
	const struct report_series *series;

	held_to.limit = 110;
	measured("a", "real_time", 8, 1, 0);
	series = only_series(VERDICT_PASS);
	cr_expect(eq(ptr, (void *)series->note, NULL));
	cr_expect(eq(dbl, series->limit, 110));
	cr_expect(eq(dbl, series->beyond_value, 0));
}

Test(judge_limit, beyond_its_limit_an_equal_series_regresses)
{
	const struct report_series *series;

	held_to.limit = 90;
	measured("a", "real_time", 8, 1, 0);
	series = only_series(VERDICT_REGRESSED);
	expect_text(series->note, "is 100.0 ns, beyond its limit of 90.00 ns");
	cr_expect(series->beyond_value > 0);
}

Test(judge_limit, a_rate_below_its_limit_regresses)
{
	benchmarks[0].metrics.items = judged + 1;
	held_to.limit = 110;
	measured("a", "ops_per_second", 8, 1, 0);
	expect_text(only_series(VERDICT_REGRESSED)->note,
	    "is 100.0 /s, beyond its limit of 110.0 /s");
}

/* The jitter goes to both sides of 100. Undecided as at the tolerance, so that
 * --inconclusive maps it. */
Test(judge_limit, at_its_limit_it_is_inconclusive)
{
	const struct report_series *series;

	held_to.limit = 100;
	measured("a", "real_time", 8, 1, 0);
	series = only_series(VERDICT_INCONCLUSIVE);
	expect_text(series->note,
	    "proven neither within nor beyond its limit of 100.0 ns");
	cr_expect(not(series->unsettled));
	cr_expect(isnan(series->mde));
}

Test(judge_limit, seven_rounds_say_nothing_of_a_limit)
{
	const struct report_series *series;

	held_to.limit = 50;
	measured("a", "real_time", 7, 1, 0);
	series = only_series(VERDICT_INCONCLUSIVE);
	expect_text(series->note,
	    "only 7 of the 8 rounds that a first look needs; only 7 of the 8 "
	    "rounds that a limit needs");
	cr_expect(series->unsettled);
}

/* The gate freezes at 8 of 20 rounds; a limit is judged by all. */
Test(judge_limit, rounds_after_the_decision_count_for_a_limit)
{
	struct track *track;

	held_to.limit = 110;
	measured("a", "real_time", 20, 1, 0);
	track = tracks_at(outcome.tracks, 0);
	for (size_t i = 8; i < 20; i++)
		track->values[SIDE_HEAD][i] = 200;
	cr_expect(eq(sz, only_series(VERDICT_REGRESSED)->rounds, 8));
}

Test(judge_limit, an_improvement_beyond_its_limit_regresses)
{
	held_to.limit = 50;
	measured("a", "real_time", 8, 1 / 1.5, 0);
	only_series(VERDICT_REGRESSED);
}

/* The control is 10 % off: nothing that was measured counts. */
Test(judge_limit, a_control_that_differs_voids_the_limit_too)
{
	const struct report_series *series;

	held_to.limit = 50;
	measured("a", "real_time", 10, 1, 1.1);
	series = only_series(VERDICT_INCONCLUSIVE);
	cr_expect(eq(dbl, series->limit, 50));
	cr_expect(series->unsettled);
}

/* ---- new series ---- */

static void
only_head(const char *name, size_t count, double value)
{
	size_t owner = tracks_count(outcome.tracks);

	for (size_t round = 0; round < count; round++) {
		tracks_block_begin(outcome.tracks, owner, &benchmarks[1]);
		give(SIDE_HEAD, name, "real_time", value + (double)(round % 3));
		end_round(round);
	}
}

Test(judge_limit, a_new_series_without_a_limit_is_not_judged)
{
	measured("a", "real_time", 8, 1, 0);
	only_head("b", 8, 50);
	only_unjudged(VERDICT_NEW, "the base has not got it");
}

Test(judge_limit, a_new_series_within_its_limit_is_new)
{
	const struct report_series *series;

	held_to.limit = 100;
	only_head("b", 8, 50);
	series = only_series(VERDICT_NEW);
	cr_expect(isnan(series->ratio) && isnan(series->base_value));
	cr_expect(eq(dbl, series->head_value, 51));
	cr_expect(eq(sz, series->samples[SIDE_HEAD].count, 8));
	cr_expect(eq(sz, series->samples[SIDE_BASE].count, 0));
}

Test(judge_limit, a_new_series_beyond_its_limit_regresses)
{
	held_to.limit = 40;
	only_head("b", 8, 50);
	expect_text(only_series(VERDICT_REGRESSED)->note,
	    "the base has not got it: judged by its limit alone; is 51.00 ns, "
	    "beyond its limit of 40.00 ns");
}

Test(judge_limit, a_new_series_of_few_rounds_is_inconclusive)
{
	held_to.limit = 40;
	only_head("b", 7, 50);
	cr_expect(only_series(VERDICT_INCONCLUSIVE)->unsettled);
}

/* ---- rules that do not fit ---- */

Test(judge_limit, a_rule_that_does_not_fit_is_an_error)
{
	const struct policy_rule rule = {
	    .match = "*", .max = {2e6, QUANTITY_TIME, "2ms"}};

	held_to.fault = TERMS_LIMIT_SIDE;
	held_to.rule = &rule;
	benchmarks[0].metrics.items = judged + 1;
	measured("a", "ops_per_second", 8, 1, 0);
	only_unjudged(VERDICT_ERROR,
	    "the rule \"*\" has max: 2ms, but of this series bigger values are "
	    "better: its limit is a min");
	cr_expect(eq(sz, judgement.series_count, 0));
}

/* It asks for what has changed; rules have no part in it. */
Test(judge_limit, the_detector_knows_no_terms)
{
	const struct report_series *series;

	held_to.limit = 50;
	plan.detect = true;
	measured("a", "real_time", 8, 1, 0);
	series = only_series(VERDICT_PASS);
	cr_expect(eq(dbl, series->limit, 0));
	cr_expect(eq(dbl, series->min_effect, 0));
}

/* q is 1 of a series as fast as its base. */
Test(judge_limit, no_discovery_rate_excuses_a_limit)
{
	struct config strict = config;

	strict.fdr = .001;
	plan.config = &strict;
	held_to.limit = 90;
	measured("a", "real_time", 8, 1, 0);
	only_series(VERDICT_REGRESSED);
}
