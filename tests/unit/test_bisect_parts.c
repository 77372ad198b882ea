/* What the renderers of a bisection share. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/bisect_parts.h"
#include "tests/support/bisect_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- findings ---- */

static struct bisect_answer
found_at(size_t first, size_t last)
{
	return (struct bisect_answer){
	    .status = BISECT_FOUND, .first = first, .last = last, .bad = 9};
}

Test(bisect_parts, answers_of_one_commit_are_one_finding)
{
	struct bisect_answer answers[] = {found_at(3, 3), found_at(4, 4),
	    found_at(3, 3), found_at(3, 4), found_at(3, 3)};
	const struct bisect_range range = {
	    .answers = answers, .answer_count = COUNT(answers)};

	answers[4].status = BISECT_UNRESOLVED;
	cr_expect(bisect_leads(&range, 0));
	cr_expect(bisect_leads(&range, 1));
	cr_expect(not(bisect_leads(&range, 2)));
	cr_expect(bisect_leads(&range, 3));
	cr_expect(bisect_leads(&range, 4));
	cr_expect(eq(sz, bisect_next_alike(&range, 0), 2));
	cr_expect(eq(sz, bisect_next_alike(&range, 2), COUNT(answers)));
	/* Another reason is another finding, and so are other figures. */
	answers[2].reason = "why";
	cr_expect(bisect_leads(&range, 2));
	answers[0].reason = "why";
	cr_expect(not(bisect_leads(&range, 2)));
	answers[2].ratio = NAN;
	cr_expect(bisect_leads(&range, 2));
}

Test(bisect_parts, answers_without_a_commit_are_one_where_their_ends_are)
{
	struct bisect_answer answers[] = {
	    {.status = BISECT_NO_CHANGE, .bad = 9, .first = 1},
	    {.status = BISECT_NO_CHANGE, .bad = 9, .first = 2},
	    {.status = BISECT_NO_CHANGE, .bad = 8, .first = 1}};
	const struct bisect_range range = {
	    .answers = answers, .answer_count = COUNT(answers)};

	cr_expect(not(bisect_leads(&range, 1)));
	cr_expect(bisect_leads(&range, 2));
}

Test(bisect_parts, only_one_confirmed_commit_is_a_culprit)
{
	const struct bisect_report *report = bisect_fixture("bisect-found");
	const struct bisect_range *range = &report->ranges[0];
	struct bisect_answer answer = range->answers[0];

	cr_expect(eq(ptr, (void *)bisect_culprit(range, &answer),
	    (void *)&range->commits[5]));
	answer.first = 4;
	cr_expect(eq(ptr, (void *)bisect_culprit(range, &answer), NULL));
	answer.first = 5;
	answer.status = BISECT_UNRESOLVED;
	cr_expect(eq(ptr, (void *)bisect_culprit(range, &answer), NULL));
}

Test(bisect_parts, the_first_answer_of_the_worst_news_decides)
{
	const struct bisect_report *report = bisect_fixture("bisect-no-change");
	const struct bisect_report nothing = {.range_count = 0};
	const struct bisect_range *range = NULL;
	const struct bisect_answer *answer = NULL;

	cr_expect(bisect_deciding(report, &range, &answer));
	cr_expect(eq(ptr, (void *)answer, (void *)&range->answers[1]));
	cr_expect(not(bisect_deciding(&nothing, &range, &answer)));
}

Test(bisect_parts, a_merge_leads_to_its_side_branch)
{
	const struct bisect_report *report = bisect_fixture("bisect-merge");
	const struct bisect_range *range = &report->ranges[0];

	cr_expect(eq(ptr,
	    (void *)bisect_side_branch(report, range, &range->answers[0]),
	    (void *)&report->ranges[1]));
	cr_expect(eq(ptr,
	    (void *)bisect_side_branch(report, range, &range->answers[1]),
	    NULL));
	cr_expect(eq(ptr,
	    (void *)bisect_answer_for(
		&report->ranges[1], &range->answers[1].name),
	    NULL));
	/* Files are counted over all ranges: two answers, then this one. */
	cr_expect(eq(sz,
	    (size_t)(bisect_files_of(report, &report->ranges[1],
			 report->ranges[1].answers) -
		     report->files),
	    2));
}

/* ---- commits ---- */

