/**
 * Where the level of a series changed for good. Pure functions over arrays; no
 * state beyond the caller's.
 *
 * The values' logarithms go through a Hampel filter, which takes outliers to
 * the median of their neighbours, and then through PELT with squared cost: the
 * segmentation of least cost, where each change costs `penalty` x 2 sigma^2 ln
 * n, with sigma from the median of |first differences|. Then the weakest change
 * is dropped until each that is left is firm: |t| against the nearest points of
 * both sides is at least `t_least`, and the medians differ by `change_least`.
 *
 * Sources: F. R. Hampel, "The influence curve and its role in robust
 * estimation", JASA 69 (1974); R. Killick, P. Fearnhead, I. A. Eckley, "Optimal
 * detection of changepoints with a linear computational cost", JASA 107 (2012).
 */
#ifndef BASELINES_CHANGE_POINTS_H
#define BASELINES_CHANGE_POINTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

/** What makes a change. */
struct change_options {
	const char *name; /**< "k3t7" */
	double penalty;
	double t_least;
	double change_least; /**< ratio of medians minus 1, .01 for 1 % */
	size_t segment_least; /**< points of a level; at least 2 */
	size_t neighbours; /**< points a side that t is taken from, at most */
	size_t filter_half; /**< points a side that the filter looks at */
	double filter_limit; /**< robust standard deviations; 0: no filter */
};

/** All sets of options, the default first; ends with a NULL name. */
extern const struct change_options change_option_sets[];

struct change_point {
	size_t index; /**< first point of the new level */
	double shift_log; /**< ln(new level / old level), above 0 is more */
	double low_log; /**< interval of the shift at CHANGE_CONFIDENCE */
	double high_log;
	double t; /**< signed as the shift */
};

/** Confidence of a change's interval. */
#define CHANGE_CONFIDENCE 0.99

struct change_points {
	struct change_point *items; /**< in the order of their index */
	size_t count;
	double level; /**< median of the last segment, in the values' unit */
	size_t level_from; /**< first point of the last segment */
	double sigma; /**< of the noise, in logarithms */
	/** Last points of the series, at most 2, that all lie to one side of
	 *  the level by more than the filter allows: too few to be a change,
	 *  and too far for noise. */
	size_t suspects;
	double suspect_shift_log; /**< of their median against the level */
};

/**
 * Find the changes of a series.
 *
 * Values that are NaN are missing: they belong to no segment, and indices still
 * count them. Where a value is 0 or below there are no logarithms: then shifts
 * are differences divided by the median of |values|, and the words above are
 * meant of those.
 *
 * Memory is linear in n; see `make bench-history` for times.
 *
 * @param values finite or NaN; n may be 0
 * @param[out] out release it with change_points_release()
 * @return ERR_NOMEM
 */
enum err change_points_find(const double *values, size_t n,
    const struct change_options *options, struct change_points *out);
void change_points_release(struct change_points *points);

#endif
