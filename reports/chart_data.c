#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/numeral.h"
#include "reports/chart_parts.h"
#include "reports/thin.h"

#define COLUMNS 800 /* the plot is never wider: labels stand beside it */
/* A line up and down in three pixels is as dense as can be told. */
#define COLUMNS_OF_LINES 260
/* Of coordinates: where values differ by a billionth of themselves alone, a
 * picture shows steps of a pixel. */
#define DIGITS 12
#define HEAT_DIGITS 4

bool
chart_fits(const struct chart_axis *axis, double value)
{
	return isfinite(value) && (axis->scale == CHART_LINEAR || value > 0);
}

bool
chart_any_point(const struct chart *chart, const struct chart_series *series)
{
	for (size_t i = 0; i < series->count; i++)
		if (chart_fits(&chart->x, series->x[i]) &&
		    chart_fits(&chart->y, series->y[i]))
			return true;
	return false;
}

bool
chart_any_area(const struct chart *chart, const struct chart_band *band)
{
	for (size_t i = 0; i < band->count; i++)
		if (chart_fits(&chart->x, band->x[i]) &&
		    chart_fits(&chart->y, band->low[i]) &&
		    chart_fits(&chart->y, band->high[i]))
			return true;
	return false;
}

bool
chart_has_ends(const struct chart_series *series)
{
	return series->low && series->high &&
	       (series->style == CHART_INTERVALS ||
		   series->style == CHART_ERRORS ||
		   series->style == CHART_BARS);
}

/* An empty line is a gap: data hold numbers alone, so none of them can be the
 * word that ends them. */
static void
put_row(struct buf *out, const double *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_putc(out, ' ');
		numeral_put(out, values[i], DIGITS);
	}
	buf_putc(out, '\n');
}

/* ---- thinning ---- */

static void
widen(struct thin_axis *axis, const struct chart_axis *x, const double *xs,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!chart_fits(x, xs[i]))
			continue;
		axis->low = fmin(axis->low, xs[i]);
		axis->high = fmax(axis->high, xs[i]);
	}
}

/* The axis that gnuplot chooses is wider, so a column of it is no narrower. */
static struct thin_axis
thin_axis_of(const struct chart *chart)
{
	struct thin_axis axis = {
	    INFINITY, -INFINITY, COLUMNS, chart->x.scale == CHART_LOG};

	if (chart->x.low < chart->x.high &&
	    (!axis.logarithmic || chart->x.low > 0)) {
		axis.low = chart->x.low;
		axis.high = chart->x.high;
		return axis;
	}
	for (size_t s = 0; s < chart->series_count; s++)
		widen(&axis, &chart->x, chart->series[s].x,
		    chart->series[s].count);
	for (size_t b = 0; b < chart->band_count; b++)
		widen(
		    &axis, &chart->x, chart->bands[b].x, chart->bands[b].count);
	/* All at one place: what lies beyond either end is never asked. */
	if (!(axis.low < axis.high))
		axis.high = axis.low + (axis.low > 0 ? axis.low : 1);
	return axis;
}

/* Intervals have no room to be many, and are drawn whole. */
static void
put_intervals(struct buf *out, const struct chart *chart,
    const struct chart_series *series)
{
	const struct chart_axis *along =
	    series->style == CHART_ERRORS ? &chart->y : &chart->x;

	for (size_t i = 0; i < series->count; i++) {
		double value = along == &chart->x ? series->x[i] : series->y[i];
		double low = series->low[i];
		double high = series->high[i];

		if (!chart_fits(&chart->x, series->x[i]) ||
		    !chart_fits(&chart->y, series->y[i]))
			continue;
		put_row(out,
		    (const double[]){series->x[i], series->y[i],
			chart_fits(along, low) ? low : value,
			chart_fits(along, high) ? high : value},
		    4);
	}
}

/* Room for the longest series or band. */
struct scratch {
	double *values;
	size_t *kept; /* for two lines */
	size_t *also; /* the second half of it */
};

/* What an axis has no place for is a gap: else a value below 0 would be the
 * least of its column on logarithms, and hide the one that is drawn. */
static size_t
thin(const struct chart *chart, const double *x, const double *y, size_t count,
    const struct thin_axis *axis, double *scratch, size_t *kept)
{
	for (size_t i = 0; i < count; i++)
		scratch[i] = chart_fits(&chart->y, y[i]) ? y[i] : NAN;
	return thin_points(x, scratch, count, axis, kept);
}

