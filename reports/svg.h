/** Small pictures inside of HTML pages, in plain SVG elements: no file, no
 *  script, drawn by the browser. Their style is that of the pages. */
#ifndef REPORTS_SVG_H
#define REPORTS_SVG_H

#include <stddef.h>

#include "core/base/buf.h"

/** Points of a sparkline; of more the last ones are drawn. */
#define SVG_SPARK_POINTS 30
/** Dots of a row of a strip; of more as many are picked evenly. */
#define SVG_STRIP_DOTS 200

/**
 * Append a line of the last of `count` values, which are finite. Assistive
 * programs pass over it: the values stand beside it.
 *
 * @param value gives value `index` of `values`
 */
void svg_spark(struct buf *out, const void *values, size_t count,
    double value(const void *values, size_t index));

struct svg_strip_row {
	const char *label; /**< foreign; short */
	const double *values;
	size_t count;
};

/** Append rows of values, each a dot, on one scale. Values that are not finite
 *  are left out. @param alt what is said instead of the picture; foreign */
void svg_strip(struct buf *out, const struct svg_strip_row *rows, size_t count,
    const char *alt);

#endif
