#include <stdlib.h>
#include <string.h>

#include "baselines/alerts.h"
#include "baselines/store_alert.h"
#include "core/base/hash.h"
#include "runner/trending_parts.h"

/* ---- alerts of earlier runs ---- */

void
trending_alerts_release(struct trending *t)
{
	for (size_t i = 0; i < t->known_count; i++) {
		free(t->known[i].id);
		free(t->known[i].benchmark);
		free(t->known[i].metric);
		free(t->known[i].machine_key);
		free(t->known[i].oid);
	}
	free(t->known);
}

static enum err
take_alert(void *ctx, const struct store_alert *alert)
{
	struct trending *t = ctx;
	struct trending_alert *grown =
	    reallocarray(t->known, t->known_count + 1, sizeof *grown);
	struct trending_alert *one;

	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	t->known = grown;
	one = &grown[t->known_count++];
	*one = (struct trending_alert){
	    .id = strdup(alert->id),
	    .benchmark = strdup(alert->benchmark),
	    .metric = strdup(alert->metric),
	    .machine_key = strdup(alert->machine_key),
	    .oid = strdup(alert->oid),
	    .ratio = alert->ratio,
	    .found_s = alert->found_s,
	    .resolved_s = alert->resolved_s,
	};
	if (!one->id || !one->benchmark || !one->metric || !one->machine_key ||
	    !one->oid)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

static bool
is_drift(const struct trending_alert *alert)
{
	return strcmp(alert->oid, TRENDING_DRIFT_OID) == 0;
}

static bool
is_of_line(const struct trending_alert *alert, const struct history_line *line)
{
	return strcmp(alert->benchmark, line->benchmark) == 0 &&
	       strcmp(alert->metric, line->metric) == 0;
}

/* The point of the line that an alert was told of. */
static size_t
index_of(const struct trending *t, const struct trending_alert *alert,
    const struct history_line *line)
{
	size_t place = trending_place(t, alert->oid);

	for (size_t e = line->epoch_count; e-- > 0;) {
		const struct history_epoch *epoch = &line->epochs[e];

		if (strcmp(epoch->machine_key, alert->machine_key) != 0)
			continue;
		for (size_t i = epoch->first; i < epoch->first + epoch->count;
		     i++)
			if (line->points[i].commit == place)
				return i;
	}
	return ALERT_NONE;
}

/* ---- ids ---- */

/* Stable as long as the commit is: names, machine, commit and sense. */
static const char *
make_id(struct trending *t, const struct history_line *line,
    const char *machine_key, const char *oid, const char *sense)
{
	const char *const texts[] = {trending_branch(t), line->benchmark,
	    line->metric, machine_key, oid, sense};
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];

	if (!hash) {
		(void)err_fail(ERR_NOMEM, "out of memory");
		return NULL;
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		hash_add_text(hash, texts[i]);
	hash_end(hash, hex);
	hash_free(hash);
	return trending_text(t, "%.*s", STORE_ALERT_ID_SIZE - 1, hex);
}

static const char *
oid_at(const struct trending *t, const struct history_line *line, size_t index)
{
	return t->shown[line->points[index].commit].oid;
}

/* ---- states ---- */

/* State of a change by what was told of it. `known` is NULL for a new one. */
static void
set_state(
    struct trend_alert *alert, const struct trending_alert *known, bool is_back)
{
	alert->found_s = known ? known->found_s : 0;
	if (is_back) {
		alert->state = TREND_RESOLVED;
		alert->turned = known && !known->resolved_s;
		return;
	}
	alert->state = known && !known->resolved_s ? TREND_OPEN : TREND_NEW;
	alert->turned = alert->state == TREND_NEW;
}

static enum err
set_change(struct trending *t, const struct trend_series *series, size_t i,
    struct trending_alert *known)
{
	const struct history_line *line = series->line;
	const struct trend_change *change = &series->trend->changes[i];
	struct trend_alert *alert =
	    &t->alerts[series->alerts - t->alerts + (ptrdiff_t)i];

	set_state(alert, known, change->back != i);
	if (known) {
		known->matched = true;
		alert->id = known->id;
		return ERR_OK;
	}
	alert->id = make_id(t, line, line->epochs[change->epoch].machine_key,
	    oid_at(t, line, change->index),
	    change->ratio > 1 ? "worse" : "better");
	return alert->id ? ERR_OK : ERR_NOMEM;
}

/* Changes of one series, and the alerts of it. */
static enum err
match_series(struct trending *t, struct trend_series *series)
{
	size_t count = series->trend->count;
	size_t *found = calloc(count + 1, sizeof *found);
	struct alert *alerts = calloc(t->known_count + 1, sizeof *alerts);
	size_t *places = calloc(t->known_count + 1, sizeof *places);
	size_t n = 0;
	enum err err = ERR_OK;

	if (!found || !alerts || !places)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < t->known_count; i++) {
		const struct trending_alert *known = &t->known[i];

		if (is_drift(known) || !is_of_line(known, series->line))
			continue;
		alerts[n] = (struct alert){index_of(t, known, series->line),
		    known->ratio > 1, known->found_s};
		places[n++] = i;
	}
	if (!err)
		alerts_match(series->line, series->trend->changes, count,
		    alerts, n, found);
	for (size_t i = 0; !err && i < count; i++)
		err = set_change(t, series, i,
		    found[i] == ALERT_NONE ? NULL
					   : &t->known[places[found[i]]]);
	free(found);
	free(alerts);
	free(places);
	return err;
}

