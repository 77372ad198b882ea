#include "baselines/alerts.h"

static bool
is_of_epoch(const struct history_line *line, size_t epoch, size_t index)
{
	const struct history_epoch *one = &line->epochs[epoch];

	return index >= one->first && index < one->first + one->count;
}

/* Points from one to the other that were there when the alert was told;
 * ALERT_NONE where they cannot be the same. */
static size_t
distance(const struct history_line *line, const struct trend_change *change,
    const struct alert *alert)
{
	size_t low =
	    change->index < alert->index ? change->index : alert->index;
	size_t high = change->index + alert->index - low;
	size_t n = 0;

	if (alert->index == ALERT_NONE ||
	    !is_of_epoch(line, change->epoch, alert->index) ||
	    alert->worse != (change->ratio > 1))
		return ALERT_NONE;
	for (size_t i = low; i < high && n <= ALERT_SLACK; i++)
		n += line->points[i].first_s <= alert->found_s;
	return n;
}

static bool
is_taken(const size_t *out, size_t count, size_t alert)
{
	for (size_t i = 0; i < count; i++)
		if (out[i] == alert)
			return true;
	return false;
}

/* Give changes that have no alert yet those that lie `apart` points away. */
static void
match_at(size_t apart, const struct history_line *line,
    const struct trend_change *changes, size_t count,
    const struct alert *alerts, size_t alert_count, size_t *out)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; out[i] == ALERT_NONE && k < alert_count; k++)
			if (distance(line, &changes[i], &alerts[k]) == apart &&
			    !is_taken(out, count, k))
				out[i] = k;
}

void
alerts_match(const struct history_line *line,
    const struct trend_change *changes, size_t count,
    const struct alert *alerts, size_t alert_count, size_t *out)
{
	for (size_t i = 0; i < count; i++)
		out[i] = ALERT_NONE;
	for (size_t apart = 0; apart <= ALERT_SLACK; apart++)
		match_at(apart, line, changes, count, alerts, alert_count, out);
}
