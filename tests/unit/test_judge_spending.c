/* judge: what measuring took, and whose filter did not work. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "runner/judge.h"

static char real_time[] = "real_time";
static char *const judged[] = {real_time};
static struct config_benchmark benchmarks[] = {
    {.name = "first", .metrics = {judged, 1}, .filter = "-k"},
    {.name = "second", .metrics = {judged, 1}},
    {.name = "third", .metrics = {judged, 1}},
};
static const struct config config = {
    .benchmarks = benchmarks, .benchmark_count = 3};

static struct measure_benchmark rows[3];
static const struct measure_plan plan = {
    .config = &config, .benchmarks = rows, .budget_ns = 600, .seed = 7};
static struct measure_outcome outcome;
static struct judgement judgement;

static void
setup(void)
{
	for (int i = 0; i < 3; i++)
		rows[i].config = &benchmarks[i];
	cr_assert(eq(int, tracks_new(&outcome.tracks, 2), ERR_OK));
	judgement_init(&judgement);
}

static void
teardown(void)
{
	for (int i = 0; i < 3; i++)
		measure_benchmark_release(&rows[i]);
	judgement_release(&judgement);
	tracks_free(outcome.tracks);
}

TestSuite(judge_spending, .init = setup, .fini = teardown);

static const struct report *
judged_report(void)
{
	cr_assert(eq(int, judge(&judgement, &plan, &outcome), ERR_OK));
	judgement_finish(&judgement, false);
	return &judgement.report;
}

Test(judge_spending, of_the_whole)
{
	const struct report *report;

	outcome.rounds = 8;
	outcome.processes = 16;
	outcome.elapsed_ns = 99;
	outcome.budget_spent = true;
	report = judged_report();
	cr_expect(eq(sz, report->rounds, 8));
	cr_expect(eq(sz, report->processes, 16));
	cr_expect(eq(i64, report->measuring_ns, 99));
	cr_expect(eq(i64, report->budget_ns, 600));
	cr_expect(eq(u64, report->seed, 7));
	cr_assert(eq(sz, report->warning_count, 1));
	cr_expect(strcmp(report->warnings[0],
		      "the budget ended the measuring before every series was "
		      "decided") == 0);
}

Test(judge_spending, of_each_benchmark_that_was_not_skipped)
{
	const struct report *report;

	rows[0].rounds = 12;
	rows[0].filtered = 4;
	rows[0].spent_ns = 70;
	rows[1].skip = true;
	report = judged_report();
	cr_assert(eq(sz, report->part_count, 2));
	cr_expect(eq(str, (char *)report->parts[0].benchmark, "first"));
	cr_expect(eq(sz, report->parts[0].blocks, 12));
	cr_expect(eq(sz, report->parts[0].filtered, 4));
	cr_expect(eq(i64, report->parts[0].spent_ns, 70));
	cr_expect(eq(str, (char *)report->parts[1].benchmark, "third"));
}

Test(judge_spending, a_filter_given_up_is_warned_of)
{
	const struct report *report;

	rows[0].filter_error = strdup("head side: exit status 3");
	report = judged_report();
	cr_assert(eq(sz, report->warning_count, 1));
	cr_expect(strcmp(report->warnings[0],
		      "first: its filter -k does not work, all of it was run: "
		      "head side: exit status 3") == 0);
}
