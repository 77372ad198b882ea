/**
 * A trend report as rows under headings, for the renderers for people: what is
 * new first. Cells are unescaped, as in columns.h.
 */
#ifndef REPORTS_TREND_ROWS_H
#define REPORTS_TREND_ROWS_H

#include "core/base/buf.h"
#include "reports/trend_report.h"

enum trend_section {
	TREND_NEW_REGRESSIONS,
	TREND_OPEN_REGRESSIONS,
	TREND_ACCEPTED,
	TREND_RESOLVED_NOW, /**< since the last run */
	TREND_NEW_IMPROVEMENTS,
	TREND_NEW_DRIFTS,
	TREND_DRIFTS, /**< told before */
	TREND_SUSPECTS,
	TREND_SPREADS, /**< whose noise changed */
	TREND_PAST, /**< told long ago: resolved, or an improvement */
	TREND_SECTION_COUNT
};

/** Its heading, "new regressions". */
const char *trend_section_title(enum trend_section section);

/** Something told of one series. */
struct trend_row {
	enum trend_section section;
	const struct trend_series *series;
	size_t change; /**< of its trend, in the sections of changes */
	size_t index; /**< point of its line that it is about */
	double ratio;
	double ratio_low; /**< NaN without an interval */
	double ratio_high;
};

struct trend_rows {
	struct trend_row *rows; /**< by section; in it the largest change first
				 */
	size_t count;
	size_t counts[TREND_SECTION_COUNT];
};

/** @return ERR_NOMEM */
enum err trend_rows_init(
    struct trend_rows *rows, const struct trend_report *report);
void trend_rows_release(struct trend_rows *rows);

/** Whether the report's readers are to see a section. */
bool trend_section_shown(const struct trend_report *report, bool verbose,
    enum trend_section section);

#define TREND_COLUMN_COUNT 6

/** A column of every section's table. */
struct trend_column {
	const char *title;
	bool right; /**< set flush right */
	void (*put)(struct buf *out, const struct trend_report *report,
	    const struct trend_row *row);
};

extern const struct trend_column trend_columns[TREND_COLUMN_COUNT];

/** A column's title where each has to have one: "remarks" for the last. */
const char *trend_column_title(size_t index);

/** "benchmark/metric"; of a table the name alone. */
void trend_name(struct buf *out, const struct history_line *line);

/** "12 series over 60 commits of main, 708 points". */
void trend_summary(struct buf *out, const struct trend_report *report);

/** The commits of a row, for a command line: the last one of the old level and
 *  the first one of the new. False where one of them is not known. */
bool trend_row_range(const struct trend_report *report,
    const struct trend_row *row, const struct trend_commit **before,
    const struct trend_commit **at);

#endif
