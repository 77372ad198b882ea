/**
 * The columns of the table of series, shared by the renderers for people. Cells
 * are unescaped: names and units are foreign, each renderer escapes what it
 * gets for its own place.
 */
#ifndef REPORTS_COLUMNS_H
#define REPORTS_COLUMNS_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "reports/report.h"

#define COLUMN_COUNT 8

enum column_id {
	COLUMN_NAME,
	COLUMN_BASE,
	COLUMN_HEAD,
	COLUMN_CHANGE,
	COLUMN_INTERVAL,
	COLUMN_TOLERANCE,
	COLUMN_ROUNDS,
	COLUMN_VERDICT
};

struct column {
	const char *title;
	const char *brief; /**< the same where columns stand side by side */
	bool right; /**< set flush right */
	void (*put)(struct buf *out, const struct report_series *series);
};

extern const struct column columns[COLUMN_COUNT];

/** A cell where columns stand side by side: "41.20 ns ±0.4%", "+26.0%". */
void columns_put_brief(
    struct buf *out, enum column_id id, const struct report_series *series);

/** A ratio as the column of changes shows it there. */
void columns_put_brief_change(struct buf *out, double ratio);

#endif
