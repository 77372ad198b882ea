/**
 * How far two levels of a series are apart. Pure functions over arrays.
 *
 * Sources: J. L. Hodges, E. L. Lehmann, "Estimates of location based on rank
 * tests", Annals of Mathematical Statistics 34 (1963); the interval is Moses's,
 * by inversion of the test of Mann and Whitney: M. Hollander, D. Wolfe, E.
 * Chicken, "Nonparametric Statistical Methods", 3rd ed., section 4.3.
 */
#ifndef BASELINES_SHIFT_H
#define BASELINES_SHIFT_H

#include <stddef.h>

/** Points of a side. */
#define SHIFT_SIDE_MAX 30

/** The values before a change, which may be few, and those after it. */
struct shift_sides {
	const double *before;
	size_t before_count; /**< 0 < count <= SHIFT_SIDE_MAX */
	const double *after;
	size_t after_count;
};

/**
 * Welch's t of the two means, above 0 where the later one is. The standard
 * deviation of a side is no less than .7 of the series' noise: three values are
 * close together by chance often enough.
 *
 * @param noise standard deviation in the whole series; above 0
 */
double shift_t(const struct shift_sides *sides, double noise);

/** Median after less median before. */
double shift_of_medians(const struct shift_sides *sides);

struct shift_interval {
	double shift; /**< median of all differences after - before */
	double low;
	double high;
};

/**
 * The shift and its interval at 99 %: the k-th smallest and k-th largest
 * difference, k from the null distribution of Mann and Whitney's U, exact
 * where a side has less than 8 points, else normal with continuity correction.
 * Where both sides have so few points that no difference is far enough out (3
 * and 8, 4 and 5), it is the shift +- 2.58 standard errors of the
 * means at that noise, or the extreme differences where these are wider.
 */
struct shift_interval shift_interval_of(
    const struct shift_sides *sides, double noise);

#endif
