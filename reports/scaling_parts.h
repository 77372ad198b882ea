/**
 * What the renderers of a scaling report share. What is appended is unescaped,
 * as in columns.h. Internal to reports/scaling_*.c.
 */
#ifndef REPORTS_SCALING_PARTS_H
#define REPORTS_SCALING_PARTS_H

#include "core/base/buf.h"
#include "reports/scaling_report.h"

struct scaling_column {
	const char *title;
	bool right; /**< set flush right */
	void (*put)(struct buf *out, const struct scaling_family *family);
};

#define SCALING_COLUMN_COUNT 8

extern const struct scaling_column scaling_columns[SCALING_COLUMN_COUNT];

/** Whether a column has anything to say where there is no base. */
bool scaling_column_shown(
    const struct scaling_report *report, const struct scaling_column *column);

/** "regressed (dcd657404715 → 31ab2510a1f3)" */
void scaling_headline(struct buf *out, const struct scaling_report *report);

/** What is to be said of a family below the table.
 *  @return whether anything was appended */
bool scaling_note(struct buf *out, const struct scaling_report *report,
    const struct scaling_family *family);

/** "parse/real_time: missing: the head has not got it" */
void scaling_put_unjudged(
    struct buf *out, const struct scaling_unjudged *unjudged);

/** "20 rounds, seed 7, tolerance 10 %, 3 series belong to no family" */
void scaling_effort(struct buf *out, const struct scaling_report *report);

/** "head: O(n log n), exponent 1.12, off by 2 %": a law for the
 *  key of a chart. */
void scaling_law(
    struct buf *out, const char *side, const struct scaling_side *of);

/** What a law comes to at size n, in the family's unit. */
double scaling_law_value(
    const struct growth_fit *fit, enum direction direction, double n);

/** Write all of a page. */
enum err scaling_write(const struct buf *page, FILE *file);

#endif
