/** Sparklines: values as a row of characters, for terminals and logs. */
#ifndef REPORTS_SPARK_H
#define REPORTS_SPARK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"

/**
 * Append `width` characters for `count` values from 0 up: each is the sum of
 * its share of the values (with fewer values than characters, one character a
 * value), drawn against the largest of them. A value above 0 is never blank,
 * so that nothing is hidden.
 *
 * @param unicode eighths of a block, U+2581 to U+2588; else " .:-=+*#%@"
 */
void spark_append(struct buf *out, const double *values, size_t count,
    size_t width, bool unicode);

#endif