Test(bisect_parts, a_culprit_is_hidden_by_what_does_not_build)
{
	struct bisect_commit commits[6] = {{.oid = ""}};
	const struct bisect_range range = {.commits = commits, .count = 6};
	struct bisect_answer answer = found_at(2, 4);

	commits[2].broken = "no";
	cr_expect(not(bisect_is_hidden(&range, &answer)));
	commits[3].innocent = true;
	cr_expect(bisect_is_hidden(&range, &answer));
	commits[3].innocent = false;
	commits[3].broken = "no";
	cr_expect(bisect_is_hidden(&range, &answer));
	cr_expect(eq(sz, bisect_broken(&range, 2, 4), 2));
	answer.status = BISECT_DRIFT;
	cr_expect(not(bisect_is_hidden(&range, &answer)));
	answer.status = BISECT_FOUND;
	answer.first = 4;
	cr_expect(not(bisect_is_hidden(&range, &answer)));
}

/* Places 5 ... 11: the innocent one is 6, the broken one is 8. */
Test(bisect_parts, commits_of_the_searched_part_are_counted)
{
	const struct bisect_range *range =
	    &bisect_fixture("bisect-found")->ranges[0];
	struct bisect_answer answer = range->answers[0];
	struct bisect_counts counts;

	answer.good = 4;
	counts = bisect_count(range, &answer);
	cr_expect(eq(sz, counts.commits, 7));
	cr_expect(eq(sz, counts.candidates, 6));
	cr_expect(eq(sz, counts.broken, 1));
}

Test(bisect_parts, the_most_probable_commits_come_first)
{
	static const double probabilities[] = {9, .1, .4, 0, .1, .3, .1, 9};
	const struct bisect_answer answer = {
	    .bad = 6, .probabilities = probabilities};
	struct bisect_stretch likely[4];

	cr_assert(eq(sz, bisect_likely(&answer, 1, .05, likely, 4), 4));
	cr_expect(eq(sz, likely[0].first, 2));
	cr_expect(eq(sz, likely[1].first, 5));
	cr_expect(eq(sz, likely[2].first, 1)); /* equal ones by place */
	cr_expect(eq(sz, likely[3].last, 4));
	cr_expect(eq(sz, bisect_likely(&answer, 1, .2, likely, 4), 2));
	cr_expect(eq(sz, bisect_likely(&answer, 1, .05, likely, 1), 1));
	cr_expect(eq(sz, likely[0].first, 2));
}

/* Stretches 1-4 and 5-6: 0.6 and 0.4. */
Test(bisect_parts, a_stretch_has_the_probability_of_its_commits)
{
	static const double probabilities[] = {9, .1, .4, 0, .1, .3, .1, 9};
	const struct bisect_answer answer = {
	    .bad = 6, .probabilities = probabilities};
	const struct bisect_answer nothing = {.bad = 6};
	struct bisect_stretch likely[4];

	cr_assert(eq(sz, bisect_likely(&answer, 4, .05, likely, 4), 2));
	cr_expect(ieee_ulp_eq(dbl, likely[0].probability, .6, 4));
	cr_expect(eq(sz, likely[0].first, 1));
	cr_expect(eq(sz, likely[0].last, 4));
	cr_expect(ieee_ulp_eq(dbl, likely[1].probability, .4, 4));
	cr_expect(eq(sz, likely[1].last, 6));
	cr_expect(eq(sz, bisect_likely(&nothing, 4, .05, likely, 4), 0));
}

/* ---- samples ---- */

/* Median 20; deviations 10, 0, 10, so the spread is 1.4826 * 10 / 20. */
Test(bisect_parts, samples_are_a_median_and_its_spread)
{
	const double values[] = {30, 20, 10};
	struct bisect_summary summary;

	cr_assert(eq(int, bisect_summarize(values, 3, &summary), ERR_OK));
	cr_expect(ieee_ulp_eq(dbl, summary.median, 20, 4));
	cr_expect(ieee_ulp_eq(dbl, summary.spread, .7413, 4));
	cr_expect(ieee_ulp_eq(dbl, values[0], 30, 0));
	cr_assert(eq(int, bisect_summarize(values, 1, &summary), ERR_OK));
	cr_expect(ieee_ulp_eq(dbl, summary.median, 30, 4));
	cr_expect(isnan(summary.spread));
	cr_assert(eq(int, bisect_summarize(NULL, 0, &summary), ERR_OK));
	cr_expect(isnan(summary.median));
}
