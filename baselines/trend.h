/**
 * What a history says of a series: its level, where that changed, whether it
 * creeps, and which of the last points are suspect. Pure functions over arrays.
 *
 * Ratios are new over old, the other way round where bigger is better: above 1
 * is worse. Epochs are never compared with each other.
 */
#ifndef BASELINES_TREND_H
#define BASELINES_TREND_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/change_points.h"
#include "baselines/drift.h"
#include "baselines/history.h"
#include "core/base/err.h"

/** A regression is over once the level is back within this of the old one. */
#define TREND_BACK 0.02
/** The least change over its window that a drift is. */
#define TREND_DRIFT_LEAST 0.03

struct trend_change {
	size_t index; /**< first point of the new level, in the line */
	size_t epoch;
	double ratio; /**< of the levels; NaN where one of them is 0 or below */
	double ratio_low; /**< at CHANGE_CONFIDENCE; NaN likewise */
	double ratio_high;
	size_t back; /**< the change that brought the old level back,
			  of this line's; its own place if none has */
	/** The least that later changes of the epoch ever left of it, as a
	 *  ratio; infinite where it has none. */
	double left;
	/** Of a drift's sense, in its window, and no step of its own. */
	bool is_stair;
	bool in_drift; /**< and that drift is found */
	/** ln ratio; where values of 0 or below leave no logarithms, a scaled
	 *  difference (change_points.h). Above 0 is worse. */
	double shift;
};

/** By its ratio, or by its shift where there is none. */
bool trend_change_is_worse(const struct trend_change *change);

/** Creep over the last points of the last epoch. */
struct trend_drift {
	size_t points; /**< of the window; too few: the rest is NaN */
	double ratio; /**< over the window */
	double ratio_low; /**< at DRIFT_CONFIDENCE */
	double ratio_high;
	bool found;
	bool persists; /**< see drift.h */
};

struct trend_spread {
	bool found; /**< the noise itself changed for good */
	size_t index; /**< first point of the new noise, in the line */
	double ratio; /**< new spread over old */
};

struct trend {
	struct trend_change *changes;
	size_t count;
	double level; /**< of the last epoch, in the series' unit; NaN of an
			   epoch without a value */
	size_t level_from; /**< first point of that level, in the line */
	struct trend_drift drift;
	struct trend_spread spread;
	size_t suspects; /**< last points that are, see change_points.h */
	double suspect_ratio; /**< of them against the level before them; NaN
				   where one of the two is 0 or below */
};

/** @param[out] out release it with trend_release() @return ERR_NOMEM */
enum err trend_make(struct trend *out, const struct history_line *line,
    const struct change_options *options);
void trend_release(struct trend *trend);

/** Take a drift that persists for one that is found, with its stairs. */
void trend_hold_drift(struct trend *trend);

/** Level behind a change: the median of the points up to the next one, or the
 *  end of its epoch. O(n log n). NaN when memory ran out. */
double trend_level_at(
    const struct trend *trend, const struct history_line *line, size_t change);

/**
 * Whether a change may be at a point where none was found: the points on both
 * sides, up to the next changes of its epoch and at most SHIFT_SIDE_MAX of
 * them, differ in that sense by Moses's interval at 99 % (shift.h). O(n).
 */
bool trend_bears_out(const struct trend *trend, const struct history_line *line,
    size_t index, bool worse);

/** Points around a commit that its level is taken from, at most. */
#define TREND_AROUND 5

/**
 * How the present level compares with that around a point of the line: the
 * median of the nearest points of its epoch that lie between the same changes.
 *
 * @return NaN where the point is of another epoch than the last
 */
double trend_since(
    const struct trend *trend, const struct history_line *line, size_t index);

#endif
