/* Bisections with more of everything than a page takes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/json.h"
#include "reports/bisect_report.h"
#include "tests/support/occurrences.h"

#define MANY 3000
#define LONG_TEXT 500
#define FORGE_MAX 65536 /* characters of a comment */

static struct bisect_commit commits[MANY + 1];
static struct bisect_answer answers[MANY];
static double probabilities[MANY + 1];
static char name[LONG_TEXT + 1];
static const double samples[] = {1, 2, 3};
static struct bisect_level levels[MANY + 1];
static struct bisect_range range = {
    .commits = commits, .count = MANY + 1, .answers = answers};
static struct bisect_report report = {.version = "0",
    .machine_key = "cpu",
    .config_from = "work tree",
    .command = name,
    .ranges = &range,
    .range_count = 1};

/* Names that escaping makes longer; every commit is as probable. */
static void
setup(void)
{
	memset(name, '<', LONG_TEXT);
	for (size_t i = 0; i <= MANY; i++) {
		commits[i] = (struct bisect_commit){
		    .oid = "0123456789abcdef0123456789abcdef01234567",
		    .subject = name,
		    .author = name};
		probabilities[i] = 1.0 / MANY;
		levels[i] = (struct bisect_level){i, samples, 3, 2, 0};
	}
	for (size_t i = 0; i < MANY; i++)
		answers[i] = (struct bisect_answer){
		    .name = {name, "m", "ns", DIRECTION_SMALLER},
		    .status = BISECT_FOUND,
		    .bad = MANY,
		    .first = 1,
		    .last = 1,
		    .probabilities = probabilities,
		    .ratio = 1.1,
		    .rounds = 3,
		    .before = samples,
		    .after = samples};
}

TestSuite(bisect_limits, .init = setup);

/* Of the first `count` answers; the caller frees it. */
static char *
render(const char *format, size_t count, bool verbose)
{
	const struct render_options options = {.verbose = verbose};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	range.answer_count = count;
	cr_assert(eq(int,
	    bisect_renderer_find(format)->render(&report, &options, file),
	    ERR_OK));
	fclose(file);
	return text;
}

Test(bisect_limits, many_series_are_counted_in_text)
{
	char *text = render("text", 23, false);

	cr_expect(eq(sz, occurrences(text, "    before "), 20));
	cr_expect(eq(sz, occurrences(text, "and 3 more series; --verbose"), 1));
	free(text);
	text = render("text", 23, true);
	cr_expect(eq(sz, occurrences(text, "    before "), 23));
	free(text);
}

Test(bisect_limits, a_page_of_many_series_fits_a_forge)
{
	char *text = render("markdown", MANY, false);

	cr_expect(lt(sz, strlen(text), FORGE_MAX));
	cr_expect(eq(sz, occurrences(text, "\n### found"), 1));
	cr_expect(eq(sz, occurrences(text, " more series\n"), 1));
	free(text);
}

Test(bisect_limits, a_page_of_many_findings_fits_a_forge)
{
	char *text;
	size_t shown;
	char left[64];

	for (size_t i = 0; i < MANY; i++) {
		answers[i].status = BISECT_UNRESOLVED;
		answers[i].first = i + 1;
		answers[i].last = i + 1;
		answers[i].levels = levels;
		answers[i].level_count = MANY;
	}
	text = render("markdown", MANY, false);
	shown = occurrences(text, "\n### unresolved");
	cr_expect(lt(sz, strlen(text), FORGE_MAX));
	cr_expect(lt(sz, 10, shown));
	snprintf(left, sizeof left, "%zu more findings left out", MANY - shown);
	cr_expect(eq(sz, occurrences(text, left), 1));
	free(text);
}

/* The room that is left for what was measured, however much came before. */
Test(bisect_limits, a_page_of_many_levels_fits_a_forge)
{
	char *text;

	answers[0].levels = levels;
	answers[0].level_count = MANY;
	text = render("markdown", 1, false);
	cr_expect(lt(sz, strlen(text), FORGE_MAX));
	cr_expect(eq(sz, occurrences(text, "</details>"), 1));
	cr_expect(eq(sz, occurrences(text, " more\n"), 1));
	free(text);
}

Test(bisect_limits, five_broken_commits_are_shown)
{
	char *text;

	answers[0].status = BISECT_UNRESOLVED;
	answers[0].last = 8;
	for (size_t i = 1; i <= 7; i++)
		commits[i].broken = "why it does not build\n";
	text = render("text", 1, false);
	cr_expect(eq(sz, occurrences(text, "why it does not build"), 5));
	cr_expect(eq(sz, occurrences(text, "  and 2 more\n"), 1));
	free(text);
	text = render("markdown", 1, false);
	cr_expect(eq(sz, occurrences(text, "why it does not build"), 5));
	cr_expect(eq(sz, occurrences(text, "\nand 2 more\n"), 1));
	free(text);
}

static size_t
count_candidates(void)
{
	char *text = render("json", 1, false);
	struct json *json = NULL;
	size_t count;

	cr_assert(
	    eq(int, json_parse(&json, text, strlen(text), "json"), ERR_OK));
	count = json_count(json_get(json, "candidates"));
	json_free(json);
	free(text);
	return count;
}

/* 1/3000 each is below a thousandth; sums above 1 end at a thousand. */
Test(bisect_limits, json_lists_a_thousand_candidates_at_most)
{
	cr_expect(eq(sz, count_candidates(), 0));
	probabilities[MANY] = .001;
	cr_expect(eq(sz, count_candidates(), 1));
	for (size_t i = 0; i <= MANY; i++)
		probabilities[i] = .01;
	cr_expect(eq(sz, count_candidates(), 1000));
}

/* Whole rows of the sparkline for any terminal, also a very narrow one. */
Test(bisect_limits, the_posterior_is_as_wide_as_the_terminal)
{
	const struct {
		int width;
		size_t blocks;
	} rows[] = {{0, 60}, {200, 60}, {50, 31}, {5, 1}};

	range.answer_count = 1;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct render_options options = {.width = rows[i].width};
		char *text = NULL;
		size_t len = 0;
		FILE *file = open_memstream(&text, &len);

		cr_assert(eq(
		    int, bisect_render_text(&report, &options, file), ERR_OK));
		fclose(file);
		cr_expect(eq(sz, occurrences(text, "█"), rows[i].blocks));
		free(text);
	}
}
