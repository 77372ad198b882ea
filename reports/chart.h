/**
 * Charts: points, lines and bands over two axes, drawn by gnuplot. Texts are
 * foreign and quoted here; numbers that cannot be drawn leave a gap.
 */
#ifndef REPORTS_CHART_H
#define REPORTS_CHART_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

enum chart_scale { CHART_LINEAR, CHART_LOG };

struct chart_axis {
	const char *label;
	enum chart_scale scale; /**< on CHART_LOG, 10 is the base */
	/* Both 0: as the data want it. */
	double low;
	double high;
};

enum chart_style { CHART_POINTS, CHART_LINES, CHART_LINES_POINTS };

struct chart_series {
	const char *title; /**< NULL: not in the key */
	enum chart_style style;
	const double *x;
	const double *y;
	size_t count;
};

/** An area between two lines, behind the series. */
struct chart_band {
	const char *title;
	const double *x;
	const double *low;
	const double *high;
	size_t count;
};

/** A text beside a point. */
struct chart_label {
	const char *text;
	double x;
	double y;
};

/** All borrowed. */
struct chart {
	const char *title;
	struct chart_axis x;
	struct chart_axis y;
	const struct chart_band *bands;
	size_t band_count;
	const struct chart_series *series;
	size_t series_count;
	const struct chart_label *labels;
	size_t label_count;
};

/**
 * Append gnuplot's script for charts below each other.
 * @return ERR_UNJUDGED naming a chart that has not one point to draw; ERR_NOMEM
 */
enum err chart_script(
    const struct chart *charts, size_t count, struct buf *out);

/** Draw charts below each other into an SVG or PNG file, by the end of its
 *  name. @return chart_script()'s and gnuplot_draw()'s errors */
enum err chart_write(
    const struct chart *charts, size_t count, const char *path);

#endif
