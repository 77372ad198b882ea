/** Private to render_text: the sheet that is written, and its tables. */
#ifndef REPORTS_TEXT_SHEET_H
#define REPORTS_TEXT_SHEET_H

#include <stddef.h>

#include "core/base/buf.h"
#include "reports/columns.h"
#include "reports/groups.h"
#include "reports/ranking.h"
#include "reports/render_options.h"
#include "reports/report.h"

/** The text is made in `page` and written once it is whole. */
struct sheet {
	const struct report *report;
	const struct render_options *options;
	struct ranking ranking;
	struct groups groups;
	const char *metric; /**< that all rows of the table have, or NULL */
	struct buf page;
	struct buf raw; /**< foreign text before it is escaped */
	struct buf cell; /**< and one cell after that */
	size_t widths[COLUMN_COUNT];
	size_t name_max; /**< columns of a name that the terminal allows */
};

/** Move what is in `raw` to `out`, escaped. */
void sheet_flush(struct sheet *sheet, struct buf *out);
void sheet_put_foreign(struct sheet *sheet, const char *text);
void sheet_put_verdict(struct sheet *sheet, enum verdict verdict);

/** A table of `n` series, below a blank line. */
void sheet_put_table(
    struct sheet *sheet, const struct report_series *const *rows, size_t n);

/** Rows for the geometric means, in the columns of the last table. */
void sheet_put_means(struct sheet *sheet);

#endif
