#include "baselines/alerts.h"

#include <math.h>
#include <stdlib.h>

static bool
is_of_epoch(const struct history_line *line, size_t epoch, size_t index)
{
	const struct history_epoch *one = &line->epochs[epoch];

	return index >= one->first && index < one->first + one->count;
}

static bool
is_same_sense(const struct trend_change *change, const struct alert *alert)
{
	return (alert->ratio > 1) == (change->ratio > 1);
}

/* The last point that was there when the alert was told. */
static size_t
newest_of(
    const struct history_line *line, size_t epoch, const struct alert *alert)
{
	size_t first = line->epochs[epoch].first;
	size_t i = first + line->epochs[epoch].count;

	while (i > first && line->points[i - 1].first_s > alert->found_s)
		i--;
	return i;
}

/* Points from one to the other without those that filled a gap since;
 * ALERT_NONE where they cannot be the same, and beyond ALERT_MOVED. */
static size_t
distance(const struct history_line *line, const struct trend_change *change,
    const struct alert *alert)
{
	size_t low, high, newest, n = 0;

	if (alert->is_drift || alert->index == ALERT_NONE ||
	    !is_of_epoch(line, change->epoch, alert->index) ||
	    !is_same_sense(change, alert))
		return ALERT_NONE;
	low = change->index < alert->index ? change->index : alert->index;
	high = change->index + alert->index - low;
	newest = newest_of(line, change->epoch, alert);
	for (size_t i = low; i < high && n <= ALERT_MOVED; i++)
		n += line->points[i].first_s <= alert->found_s || i >= newest;
	return n > ALERT_MOVED ? ALERT_NONE : n;
}

/* What is matched: changes on one side, alerts on the other. */
struct matching {
	const struct history_line *line;
	const struct trend_change *changes;
	size_t count;
	const struct alert *alerts;
	size_t alert_count;
	size_t *out;
};

static bool
is_taken(const struct matching *m, size_t alert)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->out[i] == alert)
			return true;
	return false;
}

static bool
is_change_between(const struct matching *m, size_t change, size_t index)
{
	size_t own = m->changes[change].index;

	for (size_t i = 0; i < m->count; i++) {
		size_t at = m->changes[i].index;

		if ((own < at && at <= index) || (index <= at && at < own))
			return true;
	}
	return false;
}

/* Whether a change that lies so far away can be the alert's. */
static bool
can_be(const struct matching *m, size_t change, size_t alert, size_t apart)
{
	const struct alert *one = &m->alerts[alert];

	if (apart <= ALERT_SLACK)
		return true;
	return !one->is_over &&
	       fabs(log(m->changes[change].ratio)) <=
		   2 * fabs(log(one->ratio)) &&
	       !is_change_between(m, change, one->index);
}

/* The nearest pair that is left and at least `apart` points apart.
 * Returns how far apart that is, ALERT_NONE without any. */
static size_t
match_nearest(const struct matching *m)
{
	size_t least = ALERT_NONE, change = 0, alert = 0;

	for (size_t i = 0; i < m->count; i++)
		for (size_t k = 0;
		     m->out[i] == ALERT_NONE && k < m->alert_count && least;
		     k++) {
			size_t apart =
			    distance(m->line, &m->changes[i], &m->alerts[k]);

			if (apart >= least || is_taken(m, k) ||
			    !can_be(m, i, k, apart))
				continue;
			least = apart;
			change = i;
			alert = k;
		}
	if (least != ALERT_NONE)
		m->out[change] = alert;
	return least;
}

void
alerts_match(const struct history_line *line,
    const struct trend_change *changes, size_t count,
    const struct alert *alerts, size_t alert_count, size_t *out)
{
	const struct matching m = {
	    line, changes, count, alerts, alert_count, out};

	for (size_t i = 0; i < count; i++)
		out[i] = ALERT_NONE;
	while (match_nearest(&m) != ALERT_NONE)
		;
}

/* ---- what is to be told ---- */

static struct alert_told
told_of(const struct alert *alerts, size_t alert, bool is_back)
{
	bool is_known = alert != ALERT_NONE;
	bool was_over = is_known && alerts[alert].is_over;
	struct alert_told told = {.alert = alert, .is_over = is_back};

	if (is_known && alerts[alert].is_fixed) {
		told.is_over = was_over;
		return told;
	}
	told.is_new = !is_back && (!is_known || was_over);
	told.turned = is_back ? is_known && !was_over : told.is_new;
	return told;
}

/* Once told to be over it has to come back further. */
static struct alert_told
told_of_change(const struct trend *trend, size_t change,
    const struct alert *alerts, size_t alert)
{
	const struct trend_change *one = &trend->changes[change];
	bool was_over = alert != ALERT_NONE && alerts[alert].is_over;

	return told_of(alerts, alert,
	    one->back != change ||
		(was_over && one->left <= 1 + 2 * TREND_BACK));
}

/* The alert of a drift of this sense. */
static size_t
find_drift(
    const struct trend *trend, const struct alert *alerts, size_t alert_count)
{
	bool worse = trend->drift.ratio > 1;

	for (size_t i = 0; i < alert_count; i++)
		if (alerts[i].is_drift && (alerts[i].ratio > 1) == worse)
			return i;
	return ALERT_NONE;
}

/* A stair of the drift that is told in its place. */
static bool
is_stair(const struct history_line *line, const struct trend *trend,
    const struct alert *alert)
{
	const struct trend_drift *drift = &trend->drift;

	return drift->found &&
	       alert->index >= line->point_count - drift->points &&
	       (alert->ratio > 1) == (drift->ratio > 1);
}

/* Whether today's points should bear it out, and do not. */
static bool
is_withdrawn(const struct history_line *line, const struct trend *trend,
    const struct alert *alert)
{
	if (alert->is_over || alert->is_fixed)
		return false;
	if (alert->is_drift)
		return true;
	return alert->index != ALERT_NONE && !is_stair(line, trend, alert) &&
	       !trend_bears_out(trend, line, alert->index, alert->ratio > 1);
}

enum err
alerts_follow(const struct history_line *line, struct trend *trend,
    const struct alert *alerts, size_t alert_count, struct alert_told *changes,
    struct alert_told *drift, bool *withdrawn)
{
	size_t drifting = find_drift(trend, alerts, alert_count);
	size_t *found = calloc(trend->count + 1, sizeof *found);

	if (!found)
		return err_fail(ERR_NOMEM, "out of memory");
	if (drifting != ALERT_NONE && !alerts[drifting].is_over &&
	    trend->drift.persists)
		trend_hold_drift(trend);
	for (size_t i = 0; i < alert_count; i++)
		withdrawn[i] = is_withdrawn(line, trend, &alerts[i]);
	alerts_match(
	    line, trend->changes, trend->count, alerts, alert_count, found);
	for (size_t i = 0; i < trend->count; i++) {
		changes[i] = told_of_change(trend, i, alerts, found[i]);
		if (found[i] != ALERT_NONE)
			withdrawn[found[i]] = false;
	}
	free(found);
	*drift = (struct alert_told){.alert = ALERT_NONE};
	if (!trend->drift.found)
		return ERR_OK;
	*drift = told_of(alerts, drifting, false);
	if (drifting != ALERT_NONE)
		withdrawn[drifting] = false;
	return ERR_OK;
}
