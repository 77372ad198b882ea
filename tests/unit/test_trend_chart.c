#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/trend_chart.h"
#include "tests/support/chart_fixtures.h"
#include "tests/support/git_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct chart_drawing drawing;

static void
teardown(void)
{
	chart_drawing_release(&drawing);
}

TestSuite(trend_chart, .fini = teardown);

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

/* ---- one series ---- */

#define NAME(direction)                                                        \
	{                                                                      \
		"it's", "m", "ns", direction                                   \
	}

/* Eight commits on two machines; the second has a step at its point 3. */
static const struct trend_commit commits[] = {
    {"00aa00aa00aa", "", 0},
    {"11aa00aa00aa", "", 1767225600}, /* 2026-01-01 */
    {"22aa00aa00aa", "", 1767225600},
    {"33aa00aa00aa", "", 1767225600},
    {"44aa00aa00aa", "", 1767225600},
    {"55aa00aa00aa", "", 1767225600},
};
static const struct history_point points[] = {
    {.commit = 0, .value = 90},
    {.commit = 1, .value = 10},
    {.commit = 2, .value = 12},
    {.commit = 3, .value = 20},
    {.commit = 5, .value = 20},
};
static const struct history_epoch epochs[] = {
    {HISTORY_FIRST, 0, 1, NAME(DIRECTION_SMALLER), "s", "old"},
    {HISTORY_MACHINE, 1, 4, NAME(DIRECTION_SMALLER), "s", "new"},
};
static const struct history_line line = {"it's", "m", epochs, 2, points, 5};
static struct trend_change change = {
    .index = 3, .epoch = 1, .ratio = 1.8, .shift = .6};
static const struct trend trend = {
    .changes = &change, .count = 1, .level = 20, .level_from = 3};
static const struct trend_release releases[] = {{2, "v1 `id`"}};

static struct trend_report
report_of(const struct trend_series *series)
{
	return (struct trend_report){
	    .commits = commits,
	    .commit_count = COUNT(commits),
	    .series = series,
	    .series_count = 1,
	    .releases = releases,
	    .release_count = 1,
	};
}

/* Before the step the median is 11, and 1.4826 times the deviation of 1 the
 * band; after it both values are 20. The tolerance ends at 20 * 1.5 = 30. */
Test(trend_chart, levels_change_where_the_series_does)
{
	const struct trend_alert alert = {.state = TREND_NEW, .id = ""};
	const struct trend_series series = {
	    .line = &line, .trend = &trend, .alerts = &alert, .tolerance = .5};
	const struct trend_report report = report_of(&series);

	draws(trend_chart_series(&report, &series, &drawing));
	cr_expect(holds("$series1 << EOD\n0 90\n\n1 11\n2 11\n3 20\n5 20\n"
			"EOD\n"));
	cr_expect(holds("\n1 9.5174 12.4826\n"));
	cr_expect(holds("$series2 << EOD\n-0.5 30\n5.5 30\nEOD\n"));
	cr_expect(holds("set label '+80.0 %' at 3,20 "));
	cr_expect(holds("'other machine' at first 0.5,"));
	cr_expect(holds("'v1 `id`' at first 2,"));
	cr_expect(holds("title 'tolerance, 50 %'"));
	cr_expect(holds("title 'worse'"));
	cr_expect(holds("set title 'it''s/m'"));
	/* Without a date an id stands below the axis. */
	cr_expect(holds("set xtics noenhanced ('00aa00a' 0, '2026-01-01' 1,"));
}

Test(trend_chart, acknowledged_and_resolved_changes_are_marked_as_such)
{
	static const struct {
		enum trend_state state;
		const char *title;
	} kinds[] = {{TREND_ACKNOWLEDGED, "title 'acknowledged'"},
	    {TREND_RESOLVED, "title 'resolved'"}};

	for (size_t i = 0; i < COUNT(kinds); i++) {
		const struct trend_alert alert = {
		    .state = kinds[i].state, .id = ""};
		const struct trend_series series = {
		    .line = &line, .trend = &trend, .alerts = &alert};
		const struct trend_report report = report_of(&series);

		draws(trend_chart_series(&report, &series, &drawing));
		cr_expect(holds(kinds[i].title));
		cr_expect(not(holds("title 'worse'")));
		cr_expect(not(holds("title 'tolerance")));
		chart_drawing_release(&drawing);
	}
}

#define MANY 300

/* Epochs of 299 points and of 1: a line, a gap, and a mark for what no line
 * reaches. Of 260 columns each has at most its least and largest point. */
Test(trend_chart, many_points_are_a_line_in_each_epoch)
{
	static struct history_point many[MANY];
	static struct trend_commit those[MANY];
	const struct history_epoch two[] = {
	    {HISTORY_FIRST, 0, MANY - 1, NAME(DIRECTION_SMALLER), "s", "m"},
	    {HISTORY_MACHINE, MANY - 1, 1, NAME(DIRECTION_SMALLER), "s", "n"}};
	const struct history_line long_line = {"b", "m", two, 2, many, MANY};
	const struct trend none = {.level = 20};
	const struct trend_series series = {.line = &long_line, .trend = &none};
	struct trend_report report = report_of(&series);

	for (size_t i = 0; i < MANY; i++) {
		those[i] = (struct trend_commit){"00aa00aa00aa", "", 0};
		many[i] = (struct history_point){
		    .commit = i, .value = i == 150 ? 99 : (double)(20 + i % 2)};
	}
	report.commits = those;
	report.commit_count = MANY;
	draws(trend_chart_series(&report, &series, &drawing));
	cr_expect(holds("$series0 using 1:2 with lines linewidth 1 "));
	cr_expect(holds("$series0 << EOD\n0 20\n"));
	cr_expect(holds("\n150 99\n"));
	cr_expect(holds("\n298 20\n\n299 21\nEOD\n"));
	cr_expect(holds("$series3 << EOD\n299 21\nEOD\n"));
	cr_expect(holds("$series3 using 1:2 with points "));
}

