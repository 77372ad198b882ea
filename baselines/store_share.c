#include "baselines/store_share.h"

#include <assert.h>
#include <stdio.h>

#include "baselines/store_handle.h"

/* ---- finding ---- */

/* Points that an arm has of a setup. */
static enum err
count_points(struct sql_db *db, int64_t arm_id, const char *setup, int64_t *out)
{
	static const char sql[] =
	    "SELECT count(*) FROM point JOIN series ON series.id = series_id "
	    "WHERE arm_id = ? AND setup = ?";
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, arm_id);
	sql_bind_text(&query, setup);
	return sql_run_i64(&query, out, NULL);
}

static enum err
has_setups(struct sql_db *db, int64_t arm_id, const struct store_wanted *wanted,
    bool *out)
{
	enum err err = ERR_OK;

	*out = true;
	for (size_t i = 0; !err && *out && i < wanted->setup_count; i++) {
		int64_t count = 0;

		err = count_points(db, arm_id, wanted->setups[i], &count);
		*out = count > 0;
	}
	return err;
}

static void
take_origin(struct sql_query *query, struct store_origin *out)
{
	snprintf(out->run_uid, sizeof out->run_uid, "%s", sql_text(query, 1));
	out->side = (enum side)sql_i64(query, 2);
	snprintf(out->oid, sizeof out->oid, "%s", sql_text(query, 3));
}

/* A bisection's run has no points, so it has no setup either. */
static enum err
find(struct sql_db *db, const struct store_wanted *wanted, const char *oid,
    struct store_origin *out, bool *found)
{
	static const char sql[] =
	    "SELECT arm.id, uid, side, oid FROM arm "
	    "JOIN run ON run.id = run_id "
	    "JOIN machine ON machine.id = machine_id "
	    "JOIN \"commit\" ON \"commit\".id = commit_id "
	    "WHERE build_key = ? AND machine.key = ? AND oid <> ? "
	    "AND status = ? AND side <> ? "
	    "AND NOT EXISTS (SELECT 1 FROM share WHERE arm_id = arm.id) "
	    "ORDER BY started_s DESC, uid, side";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, wanted->build_key);
	sql_bind_text(&query, wanted->machine_key);
	sql_bind_text(&query, oid);
	sql_bind_i64(&query, STORE_RUN_COMPLETE);
	sql_bind_i64(&query, SIDE_CONTROL);
	while (!(err = sql_next(&query, &row)) && row && !*found) {
		err = has_setups(db, sql_i64(&query, 0), wanted, found);
		if (err)
			break;
		if (*found)
			take_origin(&query, out);
	}
	sql_query_end(&query);
	return err;
}

enum err
store_origin_find(struct store *store, const struct store_wanted *wanted,
    const char *oid, struct store_origin *out)
{
	struct store_origin origin;
	bool found = false;
	enum err err = sql_begin(store->db, SQL_READ);

	assert(wanted->setup_count);
	if (err)
		return err;
	err = sql_end(store->db, find(store->db, wanted, oid, &origin, &found));
	if (!err && !found)
		err = err_fail(ERR_NOTFOUND, "%s: nobody measured build %.*s",
		    sql_path(store->db), STORE_SHOWN_MAX, wanted->build_key);
	if (!err)
		*out = origin;
	return err;
}

/* ---- sharing ---- */

/* The two arms while one gets its points from the other. */
struct sharing {
	struct sql_db *db;
	const char *uid;
	const struct store_arm *arm;
	const struct store_origin *origin;
	const struct store_wanted *wanted;
	int64_t commit_id;
	int64_t from_arm_id;
	int64_t arm_id;
};

static enum err
load_origin(struct sharing *s)
{
	static const char sql[] =
	    "SELECT arm.id FROM run JOIN arm ON run_id = run.id "
	    "WHERE uid = ? AND side = ? AND side <> ? AND status = ?";
	struct sql_query query;
	bool found = false;
	bool complete = false;
	enum err err;

	sql_query_begin(&query, s->db, sql);
	sql_bind_text(&query, s->origin->run_uid);
	sql_bind_i64(&query, s->origin->side);
	sql_bind_i64(&query, SIDE_CONTROL);
	sql_bind_i64(&query, STORE_RUN_COMPLETE);
	err = sql_run_i64(&query, &s->from_arm_id, &found);
	if (!err && found)
		err = has_setups(s->db, s->from_arm_id, s->wanted, &complete);
	if (!err && !complete)
		err = err_fail(ERR_NOTFOUND,
		    "%s: run %.*s has no samples to be shared", sql_path(s->db),
		    STORE_SHOWN_MAX, s->origin->run_uid);
	return err;
}

