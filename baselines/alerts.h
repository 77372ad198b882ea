/**
 * Alerts over nights: which of the changes that are found today were told
 * before, which are news, and which alerts are over. Pure functions over
 * arrays.
 *
 * More points can move a change by a point or two, so an earlier alert is
 * recognised within ALERT_SLACK points, in the same sense. Points that filled
 * gaps since it was told do not count: they move a change into the gap.
 *
 * What lies on an edge of what is found comes and goes from night to night. So
 * that this is told once, an alert ends on other terms than it began:
 * - A change that has no alert takes one that has no change, up to ALERT_MOVED
 *   points away, if no other change lies between and it is not more than twice
 *   as large, in logarithms: it has moved.
 * - An alert that has no change stays as it is while the points on both sides
 *   of it still differ (trend_bears_out()).
 * - A regression that was told to be over is new again where later changes
 *   leave more than twice TREND_BACK of it.
 */
#ifndef BASELINES_ALERTS_H
#define BASELINES_ALERTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/history.h"
#include "baselines/trend.h"

#define ALERT_SLACK 3
#define ALERT_MOVED 30
#define ALERT_NONE SIZE_MAX

/** An alert that was told before. */
struct alert {
	bool is_drift; /**< of the last epoch; it has no point */
	size_t index; /**< its point of the line, ALERT_NONE: it has none */
	double ratio; /**< as it was told last; above 1 is worse */
	bool is_over; /**< that was told, too */
	/** This look cannot know better: it sees only a part of what was told
	 *  from, or nothing that was measured since. What was told stays. */
	bool is_fixed;
	int64_t found_s; /**< when it was told */
};

/** What is to be told of a change, or of a drift. */
struct alert_told {
	size_t alert; /**< place of the alert it is; ALERT_NONE: of none */
	bool is_new; /**< nobody knows of it, or was told that it is over */
	bool is_over; /**< a later change brought the old level back */
	bool turned; /**< it is told now that it is new, or over */
};

/**
 * Match changes with alerts, one with one, nearest first; those that were told
 * to be over only within ALERT_SLACK.
 *
 * @param[out] out for each change the place of its alert, or ALERT_NONE
 */
void alerts_match(const struct history_line *line,
    const struct trend_change *changes, size_t count,
    const struct alert *alerts, size_t alert_count, size_t *out);

/**
 * Say what is to be told of a line tonight.
 *
 * @param[in,out] trend
 * @param alerts of this line
 * @param[out] changes one for each change
 * @param[out] drift of the drift, if one is found
 * @param[out] withdrawn for each alert whether it is to be told that it is
 *         over, since today's points do not bear it out
 * @return ERR_NOMEM
 */
enum err alerts_follow(const struct history_line *line, struct trend *trend,
    const struct alert *alerts, size_t alert_count, struct alert_told *changes,
    struct alert_told *drift, bool *withdrawn);

#endif
