/* judge_fdr: q-values of rows, and what a required rate does to them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runner/judge_fdr.h"

static struct judgement judgement;
static double p[4];

/* One regressed series, of p = .02; two that pass; one that is only shown. */
static void
setup(void)
{
	judgement_init(&judgement);
	judgement.series = calloc(4, sizeof *judgement.series);
	judgement.series_count = 4;
	cr_assert(ne(ptr, judgement.series, NULL));
	for (int i = 0; i < 4; i++)
		judgement.series[i] = (struct report_series){
		    .verdict = i ? VERDICT_PASS : VERDICT_REGRESSED,
		    .judged = i < 3,
		    .q_value = NAN};
	p[0] = .02;
	p[1] = 1;
	p[2] = .9;
	p[3] = NAN;
}

static void
teardown(void)
{
	judgement_release(&judgement);
}

TestSuite(judge_fdr, .init = setup, .fini = teardown);

static enum verdict
verdict_at(double limit)
{
	cr_assert(eq(int, judge_fdr(&judgement, p, limit), ERR_OK));
	return judgement.series[0].verdict;
}

/* .02 x 3/1; .9 x 3/2 and 1 x 3/3 are 1. */
Test(judge_fdr, only_judged_series_count)
{
	cr_expect(eq(int, verdict_at(0), VERDICT_REGRESSED));
	cr_expect(epsilon_eq(dbl, judgement.series[0].q_value, .06, 1e-15));
	cr_expect(epsilon_eq(dbl, judgement.series[1].q_value, 1, 1e-15));
	cr_expect(epsilon_eq(dbl, judgement.series[2].q_value, 1, 1e-15));
	cr_expect(isnan(judgement.series[3].q_value));
}

Test(judge_fdr, a_regression_above_the_rate_is_inconclusive)
{
	cr_expect(eq(int, verdict_at(.05), VERDICT_INCONCLUSIVE));
	cr_expect(strcmp(judgement.series[0].note,
		      "slower than the tolerance, but one of 3: q = 6 % > "
		      "5 %") == 0,
	    "%s", judgement.series[0].note);
	cr_expect(judgement.series[0].unsettled);
	cr_expect(isnan(judgement.series[0].mde));
	cr_expect(epsilon_eq(dbl, judgement.report.fdr, .05, 1e-15));
	cr_expect(eq(int, judgement.series[1].verdict, VERDICT_PASS));
}

Test(judge_fdr, a_regression_below_it_stays)
{
	cr_expect(eq(int, verdict_at(.07), VERDICT_REGRESSED));
	cr_expect(eq(ptr, (void *)judgement.series[0].note, NULL));
}

/* What passes is not called slower, so no rate changes it. */
Test(judge_fdr, a_pass_stays_a_pass)
{
	judgement.series[0].verdict = VERDICT_PASS;
	cr_expect(eq(int, verdict_at(.01), VERDICT_PASS));
}

Test(judge_fdr, no_series_are_no_error)
{
	judgement.series_count = 0;
	cr_expect(eq(int, judge_fdr(&judgement, p, .05), ERR_OK));
}
