#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "reports/comparison_chart.h"
#include "tests/support/chart_fixtures.h"
#include "tests/support/git_fixture.h"
#include "tests/support/report_fixtures.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct chart_drawing drawing;

static void
teardown(void)
{
	chart_drawing_release(&drawing);
}

TestSuite(comparison_chart, .fini = teardown);

static bool
holds(const char *part)
{
	return strstr(buf_text(&drawing.script), part) != NULL;
}

static void
draws(enum err err)
{
	cr_assert(eq(int, err, ERR_OK), "%s", err_text());
}

/* ---- changes ---- */

static const struct report_series two[] = {
    {.name = {"fast", "real_time", "ns", DIRECTION_SMALLER},
	.verdict = VERDICT_PASS,
	.judged = true,
	.ratio = 1.01,
	.ratio_low = 1,
	.ratio_high = 1.02,
	.tolerance = .25},
    {.name = {"slow", "ops", "1/s", DIRECTION_BIGGER},
	.verdict = VERDICT_REGRESSED,
	.judged = true,
	.ratio = 5,
	.ratio_low = NAN,
	.ratio_high = NAN,
	.tolerance = NAN},
};

/* The regressed one has the upper place, 2, and stands at the end, +150 %, as
 * a point without an interval. The tolerance of 25 % is [1/1.25, 1.25], so
 * -20 % to +25 %; 100 (1.01 - 1) = 1. */
Test(comparison_chart, the_worst_change_is_on_top)
{
	const struct report report = {.base = {"0123456789abcdef", ""},
	    .head = {"fedcba9876543210", ""},
	    .series = two,
	    .series_count = 2};

	draws(comparison_chart_changes(&report, &drawing));
	cr_expect(holds("'slow/ops  +400.0 %%' 2, "
			"'fast/real_time  +1.0 %%' 1)"));
	cr_expect(holds("\n150 2 150 150\n"));
	cr_expect(holds("\n1 1 0 2\n"));
	cr_expect(holds("\n0 1 -20 25\n"));
	cr_expect(holds("title 'regressed'"));
	cr_expect(holds("set title 'Changes from 0123456789ab to "
			"fedcba987654' noenhanced"));
	cr_expect(not(holds("title 'improved'")));
}

Test(comparison_chart, what_is_left_out_is_counted)
{
	static struct report_series many[COMPARISON_CHART_ROWS + 5];
	const struct report report = {
	    .series = many, .series_count = COUNT(many)};

	for (size_t i = 0; i < COUNT(many); i++) {
		many[i] = two[0];
		many[i].ratio = i < 2 ? (i ? INFINITY : NAN) : 1;
	}
	many[2].ratio = -1;
	draws(comparison_chart_changes(&report, &drawing));
	/* 65 series, of them 3 without a ratio and 60 shown. */
	cr_expect(holds(", the worst 60 of 62 series, 3 without a ratio'"));
}

Test(comparison_chart, long_names_end_in_an_ellipsis)
{
	struct report_series one = two[0];
	const struct report report = {.series = &one, .series_count = 1};

	one.name.benchmark = "0123456789012345678901234567890123456789"
			     "0123456789";
	draws(comparison_chart_changes(&report, &drawing));
	/* 44 bytes, three of them the ellipsis. */
	cr_expect(
	    holds("'01234567890123456789012345678901234567890…  +1.0 %%'"));
}

Test(comparison_chart, without_a_ratio_there_is_nothing_to_draw)
{
	const struct report report = {.series = NULL};

	cr_assert(
	    eq(int, comparison_chart_changes(&report, &drawing), ERR_UNJUDGED));
	expect_error("no series has a ratio");
	cr_assert(
	    eq(int, comparison_chart_noise(&report, &drawing), ERR_UNJUDGED));
	expect_error("no series has a control");
	cr_assert(
	    eq(int, comparison_chart_samples(&two[0], &drawing), ERR_UNJUDGED));
	cr_assert(eq(int, comparison_chart(&report, "a.svg"), ERR_UNJUDGED));
	expect_error("a.svg: nothing was measured");
}

