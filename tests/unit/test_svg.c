/* svg: pictures in plain elements. */
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/svg.h"

static struct buf out = BUF_INIT;

static void
teardown(void)
{
	buf_release(&out);
}

TestSuite(svg, .fini = teardown);

static double
value_at(const void *values, size_t index)
{
	return ((const double *)values)[index];
}

static size_t
count(const char *part)
{
	size_t n = 0;

	for (const char *at = buf_text(&out); (at = strstr(at, part)); at++)
		n++;
	return n;
}

static bool
holds(const char *part)
{
	return strstr(buf_text(&out), part) != NULL;
}

/* 100 wide and 20 high, the smallest value at the bottom. */
Test(svg, a_spark_spans_its_box)
{
	const double values[] = {1, 3, 2};

	svg_spark(&out, values, 3, value_at);
	cr_expect(holds("points=\"0,20 50,0 100,10\""), "%s", buf_text(&out));
	cr_expect(holds("aria-hidden=\"true\""));
}

Test(svg, a_spark_of_equal_values_is_level)
{
	const double values[] = {7, 7};

	svg_spark(&out, values, 2, value_at);
	cr_expect(holds("points=\"0,10 100,10\""), "%s", buf_text(&out));
}

/* The first ten of 40 are left out, among them the largest value. */
Test(svg, a_spark_has_the_last_points)
{
	double values[SVG_SPARK_POINTS + 10];

	for (size_t i = 0; i < SVG_SPARK_POINTS + 10; i++)
		values[i] = (double)i;
	values[0] = 1e9;
	svg_spark(&out, values, SVG_SPARK_POINTS + 10, value_at);
	cr_expect(eq(sz, count(","), SVG_SPARK_POINTS));
	cr_expect(holds("points=\"0,20 "), "%s", buf_text(&out));
	cr_expect(holds(" 100,0\""));
}

/* From 110 to 595: the least value left, the largest right, 2 of 1..3 amid. */
Test(svg, rows_of_a_strip_share_a_scale)
{
	const double a[] = {1, 2};
	const double b[] = {3, NAN};
	const struct svg_strip_row rows[] = {{"<a>", a, 2}, {"b", b, 2}};

	svg_strip(&out, rows, 2, "\"alt\"");
	cr_expect(holds("viewBox=\"0 0 600 44\""));
	cr_expect(holds("cx=\"110.0\" cy=\"11\""), "%s", buf_text(&out));
	cr_expect(holds("cx=\"352.5\" cy=\"11\""));
	cr_expect(holds("cx=\"595.0\" cy=\"33\""));
	cr_expect(eq(sz, count("<circle"), 3));
	cr_expect(holds("&lt;a&gt;</text>"));
	cr_expect(holds("aria-label=\"&quot;alt&quot;\""));
}

Test(svg, a_strip_of_extreme_values_has_finite_places)
{
	const double values[] = {-1.7e308, 1.7e308};
	const struct svg_strip_row row = {"a", values, 2};

	svg_strip(&out, &row, 1, "");
	cr_expect(holds("cx=\"110.0\""), "%s", buf_text(&out));
	cr_expect(holds("cx=\"595.0\""));
}

Test(svg, of_many_dots_so_many_are_drawn)
{
	static double values[10 * SVG_STRIP_DOTS];
	const struct svg_strip_row row = {"a", values, 10 * SVG_STRIP_DOTS};

	svg_strip(&out, &row, 1, "");
	cr_expect(eq(sz, count("<circle"), SVG_STRIP_DOTS));
}
