/**
 * Where a change is. While fewer points follow a step than the filter looks at,
 * it takes the first of them to the old level; so a change is placed again,
 * over points that the filter altered, by their values before it. Pure
 * functions over arrays.
 */
#ifndef BASELINES_CHANGE_PLACE_H
#define BASELINES_CHANGE_PLACE_H

#include <stddef.h>

#include "baselines/shift.h"

/** A series before and after the filter. */
struct change_values {
	const double *raw;
	const double *filtered;
};

/** How far a change may move. */
struct change_reach {
	size_t points; /**< at most */
	double distance_most; /**< a longer one counts as this; 0: no move */
	size_t segment_least; /**< points a side that remain, at least */
	size_t neighbours; /**< points of a side that comes out, at most; itself
				at most SHIFT_SIDE_MAX */
};

/** A change in its place, and what it is to be described from. */
struct change_place {
	size_t at;
	size_t before_count;
	size_t after_count;
	double
	    values[2 * SHIFT_SIDE_MAX]; /**< of both sides, the filtered ones
				     but where the change has moved over them */
};

/**
 * Move the change at `index` over the altered points next to it so that the raw
 * values have the least sum of distances from the medians of the two sides;
 * where that is so twice it moves less. It moves past fewer than half of a
 * side's points, so that changes keep their order. O(neighbours).
 *
 * @param before_count points before `index` that are of its side, above 0, at
 *        most SHIFT_SIDE_MAX
 * @param after_count likewise from `index` on
 */
void change_place_init(struct change_place *place,
    const struct change_values *values, size_t index, size_t before_count,
    size_t after_count, const struct change_reach *reach);

/** Its two sides. They are valid as long as `place`. */
struct shift_sides change_place_sides(const struct change_place *place);

#endif
