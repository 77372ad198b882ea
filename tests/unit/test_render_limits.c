#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/escape.h"
#include "reports/render.h"
#include "reports/renderers.h"

#define MANY 10000
#define NAME_SIZE 64

static char names[MANY][NAME_SIZE];
static struct report_series series[MANY];
static struct report_unjudged unjudged[MANY];
static char log_text[4000];

/* `bad` regressed series and `good` ones that pass. */
static struct report
make_report(size_t bad, size_t good)
{
	for (size_t i = 0; i < bad + good; i++) {
		snprintf(names[i], NAME_SIZE, "benchmark/%zu", i);
		series[i] = (struct report_series){
		    .name = {names[i], "real_time", "ns", DIRECTION_SMALLER},
		    .judged = true,
		    .verdict = i < bad ? VERDICT_REGRESSED : VERDICT_PASS,
		    .ratio = 2 - (double)i / MANY,
		    .ratio_low = NAN,
		    .ratio_high = NAN,
		    .q_value = NAN,
		};
	}
	return (struct report){
	    .command = "check",
	    .verdict = bad ? VERDICT_REGRESSED : VERDICT_PASS,
	    .series = series,
	    .series_count = bad + good,
	    .noise_floor = NAN,
	};
}

static char *
render(const char *name, const struct report *report, bool verbose, int width)
{
	const struct render_options options = {
	    .verbose = verbose, .width = width};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(
	    int, renderer_find(name)->render(report, &options, file), ERR_OK));
	fclose(file);
	return text;
}

static size_t
count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

Test(render_limits, of_many_that_pass_fifty_are_listed)
{
	struct report report = make_report(0, 60);
	char *text = render("text", &report, false, 0);

	cr_expect(eq(sz, count(text, "\nbenchmark/"), 50));
	cr_expect(count(text, "10 more that pass are not listed") == 1);
	free(text);
}

Test(render_limits, verbose_lists_all)
{
	struct report report = make_report(0, 60);
	char *text = render("text", &report, true, 0);

	cr_expect(eq(sz, count(text, "\nbenchmark/"), 60));
	cr_expect(eq(sz, count(text, "not listed"), 0));
	free(text);
}

Test(render_limits, what_does_not_pass_is_never_left_out_of_the_text)
{
	struct report report = make_report(70, 60);
	char *text = render("text", &report, false, 0);

	cr_expect(eq(sz, count(text, "\nbenchmark/"), 70));
	cr_expect(eq(sz, count(text, "60 more that pass"), 1));
	free(text);
}

Test(render_limits, names_are_shortened_in_the_middle_to_fit)
{
	struct report report = make_report(0, 2);
	char *text;

	series[0].name.benchmark =
	    "protocol/größe/of/a/very/long/name/that/no/terminal/holds/10000";
	text = render("text", &report, false, 90);
	cr_expect(eq(sz, count(text, "protocol/"), 1));
	cr_expect(eq(sz, count(text, "holds/10000 "), 1));
	cr_expect(eq(sz, count(text, "…"), 1));
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		cr_expect(le(sz, text_columns(line), 90), "%s", line);
	free(text);
}

Test(render_limits, a_metric_that_all_rows_have_is_said_once)
{
	struct report report = make_report(0, 3);
	char *text = render("text", &report, false, 0);

	cr_expect(eq(sz, count(text, "real_time"), 1));
	cr_expect(eq(sz, count(text, "benchmark (real_time) "), 1));
	free(text);
	series[2].name.metric = "cpu_time";
	text = render("text", &report, false, 0);
	cr_expect(eq(sz, count(text, "/real_time"), 2));
	cr_expect(eq(sz, count(text, "/cpu_time"), 1));
	free(text);
}

/* 25 groups of two: five more than are listed. */
Test(render_limits, of_many_groups_twenty_are_listed)
{
	struct report report = make_report(0, 50);
	char *text;

	for (size_t i = 0; i < 50; i++) {
		snprintf(names[i], NAME_SIZE, "b%zu/%zu", i / 2, i);
		series[i].base_value = 1;
		series[i].head_value = 1;
	}
	text = render("text", &report, false, 0);
	cr_expect(eq(sz, count(text, "\ngeomean b"), 20));
	cr_expect(eq(sz, count(text, "means of 5 more groups"), 1));
	free(text);
	text = render("text", &report, true, 0);
	cr_expect(eq(sz, count(text, "\ngeomean b"), 25));
	free(text);
	text = render("markdown", &report, false, 0);
	/* The head of the one table begins so, too. */
	cr_expect(eq(sz, count(text, "\n| b"), 1 + 50 + 20));
	cr_expect(eq(sz, count(text, "5 more left out"), 1));
	free(text);
}

Test(render_limits, markdown_stays_below_its_limit_and_says_what_is_cut)
{
	struct report report = make_report(MANY, 0);
	char *text;

	memset(log_text, '<', sizeof log_text - 1);
	memcpy(log_text, "failed\n", 7);
	for (size_t i = 0; i < MANY; i++) {
		series[i].note = log_text;
		unjudged[i] = (struct report_unjudged){
		    log_text + 7, NULL, VERDICT_ERROR, log_text};
	}
	report.unjudged = unjudged;
	report.unjudged_count = MANY;
	text = render("markdown", &report, true, 0);
	cr_expect(le(sz, strlen(text), MARKDOWN_MAX_BYTES));
	cr_expect(eq(sz, count(text, "more left out for their size"), 2));
	cr_expect(eq(sz, count(text, "More logs are left out"), 1));
	cr_expect(count(text, "benchmark/0/real") == 2, "the worst stays");
	cr_expect(strstr(text, "benchmark/9999/real") == NULL);
	free(text);
}

/* Names as long as a cell may be: 10,000 rows of them do not fit. */
Test(render_limits, markdown_says_which_q_values_are_cut)
{
	struct report report = make_report(0, MANY);
	char name[400] = "";
	char *text;

	memset(name, 'n', sizeof name - 1);
	for (size_t i = 0; i < MANY; i++) {
		series[i].name.benchmark = name;
		series[i].q_value = .05;
	}
	text = render("markdown", &report, false, 0);
	cr_expect(le(sz, strlen(text), MARKDOWN_MAX_BYTES));
	cr_expect(eq(sz, count(text, "more left out for their size"), 2));
	cr_expect(strstr(text, "… | 5 % |") != NULL);
	cr_expect(strstr(text, "<summary>Machine") != NULL);
	free(text);
}

Test(render_limits, json_holds_all_of_many_series)
{
	struct report report = make_report(0, MANY);
	char *text = render("json", &report, false, 0);

	cr_expect(eq(sz, count(text, "\"benchmark\""), MANY));
	free(text);
}
