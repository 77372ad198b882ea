/**
 * Charts of a check or a comparison. Those that make a drawing are pure; it is
 * empty before, and the caller releases it whatever is returned.
 */
#ifndef REPORTS_COMPARISON_CHART_H
#define REPORTS_COMPARISON_CHART_H

#include "core/base/err.h"
#include "reports/chart.h"
#include "reports/report.h"

/** Most series that one chart of changes shows. */
#define COMPARISON_CHART_ROWS 60

/**
 * The change of each series with its interval, over what its tolerance lets
 * pass; worst on top, right is worse, verdicts by colour and mark. A change
 * beyond -60 % or +150 % stands at that end. What is left out is counted in the
 * title.
 *
 * @return ERR_UNJUDGED where no series has a ratio; ERR_NOMEM
 */
enum err comparison_chart_changes(
    const struct report *report, struct chart_drawing *out);

/**
 * Control against base, round by round, of the six series in which they differ
 * most. @return ERR_UNJUDGED where none has a control; ERR_NOMEM
 */
enum err comparison_chart_noise(
    const struct report *report, struct chart_drawing *out);

/**
 * The share of each side's samples up to each value: two modes are two steps.
 * @return ERR_UNJUDGED where it has no samples; ERR_NOMEM
 */
enum err comparison_chart_samples(
    const struct report_series *series, struct chart_drawing *out);

/**
 * Draw the changes, the noise, and the samples of up to four series that do not
 * pass, below each other; those of further bases below that.
 *
 * @param path SVG or PNG by its end
 * @return ERR_UNJUDGED where there is nothing to draw; gnuplot_draw()'s errors
 */
enum err comparison_chart(const struct report *report, const char *path);

#endif
