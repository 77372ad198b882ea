/* judge: what could not be judged. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/support/git_fixture.h"
#include "tests/support/judged.h"

TestSuite(judge_unjudged, .init = judged_setup, .fini = judged_teardown);

Test(judge_unjudged, a_series_of_the_head_alone_is_new)
{
	const struct report_unjudged *row;

	for (size_t round = 0; round < 8; round++) {
		tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
		give(SIDE_HEAD, "fresh", "real_time", 5);
		end_round(round);
	}
	row = only_unjudged(VERDICT_NEW, "the base has not got it");
	expect_text(row->benchmark, "fresh");
	expect_text(row->metric, "real_time");
	expect_text(verdict_name(judgement.report.verdict), "inconclusive");
	expect_text(judgement.report.reason, "no series could be compared");
}

Test(judge_unjudged, a_new_series_beside_a_pass_is_seen)
{
	measured("a", "real_time", 8, 1, 0);
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	give(SIDE_HEAD, "fresh", "real_time", 5);
	tracks_at(outcome.tracks, 1)->sides = SIDE_BIT(SIDE_HEAD);
	only_unjudged(VERDICT_NEW, "the base has not got it");
	expect_text(verdict_name(judgement.report.verdict), "new");
}

Test(judge_unjudged, a_series_of_the_base_alone_is_missing)
{
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	give(SIDE_BASE, "gone", "real_time", 5);
	give(SIDE_CONTROL, "gone", "real_time", 5);
	end_round(0);
	only_unjudged(VERDICT_MISSING, "the base has it and the head has not");
	expect_text(verdict_name(judgement.report.verdict), "missing");
}

Test(judge_unjudged,
    a_series_that_the_control_has_and_the_base_has_not_is_missing)
{
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	give(SIDE_CONTROL, "odd", "real_time", 5);
	give(SIDE_HEAD, "odd", "real_time", 5);
	end_round(0);
	only_unjudged(VERDICT_MISSING,
	    "the control prints it and the base does not, although they are "
	    "the same");
}

Test(judge_unjudged, a_series_that_comes_and_goes_is_missing)
{
	measured("a", "real_time", 3, 1, 0);
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	give(SIDE_BASE, "a", "real_time", 5);
	end_round(3);
	only_unjudged(VERDICT_MISSING,
	    "base printed it in round 4, another set of sides than in the "
	    "first");
}

Test(judge_unjudged, a_series_that_stops_altogether_is_missing)
{
	measured("a", "real_time", 3, 1, 0);
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	end_round(3);
	only_unjudged(VERDICT_MISSING,
	    "no side printed it in round 4, another set of sides than in the "
	    "first");
}

Test(judge_unjudged, a_benchmark_that_failed_is_an_error_and_hides_its_series)
{
	static char error[] = "exit status 2\nlog: x";
	const struct report_unjudged *row;

	measured("a", "real_time", 8, 1, 0);
	rows[0].error = error;
	row = only_unjudged(VERDICT_ERROR, error);
	expect_text(row->benchmark, "first");
	cr_expect(eq(ptr, (void *)row->metric, NULL));
	cr_expect(eq(sz, judgement.report.series_count, 0));
	expect_text(verdict_name(judgement.report.verdict), "error");
	rows[0].error = NULL;
}

Test(judge_unjudged, a_declared_metric_that_nobody_printed_is_missing)
{
	const struct report_unjudged *row;

	two_benchmarks = config;
	two_benchmarks.benchmark_count = 2;
	plan.config = &two_benchmarks;
	rows[0].skip = true;
	measured("a", "real_time", 8, 1, 0);
	tracks_at(outcome.tracks, 0)->owner = 1;
	row = only_unjudged(
	    VERDICT_MISSING, "declared in the config, but never printed");
	expect_text(row->benchmark, "second");
	expect_text(row->metric, "ops_per_second");
}

Test(judge_unjudged, series_beyond_the_limit_are_missing)
{
	const struct report_unjudged *row;

	measured("a", "real_time", 8, 1, 0);
	measured("b", "real_time", 8, 1, 0);
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	give(SIDE_HEAD, "c", "real_time", 1);
	row = only_unjudged(VERDICT_MISSING,
	    "more than 2 series: the further ones were not judged "
	    "(measure.max-series)");
	expect_text(row->benchmark, "(further series)");
	expect_text(verdict_name(judgement.report.verdict), "missing");
}

/* ---- the whole ---- */

Test(judge_unjudged, nothing_at_all_is_inconclusive)
{
	rows[0].skip = true;
	expect_text(verdict_name(judged_report()->verdict), "inconclusive");
	expect_text(judgement.report.reason, "no series could be compared");
}

/* The same code did not print it: nothing guards the series. */
Test(judge_unjudged, a_series_that_the_control_lacks_is_missing)
{
	plan.trees[SIDE_CONTROL] = "control";
	measured("a", "real_time", 8, 1, 0);
	only_unjudged(VERDICT_MISSING,
	    "the base prints it and the control does not, although they are "
	    "the same");
	cr_expect(eq(sz, judgement.report.series_count, 0));
}

Test(judge_unjudged, a_series_of_the_control_alone_is_missing)
{
	tracks_block_begin(outcome.tracks, 0, &benchmarks[0]);
	give(SIDE_CONTROL, "a", "real_time", 5);
	end_round(0);
	only_unjudged(VERDICT_MISSING,
	    "the control prints it and the base does not, although they are "
	    "the same");
}
