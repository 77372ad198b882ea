/** What the files of chart.h share. */
#ifndef REPORTS_CHART_PARTS_H
#define REPORTS_CHART_PARTS_H

#include <stdbool.h>

#include "reports/chart.h"

/** Whether the axis has a place for a value. */
bool chart_fits(const struct chart_axis *axis, double value);

/** Whether any point of it can be drawn. */
bool chart_any_point(
    const struct chart *chart, const struct chart_series *series);
bool chart_any_area(const struct chart *chart, const struct chart_band *band);

/** Whether its points have ends of intervals. */
bool chart_has_ends(const struct chart_series *series);

/**
 * Append the data blocks $band0, $series0, ... and $heat of what can be drawn.
 * @return ERR_NOMEM
 */
enum err chart_put_data(struct buf *out, const struct chart *chart);

#endif