static enum err
insert_run(const struct sharing *s, bool *out_added)
{
	static const char sql[] =
	    "INSERT INTO run (uid, kind, machine_id, provenance, config_from, "
	    "version, started_s, seed, status) "
	    "SELECT ?, ?, machine_id, provenance, config_from, version, "
	    "started_s, seed, status FROM run WHERE uid = ? "
	    "ON CONFLICT DO NOTHING";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, s->db, sql);
	sql_bind_text(&query, s->uid);
	sql_bind_text(&query, STORE_KIND_SHARED);
	sql_bind_text(&query, s->origin->run_uid);
	err = sql_run(&query);
	if (!err)
		*out_added = sql_changed(s->db);
	return err;
}

static enum err
insert_arm(struct sharing *s)
{
	static const char arm_sql[] =
	    "INSERT INTO arm (run_id, side, commit_id, build_key) "
	    "SELECT id, ?, ?, ? FROM run WHERE uid = ?";
	static const char share_sql[] =
	    "INSERT INTO share (arm_id, from_arm_id) VALUES (?, ?)";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, s->db, arm_sql);
	sql_bind_i64(&query, s->arm->side);
	sql_bind_i64(&query, s->commit_id);
	sql_bind_text(&query, s->arm->build_key);
	sql_bind_text(&query, s->uid);
	err = sql_run(&query);
	if (err)
		return err;
	s->arm_id = sql_last_id(s->db);
	sql_query_begin(&query, s->db, share_sql);
	sql_bind_i64(&query, s->arm_id);
	sql_bind_i64(&query, s->from_arm_id);
	return sql_run(&query);
}

static enum err
copy_points(const struct sharing *s, const char *setup)
{
	static const char sql[] =
	    "INSERT INTO point (arm_id, series_id, samples, value, spread) "
	    "SELECT ?, series_id, samples, value, spread FROM point "
	    "JOIN series ON series.id = series_id "
	    "WHERE arm_id = ? AND setup = ?";
	struct sql_query query;

	sql_query_begin(&query, s->db, sql);
	sql_bind_i64(&query, s->arm_id);
	sql_bind_i64(&query, s->from_arm_id);
	sql_bind_text(&query, setup);
	return sql_run(&query);
}

/* Whether the run that is there is this one, its points left aside. */
static enum err
find_same(struct sharing *s, bool *out)
{
	static const char sql[] =
	    "SELECT arm.id FROM run JOIN arm ON run_id = run.id "
	    "JOIN share ON arm_id = arm.id "
	    "WHERE uid = ? AND side = ? AND commit_id = ? AND build_key = ? "
	    "AND from_arm_id = ?";
	struct sql_query query;

	sql_query_begin(&query, s->db, sql);
	sql_bind_text(&query, s->uid);
	sql_bind_i64(&query, s->arm->side);
	sql_bind_i64(&query, s->commit_id);
	sql_bind_text(&query, s->arm->build_key);
	sql_bind_i64(&query, s->from_arm_id);
	return sql_run_i64(&query, &s->arm_id, out);
}

/* Points are only ever copied by whole setups: equal numbers are equal points.
 */
static enum err
compare_points(const struct sharing *s, bool *out)
{
	static const char all_sql[] =
	    "SELECT count(*) FROM point WHERE arm_id = ?";
	struct sql_query query;
	int64_t left = 0;
	enum err err;

	sql_query_begin(&query, s->db, all_sql);
	sql_bind_i64(&query, s->arm_id);
	err = sql_run_i64(&query, &left, NULL);
	*out = true;
	for (size_t i = 0; !err && i < s->wanted->setup_count; i++) {
		const char *setup = s->wanted->setups[i];
		int64_t own = 0;
		int64_t origins = 0;

		err = count_points(s->db, s->arm_id, setup, &own);
		if (!err)
			err = count_points(
			    s->db, s->from_arm_id, setup, &origins);
		*out = *out && own == origins;
		left -= own;
	}
	*out = *out && left == 0;
	return err;
}

static enum err
check_same(struct sharing *s)
{
	bool same = false;
	enum err err = find_same(s, &same);

	if (!err && same)
		err = compare_points(s, &same);
	if (!err && !same)
		err = err_fail(ERR_CONFLICT,
		    "%s: run %.*s is there already with other content",
		    sql_path(s->db), STORE_SHOWN_MAX, s->uid);
	return err;
}

static enum err
share(struct sharing *s)
{
	bool added = false;
	enum err err = load_origin(s);

	if (!err)
		err = store_commit_id(s->db, s->arm, &s->commit_id);
	if (!err)
		err = insert_run(s, &added);
	if (!err && !added)
		return check_same(s);
	if (!err)
		err = insert_arm(s);
	for (size_t i = 0; !err && i < s->wanted->setup_count; i++)
		err = copy_points(s, s->wanted->setups[i]);
	return err;
}

enum err
store_share(struct store *store, const char *uid, const struct store_arm *arm,
    const struct store_origin *origin, const struct store_wanted *wanted)
{
	struct sharing s = {
	    .db = store->db,
	    .uid = uid,
	    .arm = arm,
	    .origin = origin,
	    .wanted = wanted,
	};
	enum err err = sql_begin(store->db, SQL_READ_WRITE);

	if (err)
		return err;
	return sql_end(store->db, share(&s));
}
