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
	    .accepted = alert->accepted,
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

/* Lines are in the same order. */
static int
compare_alerts(const void *a, const void *b)
{
	const struct trending_alert *x = a;
	const struct trending_alert *y = b;
	int order = strcmp(x->benchmark, y->benchmark);

	if (!order)
		order = strcmp(x->metric, y->metric);
	return order ? order : strcmp(x->id, y->id);
}

static int
compare_with_line(
    const struct trending_alert *alert, const struct history_line *line)
{
	int order = strcmp(alert->benchmark, line->benchmark);

	return order ? order : strcmp(alert->metric, line->metric);
}

/* What a series' part of the known alerts is matched with. */
struct matching {
	struct trending *t;
	struct trend_series *series;
	struct trending_alert *known; /* of this line */
	size_t known_count;
	struct alert *alerts; /* one of each that is known, and looked at */
	size_t *places; /* of these in `known` */
	size_t count;
	bool *withdrawn;
	struct alert_told *told; /* one of each change */
};

static void
matching_release(struct matching *m)
{
	free(m->alerts);
	free(m->places);
	free(m->withdrawn);
	free(m->told);
}

static enum err
matching_init(struct matching *m)
{
	size_t n = m->known_count + 1;

	m->alerts = calloc(n, sizeof *m->alerts);
	m->places = calloc(n, sizeof *m->places);
	m->withdrawn = calloc(n, sizeof *m->withdrawn);
	m->told = calloc(m->series->trend->count + 1, sizeof *m->told);
	if (!m->alerts || !m->places || !m->withdrawn || !m->told)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

/* The point of the line that an alert was told of. */
static size_t
index_of(const struct matching *m, const struct trending_alert *alert)
{
	const struct history_line *line = m->series->line;
	size_t place = trending_place(m->t, alert->oid);

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

/* Drifts are found in the last epoch alone. */
static bool
is_of_present(
    const struct trending_alert *known, const struct history_line *line)
{
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];

	return strcmp(last->machine_key, known->machine_key) == 0;
}

/* Whether anything of the series was measured since the alert was told. */
static bool
is_measured_since(const struct history_line *line, int64_t told_s)
{
	for (size_t i = 0; i < line->point_count; i++)
		if (line->points[i].first_s > told_s)
			return true;
	return false;
}

/* An older commit, or the last few points of a branch, say nothing of what was
 * told of all of it. */
static bool
is_fixed(const struct matching *m, const struct trending_alert *known)
{
	int64_t told_s = known->found_s > known->resolved_s ? known->found_s
							    : known->resolved_s;

	return m->t->options.last ||
	       !is_measured_since(m->series->line, told_s);
}

static void
list_alerts(struct matching *m)
{
	const struct history_line *line = m->series->line;

	for (size_t i = 0; i < m->known_count; i++) {
		const struct trending_alert *known = &m->known[i];

		if (is_drift(known) && !is_of_present(known, line))
			continue;
		m->places[m->count] = i;
		m->alerts[m->count++] = (struct alert){
		    .is_drift = is_drift(known),
		    .index = is_drift(known) ? ALERT_NONE : index_of(m, known),
		    .ratio = known->ratio,
		    .is_over = known->resolved_s != 0,
		    .is_fixed = is_fixed(m, known),
		    .found_s = known->found_s,
		};
	}
}

/* ---- ids ---- */

/* Stable as long as the commit is: names, machine, commit and sense. */
static enum err
hash_id(const struct matching *m, const char *machine_key, const char *oid,
    const char *sense, size_t again, char *hex)
{
	const struct history_line *line = m->series->line;
	const char *const texts[] = {TRENDING_BRANCH, line->benchmark,
	    line->metric, machine_key, oid, sense};
	struct hash *hash = hash_new();

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		hash_add_text(hash, texts[i]);
	for (size_t i = 0; i < again; i++)
		hash_add_text(hash, "again");
	hash_end(hash, hex);
	hash_free(hash);
	hex[STORE_ALERT_ID_SIZE - 1] = '\0';
	return ERR_OK;
}

static bool
is_known_id(const struct matching *m, const char *id)
{
	for (size_t i = 0; i < m->known_count; i++)
		if (strcmp(m->known[i].id, id) == 0)
			return true;
	return false;
}

/* An alert that has moved keeps the id of the commit that it was told of first;
 * another change at that commit needs another. */
static const char *
make_id(const struct matching *m, const char *machine_key, const char *oid,
    double ratio)
{
	const char *sense = ratio > 1 ? "worse" : "better";
	char hex[HASH_HEX_SIZE];
	size_t again = 0;

	do {
		if (hash_id(m, machine_key, oid, sense, again++, hex))
			return NULL;
	} while (is_known_id(m, hex));
	return trending_text(m->t, "%s", hex);
}

static const char *
oid_at(const struct trending *t, const struct history_line *line, size_t index)
{
	return t->shown[line->points[index].commit].oid;
}

/* ---- states ---- */

static struct trend_alert
alert_of(const struct matching *m, const struct alert_told *told)
{
	struct trend_alert out = {.turned = told->turned};

	out.state = told->is_over  ? TREND_RESOLVED
		    : told->is_new ? TREND_NEW
				   : TREND_OPEN;
	if (told->alert != ALERT_NONE) {
		const struct trending_alert *known =
		    &m->known[m->places[told->alert]];

		out.id = known->id;
		out.found_s = known->found_s;
		out.resolved_s = known->resolved_s;
		out.was_accepted = known->accepted;
	}
	return out;
}

static enum err
set_changes(struct matching *m)
{
	struct trending *t = m->t;
	const struct history_line *line = m->series->line;
	struct trend_alert *alerts = &t->alerts[m->series->alerts - t->alerts];

	for (size_t i = 0; i < m->series->trend->count; i++) {
		const struct trend_change *change =
		    &m->series->trend->changes[i];

		alerts[i] = alert_of(m, &m->told[i]);
		if (!alerts[i].id)
			alerts[i].id =
			    make_id(m, line->epochs[change->epoch].machine_key,
				oid_at(t, line, change->index), change->ratio);
		if (!alerts[i].id)
			return ERR_NOMEM;
	}
	return ERR_OK;
}

static enum err
set_drift(struct matching *m, const struct alert_told *told)
{
	const struct history_line *line = m->series->line;
	struct trend_alert *drift = &m->series->drift;

	if (!m->series->trend->drift.found)
		return ERR_OK;
	*drift = alert_of(m, told);
	if (!drift->id)
		drift->id =
		    make_id(m, line->epochs[line->epoch_count - 1].machine_key,
			TRENDING_DRIFT_OID, m->series->trend->drift.ratio);
	return drift->id ? ERR_OK : ERR_NOMEM;
}

/* Changes and drift of one series, and the alerts of it. */
static enum err
match_series(struct trending *t, size_t series, struct trending_alert *known,
    size_t known_count)
{
	struct matching m = {
	    .t = t,
	    .series = &t->series[series],
	    .known = known,
	    .known_count = known_count,
	};
	struct alert_told drift;
	enum err err = matching_init(&m);

	if (err)
		goto out;
	list_alerts(&m);
	err = alerts_follow(m.series->line, &t->trends[series], m.alerts,
	    m.count, m.told, &drift, m.withdrawn);
	for (size_t i = 0; !err && i < m.count; i++)
		known[m.places[i]].withdrawn = m.withdrawn[i];
	if (!err)
		err = set_changes(&m);
	if (!err)
		err = set_drift(&m, &drift);
out:
	matching_release(&m);
	return err;
}

static enum err
tell_withdrawn(struct trending *t)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < t->known_count; i++) {
		const struct trending_alert *known = &t->known[i];

		if (known->withdrawn)
			err = trending_warn(t,
			    "alert %s of %s/%s (%s%.12s) is over: today's "
			    "points do not bear it out",
			    known->id, known->benchmark, known->metric,
			    is_drift(known) ? "" : "at ", known->oid);
	}
	return err;
}

static enum err
read_alerts(struct trending *t)
{
	enum err err =
	    store_alerts(t->app->store, TRENDING_BRANCH, take_alert, t);

	if (t->known_count)
		qsort(
		    t->known, t->known_count, sizeof *t->known, compare_alerts);
	return err;
}

enum err
trending_match(struct trending *t)
{
	size_t at = 0;
	enum err err = read_alerts(t);

	for (size_t i = 0; !err && i < t->line_count; i++) {
		size_t first, n = 0;

		while (at < t->known_count &&
		       compare_with_line(&t->known[at], &t->lines[i]) < 0)
			at++;
		first = at;
		while (at < t->known_count &&
		       compare_with_line(&t->known[at], &t->lines[i]) == 0) {
			at++;
			n++;
		}
		err = match_series(t, i, t->known + first, n);
	}
	return err ? err : tell_withdrawn(t);
}
