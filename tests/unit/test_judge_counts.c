/* Counts in a report: their rows, and the notes on rows of times. The times
 * are there already, as judge() leaves them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runner/judge_counts.h"
#include "tests/support/git_fixture.h"

static char real_time[] = "real_time";
static char instructions[] = "instructions";
static char *const metrics[] = {real_time, instructions};
static struct config_benchmark benchmark = {
    .name = "main", .metrics = {metrics, 2}};
static const struct config config = {
    .benchmarks = &benchmark, .benchmark_count = 1};
static struct measure_benchmark row;
static struct measure_plan plan;
static struct tracks *tracks;
static struct judgement judgement;
static struct report_series *time_row;

static struct terms held_to;

static struct terms
terms(void *ctx, const struct series_name *name)
{
	(void)ctx;
	expect_text(name->benchmark, "main");
	expect_text(name->metric, "instructions");
	return held_to;
}

/* The harness prints a series. */
static void
printed(const char *name)
{
	const struct reading reading = {
	    .series = {name, "real_time", "ns", DIRECTION_SMALLER},
	    .value = 100};

	tracks_block_begin(tracks, 0, &benchmark);
	tracks_turn_begin(tracks, SIDE_BASE);
	tracks_process_begin(tracks);
	cr_assert(eq(int, tracks_take(tracks, &reading), ERR_OK));
}

static void
counted(double base, double head)
{
	row.counting = (struct counting){.wanted = true,
	    .source = COUNTING_CALLGRIND,
	    .counts = {
		.values =
		    {[SIDE_BASE] = {base, base}, [SIDE_HEAD] = {head, head}},
		.n = {[SIDE_BASE] = 2, [SIDE_HEAD] = 2}}};
}

static void
setup(void)
{
	row = (struct measure_benchmark){.config = &benchmark};
	plan = (struct measure_plan){
	    .config = &config, .benchmarks = &row, .terms = terms};
	held_to = (struct terms){.tolerance = WITNESS_TOLERANCE};
	judgement_init(&judgement);
	judgement.series = calloc(4, sizeof *judgement.series);
	cr_assert(ne(ptr, judgement.series, NULL));
	time_row = &judgement.series[judgement.series_count++];
	*time_row = (struct report_series){
	    .name = {"work", "real_time", "ns", DIRECTION_SMALLER},
	    .verdict = VERDICT_PASS,
	    .judged = true};
	cr_assert(eq(int, tracks_new(&tracks, 10), ERR_OK));
	printed("work");
}

static void
teardown(void)
{
	judgement_release(&judgement);
	tracks_free(tracks);
}

TestSuite(judge_counts, .init = setup, .fini = teardown);

/* The note on the time after counts of a million and `head`. */
static const char *
note(enum verdict time, double head)
{
	time_row->verdict = time;
	counted(1e6, head);
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	cr_expect(eq(int, time_row->verdict, time));
	return time_row->note;
}

Test(judge_counts, a_row_has_the_ratio_and_no_interval)
{
	const struct report_series *added;

	expect_text(note(VERDICT_PASS, 1030000), "instructions +3.00 %");
	cr_assert(eq(sz, judgement.series_count, 2));
	added = &judgement.series[1];
	expect_text(added->name.benchmark, "main");
	expect_text(added->name.metric, "instructions");
	cr_expect(eq(int, added->verdict, VERDICT_REGRESSED));
	cr_expect(added->judged);
	cr_expect(epsilon_eq(dbl, added->ratio, 1.03, 1e-12));
	cr_expect(isnan(added->ratio_low));
	cr_expect(isnan(added->ratio_high));
	cr_expect(isnan(added->control_ratio));
	cr_expect(eq(sz, added->rounds, 1));
	cr_expect(eq(sz, added->samples[SIDE_BASE].count, 2));
	cr_expect(eq(sz, added->samples[SIDE_CONTROL].count, 0));
	cr_expect(eq(ptr, (void *)added->note, NULL));
}

Test(judge_counts, more_of_both_is_said_with_high_confidence)
{
	expect_text(note(VERDICT_REGRESSED, 1030000),
	    "high confidence: 3.00 % more instructions");
}

Test(judge_counts, a_slowdown_without_instructions_is_something_else)
{
	expect_text(note(VERDICT_REGRESSED, 1e6),
	    "not instruction-related: instructions are equal within 0.3 %");
	expect_text(judgement.series[1].note ? "a note" : "none", "none");
}

Test(judge_counts, slower_with_fewer_instructions_says_how_many_fewer)
{
	expect_text(note(VERDICT_REGRESSED, 980000),
	    "not instruction-related: instructions -2.00 %");
}

Test(judge_counts, a_note_that_is_there_already_stays)
{
	time_row->note = "slower, within tolerance";
	expect_text(note(VERDICT_PASS, 1030000),
	    "slower, within tolerance; instructions +3.00 %");
}

Test(judge_counts, equal_counts_say_nothing_of_a_pass)
{
	cr_expect(eq(ptr, (void *)note(VERDICT_PASS, 1e6), NULL));
}

