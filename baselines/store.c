#include "baselines/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_handle.h"
#include "baselines/store_schema.h"

enum err
store_open(struct store **out, const char *path, enum store_mode mode)
{
	enum sql_mode way = mode == STORE_READ ? SQL_READ : SQL_READ_WRITE;
	struct store *store = calloc(1, sizeof *store);
	enum err err;

	if (!store)
		return err_fail(ERR_NOMEM, "out of memory");
	store->series = store_series_new();
	if (!store->series) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	err = sql_open(&store->db, path, way);
	if (!err)
		err = store_schema_ensure(store->db, way);
	if (err)
		goto out;
	*out = store;
	store = NULL;
out:
	store_close(store);
	return err;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	sql_close(store->db);
	store_series_free(store->series);
	free(store);
}

/* Id of the row that a text names, for tables of which that is all. */
static enum err
intern_machine(struct sql_db *db, const char *key, int64_t *out_id)
{
	static const char insert_sql[] =
	    "INSERT INTO machine (key) VALUES (?) ON CONFLICT DO NOTHING";
	static const char select_sql[] = "SELECT id FROM machine WHERE key = ?";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, db, insert_sql);
	sql_bind_text(&query, key);
	err = sql_run(&query);
	if (err)
		return err;
	sql_query_begin(&query, db, select_sql);
	sql_bind_text(&query, key);
	return sql_run_i64(&query, out_id, NULL);
}

/* A commit is its id: what an earlier run said of it stays. */
enum err
store_commit_id(struct sql_db *db, const struct store_arm *arm, int64_t *out_id)
{
	static const char insert_sql[] =
	    "INSERT INTO \"commit\" (oid, subject, time_s) VALUES (?, ?, ?) "
	    "ON CONFLICT DO NOTHING";
	static const char select_sql[] =
	    "SELECT id FROM \"commit\" WHERE oid = ?";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, db, insert_sql);
	sql_bind_text(&query, arm->oid);
	sql_bind_text(&query, arm->subject);
	sql_bind_i64(&query, arm->time_s);
	err = sql_run(&query);
	if (err)
		return err;
	sql_query_begin(&query, db, select_sql);
	sql_bind_text(&query, arm->oid);
	return sql_run_i64(&query, out_id, NULL);
}

static enum err
insert_run(struct sql_db *db, const struct store_run *run, int64_t *out_id)
{
	static const char sql[] =
	    "INSERT INTO run (uid, kind, machine_id, provenance, config_from, "
	    "version, started_s, seed, status) VALUES (?, ?, ?, ?, ?, ?, ?, "
	    "?, ?)";
	struct sql_query query;
	int64_t machine_id = 0;
	enum err err = intern_machine(db, run->machine_key, &machine_id);

	if (err)
		return err;
	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, run->uid);
	sql_bind_text(&query, run->kind);
	sql_bind_i64(&query, machine_id);
	sql_bind_text(&query, run->provenance);
	sql_bind_text(&query, run->config_from);
	sql_bind_text(&query, run->version);
	sql_bind_i64(&query, run->started_s);
	sql_bind_i64(&query, (int64_t)run->seed);
	sql_bind_i64(&query, STORE_RUN_OPEN);
	err = sql_run(&query);
	if (!err)
		*out_id = sql_last_id(db);
	return err;
}

static enum err
insert_arm(struct sql_db *db, int64_t run_id, const struct store_arm *arm)
{
	static const char sql[] =
	    "INSERT INTO arm (run_id, side, commit_id, build_key) "
	    "VALUES (?, ?, ?, ?)";
	struct sql_query query;
	int64_t commit_id = 0;
	enum err err = store_commit_id(db, arm, &commit_id);

	if (err)
		return err;
	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, run_id);
	sql_bind_i64(&query, arm->side);
	sql_bind_i64(&query, commit_id);
	sql_bind_text(&query, arm->build_key);
	return sql_run(&query);
}

/* Whether the run is there, and whether it is this one. */
static enum err
compare_run(struct sql_db *db, const struct store_run *run, int64_t *out_id,
    bool *out_found, bool *out_same)
{
	static const char sql[] =
	    "SELECT run.id, kind, machine.key, provenance, config_from, "
	    "version, started_s, seed FROM run "
	    "JOIN machine ON machine.id = machine_id WHERE uid = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, run->uid);
	err = sql_next(&query, &row);
	if (!err)
		*out_found = row;
	if (!err && row) {
		*out_id = sql_i64(&query, 0);
		*out_same =
		    strcmp(sql_text(&query, 1), run->kind) == 0 &&
		    strcmp(sql_text(&query, 2), run->machine_key) == 0 &&
		    strcmp(sql_text(&query, 3), run->provenance) == 0 &&
		    strcmp(sql_text(&query, 4), run->config_from) == 0 &&
		    strcmp(sql_text(&query, 5), run->version) == 0 &&
		    sql_i64(&query, 6) == run->started_s &&
		    (uint64_t)sql_i64(&query, 7) == run->seed;
	}
	sql_query_end(&query);
	return err;
}

static bool
has_arm(const struct store_run *run, int64_t side, const char *oid,
    const char *build_key)
{
	for (size_t i = 0; i < run->arm_count; i++) {
		const struct store_arm *arm = &run->arms[i];

		if ((int64_t)arm->side == side)
			return strcmp(arm->oid, oid) == 0 &&
			       strcmp(arm->build_key, build_key) == 0;
	}
	return false;
}

