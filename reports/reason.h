/**
 * Reasons of several lines, as a failed build gives them: the first line says
 * what happened, the others are the end of a log.
 */
#ifndef REPORTS_REASON_H
#define REPORTS_REASON_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"

/** Lines of a log that are shown at most; the last ones. */
#define REASON_LINES 20

struct reason {
	const char *rest; /**< the next line to give; "" behind the last */
	size_t skipped; /**< lines between the first and `rest` */
};

/**
 * Append the first line of `text` to `out` and find the lines of the log that
 * are to be shown. Newlines at the end are no lines.
 */
void reason_first(struct reason *reason, const char *text, struct buf *out);

/** Append the next line, tabs as spaces. @return false when there is none. */
bool reason_next(struct reason *reason, struct buf *out);

#endif