/* ---- noise and samples ---- */

static const double base[] = {10, 20, NAN, 40, 0};
static const double control[] = {11, 20, 30, 50, 5};
static const double head[] = {3, 1, 2};

static struct report_series
measured(enum direction direction)
{
	return (struct report_series){
	    .name = {"a", "m", "ns", direction},
	    .samples = {{base, 5}, {control, 5}, {head, 3}},
	};
}

/* 11/10, 20/20, not known, 50/40, not known; where bigger is better 40/50. */
Test(comparison_chart, noise_is_the_control_against_the_base)
{
	struct report_series one = measured(DIRECTION_SMALLER);
	const struct report report = {
	    .series = &one, .series_count = 1, .noise_floor = .02};

	draws(comparison_chart_noise(&report, &drawing));
	cr_expect(holds("\n1 10\n2 0\n\n4 25\n"));
	cr_expect(holds("$band0 << EOD\n0 -2 2\n6 -2 2\nEOD\n"));
	chart_drawing_release(&drawing);
	one = measured(DIRECTION_BIGGER);
	draws(comparison_chart_noise(&report, &drawing));
	cr_expect(holds("\n4 -20"));
}

/* Of three samples each is a third; the line begins at none. */
Test(comparison_chart, samples_are_shares_up_to_each_value)
{
	const struct report_series one = measured(DIRECTION_SMALLER);

	draws(comparison_chart_samples(&one, &drawing));
	cr_expect(holds("$series2 << EOD\n1 0\n1 0.333333333333\n"
			"2 0.666666666667\n3 1\nEOD\n"));
	/* NaN is no sample: the other four are quarters. */
	cr_expect(holds("$series0 << EOD\n0 0\n0 0.25\n10 0.5\n20 0.75\n"
			"40 1\nEOD\n"));
	cr_expect(holds("set xlabel 'value, ns'"));
}

/* ---- drawing ---- */

static char *
draw(const struct fixture *fx, const struct report *report)
{
	char *path = fixture_path(fx, "a.svg");

	draws(comparison_chart(report, path));
	free(path);
	return fixture_read(fx->root, "a.svg");
}

Test(comparison_chart, changes_noise_and_samples_stand_below_each_other)
{
	struct fixture fx;
	char *image;

	fixture_init(&fx);
	image = draw(&fx, chart_fixture_report());
	cr_expect(ne(ptr, strstr(image, "Changes from 0f1e2d3c4b5a"), NULL));
	cr_expect(ne(ptr, strstr(image, "Noise: "), NULL));
	cr_expect(ne(ptr, strstr(image, "share of the samples"), NULL));
	free(image);
	fixture_release(&fx);
}

Test(comparison_chart, hostile_names_are_texts)
{
	static struct report_series many[64];
	struct report report = {.series = many, .noise_floor = NAN};
	struct fixture fx;
	char *image;

	fixture_init(&fx);
	cr_assert(eq(int, chdir(fx.root), 0));
	cr_assert(le(sz, hostile_name_count, COUNT(many) - 2));
	for (size_t i = 0; i < hostile_name_count; i++) {
		many[i] = measured(DIRECTION_SMALLER);
		many[i].name.benchmark = hostile_names[i];
		many[i].ratio = 1.5;
		many[i].judged = true;
		many[i].verdict = VERDICT_REGRESSED;
	}
	report.series_count = hostile_name_count + 2;
	many[hostile_name_count] = many[0];
	many[hostile_name_count].name.benchmark =
	    "`touch a`$(touch a)'\nEOD\n@x %d %";
	many[hostile_name_count].ratio = 1e300;
	many[hostile_name_count + 1] = many[hostile_name_count];
	many[hostile_name_count + 1].name.unit = "'`touch a`%s";
	many[hostile_name_count + 1].ratio = 1e-300;
	image = draw(&fx, &report);
	cr_expect(ne(ptr,
	    strstr(image, "`touch a`$(touch a)'\\nEOD\\n@x %d %/m"), NULL));
	cr_expect(not(path_exists("a")));
	free(image);
	fixture_release(&fx);
}
