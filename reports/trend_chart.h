/**
 * Charts of a trend report. Those that make a drawing are pure; it is empty
 * before, and the caller releases it whatever is returned.
 */
#ifndef REPORTS_TREND_CHART_H
#define REPORTS_TREND_CHART_H

#include "core/base/err.h"
#include "reports/chart.h"
#include "reports/trend_report.h"

/** Most rows and columns of the map. */
#define TREND_CHART_ROWS 60
#define TREND_CHART_COLUMNS 400

/** Most series that trend_chart() draws below each other. */
#define TREND_CHART_SERIES 12

/**
 * One series: its points over the commits, as a line inside each epoch where
 * they are too many for marks, the level between changes with a
 * band of one robust standard deviation, the changes by their state, upright
 * lines where an epoch begins and at releases, and a line at the tolerance
 * above the last level where that is known.
 *
 * @return ERR_UNJUDGED where it has no point that can be drawn; ERR_NOMEM
 */
enum err trend_chart_series(const struct trend_report *report,
    const struct trend_series *series, struct chart_drawing *out);

/**
 * All series as rows, worst on top, measured commits as columns, and as colour
 * the change against the median of an epoch's first five points: vermilion is
 * worse, blue is better. Where commits share a column the largest change is
 * shown.
 *
 * @return ERR_UNJUDGED where no series has a point; ERR_NOMEM
 */
enum err trend_chart_heat(
    const struct trend_report *report, struct chart_drawing *out);

/**
 * Draw each series with something to tell below each other, the worst first, at
 * most TREND_CHART_SERIES of them; the map where there is none.
 *
 * @param path SVG or PNG by its end
 * @return ERR_UNJUDGED where there is nothing to draw; gnuplot_draw()'s errors
 */
enum err trend_chart(const struct trend_report *report, const char *path);

/** Texts for places of commits: dates, ids where dates are not known. */
#define TREND_CHART_TICS 7
struct trend_chart_tics {
	struct chart_tic tics[TREND_CHART_TICS];
	char texts[TREND_CHART_TICS][16];
	size_t count; /**< 0: rows of a table, which have numbers */
};

/**
 * Fill tics at evenly spaced ones of `count` columns.
 * @param most at most TREND_CHART_TICS
 * @param places of the column's commit; NULL: the column itself
 */
void trend_chart_tics(struct trend_chart_tics *out,
    const struct trend_report *report, const size_t *places, size_t count,
    size_t most);

#endif
