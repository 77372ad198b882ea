#include "baselines/difference.h"

#include <assert.h>
#include <math.h>

#define ROUNDS_MAX 1024

struct difference
difference_of(
    enum direction direction, double base, double head, const double *control)
{
	struct difference difference = {
	    series_log_ratio(direction, base, head), 0};

	if (!control)
		return difference;
	difference.gap = series_log_ratio(direction, *control, base);
	difference.d += difference.gap / 2;
	return difference;
}

/* Bigger is better: 100 a second less 20 are 80, a ratio of 100/80 = 1.25. */
double
difference_tolerance(
    enum direction direction, double base, double tolerance, double min_effect)
{
	double effect = min_effect / base;

	if (direction == DIRECTION_BIGGER)
		effect = effect < 1 ? effect / (1 - effect) : INFINITY;
	return fmax(tolerance, effect);
}

/* 10 % and 30 of 100: L_i - L = ln(1.3 / 1.1) = .167. Head 135 gives ln 1.35 -
 * .167 = .133, above L = .0953; head 125 gives .056, below it. */
void
difference_allow(struct difference *difference, enum direction direction,
    double base, const double *control, double tolerance, double min_effect)
{
	double value = control ? sqrt(base) * sqrt(*control) : base;
	double allowed =
	    difference_tolerance(direction, value, tolerance, min_effect);

	if (isinf(allowed))
		difference->d = DIFFERENCE_NEVER;
	else
		difference->d -= log1p(allowed) - log1p(tolerance);
}

/* Worked: base 110, control 100, head 121 give d = ln(121 / 104.88) and gap =
 * ln 1.1. If that gap is an outlier among gaps around 0, control alone counts:
 * d + gap / 2 = ln(121 / 100). With base 100 and control 110 the gap is -ln 1.1
 * and base counts: half of the gap's size is added again. Gaps around a median
 * m come from builds that differ: the other one of an outlier is m / 2 off the
 * mean, which leaves half of the distance from m. */
void
differences_sharpen(const struct difference *differences, size_t n, double *out)
{
	double gaps[ROUNDS_MAX];
	double limit, centre;
	size_t disagreeing = 0;

	assert(n > 0 && n <= ROUNDS_MAX);
	for (size_t i = 0; i < n; i++)
		gaps[i] = differences[i].gap;
	limit = DIFFERENCE_DISAGREE_SD * mad_sd(gaps, n);
	centre = median_in_place(gaps, n);
	for (size_t i = 0; i < n; i++)
		disagreeing += fabs(differences[i].gap - centre) > limit;
	if (disagreeing * DIFFERENCE_DISAGREE_SHARE > n)
		limit = INFINITY;
	for (size_t i = 0; i < n; i++) {
		double distance = fabs(differences[i].gap - centre);

		out[i] =
		    differences[i].d + (distance > limit ? distance / 2 : 0);
	}
}
