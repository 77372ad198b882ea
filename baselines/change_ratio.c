#include "baselines/change_ratio.h"

#include <math.h>

/* From .001 a shift of 1 at a scale of .001 is twice as much. */
static double
ratio_of(const struct change_points *points, double before, double shift)
{
	double after = before + shift * points->scale;

	if (!points->linear)
		return exp(shift);
	return before > 0 && after > 0 ? after / before : NAN;
}

/* By rounding alone before + shift may be above a new level of 0. */
struct change_ratio
change_ratio_of(
    const struct change_points *points, const struct change_point *change)
{
	double before = change->before;

	if (!(before > 0 && change->after > 0))
		return (struct change_ratio){NAN, NAN, NAN};
	return (struct change_ratio){
	    .ratio = ratio_of(points, before, change->shift_log),
	    .low = ratio_of(points, before, change->low_log),
	    .high = ratio_of(points, before, change->high_log),
	};
}

double
change_ratio_of_suspects(const struct change_points *points)
{
	if (points->suspects == 0)
		return 1;
	return ratio_of(
	    points, points->suspect_before, points->suspect_shift_log);
}