static enum err
compare_arms(struct sql_db *db, const struct store_run *run, int64_t run_id,
    bool *out_same)
{
	static const char sql[] =
	    "SELECT side, oid, build_key FROM arm "
	    "JOIN \"commit\" ON \"commit\".id = commit_id WHERE run_id = ?";
	struct sql_query query;
	size_t count = 0;
	bool row = false, same = true;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, run_id);
	while (!(err = sql_next(&query, &row)) && row) {
		same = same && has_arm(run, sql_i64(&query, 0),
				   sql_text(&query, 1), sql_text(&query, 2));
		count++;
	}
	sql_query_end(&query);
	if (!err)
		*out_same = same && count == run->arm_count;
	return err;
}

static enum err
begin_run(struct sql_db *db, const struct store_run *run)
{
	bool found = false, same = false;
	int64_t id = 0;
	enum err err = compare_run(db, run, &id, &found, &same);

	if (!err && found && same)
		err = compare_arms(db, run, id, &same);
	if (err)
		return err;
	if (found && !same)
		return err_fail(ERR_CONFLICT,
		    "%s: run %.*s is there already with other content",
		    sql_path(db), STORE_SHOWN_MAX, run->uid);
	if (found)
		return ERR_OK;
	err = insert_run(db, run, &id);
	for (size_t i = 0; !err && i < run->arm_count; i++)
		err = insert_arm(db, id, &run->arms[i]);
	return err;
}

enum err
store_run_begin(struct store *store, const struct store_run *run)
{
	enum err err;

	assert(run->arm_count >= 1 && run->arm_count <= SIDE_COUNT);
	for (size_t i = 1; i < run->arm_count; i++)
		for (size_t j = 0; j < i; j++)
			assert(run->arms[i].side != run->arms[j].side);
	err = sql_begin(store->db, SQL_READ_WRITE);
	if (err)
		return err;
	return sql_end(store->db, begin_run(store->db, run));
}

enum err
store_build_put(struct store *store, const struct store_build *build)
{
	static const char sql[] =
	    "INSERT INTO build (key, oid, started_s, duration_ns, succeeded) "
	    "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
	struct sql_query query;
	enum err err = sql_begin(store->db, SQL_READ_WRITE);

	if (err)
		return err;
	sql_query_begin(&query, store->db, sql);
	sql_bind_text(&query, build->key);
	sql_bind_text(&query, build->oid);
	sql_bind_i64(&query, build->started_s);
	sql_bind_i64(&query, build->duration_ns);
	sql_bind_i64(&query, build->succeeded);
	return sql_end(store->db, sql_run(&query));
}

/* CROSS JOIN keeps the order: from the commit's few arms to their points, which
 * a complete run has of every series that it has samples of, a control's left
 * out, a shared run of what it shares, and a bisection's run none. */
enum err
store_has(struct store *store, const char *oid, const char *machine_key,
    const char *setup, bool *out)
{
	static const char sql[] =
	    "SELECT EXISTS (SELECT 1 FROM \"commit\" "
	    "CROSS JOIN arm ON commit_id = \"commit\".id "
	    "CROSS JOIN run ON run.id = run_id "
	    "CROSS JOIN machine ON machine.id = machine_id "
	    "CROSS JOIN point ON arm_id = arm.id "
	    "CROSS JOIN series ON series.id = series_id "
	    "WHERE oid = ? AND machine.key = ? AND setup = ? AND status = ?)";
	struct sql_query query;
	int64_t has = 0;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	sql_bind_text(&query, oid);
	sql_bind_text(&query, machine_key);
	sql_bind_text(&query, setup);
	sql_bind_i64(&query, STORE_RUN_COMPLETE);
	err = sql_run_i64(&query, &has, NULL);
	if (!err)
		*out = has != 0;
	return err;
}

enum err
store_build_latest(struct store *store, const char *key,
    int64_t *out_duration_ns, bool *out_succeeded)
{
	static const char sql[] =
	    "SELECT duration_ns, succeeded FROM build WHERE key = ? "
	    "ORDER BY started_s DESC, id DESC LIMIT 1";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	sql_bind_text(&query, key);
	err = sql_next(&query, &row);
	if (!err && row) {
		*out_duration_ns = sql_i64(&query, 0);
		*out_succeeded = sql_i64(&query, 1) != 0;
	}
	sql_query_end(&query);
	if (!err && !row)
		err = err_fail(ERR_NOTFOUND, "%s: no build %.*s",
		    sql_path(store->db), STORE_SHOWN_MAX, key);
	return err;
}

enum err
store_build_times(
    struct store *store, int64_t *out_ns, size_t cap, size_t *count)
{
	static const char sql[] =
	    "SELECT duration_ns FROM build WHERE succeeded "
	    "ORDER BY started_s DESC, id DESC LIMIT ?";
	struct sql_query query;
	bool row = false;
	size_t n = 0;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	sql_bind_i64(&query, (int64_t)cap);
	while (!(err = sql_next(&query, &row)) && row && n < cap)
		out_ns[n++] = sql_i64(&query, 0);
	sql_query_end(&query);
	if (!err)
		*count = n;
	return err;
}

enum err
store_count(struct store *store, struct store_counts *out)
{
	static const char sql[] =
	    "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM arm), "
	    "(SELECT count(*) FROM series), (SELECT count(*) FROM sample)";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	err = sql_next(&query, &row);
	if (!err && row)
		*out = (struct store_counts){
		    .runs = sql_i64(&query, 0),
		    .arms = sql_i64(&query, 1),
		    .series = sql_i64(&query, 2),
		    .samples = sql_i64(&query, 3),
		};
	sql_query_end(&query);
	return err;
}
