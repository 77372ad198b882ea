#include "reports/trend_standing.h"

#include <string.h>

#include "baselines/verdict.h"

bool
trend_is_regression(
    const struct trend_series *series, size_t change, enum trend_state state)
{
	const struct trend_change *of = &series->trend->changes[change];

	return !of->in_drift && trend_change_is_worse(of) &&
	       series->alerts[change].state == state;
}

static bool
has(const struct trend_series *series, enum trend_state state)
{
	const struct trend_drift *drift = &series->trend->drift;

	for (size_t i = 0; i < series->trend->count; i++)
		if (trend_is_regression(series, i, state))
			return true;
	return drift->found && drift->ratio > 1 && series->drift.state == state;
}

static bool
pairs_say(const struct trend_series *series, enum verdict verdict)
{
	return series->confirmed &&
	       strcmp(series->confirmed, verdict_name(verdict)) == 0;
}

/* A ratio that is not known is none to trust. */
static bool
is_suspect(const struct trend_series *series)
{
	return series->trend->suspects &&
	       !(series->trend->suspect_ratio <= 1) &&
	       !pairs_say(series, VERDICT_PASS) &&
	       !pairs_say(series, VERDICT_IMPROVED);
}

enum trend_standing
trend_standing(const struct trend_series *series)
{
	const struct history_line *line = series->line;

	if (has(series, TREND_NEW) || has(series, TREND_OPEN) ||
	    pairs_say(series, VERDICT_REGRESSED))
		return TREND_IS_WORSE;
	if (is_suspect(series))
		return TREND_IS_SUSPECT;
	if (line->epochs[line->epoch_count - 1].count < TREND_POINTS_LEAST)
		return TREND_IS_UNKNOWN;
	return has(series, TREND_ACKNOWLEDGED) ? TREND_IS_ACCEPTED
					       : TREND_IS_STEADY;
}
