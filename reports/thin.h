/** Leaving out points that a picture has no room for. */
#ifndef REPORTS_THIN_H
#define REPORTS_THIN_H

#include <stdbool.h>
#include <stddef.h>

/** The pixel columns that points fall into. */
struct thin_axis {
	double low; /**< left end of the first column */
	double high; /**< right end of the last; above low */
	size_t columns; /**< at least 1 */
	bool logarithmic; /**< then low is above 0 */
};

/** Most indices that thin_points() keeps of points in ascending order of x:
 *  two a column, those beyond either end, first and last, a gap between any
 *  two columns. */
#define THIN_KEPT_MAX(columns) (3 * ((columns) + 2) + 2)

/**
 * Choose the points that are drawn: of each column the one with the least and
 * the one with the largest y, in their order, and the first and last of all. A
 * point without a finite x or y is a gap; one is kept where gaps lie between
 * two columns, none inside a column, which is narrower than can be seen.
 *
 * Where x falls back, a column is begun anew: nothing is lost then, and less is
 * left out. O(n).
 *
 * @param[out] kept room for `count` indices, ascending
 * @return how many there are
 */
size_t thin_points(const double *x, const double *y, size_t count,
    const struct thin_axis *axis, size_t *kept);

/** The column of a finite x, 1 to `columns`; 0 and columns + 1 lie beyond. */
size_t thin_column(const struct thin_axis *axis, double x);

#endif
