#include "reports/chart.h"

#include <math.h>
#include <stdbool.h>

#include "reports/gnuplot.h"

#define WIDTH 900
#define HEIGHT 450 /* of one chart */

/* Colours that people with any kind of sight can tell apart (M. Okabe, K. Ito,
 * "Color universal design", 2008). */
static const char *const colours[] = {"#0072b2", "#d55e00", "#009e73",
    "#cc79a7", "#e69f00", "#56b4e9", "#000000"};

#define COLOUR_COUNT (sizeof colours / sizeof colours[0])

static bool
fits(const struct chart_axis *axis, double value)
{
	return isfinite(value) && (axis->scale == CHART_LINEAR || value > 0);
}

static bool
any_point(const struct chart *chart, const struct chart_series *series)
{
	for (size_t i = 0; i < series->count; i++)
		if (fits(&chart->x, series->x[i]) &&
		    fits(&chart->y, series->y[i]))
			return true;
	return false;
}

static bool
any_area(const struct chart *chart, const struct chart_band *band)
{
	for (size_t i = 0; i < band->count; i++)
		if (fits(&chart->x, band->x[i]) &&
		    fits(&chart->y, band->low[i]) &&
		    fits(&chart->y, band->high[i]))
			return true;
	return false;
}

/* An empty line is a gap: data hold numbers alone, so none of them can be the
 * word that ends them. */
static void
put_values(struct buf *out, const struct chart *chart, double x,
    const double *ys, size_t count)
{
	bool whole = fits(&chart->x, x);

	for (size_t i = 0; i < count; i++)
		whole = whole && fits(&chart->y, ys[i]);
	if (whole) {
		buf_printf(out, "%.17g", x);
		for (size_t i = 0; i < count; i++)
			buf_printf(out, " %.17g", ys[i]);
	}
	buf_putc(out, '\n');
}

static void
put_data(struct buf *out, const struct chart *chart)
{
	for (size_t b = 0; b < chart->band_count; b++) {
		const struct chart_band *band = &chart->bands[b];

		buf_printf(out, "$band%zu << EOD\n", b);
		for (size_t i = 0; i < band->count; i++)
			put_values(out, chart, band->x[i],
			    (const double[]){band->low[i], band->high[i]}, 2);
		buf_puts(out, "EOD\n");
	}
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct chart_series *series = &chart->series[s];

		buf_printf(out, "$series%zu << EOD\n", s);
		for (size_t i = 0; i < series->count; i++)
			put_values(out, chart, series->x[i], &series->y[i], 1);
		buf_puts(out, "EOD\n");
	}
}

static void
put_axis(struct buf *out, const char *name, const struct chart_axis *axis)
{
	buf_printf(out, "set %slabel ", name);
	gnuplot_quote(out, axis->label ? axis->label : "");
	buf_printf(out, " noenhanced\n%s logscale %s\n",
	    axis->scale == CHART_LOG ? "set" : "unset", name);
	if (axis->low != 0 || axis->high != 0)
		buf_printf(out, "set %srange [%.17g:%.17g]\n", name, axis->low,
		    axis->high);
	else
		buf_printf(out, "set %srange [*:*]\n", name);
}

static void
put_labels(struct buf *out, const struct chart *chart)
{
	buf_puts(out, "unset label\n");
	for (size_t i = 0; i < chart->label_count; i++) {
		const struct chart_label *label = &chart->labels[i];

		if (!fits(&chart->x, label->x) || !fits(&chart->y, label->y))
			continue;
		buf_puts(out, "set label ");
		gnuplot_quote(out, label->text);
		buf_printf(out, " at %.17g,%.17g offset 1,0.5 noenhanced\n",
		    label->x, label->y);
	}
}

static void
put_title(struct buf *out, const char *title)
{
	if (!title) {
		buf_puts(out, " notitle");
		return;
	}
	buf_puts(out, " title ");
	gnuplot_quote(out, title);
	buf_puts(out, " noenhanced");
}

/* The plot command's parts; @return how many there are. */
static size_t
put_parts(struct buf *out, const struct chart *chart)
{
	static const char *const styles[] = {
	    [CHART_POINTS] = "points pointtype 7 pointsize 0.6",
	    [CHART_LINES] = "lines linewidth 2",
	    [CHART_LINES_POINTS] =
		"linespoints linewidth 2 pointtype 7 pointsize 0.6",
	};
	size_t parts = 0;

	for (size_t b = 0; b < chart->band_count; b++) {
		if (!any_area(chart, &chart->bands[b]))
			continue;
		buf_printf(out,
		    "%s $band%zu using 1:2:3 with filledcurves fillcolor rgb "
		    "'#bbbbbb' fillstyle transparent solid 0.4 noborder",
		    parts++ ? "," : "plot", b);
		put_title(out, chart->bands[b].title);
	}
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct chart_series *series = &chart->series[s];

		if (!any_point(chart, series))
			continue;
		buf_printf(out,
		    "%s $series%zu using 1:2 with %s linecolor rgb '%s'",
		    parts++ ? "," : "plot", s, styles[series->style],
		    colours[s % COLOUR_COUNT]);
		put_title(out, series->title);
	}
	buf_putc(out, '\n');
	return parts;
}

static enum err
put_chart(struct buf *out, const struct chart *chart)
{
	put_data(out, chart);
	buf_puts(out, "set title ");
	gnuplot_quote(out, chart->title ? chart->title : "");
	buf_puts(out, " noenhanced\n");
	put_axis(out, "x", &chart->x);
	put_axis(out, "y", &chart->y);
	put_labels(out, chart);
	if (!put_parts(out, chart))
		return err_fail(ERR_UNJUDGED,
		    "the chart \"%.200s\" has nothing to draw",
		    chart->title ? chart->title : "");
	return ERR_OK;
}

enum err
chart_script(const struct chart *charts, size_t count, struct buf *out)
{
	enum err err = ERR_OK;

	buf_puts(out, "set grid\nset key outside right top\n");
	if (count > 1)
		buf_printf(out, "set multiplot layout %zu,1\n", count);
	for (size_t i = 0; !err && i < count; i++)
		err = put_chart(out, &charts[i]);
	if (count > 1)
		buf_puts(out, "unset multiplot\n");
	return err ? err : buf_err(out);
}

enum err
chart_write(const struct chart *charts, size_t count, const char *path)
{
	struct buf script = BUF_INIT;
	enum err err = chart_script(charts, count, &script);

	if (!err)
		err = gnuplot_draw(
		    buf_text(&script), WIDTH, HEIGHT * (int)count, path);
	buf_release(&script);
	return err;
}
