/** Private to render_html: what a page shows of series. */
#ifndef REPORTS_HTML_SERIES_H
#define REPORTS_HTML_SERIES_H

#include "reports/groups.h"
#include "reports/html_sheet.h"
#include "reports/report.h"

/** Samples are drawn of all series that do not pass, and of so many more. */
#define HTML_SERIES_DRAWN 20

/** The colour of a verdict. */
enum html_tone html_verdict_tone(enum verdict verdict);

/** A table of `n` series, which ends before the page has `end` bytes. */
void html_series_table(struct html_sheet *sheet, const char *caption,
    const struct report_series *const *rows, size_t n, size_t end);

/** A table of geometric means. */
void html_series_means(
    struct html_sheet *sheet, const struct groups *groups, size_t end);

/** The rounds' samples of a series, as a picture below its name. */
void html_series_samples(
    struct html_sheet *sheet, const struct report_series *series);

#endif
