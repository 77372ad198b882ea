/* Sentences about a bisection. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/bisect_phrases.h"
#include "tests/support/bisect_fixture.h"
#include "tests/support/git_fixture.h"

static void
probability_is(double probability, const char *expected)
{
	struct buf out = BUF_INIT;

	bisect_phrase_probability(&out, probability);
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

Test(bisect_phrases, no_probability_is_shown_as_certain)
{
	probability_is(1, "above 99.9 %");
	probability_is(.9996, "above 99.9 %");
	probability_is(.9994, "99.9 %");
	probability_is(.0004, "below 0.1 %");
	probability_is(0, "below 0.1 %");
	probability_is(NAN, "-");
}

Test(bisect_phrases, a_merge_whose_side_is_open_says_so)
{
	const struct bisect_report *report = bisect_fixture("bisect-merge");
	struct bisect_answer inner = report->ranges[1].answers[0];
	struct bisect_range branch = report->ranges[1];
	struct buf out = BUF_INIT;

	branch.answers = &inner;
	inner.status = BISECT_TOO_NOISY;
	bisect_phrase_branch(&out, &branch, &report->ranges[0].answers[0]);
	expect_text(buf_text(&out),
	    "merges 3 commits; of these no single one is proven: too-noisy");
	buf_reset(&out);
	bisect_phrase_branch(&out, &branch, &report->ranges[0].answers[1]);
	expect_text(buf_text(&out), "merges 3 commits");
	buf_release(&out);
}

Test(bisect_phrases, files_that_are_not_known_by_name_are_counted)
{
	const char *const paths[] = {"a.c"};
	const struct bisect_files none = {NULL, 0, 7};
	const struct bisect_files one = {paths, 1, 1};
	struct buf out = BUF_INIT;

	bisect_phrase_files(&out, &none);
	expect_text(buf_text(&out), "changed 7 files");
	buf_reset(&out);
	bisect_phrase_files(&out, &one);
	expect_text(buf_text(&out), "changed a.c");
	buf_release(&out);
}

static struct bisect_answer
step_of(double ratio, double low, double high)
{
	return (struct bisect_answer){
	    .name = {"b", "m", "ns", DIRECTION_SMALLER},
	    .ratio = ratio,
	    .ratio_low = low,
	    .ratio_high = high,
	    .rounds = 9,
	    .ends_ratio = NAN};
}

static void
series_is(const struct bisect_answer *answer, const char *expected)
{
	struct buf out = BUF_INIT;

	bisect_phrase_series(&out, answer);
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

/* An interval that holds 1 leaves the direction open. */
Test(bisect_phrases, a_word_of_direction_needs_an_interval_beside_1)
{
	struct bisect_answer answer = step_of(1.1, 1.05, 1.15);

	series_is(
	    &answer, "b/m is 10 % slower [+5.0, +15.0], 9 rounds of pairs");
	answer = step_of(.9, .85, .95);
	series_is(
	    &answer, "b/m is 10 % faster [-15.0, -5.0], 9 rounds of pairs");
	answer = step_of(1.1, .99, 1.21);
	series_is(&answer, "b/m: +10.0 % [-1.0, +21.0], 9 rounds of pairs");
	answer = step_of(1.1, NAN, NAN);
	answer.rounds = 1;
	series_is(&answer, "b/m is 10 % slower, 1 round of pairs, too few for "
			   "an interval");
	answer = step_of(NAN, NAN, NAN);
	series_is(&answer, "b/m: not measured in pairs");
}

static void
heading_is(struct bisect_answer answer, bool improvement, const char *expected)
{
	struct bisect_report report = *bisect_fixture("bisect-unresolved");
	struct buf out = BUF_INIT;

	report.improvement = improvement;
	answer.name = report.ranges[0].answers[0].name;
	answer.bad = 11;
	bisect_phrase_heading(&out, &report, &report.ranges[0], &answer);
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

Test(bisect_phrases, a_heading_says_what_was_searched_for)
{
	const struct bisect_answer drift = {.status = BISECT_DRIFT};
	const struct bisect_answer reversed = {.status = BISECT_REVERSED};

	heading_is(drift, false,
	    "drift: slower in small steps, no single commit did it");
	heading_is(drift, true,
	    "drift: faster in small steps, no single commit did it");
	heading_is(reversed, false,
	    "reversed: bbaabbaabbaa is faster than 00aa00aa00aa; "
	    "--improvement searches for that");
	heading_is(reversed, true,
	    "reversed: bbaabbaabbaa is slower than 00aa00aa00aa; "
	    "without --improvement that is searched for");
}

/* Commits 5 and 7 are broken, 6 builds what 5 builds. */
Test(bisect_phrases, what_hides_a_culprit_is_in_the_heading)
{
	struct bisect_answer answer = {
	    .status = BISECT_FOUND, .first = 5, .last = 8};

	heading_is(answer, false,
	    "found: 44aa44aa44aa..88aa88aa88aa, 2 commits do not build");
	answer.first = 7;
	heading_is(answer, false,
	    "found: 66aa66aa66aa..88aa88aa88aa, 1 commit does not build");
	answer.status = BISECT_UNRESOLVED;
	answer.first = 8;
	answer.last = 9;
	heading_is(answer, false,
	    "unresolved: 77aa77aa77aa..99aa99aa99aa, one of 2 commits");
}
