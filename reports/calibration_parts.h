/** What the forms of a calibration share. Internal to reports/calibration_*. */
#ifndef REPORTS_CALIBRATION_PARTS_H
#define REPORTS_CALIBRATION_PARTS_H

#include "core/base/buf.h"
#include "reports/calibration_report.h"

/* Of a report with at least one series. */

/** The series with the largest spread. */
size_t calibration_noisiest(const struct calibration_report *report);

/** One whose spread is a median one. */
size_t calibration_typical(const struct calibration_report *report);

/** Append the suggestion: lines for tidemark.yml with their reasons. */
void calibration_put_suggestion(
    struct buf *out, const struct calibration_report *report);

#endif
