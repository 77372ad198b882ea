#include "reports/svg.h"

#include <math.h>

#include "reports/html.h"

#define SPARK_WIDE 100
#define SPARK_HIGH 20
#define STRIP_WIDE 600
#define STRIP_LEFT 110
#define STRIP_ROW 22

/* The least and the largest of some values; NaN of none. */
struct extent {
	double low;
	double high;
};

static void
widen(struct extent *extent, double value)
{
	if (!(extent->low <= value))
		extent->low = value;
	if (!(extent->high >= value))
		extent->high = value;
}

/* Where a value lies in it, from 0 to `room`; the middle where all are one.
 * Halves, as the difference of two large values may be none. */
static double
place(const struct extent *extent, double value, double room)
{
	double span = extent->high / 2 - extent->low / 2;

	if (!(span > 0))
		return room / 2;
	return (value / 2 - extent->low / 2) / span * room;
}

void
svg_spark(struct buf *out, const void *values, size_t count,
    double value(const void *values, size_t index))
{
	size_t first = count > SVG_SPARK_POINTS ? count - SVG_SPARK_POINTS : 0;
	struct extent extent = {NAN, NAN};

	for (size_t i = first; i < count; i++)
		widen(&extent, value(values, i));
	buf_printf(out,
	    "<svg class=\"spark\" viewBox=\"0 -1 %d %d\" aria-hidden=\"true\" "
	    "preserveAspectRatio=\"none\"><polyline class=\"stroke\" "
	    "points=\"",
	    SPARK_WIDE, SPARK_HIGH + 2);
	for (size_t i = first; i < count; i++)
		buf_printf(out, "%s%.0f,%.0f", i > first ? " " : "",
		    count - first > 1 ? (double)(i - first) * SPARK_WIDE /
					    (double)(count - first - 1)
				      : 0.0,
		    SPARK_HIGH - place(&extent, value(values, i), SPARK_HIGH));
	buf_puts(out, "\"/></svg>");
}

static void
put_row(struct buf *out, const struct svg_strip_row *row,
    const struct extent *extent, size_t y)
{
	size_t dots = row->count < SVG_STRIP_DOTS ? row->count : SVG_STRIP_DOTS;

	buf_printf(out, "<text x=\"0\" y=\"%zu\">", y + 4);
	html_put(out, row->label);
	buf_puts(out, "</text>");
	for (size_t i = 0; i < dots; i++) {
		double value = row->values[i * row->count / dots];

		if (!isfinite(value))
			continue;
		buf_printf(out,
		    "<circle class=\"dot\" cx=\"%.1f\" cy=\"%zu\" r=\"2\"/>",
		    STRIP_LEFT +
			place(extent, value, STRIP_WIDE - STRIP_LEFT - 5),
		    y);
	}
}

void
svg_strip(struct buf *out, const struct svg_strip_row *rows, size_t count,
    const char *alt)
{
	struct extent extent = {NAN, NAN};

	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < rows[r].count; i++)
			if (isfinite(rows[r].values[i]))
				widen(&extent, rows[r].values[i]);
	buf_printf(out,
	    "<svg class=\"strip\" viewBox=\"0 0 %d %zu\" role=\"img\" "
	    "aria-label=\"",
	    STRIP_WIDE, count * STRIP_ROW);
	html_put(out, alt);
	buf_puts(out, "\">");
	for (size_t r = 0; r < count; r++)
		put_row(out, &rows[r], &extent, r * STRIP_ROW + STRIP_ROW / 2);
	buf_puts(out, "</svg>\n");
}
