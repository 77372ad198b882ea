#include <stdlib.h>
#include <string.h>

#include "baselines/store_alert.h"
#include "runner/trending_parts.h"

/* Alerts to be entered; texts are borrowed. */
struct recording {
	struct trending *t;
	struct store_alert *alerts;
	size_t count;
};

static void
add(struct recording *r, const struct trend_series *series, size_t epoch,
    const struct trend_alert *alert, const char *oid, double ratio)
{
	const struct trending *t = r->t;
	int64_t resolved_s = 0;

	if (alert->state == TREND_RESOLVED)
		resolved_s = alert->resolved_s ? alert->resolved_s : t->now_s;
	r->alerts[r->count++] = (struct store_alert){
	    .id = alert->id,
	    .branch = TRENDING_BRANCH,
	    .benchmark = series->line->benchmark,
	    .metric = series->line->metric,
	    .machine_key = series->line->epochs[epoch].machine_key,
	    .oid = oid,
	    .ratio = ratio,
	    .found_s = alert->found_s ? alert->found_s : t->now_s,
	    .resolved_s = resolved_s,
	    .accepted = alert->state == TREND_ACKNOWLEDGED,
	};
}

static void
add_series(struct recording *r, const struct trend_series *series)
{
	const struct trend *trend = series->trend;
	const struct history_line *line = series->line;

	for (size_t i = 0; i < trend->count; i++) {
		const struct trend_change *change = &trend->changes[i];
		size_t commit = line->points[change->index].commit;

		add(r, series, change->epoch, &series->alerts[i],
		    r->t->shown[commit].oid, change->ratio);
	}
	if (trend->drift.found)
		add(r, series, line->epoch_count - 1, &series->drift,
		    TRENDING_DRIFT_OID, trend->drift.ratio);
}

/* What was told and does not hold any more. */
static void
add_over(struct recording *r)
{
	const struct trending *t = r->t;

	for (size_t i = 0; i < t->known_count; i++) {
		const struct trending_alert *known = &t->known[i];

		if (!known->withdrawn)
			continue;
		r->alerts[r->count++] = (struct store_alert){
		    .id = known->id,
		    .branch = TRENDING_BRANCH,
		    .benchmark = known->benchmark,
		    .metric = known->metric,
		    .machine_key = known->machine_key,
		    .oid = known->oid,
		    .ratio = known->ratio,
		    .found_s = known->found_s,
		    .resolved_s = t->now_s,
		};
	}
}

enum err
trending_record(struct trending *t)
{
	struct recording r = {.t = t};
	size_t most = t->known_count;
	enum err err;

	for (size_t i = 0; i < t->line_count; i++)
		most += t->trends[i].count + 1;
	r.alerts = calloc(most + 1, sizeof *r.alerts);
	if (!r.alerts)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < t->line_count; i++)
		add_series(&r, &t->series[i]);
	add_over(&r);
	err = app_open_store(t->app);
	if (!err)
		err = store_alerts_put(t->app->store, r.alerts, r.count);
	free(r.alerts);
	return err;
}
