/* Charts and the one place that runs gnuplot, which must be installed. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "reports/chart.h"
#include "reports/gnuplot.h"
#include "tests/support/git_fixture.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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

TestSuite(chart, .init = setup, .fini = teardown);

static const double xs[] = {1, 2, 3, 4};
static const double ys[] = {10, -1, NAN, 1000};
static const double lows[] = {1, 1, 1, 1};
static const double highs[] = {20, 20, 20, 20};

/* ---- texts ---- */

static void
quoted_as(const char *text, const char *expected)
{
	struct buf out = BUF_INIT;

	gnuplot_quote(&out, text);
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

Test(chart, a_text_cannot_leave_its_quotes)
{
	quoted_as("plain", "'plain'");
	quoted_as("it's", "'it''s'");
	quoted_as("'; system 'x", "'''; system ''x'");
	quoted_as("two\nlines", "'two\\nlines'");
	quoted_as("", "''");
	quoted_as("`date` $x @y", "'`date` $x @y'");
}

Test(chart, the_format_is_in_the_name)
{
	expect_text(gnuplot_format("a.svg"), "svg");
	expect_text(gnuplot_format("dir.png/b.PNG"), "png");
	cr_expect(eq(ptr, (void *)gnuplot_format("svg"), NULL));
	cr_expect(eq(ptr, (void *)gnuplot_format("a.pdf"), NULL));
	cr_assert(eq(int, gnuplot_draw("plot x\n", 9, 9, "a.pdf"), ERR_USAGE));
	expect_error("a.pdf: a name that ends in .svg or .png was expected");
}

/* ---- scripts ---- */

static const struct chart_series series[] = {
    {"first", CHART_LINES_POINTS, xs, ys, COUNT(xs)},
    {NULL, CHART_POINTS, xs, lows, COUNT(xs)},
};
static const struct chart_band bands[] = {{"band", xs, lows, highs, COUNT(xs)}};
static const struct chart_label labels[] = {{"here", 2, 5}, {"not", -1, 5}};

static struct chart
make_chart(enum chart_scale scale)
{
	return (struct chart){
	    .title = "a title",
	    .x = {"rounds", scale, 1, 10},
	    .y = {"ns", scale, 0, 0},
	    .bands = bands,
	    .band_count = 1,
	    .series = series,
	    .series_count = 2,
	    .labels = labels,
	    .label_count = 2,
	};
}

/* On logarithms neither NaN nor -1 can be drawn: both are one gap. */
Test(chart, the_script_holds_the_data_and_the_axes)
{
	struct chart chart = make_chart(CHART_LOG);
	struct buf out = BUF_INIT;

	cr_assert(eq(int, chart_script(&chart, 1, &out), ERR_OK));
	expect_text(buf_text(&out),
	    "$band0 << EOD\n1 1 20\n2 1 20\n3 1 20\n4 1 20\nEOD\n"
	    "$series0 << EOD\n1 10\n\n4 1000\nEOD\n"
	    "$series1 << EOD\n1 1\n2 1\n3 1\n4 1\nEOD\n"
	    "set grid\nset key outside right top\n"
	    "set title 'a title' noenhanced\n"
	    "set xlabel 'rounds' noenhanced\nset logscale x\n"
	    "set xrange [1:10]\n"
	    "set ylabel 'ns' noenhanced\nset logscale y\n"
	    "set yrange [*:*]\n"
	    "set label 'here' at 2,5 offset 1,0.5 front noenhanced\n"
	    "plot $band0 using 1:2:3 with filledcurves fillcolor rgb "
	    "'#bbbbbb' fillstyle transparent solid 0.4 noborder title 'band' "
	    "noenhanced, $series0 using 1:2 with linespoints linewidth 2 "
	    "pointtype 7 pointsize 0.6 dashtype 1 linecolor rgb '#0072b2' "
	    "title 'first' noenhanced, $series1 using 1:2 with points "
	    "pointtype 5 pointsize 0.6 linecolor rgb '#d55e00' notitle\n");
	buf_release(&out);
}

Test(chart, a_chart_without_a_point_is_refused)
{
	const double nothing[] = {NAN, INFINITY};
	const struct chart_series empty = {"none", CHART_LINES, xs, nothing, 2};
	struct chart chart = {
	    .title = "void", .series = &empty, .series_count = 1};
	struct buf out = BUF_INIT;

	cr_assert(eq(int, chart_script(&chart, 1, &out), ERR_UNJUDGED));
	expect_error("the chart \"void\" has nothing to draw");
	buf_release(&out);
}

/* ---- drawing ---- */

static char *
draw(const struct chart *charts, size_t count, const char *name)
{
	char *path = fixture_path(&fx, name);

	cr_assert(eq(int, chart_write(charts, count, path), ERR_OK), "%s",
	    err_text());
	free(path);
	return fixture_read(fx.root, name);
}

/* Markup of gnuplot's own ("_{x}") is text, too. Six texts are drawn, and two
 * of them, those of the key, also name their groups in the SVG. */
Test(chart, hostile_texts_are_shown_and_not_run)
{
	static const char hostile[] =
	    "`touch ran` '; system('touch ran') # _{x} <b>&\x1b[2J\nEOD";
	const struct chart_series one = {
	    hostile, CHART_LINES, xs, highs, COUNT(xs)};
	const struct chart_band band = {hostile, xs, lows, highs, COUNT(xs)};
	const struct chart_label label = {hostile, 2, 5};
	struct chart chart = {
	    .title = hostile,
	    .x = {hostile, CHART_LINEAR, 0, 0},
	    .y = {hostile, CHART_LINEAR, 0, 0},
	    .bands = &band,
	    .band_count = 1,
	    .series = &one,
	    .series_count = 1,
	    .labels = &label,
	    .label_count = 1,
	};
	char *image;
	size_t times = 0;

	cr_assert(eq(int, chdir(fx.root), 0));
	image = draw(&chart, 1, "hostile.svg");
	cr_expect(not(path_exists("ran")));
	for (const char *at = image;
	     (at = strstr(at, "_{x} &lt;b>&amp;\\x1b[2J\\nEOD")); at++)
		times++;
	cr_expect(eq(sz, times, 8));
	free(image);
}

Test(chart, charts_stand_below_each_other)
{
	struct chart charts[] = {
	    make_chart(CHART_LOG), make_chart(CHART_LINEAR)};
	char *image;

	charts[1].title = "another";
	image = draw(charts, 2, "two.svg");
	cr_expect(ne(ptr, strstr(image, "a title"), NULL));
	cr_expect(ne(ptr, strstr(image, "another"), NULL));
	cr_expect(ne(ptr, strstr(image, "height=\"900\""), NULL));
	free(image);
}

Test(chart, a_png_is_one)
{
	struct chart chart = make_chart(CHART_LINEAR);
	char *image = draw(&chart, 1, "a.png");

	cr_expect(eq(int, memcmp(image, "\x89PNG", 4), 0));
	free(image);
}

/* 20,000 points in the order of x; the least, at 777, is the only one below 0
 * and the only one in its pixel's depth. */
Test(chart, a_long_series_is_drawn_small_and_keeps_its_least)
{
	static double x[20000], y[20000];
	const struct chart_series one = {
	    "long", CHART_LINES_POINTS, x, y, COUNT(x)};
	struct chart chart = {
	    .title = "long", .series = &one, .series_count = 1};
	struct buf out = BUF_INIT;
	char *image;

	for (size_t i = 0; i < COUNT(x); i++) {
		x[i] = (double)i;
		y[i] = (double)(i * 7919 % 1000);
	}
	y[777] = -5000;
	cr_assert(eq(int, chart_script(&chart, 1, &out), ERR_OK));
	cr_expect(ne(ptr, strstr(buf_text(&out), "\n777 -5000\n"), NULL));
	image = draw(&chart, 1, "long.svg");
	cr_expect(lt(sz, strlen(image), (size_t)300 * 1024));
	free(image);
	buf_release(&out);
}

/* On logarithms 0 shares its column with 3, the least that can be drawn. */
Test(chart, what_cannot_be_drawn_hides_nothing)
{
	const double x[] = {1, 1.00001, 1.00002, 9};
	const double y[] = {5, 0, 3, 4};
	const struct chart_series one = {NULL, CHART_LINES, x, y, 4};
	struct chart chart = {
	    .y = {"ns", CHART_LOG, 0, 0}, .series = &one, .series_count = 1};
	struct buf out = BUF_INIT;

	cr_assert(eq(int, chart_script(&chart, 1, &out), ERR_OK));
	cr_expect(ne(
	    ptr, strstr(buf_text(&out), "EOD\n1 5\n1.00002 3\n9 4\n"), NULL));
	buf_release(&out);
}

/* ---- what charts are made of ---- */

Test(chart, each_kind_of_mark_is_drawn)
{
	const double values[] = {1, NAN, -2, 3};
	const struct chart_heat heat = {values, 2, 2, 5, "%"};
	const struct chart_tic tics[] = {{1, "it's"}, {2, "`id` 100 %d"}};
	const struct chart_series kinds[] = {
	    {"steps", CHART_STEPS, xs, highs, 4},
	    {"across", CHART_INTERVALS, xs, highs, 4, CHART_LOOK_2, lows, ys},
	    {"up", CHART_ERRORS, xs, highs, 4, CHART_LOOK_3, lows, ys},
	    {"bars", CHART_BARS, xs, highs, 4, CHART_LOOK_GREY, lows, highs},
	};
	const struct chart_marker markers[] = {
	    {"upright", 2, CHART_LOOK_4},
	    {"crowded", 2.01, CHART_LOOK_4},
	    {"beyond", 5, CHART_LOOK_5},
	    {NULL, NAN, CHART_LOOK_5},
	};
	struct chart chart = {
	    .title = "kinds",
	    .x = {"x", CHART_LINEAR, 0, 4, tics, 2},
	    .series = kinds,
	    .series_count = 4,
	    .markers = markers,
	    .marker_count = 4,
	    .heat = &heat,
	    .height = 300,
	    .key_below = true,
	};
	char *image = draw(&chart, 1, "kinds.svg");

	cr_expect(ne(ptr, strstr(image, "height=\"300\""), NULL));
	cr_expect(ne(ptr, strstr(image, ">upright<"), NULL));
	cr_expect(eq(ptr, strstr(image, ">crowded<"), NULL));
	cr_expect(eq(ptr, strstr(image, ">beyond<"), NULL));
	cr_expect(ne(ptr, strstr(image, "it's"), NULL));
	cr_expect(ne(ptr, strstr(image, "`id` 100 %d"), NULL));
	for (size_t i = 0; i < 4; i++)
		cr_expect(ne(ptr, strstr(image, kinds[i].title), NULL));
	free(image);
}

/* ---- many images ---- */

#define IMAGES 7

/* A title of the first is not there for the next, which sets none. */
static void
draw_many(size_t processes)
{
	static const char first[] =
	    "set title 'leak'\nleak = 1\nset xrange [5:6]\nplot x notitle\n";
	static const char other[] =
	    "if (exists('leak')) {set title 'leak'}\nplot x notitle\n";
	struct gnuplot_job jobs[IMAGES];
	char *paths[IMAGES];

	for (size_t i = 0; i < IMAGES; i++) {
		char name[40];

		snprintf(name, sizeof name, "`id`'%zu.%s", i,
		    i == 3 ? "png" : "svg");
		paths[i] = fixture_path(&fx, name);
		jobs[i] = (struct gnuplot_job){
		    i ? other : first, 100 + (int)i, 80, paths[i]};
	}
	cr_assert(eq(int, gnuplot_draw_all(jobs, IMAGES, processes), ERR_OK),
	    "%s", err_text());
	for (size_t i = 0; i < IMAGES; i++) {
		char *image = fixture_read(fx.root, strrchr(paths[i], '/') + 1);
		char width[40];

		snprintf(width, sizeof width, "width=\"%zu\"", 100 + i);
		if (i == 3) {
			cr_expect(eq(int, memcmp(image, "\x89PNG", 4), 0));
		} else {
			cr_expect(ne(ptr, strstr(image, width), NULL));
			cr_expect(eq(int, strstr(image, "leak") != NULL, !i));
		}
		free(image);
		free(paths[i]);
	}
}

Test(chart, many_are_drawn_in_one_process_and_none_leaks)
{
	draw_many(1);
}

Test(chart, many_are_drawn_in_several_processes)
{
	draw_many(3);
}

Test(chart, none_of_many_lands_where_one_fails)
{
	char *good = fixture_path(&fx, "good.svg");
	char *bad = fixture_path(&fx, "bad.svg");
	const struct gnuplot_job jobs[] = {
	    {"plot x\n", 90, 90, good}, {"plot no(\n", 90, 90, bad}};

	for (size_t processes = 1; processes <= 2; processes++) {
		cr_assert(
		    eq(int, gnuplot_draw_all(jobs, 2, processes), ERR_CHILD));
		expect_error("bad.svg: gnuplot: exit status");
		cr_expect(not(path_exists(good)));
		cr_expect(not(path_exists(bad)));
	}
	cr_expect(eq(int, gnuplot_draw_all(jobs, 0, 1), ERR_OK));
	free(good);
	free(bad);
}

Test(chart, a_script_that_fails_leaves_no_file)
{
	char *path = fixture_path(&fx, "bad.svg");

	cr_assert(
	    eq(int, gnuplot_draw("plot nonsense(\n", 90, 90, path), ERR_CHILD));
	expect_error("gnuplot: exit status 1");
	cr_expect(not(path_exists(path)));
	cr_assert(eq(int, gnuplot_draw("x = 1\n", 90, 90, path), ERR_CHILD));
	expect_error("no image came of it");
	free(path);
}

Test(chart, without_gnuplot_it_says_what_to_install)
{
	char *svg = fixture_path(&fx, "a.svg");
	char *png = fixture_path(&fx, "a.png");

	setenv("PATH", "/nonexistent", 1);
	cr_assert(eq(int, gnuplot_draw("plot x\n", 90, 90, svg), ERR_USAGE));
	expect_error("install gnuplot-nox");
	cr_assert(eq(int, gnuplot_draw("plot x\n", 90, 90, png), ERR_USAGE));
	expect_error("a PNG needs a font");
	free(svg);
	free(png);
}
