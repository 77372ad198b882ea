/**
 * Where the level of a series changed for good. Pure functions over arrays; no
 * state beyond the caller's. change_stream.h has the same for a series that
 * grows.
 *
 * The values' logarithms go through a Hampel filter, which takes outliers to
 * the median of their neighbours, and then into the segmentation of least
 * squared distances, where each change costs `penalty` x 2 sigma^2 ln n, with
 * sigma from the medians of |differences| (step_noise.h). Then the weakest
 * change is dropped until each that is left is firm: |t| against the nearest
 * points of both sides is at least `t_least`, and the medians differ by
 * `change_least`. Each is then placed on the values before the filter.
 * docs/decisions/0013 has the figures.
 *
 * Sources: F. R. Hampel, "The influence curve and its role in robust
 * estimation", JASA 69 (1974); R. Killick, P. Fearnhead, I. A. Eckley, "Optimal
 * detection of changepoints with a linear computational cost", JASA 107 (2012);
 * the search is that of segmentation.h.
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
	size_t neighbours; /**< points a side that t and the interval are taken
				from, at most; itself at most 30 */
	size_t filter_half; /**< points a side that the filter looks at, at most
				 15 */
	double filter_limit; /**< robust standard deviations; 0: no filter */
};

/** All sets of options, the default first; ends with a NULL name. */
extern const struct change_options change_option_sets[];

struct change_point {
	size_t index; /**< first point of the new level, as the values say that
			   no filter has touched */
	/** ln(new level / old level), above 0 is more: the median difference
	 *  between the nearest points of both sides. */
	double shift_log;
	/** Moses's interval of it at CHANGE_CONFIDENCE (shift.h), from filtered
	 *  values (change_place.h). It holds the true shift of independent
	 * noise in 98.9 to 99.5 % of simulated steps of 8 %; of correlated
	 * noise in fewer. */
	double low_log;
	double high_log;
	double t; /**< Welch's, signed as the shift */
};

/** Confidence of a change's interval. */
#define CHANGE_CONFIDENCE 0.99

struct change_points {
	struct change_point *items; /**< in the order of their index */
	size_t count;
	/** Median of the last segment, of its last 1024 values at most, in the
	 *  values' unit; NaN without a value. */
	double level;
	size_t level_from; /**< first point of the last segment */
	double sigma; /**< of the noise, in logarithms; NaN without a value */
	/** Last points of the series, all of them, that lie to one side of the
	 *  level by more than the filter allows: too few to be a change, and
	 *  too far for noise. At most half of the last segment. */
	size_t suspects;
	double suspect_shift_log; /**< of their mean against the level before
				     them; 0 without any */
};

/**
 * Find the changes of a series.
 *
 * Values that are NaN or infinite are missing: they belong to no segment, and
 * indices still count them. Where a value is 0 or below there are no
 * logarithms: then shifts are differences divided by the median of the |values|
 * that are not 0, and the words above are meant of those.
 *
 * Noise below a twentieth of `change_least` is taken for that, so that a
 * constant series has steps and no false ones. O(n log n) in practice, on flat
 * series too; memory is linear in n. 100,000 points take about 50 ms.
 *
 * @param values n may be 0
 * @param[out] out release it with change_points_release()
 * @return ERR_NOMEM, and then *out is untouched
 */
enum err change_points_find(const double *values, size_t n,
    const struct change_options *options, struct change_points *out);
void change_points_release(struct change_points *points);

#endif
