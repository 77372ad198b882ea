/**
 * Charts: points, lines, intervals, areas and cells over two axes, drawn by
 * gnuplot. Texts are foreign and quoted here; numbers that cannot be drawn
 * leave a gap. Of long series only what a picture shows is drawn (thin.h).
 */
#ifndef REPORTS_CHART_H
#define REPORTS_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

#define CHART_WIDTH 900 /**< pixels */
#define CHART_HEIGHT 450 /**< of one chart that names no height */

enum chart_scale { CHART_LINEAR, CHART_LOG };

/** A text in place of a number beside an axis. */
struct chart_tic {
	double at;
	const char *text;
};

struct chart_axis {
	const char *label;
	enum chart_scale scale; /**< on CHART_LOG, 10 is the base */
	/* Both 0: as the data want it. */
	double low;
	double high;
	const struct chart_tic *tics; /**< NULL: numbers */
	size_t tic_count;
};

enum chart_style {
	CHART_POINTS,
	CHART_LINES,
	CHART_LINES_POINTS,
	CHART_STEPS, /**< level from each x to the next */
	CHART_INTERVALS, /**< points with `low` to `high` along x */
	CHART_ERRORS, /**< points with `low` to `high` along y */
	CHART_BARS /**< grey areas from `low` to `high` along x, one high */
};

/**
 * Colour, mark and dashes, together: each can be told apart by its colour with
 * any kind of sight, and by its shape without colours. By their place where
 * none is given.
 */
enum chart_look {
	CHART_LOOK_BY_PLACE,
	CHART_LOOK_1, /**< blue, disc */
	CHART_LOOK_2, /**< vermilion, square */
	CHART_LOOK_3, /**< green, triangle */
	CHART_LOOK_4, /**< purple, diamond */
	CHART_LOOK_5, /**< orange, triangle that points down */
	CHART_LOOK_6, /**< sky blue, circle */
	CHART_LOOK_7, /**< black, empty square */
	CHART_LOOK_GREY /**< grey, cross: of no weight */
};

struct chart_series {
	const char *title; /**< NULL: not in the key */
	enum chart_style style;
	const double *x;
	const double *y;
	size_t count;
	enum chart_look look;
	const double *low; /**< of the styles with intervals */
	const double *high;
	bool large; /**< marks that stand out from others */
	bool thin; /**< of lines: of many points, so thin and never dashed */
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

/** An upright line. Of texts that would lie upon each other the first is shown,
 *  where the axis has ends. */
struct chart_marker {
	const char *text; /**< NULL: none */
	double at;
	enum chart_look look;
};

/** Cells by colour, row 0 at y = 0, column 0 at x = 0. Blue is below 0,
 *  vermilion above. */
struct chart_heat {
	const double *values; /**< row after row; NaN is an empty cell */
	size_t rows;
	size_t columns;
	double limit; /**< the strongest colours, at -limit and limit */
	const char *label; /**< of the colours */
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
	const struct chart_marker *markers;
	size_t marker_count;
	const struct chart_heat *heat; /**< NULL: none */
	int height; /**< pixels; 0: CHART_HEIGHT */
	bool key_below; /**< and not beside the chart */
};

/** One chart, ready to be drawn, alone or among others. */
struct chart_drawing {
	struct buf script;
	int height; /**< pixels; the width is CHART_WIDTH */
};

/**
 * Append gnuplot's script of one chart to an empty drawing.
 * @return ERR_UNJUDGED naming a chart that has not one point to draw; ERR_NOMEM
 */
enum err chart_draw(const struct chart *chart, struct chart_drawing *out);

/** Append drawings below each other to an empty one. @return ERR_NOMEM */
enum err chart_stack(const struct chart_drawing *drawings, size_t count,
    struct chart_drawing *out);
void chart_drawing_release(struct chart_drawing *drawing);

/** chart_draw() and chart_stack() of charts; only the script. */
enum err chart_script(
    const struct chart *charts, size_t count, struct buf *out);

/** Draw charts below each other into an SVG or PNG file, by the end of its
 *  name. @return chart_draw()'s and gnuplot_draw()'s errors */
enum err chart_write(
    const struct chart *charts, size_t count, const char *path);

/** The same of drawings. */
enum err chart_write_drawings(
    const struct chart_drawing *drawings, size_t count, const char *path);

#endif
