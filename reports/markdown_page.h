/** Private to render_markdown: the page that is written, and its tables of
 *  series. */
#ifndef REPORTS_MARKDOWN_PAGE_H
#define REPORTS_MARKDOWN_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "reports/groups.h"
#include "reports/ranking.h"
#include "reports/report.h"

#define CELL_MAX 300 /* bytes of one cell, escaped */
#define REASON_MAX 1000 /* of a reason, or of one line of a log */

/* How far a page of MARKDOWN_MAX_BYTES may have grown when each part ends. The
 * parts that every page needs come first or have their room kept free behind
 * the others. */
#define KIB 1024
#define NOTABLE_END (512 * KIB)
#define PASSING_END (640 * KIB)
#define SHOWN_END (704 * KIB)
#define MEANS_END (720 * KIB)
#define Q_VALUES_END (736 * KIB)
#define UNJUDGED_END (832 * KIB)
#define LOGS_END (960 * KIB)
#define WARNINGS_END (992 * KIB)
#define PARTS_END (1004 * KIB)
#define FACTS_END (1016 * KIB)
/* No more than that is written without asking page_row_fits(). */
#define FIXED_BYTES ((size_t)8 * KIB)

/** The text is made in `out` and written once it is whole. */
struct page {
	const struct report *report;
	size_t max_bytes;
	struct ranking ranking;
	struct groups groups;
	struct buf out;
	struct buf raw; /**< foreign text before it is escaped */
	size_t mark; /**< where the row began that is being written */
};

extern const char *const page_symbols[VERDICT_COUNT];

typedef void page_escape_fn(
    struct buf *out, const char *text, size_t max_bytes);

/** Move what is in `raw` to the page. */
void page_flush(struct page *page, page_escape_fn *escape, size_t max_bytes);
void page_put_foreign(struct page *page, const char *text);
void page_row_begin(struct page *page);
/** @return whether the row may stay; else it is taken back. */
bool page_row_fits(struct page *page, size_t end);
void page_put_left_out(struct page *page, size_t rows);

/** Tables of series with their geometric means, and of q-values. */
void page_put_series(struct page *page, bool verbose);
void page_put_q_values(struct page *page);

#endif
