/**
 * How many times the old level a new one is, where that can be said. Pure
 * functions.
 */
#ifndef BASELINES_CHANGE_RATIO_H
#define BASELINES_CHANGE_RATIO_H

#include "baselines/change_points.h"

struct change_ratio {
	double ratio;
	double low; /**< at CHANGE_CONFIDENCE */
	double high;
};

/** Of a change of these, new level over old. All NaN where one of the two
 *  levels is 0 or below; an end of the interval alone where it stands for such
 *  a level. */
struct change_ratio change_ratio_of(
    const struct change_points *points, const struct change_point *change);

/** Of the suspects over the level before them; 1 without any, NaN where one of
 *  the two is 0 or below. */
double change_ratio_of_suspects(const struct change_points *points);

#endif
