#include "baselines/store_history_load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
history_rows_release(struct history_rows *rows)
{
	free(rows->commits);
	free(rows->machines);
	free(rows->sessions);
	free(rows->points);
	store_names_release(&rows->names);
	buf_release(&rows->texts);
}

static void
add_text(struct buf *texts, const char *text)
{
	buf_append(texts, text, strlen(text) + 1);
}

/* ---- commits and machines ---- */

static enum err
add_commits(struct history_rows *rows, struct sql_query *query)
{
	bool row = false;
	enum err err;

	while (!(err = sql_next(query, &row)) && row) {
		struct history_commit *commits = store_reserve(rows->commits,
		    sizeof *commits, rows->commit_count, &rows->commit_cap);

		if (!commits)
			return ERR_NOMEM;
		rows->commits = commits;
		commits[rows->commit_count++] = (struct history_commit){
		    .id = sql_i64(query, 0),
		    .texts_at = rows->texts.len,
		    .shown.time_s = sql_i64(query, 3),
		};
		add_text(&rows->texts, sql_text(query, 1));
		add_text(&rows->texts, sql_text(query, 2));
		if (buf_err(&rows->texts))
			return ERR_NOMEM;
	}
	return err;
}

static int
compare_commits(const void *a, const void *b)
{
	const struct store_history_commit *x =
	    &((const struct history_commit *)a)->shown;
	const struct store_history_commit *y =
	    &((const struct history_commit *)b)->shown;

	if (x->time_s != y->time_s)
		return x->time_s < y->time_s ? -1 : 1;
	return strcmp(x->oid, y->oid);
}

/* By date and id; one that was asked for twice is there once. All texts are
 * loaded, so they stay where they are from here on. */
static void
order_commits(struct history_rows *rows)
{
	struct history_commit *commits = rows->commits;
	size_t n = 0;

	for (size_t i = 0; i < rows->commit_count; i++) {
		struct store_history_commit *shown = &commits[i].shown;

		shown->oid = rows->texts.data + commits[i].texts_at;
		shown->subject = shown->oid + strlen(shown->oid) + 1;
	}
	if (rows->commit_count)
		qsort(commits, rows->commit_count, sizeof *commits,
		    compare_commits);
	for (size_t i = 0; i < rows->commit_count; i++)
		if (!n || commits[n - 1].id != commits[i].id)
			commits[n++] = commits[i];
	rows->commit_count = n;
}

static enum err
load_commits(
    struct history_rows *rows, const struct store_history_query *wanted)
{
	static const char all_sql[] =
	    "SELECT id, oid, subject, time_s FROM \"commit\"";
	static const char one_sql[] =
	    "SELECT id, oid, subject, time_s FROM \"commit\" WHERE oid = ?";
	struct sql_query query;
	enum err err = ERR_OK;

	if (!wanted->oid_count) {
		sql_query_begin(&query, rows->db, all_sql);
		err = add_commits(rows, &query);
		sql_query_end(&query);
	}
	for (size_t i = 0; !err && i < wanted->oid_count; i++) {
		sql_query_begin(&query, rows->db, one_sql);
		sql_bind_text(&query, wanted->oids[i]);
		err = add_commits(rows, &query);
		sql_query_end(&query);
	}
	return err;
}

static enum err
load_machines(
    struct history_rows *rows, const struct store_history_query *wanted)
{
	static const char sql[] =
	    "SELECT id, key FROM machine WHERE key = coalesce(?, key) "
	    "ORDER BY key";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, rows->db, sql);
	sql_bind_text(&query, wanted->machine_key);
	while (!(err = sql_next(&query, &row)) && row) {
		struct history_machine *machines = store_reserve(rows->machines,
		    sizeof *machines, rows->machine_count, &rows->machine_cap);

		if (!machines) {
			err = ERR_NOMEM;
			break;
		}
		rows->machines = machines;
		machines[rows->machine_count++] = (struct history_machine){
		    sql_i64(&query, 0), rows->texts.len};
		add_text(&rows->texts, sql_text(&query, 1));
	}
	sql_query_end(&query);
	return err ? err : buf_err(&rows->texts);
}

/* ---- sessions ---- */