/* Which of the two did more is not known. */
Test(judge_counts, a_process_of_several_benchmarks_gets_no_note)
{
	printed("other");
	cr_expect(eq(ptr, (void *)note(VERDICT_REGRESSED, 1e6), NULL));
	cr_expect(eq(sz, judgement.series_count, 2));
}

Test(judge_counts, only_judged_times_get_one)
{
	time_row->judged = false;
	cr_expect(eq(ptr, (void *)note(VERDICT_PASS, 1030000), NULL));
	time_row->judged = true;
	time_row->name.unit = "bytes";
	cr_expect(eq(ptr, (void *)note(VERDICT_PASS, 1030000), NULL));
}

Test(judge_counts, counts_that_do_not_repeat_are_inconclusive_and_silent)
{
	counted(1e6, 1030000);
	row.counting.counts.values[SIDE_BASE][1] = 1008000;
	time_row->verdict = VERDICT_REGRESSED;
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	cr_expect(eq(ptr, (void *)time_row->note, NULL));
	cr_expect(eq(int, judgement.series[1].verdict, VERDICT_INCONCLUSIVE));
	expect_text(judgement.series[1].note,
	    "counts do not repeat: +0.80 %: does the benchmark adapt its "
	    "iterations to time?");
}

static void
unjudged(enum counting_source source, enum verdict verdict)
{
	static char why[] = "because";

	row.counting =
	    (struct counting){.wanted = true, .source = source, .error = why};
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	cr_assert(eq(sz, judgement.series_count, 1));
	cr_assert(eq(sz, judgement.unjudged_count, 1));
	cr_expect(eq(int, judgement.unjudged[0].verdict, verdict));
	expect_text(judgement.unjudged[0].metric, "instructions");
	expect_text(judgement.unjudged[0].reason, "because");
}

Test(judge_counts, a_failure_is_an_error)
{
	unjudged(COUNTING_CALLGRIND, VERDICT_ERROR);
}

Test(judge_counts, what_cannot_be_counted_is_missing)
{
	unjudged(COUNTING_NONE, VERDICT_MISSING);
}

Test(judge_counts, what_failed_or_is_not_wanted_gets_no_row)
{
	static char why[] = "it failed";

	row.counting.wanted = false;
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	row.counting.wanted = true;
	row.error = why;
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	row.error = NULL;
	row.skip = true;
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	cr_expect(eq(sz, judgement.series_count, 1));
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

/* ---- terms ---- */

/* Head's count against a million. */
static const struct report_series *
count_row(double head)
{
	counted(1e6, head);
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	cr_assert(eq(sz, judgement.series_count, 2));
	return &judgement.series[1];
}

/* 50,000 of a million are 5 %. */
Test(judge_counts, more_by_less_than_the_effect_passes)
{
	const struct report_series *added;

	held_to.min_effect = 50000;
	added = count_row(1049000);
	cr_expect(eq(int, added->verdict, VERDICT_PASS));
	cr_expect(eq(dbl, added->tolerance, WITNESS_TOLERANCE));
	cr_expect(eq(dbl, added->min_effect, 50000));
}

Test(judge_counts, more_by_more_than_the_effect_regresses)
{
	held_to.min_effect = 50000;
	cr_expect(eq(int, count_row(1051000)->verdict, VERDICT_REGRESSED));
}

Test(judge_counts, one_count_beyond_its_limit_regresses)
{
	const struct report_series *added;

	held_to.limit = 990000;
	added = count_row(1e6);
	cr_expect(eq(int, added->verdict, VERDICT_REGRESSED));
	cr_expect(eq(dbl, added->beyond_value, 1e6));
	expect_text(added->note, "is 1 M, beyond its limit of 990 k");
}

Test(judge_counts, a_count_at_its_limit_keeps_it)
{
	held_to.limit = 1e6;
	cr_expect(eq(int, count_row(1e6)->verdict, VERDICT_PASS));
}

/* What is said of a change would explain nothing here. */
Test(judge_counts, a_time_beyond_its_limit_gets_no_word)
{
	time_row->beyond_value = 1;
	cr_expect(eq(ptr, (void *)note(VERDICT_REGRESSED, 1e6), NULL));
}

Test(judge_counts, a_rule_that_does_not_fit_is_an_error)
{
	const struct policy_rule rule = {.match = "*/instructions",
	    .min_effect = {50, QUANTITY_TIME, "50ns"}};

	held_to.fault = TERMS_MIN_EFFECT_UNIT;
	held_to.rule = &rule;
	counted(1e6, 1e6);
	cr_assert(eq(int, judge_counts(&judgement, &plan, tracks), ERR_OK));
	cr_assert(eq(sz, judgement.series_count, 1));
	cr_assert(eq(sz, judgement.unjudged_count, 1));
	cr_expect(eq(int, judgement.unjudged[0].verdict, VERDICT_ERROR));
	expect_text(judgement.unjudged[0].reason,
	    "the rule \"*/instructions\" has min-effect: 50ns, a time, but "
	    "this series has no unit");
}
