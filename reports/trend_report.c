#include "reports/trend_report.h"

#include <string.h>

#include "baselines/verdict.h"

const struct trend_renderer trend_renderers[] = {
    {"text", trend_render_text},
    {"markdown", trend_render_markdown},
    {"csv", trend_render_csv},
    {"json", trend_render_json},
    {"junit", trend_render_junit},
    {"openmetrics", trend_render_openmetrics},
    {"atom", trend_render_atom},
    {"badge", trend_render_badge},
    {"html", trend_render_html},
    {NULL, NULL},
};

const struct trend_renderer *
trend_renderer_find(const char *name)
{
	for (const struct trend_renderer *row = trend_renderers; row->name;
	     row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

const char *
trend_state_name(enum trend_state state)
{
	static const char *const names[] = {
	    [TREND_NEW] = "new",
	    [TREND_OPEN] = "open",
	    [TREND_ACKNOWLEDGED] = "acknowledged",
	    [TREND_RESOLVED] = "resolved",
	};

	return names[state];
}

static bool
series_alarms(const struct trend_series *series)
{
	const struct trend *trend = series->trend;

	for (size_t i = 0; i < trend->count; i++)
		if (series->alerts[i].state == TREND_NEW &&
		    trend_change_is_worse(&trend->changes[i]) &&
		    !trend->changes[i].in_drift)
			return true;
	if (trend->drift.found && trend->drift.ratio > 1 &&
	    series->drift.state == TREND_NEW)
		return true;
	return series->confirmed &&
	       strcmp(series->confirmed, verdict_name(VERDICT_REGRESSED)) == 0;
}

bool
trend_report_alarms(const struct trend_report *report)
{
	for (size_t i = 0; i < report->series_count; i++)
		if (series_alarms(&report->series[i]))
			return true;
	return false;
}
