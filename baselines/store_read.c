#include "baselines/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_handle.h"
#include "baselines/store_names.h"

/* One arm of the commit: a session of every series it has samples of. */
struct session {
	int64_t arm_id;
	int64_t samples_arm_id; /* the same, or the one it shares them with */
	char *run_uid;
	int64_t started_s;
};

struct row {
	uint32_t series;
	uint32_t session;
	double value;
};

/* All of a commit, so that no transaction is open during the callbacks. */
struct reading {
	struct sql_db *db;
	struct session *sessions;
	size_t session_count, session_cap;
	struct row *rows;
	size_t row_count, row_cap;
	struct store_names names; /* of the series that have rows */
};

static void
reading_release(struct reading *reading)
{
	for (size_t i = 0; i < reading->session_count; i++)
		free(reading->sessions[i].run_uid);
	free(reading->sessions);
	free(reading->rows);
	store_names_release(&reading->names);
}

static enum err
add_session(struct reading *reading, struct sql_query *query)
{
	struct session *session =
	    store_reserve(reading->sessions, sizeof *reading->sessions,
		reading->session_count, &reading->session_cap);

	if (!session)
		return ERR_NOMEM;
	reading->sessions = session;
	session += reading->session_count;
	session->arm_id = sql_i64(query, 0);
	session->started_s = sql_i64(query, 2);
	session->samples_arm_id = sql_i64(query, 3);
	session->run_uid = strdup(sql_text(query, 1));
	if (!session->run_uid)
		return err_fail(ERR_NOMEM, "out of memory");
	reading->session_count++;
	return ERR_OK;
}

static enum err
load_sessions(struct reading *reading, const char *oid, const char *machine_key)
{
	static const char sql[] =
	    "SELECT arm.id, uid, started_s, coalesce(from_arm_id, arm.id) "
	    "FROM \"commit\" "
	    "JOIN arm ON commit_id = \"commit\".id "
	    "JOIN run ON run.id = run_id "
	    "JOIN machine ON machine.id = machine_id "
	    "LEFT JOIN share ON arm_id = arm.id "
	    "WHERE oid = ? AND machine.key = ? AND side <> ? AND status <> ? "
	    "ORDER BY started_s, uid, side";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	sql_bind_text(&query, oid);
	sql_bind_text(&query, machine_key);
	sql_bind_i64(&query, SIDE_CONTROL);
	sql_bind_i64(&query, STORE_RUN_OPEN);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_session(reading, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

static enum err
add_row(struct reading *reading, size_t session, int64_t series, double value)
{
	struct row *rows = store_reserve(reading->rows, sizeof *reading->rows,
	    reading->row_count, &reading->row_cap);
	enum err err;

	if (!rows)
		return ERR_NOMEM;
	reading->rows = rows;
	if (!isfinite(value) || value <= 0)
		return store_damaged(reading->db, "a sample that is no number");
	err = store_names_mark(&reading->names, series);
	if (err)
		return err;
	rows[reading->row_count++] = (struct row){
	    .series = (uint32_t)series,
	    .session = (uint32_t)session,
	    .value = value,
	};
	return ERR_OK;
}

/* Of the arm whose samples it shares a session may have some series alone:
 * those of which it has points. */
static enum err
load_rows(struct reading *reading, size_t session)
{
	static const char own_sql[] =
	    "SELECT series_id, value FROM sample WHERE arm_id = ? "
	    "ORDER BY round, series_id";
	static const char shared_sql[] =
	    "SELECT series_id, value FROM sample WHERE arm_id = ? "
	    "AND series_id IN (SELECT series_id FROM point WHERE arm_id = ?) "
	    "ORDER BY round, series_id";
	const struct session *from = &reading->sessions[session];
	bool own = from->samples_arm_id == from->arm_id;
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, own ? own_sql : shared_sql);
	sql_bind_i64(&query, from->samples_arm_id);
	if (!own)
		sql_bind_i64(&query, from->arm_id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_row(reading, session, sql_i64(&query, 0),
		    sql_double(&query, 1));
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

static enum err
load(struct reading *reading, const char *oid, const char *machine_key)
{
	enum err err = load_sessions(reading, oid, machine_key);

	if (!err)
		err = store_names_init(&reading->names, reading->db);
	for (size_t i = 0; !err && i < reading->session_count; i++)
		err = load_rows(reading, i);
	if (!err)
		err = store_names_load(&reading->names);
	return err;
}

static size_t
place_of(const struct reading *reading, size_t row)
{
	return store_names_place(&reading->names, reading->rows[row].series);
}

/* Rows come by session and round, so to put each into its series' bucket, in
 * the order they come, is all the sorting that is missing. starts[i] is where
 * bucket i starts before this, and where it ends after. */
static void
fill_buckets(const struct reading *reading, size_t *starts, double *values,
    uint32_t *sessions)
{
	for (size_t i = 0; i < reading->row_count; i++)
		starts[place_of(reading, i) + 1]++;
	for (size_t i = 1; i <= reading->names.count; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < reading->row_count; i++) {
		const struct row *row = &reading->rows[i];
		size_t at = starts[place_of(reading, i)]++;

		values[at] = row->value;
		sessions[at] = row->session;
	}
}

/* Give one series' rows, a session at a time. */
static enum err
give_series(const struct reading *reading, const struct store_name *name,
    const double *values, const uint32_t *sessions, size_t count,
    store_session_fn *fn, void *ctx)
{
	struct store_session shown = {
	    .series = name->name, .setup = name->setup};
	enum err err = ERR_OK;

	for (size_t i = 0, end; !err && i < count; i = end) {
		const struct session *session = &reading->sessions[sessions[i]];

		for (end = i; end < count && sessions[end] == sessions[i];)
			end++;
		shown.run_uid = session->run_uid;
		shown.started_s = session->started_s;
		shown.values = values + i;
		shown.count = end - i;
		err = fn(ctx, &shown);
	}
	return err;
}

static enum err
give(const struct reading *reading, store_session_fn *fn, void *ctx)
{
	/* One more of each: nothing to give is no reason for NULL. */
	size_t *ends = calloc(reading->names.count + 1, sizeof *ends);
	double *values = calloc(reading->row_count + 1, sizeof *values);
	uint32_t *sessions = calloc(reading->row_count + 1, sizeof *sessions);
	enum err err = ERR_OK;
	size_t start = 0;

	if (!ends || !values || !sessions) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	fill_buckets(reading, ends, values, sessions);
	for (size_t i = 0; !err && i < reading->names.count; i++) {
		const struct store_name *name = &reading->names.items[i];

		err = give_series(reading, name, values + start,
		    sessions + start, ends[i] - start, fn, ctx);
		start = ends[i];
	}
out:
	free(ends);
	free(values);
	free(sessions);
	return err;
}

enum err
store_sessions(struct store *store, const char *oid, const char *machine_key,
    store_session_fn *fn, void *ctx)
{
	struct reading reading = {.db = store->db};
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	err = sql_end(store->db, load(&reading, oid, machine_key));
	if (!err)
		err = give(&reading, fn, ctx);
	reading_release(&reading);
	return err;
}