/* A session of a machine that is not wanted is left out. */
static enum err
add_session(struct history_rows *rows, size_t commit, struct sql_query *query)
{
	struct history_session *sessions = store_reserve(rows->sessions,
	    sizeof *sessions, rows->session_count, &rows->session_cap);
	int64_t machine_id = sql_i64(query, 1);
	size_t machine = 0;

	if (!sessions)
		return ERR_NOMEM;
	rows->sessions = sessions;
	while (machine < rows->machine_count &&
	       rows->machines[machine].id != machine_id)
		machine++;
	if (machine == rows->machine_count)
		return ERR_OK;
	sessions[rows->session_count] = (struct history_session){
	    .arm_id = sql_i64(query, 0),
	    .started_s = sql_i64(query, 2),
	    .machine = (uint32_t)machine,
	    .commit = (uint32_t)commit,
	    .order = rows->session_count,
	};
	rows->session_count++;
	return ERR_OK;
}

static enum err
load_sessions_of(struct history_rows *rows,
    const struct store_history_query *wanted, size_t commit)
{
	static const char sql[] =
	    "SELECT arm.id, machine_id, started_s FROM arm "
	    "CROSS JOIN run ON run.id = run_id "
	    "WHERE commit_id = ? AND side <> ? AND status <> ? "
	    "AND (? OR NOT EXISTS"
	    " (SELECT 1 FROM share WHERE share.arm_id = arm.id)) "
	    "ORDER BY started_s, uid, side";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, rows->db, sql);
	sql_bind_i64(&query, rows->commits[commit].id);
	sql_bind_i64(&query, SIDE_CONTROL);
	sql_bind_i64(&query, STORE_RUN_OPEN);
	sql_bind_i64(&query, !wanted->without_shared);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_session(rows, commit, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

static int
compare_sessions(const void *a, const void *b)
{
	const struct history_session *x = a;
	const struct history_session *y = b;

	if (x->machine != y->machine)
		return x->machine < y->machine ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static enum err
load_sessions(
    struct history_rows *rows, const struct store_history_query *wanted)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < rows->commit_count; i++)
		err = load_sessions_of(rows, wanted, i);
	if (!err && rows->session_count)
		qsort(rows->sessions, rows->session_count,
		    sizeof *rows->sessions, compare_sessions);
	return err;
}

/* ---- points ---- */

static enum err
add_point(struct history_rows *rows, const struct history_session *session,
    struct sql_query *query)
{
	struct store_point *points = store_reserve(
	    rows->points, sizeof *points, rows->point_count, &rows->point_cap);
	int64_t series = sql_i64(query, 0);
	int64_t samples = sql_i64(query, 1);
	double value = sql_double(query, 2);
	double spread = sql_double(query, 3);
	enum err err;

	if (!points)
		return ERR_NOMEM;
	rows->points = points;
	if (samples < 1 || samples > UINT32_MAX || !isfinite(value) ||
	    value <= 0 || !isfinite(spread) || spread < 0)
		return store_damaged(rows->db, "a point that is no number");
	err = store_names_mark(&rows->names, series);
	if (err)
		return err;
	points[rows->point_count++] = (struct store_point){
	    .series = (uint32_t)series,
	    .commit = session->commit,
	    .machine = session->machine,
	    .samples = (uint32_t)samples,
	    .started_s = session->started_s,
	    .value = value,
	    .spread = spread,
	};
	return ERR_OK;
}

static enum err
load_points(struct history_rows *rows, const struct history_session *session)
{
	static const char sql[] =
	    "SELECT series_id, samples, value, spread FROM point "
	    "WHERE arm_id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, rows->db, sql);
	sql_bind_i64(&query, session->arm_id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_point(rows, session, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

enum err
history_rows_load(
    struct history_rows *rows, const struct store_history_query *query)
{
	enum err err = store_names_init(&rows->names, rows->db);

	if (!err)
		err = load_commits(rows, query);
	if (!err)
		err = load_machines(rows, query);
	if (err)
		return err;
	order_commits(rows);
	err = load_sessions(rows, query);
	for (size_t i = 0; !err && i < rows->session_count; i++)
		err = load_points(rows, &rows->sessions[i]);
	return err ? err : store_names_load(&rows->names);
}