static enum err
match_drift(struct trending *t, struct trend_series *series)
{
	const struct history_line *line = series->line;
	struct trending_alert *known = NULL;

	if (!series->trend->drift.found)
		return ERR_OK;
	series->drift.id = make_id(t, line,
	    line->epochs[line->epoch_count - 1].machine_key, TRENDING_DRIFT_OID,
	    series->trend->drift.ratio > 1 ? "worse" : "better");
	if (!series->drift.id)
		return ERR_NOMEM;
	for (size_t i = 0; i < t->known_count; i++)
		if (strcmp(t->known[i].id, series->drift.id) == 0)
			known = &t->known[i];
	set_state(&series->drift, known, false);
	if (known)
		known->matched = true;
	return ERR_OK;
}

/* Drifts are found in the last epoch alone. */
static bool
is_of_present(
    const struct trending_alert *known, const struct history_line *line)
{
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];

	return strcmp(last->machine_key, known->machine_key) == 0;
}

/* A stair of the drift that is told in its place. */
static bool
is_in_drift(const struct trend_series *series,
    const struct trending_alert *known, size_t index)
{
	const struct trend_drift *drift = &series->trend->drift;

	return drift->found &&
	       index >= series->line->point_count - drift->points &&
	       (known->ratio > 1) == (drift->ratio > 1);
}

/* Whether today's points of the series should bear it out. */
static bool
is_looked_at(const struct trending *t, const struct trending_alert *known,
    const struct trend_series *series)
{
	size_t index;

	if (!is_of_line(known, series->line))
		return false;
	if (is_drift(known))
		return is_of_present(known, series->line);
	index = index_of(t, known, series->line);
	return index != ALERT_NONE && !is_in_drift(series, known, index);
}

bool
trending_is_over(const struct trending *t, const struct trending_alert *known)
{
	if (known->matched || known->resolved_s)
		return false;
	for (size_t i = 0; i < t->line_count; i++)
		if (is_looked_at(t, known, &t->series[i]))
			return true;
	return false;
}

static enum err
tell_withdrawn(struct trending *t)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < t->known_count; i++) {
		const struct trending_alert *known = &t->known[i];

		if (trending_is_over(t, known))
			err = trending_warn(t,
			    "alert %s of %s/%s (%s%.12s) is over: today's "
			    "points do not bear it out",
			    known->id, known->benchmark, known->metric,
			    is_drift(known) ? "" : "at ", known->oid);
	}
	return err;
}

enum err
trending_match(struct trending *t)
{
	enum err err =
	    store_alerts(t->app->store, trending_branch(t), take_alert, t);

	for (size_t i = 0; !err && i < t->line_count; i++) {
		err = match_series(t, &t->series[i]);
		if (!err)
			err = match_drift(t, &t->series[i]);
	}
	return err ? err : tell_withdrawn(t);
}