/* 20 / 1.25 = 16. */
Test(trend_chart, where_bigger_is_better_the_tolerance_is_below)
{
	const struct history_epoch epoch = {
	    HISTORY_FIRST, 0, 5, NAME(DIRECTION_BIGGER), "s", "m"};
	const struct history_line bigger = {"b", "m", &epoch, 1, points, 5};
	const struct trend none = {.level = 20};
	const struct trend_series series = {
	    .line = &bigger, .trend = &none, .tolerance = .25};
	const struct trend_report report = report_of(&series);

	draws(trend_chart_series(&report, &series, &drawing));
	cr_expect(holds("\n-0.5 16\n5.5 16\n"));
}

Test(trend_chart, a_series_of_no_values_is_refused)
{
	const struct history_point nothing[] = {{.commit = 0, .value = NAN}};
	const struct history_epoch epoch = {
	    HISTORY_FIRST, 0, 1, NAME(DIRECTION_SMALLER), "s", "m"};
	const struct history_line empty = {"e", "m", &epoch, 1, nothing, 1};
	const struct trend none = {.level = NAN};
	const struct trend_series series = {
	    .line = &empty, .trend = &none, .tolerance = .1};
	const struct trend_report report = report_of(&series);

	cr_assert(eq(
	    int, trend_chart_series(&report, &series, &drawing), ERR_UNJUDGED));
	expect_error("the chart \"e/m\" has nothing to draw");
	chart_drawing_release(&drawing);
	cr_assert(eq(int, trend_chart_heat(&report, &drawing), ERR_UNJUDGED));
}

/* ---- the map ---- */

/* The first machine's point is its own start. The second's start is the median
 * of 10, 12, 20 and 20, 16: -37.5 %, -25 %, +25 %, +25 %. Five commits were
 * measured, and the fifth of them is commit 5. */
Test(trend_chart, cells_are_changes_against_the_start_of_their_epoch)
{
	const struct trend_series series = {.line = &line, .trend = &trend};
	const struct trend_report report = report_of(&series);

	draws(trend_chart_heat(&report, &drawing));
	cr_expect(holds("$heat << EOD\n0 -37.5 -25 25 25\nEOD\n"));
	cr_expect(holds("set cbrange [-25:25]"));
	cr_expect(holds("'it''s/m' 0)"));
}

Test(trend_chart, the_worst_rows_and_the_largest_changes_are_kept)
{
	enum { LINES = TREND_CHART_ROWS + 1, PLACES = 1000 };
	static struct history_point many[LINES][PLACES];
	static struct history_epoch epoch[LINES];
	static struct history_line lines[LINES];
	static struct trend_series all[LINES];
	static struct trend_commit branch[PLACES];
	static char names[LINES][16];
	static const struct trend none = {.level = 1};
	const struct trend_report report = {.commits = branch,
	    .commit_count = PLACES,
	    .series = all,
	    .series_count = LINES,
	    .is_file = true};

	for (size_t i = 0; i < LINES; i++) {
		snprintf(names[i], sizeof names[i], "line%zu", i);
		for (size_t p = 0; p < PLACES; p++)
			many[i][p] =
			    (struct history_point){.commit = p, .value = 100};
		epoch[i] = (struct history_epoch){HISTORY_FIRST, 0, PLACES,
		    {names[i], "m", "", DIRECTION_SMALLER}, "s", "m"};
		lines[i] = (struct history_line){
		    names[i], "m", &epoch[i], 1, many[i], PLACES};
		all[i] =
		    (struct trend_series){.line = &lines[i], .trend = &none};
	}
	/* One spike of a single commit, one line that ends above all others,
	 * one that ends below them. */
	many[5][501].value = 103;
	for (size_t p = 500; p < PLACES; p++) {
		many[7][p].value = 104;
		many[9][p].value = 96;
	}
	draws(trend_chart_heat(&report, &drawing));
	cr_expect(holds(", the worst 60 of 61 series'"));
	cr_expect(holds("set ytics noenhanced ('line7/m' 59, "));
	cr_expect(not(holds("line9/m")));
	cr_expect(holds(" 0 3 0 "));
	cr_expect(holds("set xrange [-0.5:399.5]"));
}

Test(trend_chart, no_history_is_nothing_to_draw)
{
	const struct trend_report report = {.commits = commits};

	cr_assert(eq(int, trend_chart_heat(&report, &drawing), ERR_UNJUDGED));
	expect_error("no commit was measured");
	cr_assert(eq(int, trend_chart(&report, "a.svg"), ERR_UNJUDGED));
}

/* ---- drawing ---- */

static char *
draw(const struct fixture *fx, const struct trend_report *report)
{
	char *path = fixture_path(fx, "a.svg");

	draws(trend_chart(report, path));
	free(path);
	return fixture_read(fx->root, "a.svg");
}

Test(trend_chart, what_changed_is_drawn_and_without_a_change_the_map)
{
	struct fixture fx;
	char *image;

	fixture_init(&fx);
	image = draw(&fx, chart_fixture_trend());
	cr_expect(ne(ptr, strstr(image, "other machine"), NULL));
	cr_expect(ne(ptr, strstr(image, ">acknowledged<"), NULL));
	cr_expect(eq(ptr, strstr(image, "Change against"), NULL));
	free(image);
	image = draw(&fx, chart_fixture_quiet());
	cr_expect(ne(ptr, strstr(image, "Change against the start"), NULL));
	free(image);
	fixture_release(&fx);
}
