/** How a series of a trend stands, for formats that say it in a word. */
#ifndef REPORTS_TREND_STANDING_H
#define REPORTS_TREND_STANDING_H

#include <stdbool.h>
#include <stddef.h>

#include "reports/trend_report.h"

/** Worst first. */
enum trend_standing {
	TREND_IS_WORSE, /**< a regression or a drift to the worse that is new or
			     open, or suspects that pairs confirmed */
	TREND_IS_SUSPECT, /**< its last points look worse; no pairs said pass */
	TREND_IS_UNKNOWN, /**< too few points that can be compared */
	TREND_IS_ACCEPTED, /**< its regression is acknowledged */
	TREND_IS_STEADY
};

#define TREND_STANDING_COUNT (TREND_IS_STEADY + 1)

/** A level has 3 points at least (change_points.h), a change two levels: an
 *  epoch of fewer says nothing. */
#define TREND_POINTS_LEAST 6

enum trend_standing trend_standing(const struct trend_series *series);

/** Whether a change is a regression in this state, and no part of a drift. */
bool trend_is_regression(
    const struct trend_series *series, size_t change, enum trend_state state);

#endif
