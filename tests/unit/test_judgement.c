/* A judgement under construction: its texts, its rows, its verdict. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "runner/judge.h"
#include "tests/support/git_fixture.h"

static struct judgement judgement;

static void
setup(void)
{
	judgement_init(&judgement);
}

static void
teardown(void)
{
	judgement_release(&judgement);
}

TestSuite(judgement, .init = setup, .fini = teardown);

static void
has_unjudged(enum verdict verdict)
{
	cr_assert(eq(int,
	    judgement_add_unjudged(&judgement, "a", NULL, verdict, "why"),
	    ERR_OK));
}

static void
expect_verdict(enum verdict verdict)
{
	judgement_finish(&judgement, false);
	expect_text(
	    verdict_name(judgement.report.verdict), verdict_name(verdict));
}

Test(judgement, an_empty_one_knows_nothing_yet)
{
	cr_expect(isnan(judgement.report.noise_floor));
	expect_text(judgement.report.version, TIDEMARK_VERSION);
	expect_verdict(VERDICT_INCONCLUSIVE);
	expect_text(judgement.report.reason, "no series could be compared");
}

Test(judgement, identical_needs_no_series)
{
	judgement_finish(&judgement, true);
	expect_text(verdict_name(judgement.report.verdict), "identical");
	cr_expect(eq(ptr, (void *)judgement.report.reason, NULL));
}

Test(judgement, a_reason_that_is_there_stays)
{
	judgement.report.reason = "all sources differ";
	judgement_finish(&judgement, false);
	expect_text(judgement.report.reason, "all sources differ");
}

Test(judgement, texts_are_copied_and_formatted)
{
	char reason[] = "why";

	cr_assert(eq(int,
	    judgement_add_unjudged(
		&judgement, "a", NULL, VERDICT_MISSING, reason),
	    ERR_OK));
	reason[0] = 'W';
	cr_assert(
	    eq(int, judgement_warn(&judgement, "%d of %s", 3, "x"), ERR_OK));
	judgement_finish(&judgement, true);
	expect_text(judgement.report.unjudged[0].reason, "why");
	expect_text(judgement.report.warnings[0], "3 of x");
	expect_text(verdict_name(judgement.report.verdict), "missing");
}

Test(judgement, an_identical_build_does_not_hide_an_error)
{
	has_unjudged(VERDICT_ERROR);
	judgement_finish(&judgement, true);
	expect_text(verdict_name(judgement.report.verdict), "error");
}

Test(judgement, new_series_alone_are_nothing_judged)
{
	has_unjudged(VERDICT_NEW);
	expect_verdict(VERDICT_INCONCLUSIVE);
}

Test(judgement, what_is_missing_outweighs_nothing_judged)
{
	has_unjudged(VERDICT_NEW);
	has_unjudged(VERDICT_MISSING);
	expect_verdict(VERDICT_MISSING);
	cr_expect(eq(sz, judgement.report.unjudged_count, 2));
}

Test(judgement, an_acknowledged_series_is_a_judgement)
{
	judgement.series = calloc(2, sizeof *judgement.series);
	judgement.series[0] = (struct report_series){
	    .judged = true, .verdict = VERDICT_ACKNOWLEDGED};
	judgement.series[1] = (struct report_series){
	    .judged = false, .verdict = VERDICT_REGRESSED};
	judgement.series_count = 2;
	expect_verdict(VERDICT_ACKNOWLEDGED);
	cr_expect(eq(sz, judgement.report.series_count, 2));
	cr_expect(eq(ptr, (void *)judgement.report.reason, NULL));
}

Test(judgement, releasing_twice_is_fine)
{
	has_unjudged(VERDICT_NEW);
	judgement_release(&judgement);
	judgement_release(&judgement);
}
