/* Charts of a bisection, drawn by gnuplot, which must be installed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/path.h"
#include "reports/bisect_report.h"
#include "tests/support/bisect_fixture.h"
#include "tests/support/git_fixture.h"
#include "tests/support/occurrences.h"

#define LONG 100000

static struct fixture fx;

static void
setup(void)
{
	fixture_init(&fx);
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(bisect_chart, .init = setup, .fini = teardown);

/* The image's text; the caller frees it. */
static char *
draw(const struct bisect_report *report)
{
	char *path = fixture_path(&fx, "chart.svg");
	char *svg;

	cr_assert(
	    eq(int, bisect_chart(report, path), ERR_OK), "%s", err_text());
	svg = fixture_read(fx.root, "chart.svg");
	free(path);
	return svg;
}

Test(bisect_chart, levels_and_probabilities_of_each_answer_are_drawn)
{
	char *svg = draw(bisect_fixture("bisect-steps"));

	cr_expect(eq(sz, occurrences(svg, "Which commit did it"), 3));
	cr_expect(eq(sz, occurrences(svg, ">value, bytes<"), 1));
	cr_expect(eq(sz, occurrences(svg, "<text>before<"), 3));
	cr_expect(eq(
	    sz, occurrences(svg, ">parse/64/real_time: parser: build the"), 1));
	cr_expect(eq(sz, occurrences(svg, ">55aa55aa55aa<"), 2));
	cr_expect(eq(sz, occurrences(svg, ">aaaaaaaaaaaa<"), 1));
	free(svg);
}

Test(bisect_chart, hostile_texts_are_texts)
{
	char *svg = draw(bisect_fixture("bisect-hostile"));

	cr_expect(eq(sz, occurrences(svg, "<img>"), 0));
	cr_expect(eq(sz, occurrences(svg, "\x1b"), 0));
	cr_expect(lt(sz, 0, occurrences(svg, "&lt;img")));
	free(svg);
}

/* Without pairs there are no lines, without a commit there is no label. */
Test(bisect_chart, what_is_not_known_is_left_out)
{
	char *svg = draw(bisect_fixture("bisect-drift"));

	cr_expect(eq(sz, occurrences(svg, "<text>samples<"), 1));
	cr_expect(eq(sz, occurrences(svg, "<text>before<"), 0));
	cr_expect(eq(sz, occurrences(svg, "00aa00aa00aa"), 0));
	free(svg);
}

Test(bisect_chart, nothing_searched_is_nothing_to_draw)
{
	char *path = fixture_path(&fx, "chart.svg");

	cr_expect(
	    eq(int, bisect_chart(bisect_fixture("bisect-no-change"), path),
		ERR_UNJUDGED));
	expect_error("no range was searched");
	cr_expect(eq(int, bisect_chart(bisect_fixture("bisect-found"), "a.pdf"),
	    ERR_USAGE));
	free(path);
}

/* One place of 100,000 has all the probability: the peak is in the drawing,
 * whose axis then ends at 1. */
Test(bisect_chart, a_peak_among_many_commits_is_drawn)
{
	static struct bisect_commit commits[LONG + 1];
	static double probabilities[LONG + 1];
	const double values[] = {1, 2};
	const struct bisect_level levels[] = {
	    {0, values, 1, 1, 0}, {LONG, values + 1, 1, 2, 0}};
	const struct bisect_answer answer = {
	    .name = {"b", "m", "ns", DIRECTION_SMALLER},
	    .status = BISECT_DRIFT,
	    .bad = LONG,
	    .ratio = NAN,
	    .probabilities = probabilities,
	    .levels = levels,
	    .level_count = 2};
	const struct bisect_range range = {.commits = commits,
	    .count = LONG + 1,
	    .answers = &answer,
	    .answer_count = 1};
	const struct bisect_report report = {
	    .ranges = &range, .range_count = 1};
	char *svg;
	size_t thin;

	for (size_t i = 1; i <= LONG; i++)
		probabilities[i] = 1e-6;
	svg = draw(&report);
	thin = strlen(svg);
	cr_expect(eq(sz, occurrences(svg, "> 0.9<"), 0));
	free(svg);
	probabilities[77777] = .9;
	svg = draw(&report);
	cr_expect(lt(sz, 0, occurrences(svg, "> 0.9<")));
	/* 1,800 points and no more: some hundred bytes each. */
	cr_expect(lt(sz, thin, 1024 * 1024));
	free(svg);
}