static void
put_points(struct buf *out, const struct chart *chart,
    const struct chart_series *series, const struct thin_axis *axis,
    struct scratch *scratch)
{
	struct thin_axis columns = *axis;
	size_t count;

	if (series->thin)
		columns.columns = COLUMNS_OF_LINES;
	count = thin(chart, series->x, series->y, series->count, &columns,
	    scratch->values, scratch->kept);
	for (size_t i = 0; i < count; i++) {
		double x = series->x[scratch->kept[i]];
		double y = series->y[scratch->kept[i]];
		bool whole =
		    chart_fits(&chart->x, x) && chart_fits(&chart->y, y);

		put_row(out, (const double[]){x, y}, whole ? 2 : 0);
	}
}

/* ---- bands ---- */

static bool
is_area(const struct chart *chart, const struct chart_band *band, size_t i)
{
	return chart_fits(&chart->x, band->x[i]) &&
	       chart_fits(&chart->y, band->low[i]) &&
	       chart_fits(&chart->y, band->high[i]);
}

/* The edges are thinned apart, and a place is drawn if either keeps it. */
static void
put_band(struct buf *out, const struct chart *chart,
    const struct chart_band *band, const struct thin_axis *axis,
    struct scratch *scratch)
{
	size_t lows = thin(chart, band->x, band->low, band->count, axis,
	    scratch->values, scratch->kept);
	size_t highs = thin(chart, band->x, band->high, band->count, axis,
	    scratch->values, scratch->also);

	for (size_t l = 0, h = 0; l < lows || h < highs;) {
		size_t low = l < lows ? scratch->kept[l] : SIZE_MAX;
		size_t high = h < highs ? scratch->also[h] : SIZE_MAX;
		size_t i = low < high ? low : high;

		l += low == i;
		h += high == i;
		put_row(out,
		    (const double[]){band->x[i], band->low[i], band->high[i]},
		    is_area(chart, band, i) ? 3 : 0);
	}
}

/* ---- cells ---- */

static void
put_heat(struct buf *out, const struct chart_heat *heat)
{
	buf_puts(out, "$heat << EOD\n");
	for (size_t r = 0; r < heat->rows; r++) {
		for (size_t c = 0; c < heat->columns; c++) {
			double value = heat->values[r * heat->columns + c];

			if (c)
				buf_putc(out, ' ');
			if (isfinite(value))
				numeral_put(out, value, HEAT_DIGITS);
			else
				buf_puts(out, "NaN");
		}
		buf_putc(out, '\n');
	}
	buf_puts(out, "EOD\n");
}

static size_t
longest(const struct chart *chart)
{
	size_t most = 1;

	for (size_t s = 0; s < chart->series_count; s++)
		if (chart->series[s].count > most)
			most = chart->series[s].count;
	for (size_t b = 0; b < chart->band_count; b++)
		if (chart->bands[b].count > most)
			most = chart->bands[b].count;
	return most;
}

static void
put_blocks(struct buf *out, const struct chart *chart, struct scratch *scratch)
{
	const struct thin_axis axis = thin_axis_of(chart);

	for (size_t b = 0; b < chart->band_count; b++) {
		buf_printf(out, "$band%zu << EOD\n", b);
		put_band(out, chart, &chart->bands[b], &axis, scratch);
		buf_puts(out, "EOD\n");
	}
	for (size_t s = 0; s < chart->series_count; s++) {
		const struct chart_series *series = &chart->series[s];

		buf_printf(out, "$series%zu << EOD\n", s);
		if (chart_has_ends(series))
			put_intervals(out, chart, series);
		else
			put_points(out, chart, series, &axis, scratch);
		buf_puts(out, "EOD\n");
	}
	if (chart->heat)
		put_heat(out, chart->heat);
}

enum err
chart_put_data(struct buf *out, const struct chart *chart)
{
	size_t most = longest(chart);
	struct scratch scratch = {
	    .values = calloc(most, sizeof *scratch.values),
	    .kept = calloc(2 * most, sizeof *scratch.kept),
	};
	enum err err = ERR_OK;

	if (scratch.values && scratch.kept) {
		scratch.also = scratch.kept + most;
		put_blocks(out, chart, &scratch);
	} else {
		err = err_fail(ERR_NOMEM, "out of memory");
	}
	free(scratch.values);
	free(scratch.kept);
	return err;
}
