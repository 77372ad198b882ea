/**
 * Alerts over nights: which of the changes that are found today were told
 * before. Pure functions over arrays.
 *
 * More points can move a change by a point or two, so an earlier alert is
 * recognised within ALERT_SLACK points, in the same sense. Points that were
 * measured since it was told do not count: those that fill a gap move a change
 * into it.
 */
#ifndef BASELINES_ALERTS_H
#define BASELINES_ALERTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/history.h"
#include "baselines/trend.h"

#define ALERT_SLACK 3
#define ALERT_NONE SIZE_MAX

/** An alert that was told before. */
struct alert {
	size_t index; /**< its point of the line, ALERT_NONE: it has none */
	bool worse;
	int64_t found_s; /**< when it was told */
};

/**
 * Match changes with alerts, one with one, nearest first.
 *
 * @param[out] out for each change the place of its alert, or ALERT_NONE
 */
void alerts_match(const struct history_line *line,
    const struct trend_change *changes, size_t count,
    const struct alert *alerts, size_t alert_count, size_t *out);

#endif
