#include "baselines/store.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/store_handle.h"
#include "baselines/store_points.h"

/* A sample's name in messages: side, benchmark and metric. */
#define SAMPLE_FMT "%s of %.*s %.*s"
#define SAMPLE_ARGS(s)                                                         \
	side_name((s)->side), STORE_SHOWN_MAX, (s)->series.benchmark,          \
	    STORE_SHOWN_MAX, (s)->series.metric

/* A run while something is added to it. */
struct target {
	struct sql_db *db;
	const char *uid;
	int64_t round;
	int64_t run_id;
	int64_t status;
	int64_t arm_ids[SIDE_COUNT]; /* 0: no such side */
};

static enum err
load_run(struct target *target)
{
	static const char sql[] = "SELECT id, status FROM run WHERE uid = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, target->db, sql);
	sql_bind_text(&query, target->uid);
	err = sql_next(&query, &row);
	if (!err && row) {
		target->run_id = sql_i64(&query, 0);
		target->status = sql_i64(&query, 1);
	}
	sql_query_end(&query);
	if (!err && !row)
		err = err_fail(ERR_NOTFOUND, "%s: no run %.*s",
		    sql_path(target->db), STORE_SHOWN_MAX, target->uid);
	return err;
}

static enum err
load_arms(struct target *target)
{
	static const char sql[] = "SELECT side, id FROM arm WHERE run_id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, target->db, sql);
	sql_bind_i64(&query, target->run_id);
	while (!(err = sql_next(&query, &row)) && row) {
		int64_t side = sql_i64(&query, 0);

		if (side >= 0 && side < SIDE_COUNT)
			target->arm_ids[side] = sql_i64(&query, 1);
	}
	sql_query_end(&query);
	return err;
}

static enum err
check_sample(const struct sample *sample)
{
	assert(sample->side >= 0 && sample->side < SIDE_COUNT);
	if (strlen(sample->series.benchmark) > BENCHMARK_NAME_MAX)
		return err_fail(ERR_LIMIT,
		    "benchmark %.*s...: name longer than %d bytes",
		    STORE_SHOWN_MAX, sample->series.benchmark,
		    BENCHMARK_NAME_MAX);
	if (!isfinite(sample->value) || sample->value <= 0)
		return err_fail(ERR_PARSE,
		    SAMPLE_FMT ": %g is not a finite number above 0",
		    SAMPLE_ARGS(sample), sample->value);
	return ERR_OK;
}

static enum err
insert_sample(struct target *target, int64_t arm_id, int64_t series_id,
    double value, bool *out_added)
{
	static const char sql[] =
	    "INSERT INTO sample (arm_id, round, series_id, value) "
	    "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, target->db, sql);
	sql_bind_i64(&query, arm_id);
	sql_bind_i64(&query, target->round);
	sql_bind_i64(&query, series_id);
	sql_bind_double(&query, value);
	err = sql_run(&query);
	if (!err)
		*out_added = sql_changed(target->db);
	return err;
}

/* The sample must be there with this value. */
static enum err
check_stored(struct target *target, int64_t arm_id, int64_t series_id,
    const struct sample *sample)
{
	static const char sql[] =
	    "SELECT value FROM sample "
	    "WHERE arm_id = ? AND round = ? AND series_id = ?";
	struct sql_query query;
	bool row = false, same = false;
	enum err err;

	sql_query_begin(&query, target->db, sql);
	sql_bind_i64(&query, arm_id);
	sql_bind_i64(&query, target->round);
	sql_bind_i64(&query, series_id);
	err = sql_next(&query, &row);
	if (!err && row)
		same = sql_double(&query, 0) == sample->value;
	sql_query_end(&query);
	if (err || same)
		return err;
	return err_fail(ERR_CONFLICT,
	    "%s: run %.*s, round %lld: " SAMPLE_FMT " %s", sql_path(target->db),
	    STORE_SHOWN_MAX, target->uid, (long long)target->round,
	    SAMPLE_ARGS(sample),
	    row ? "is there already with another value"
		: "comes after the run was finished");
}

static enum err
put_sample(struct target *target, struct store_series *series,
    const char *setup, const struct sample *sample)
{
	int64_t arm_id = target->arm_ids[sample->side];
	int64_t series_id = 0;
	bool added = false;
	enum err err;

	if (!arm_id)
		return err_fail(ERR_NOTFOUND, "%s: run %.*s has no side %s",
		    sql_path(target->db), STORE_SHOWN_MAX, target->uid,
		    side_name(sample->side));
	err = store_series_id(
	    series, target->db, &sample->series, setup, &series_id);
	if (!err && target->status == STORE_RUN_OPEN)
		err = insert_sample(
		    target, arm_id, series_id, sample->value, &added);
	if (err || added)
		return err;
	return check_stored(target, arm_id, series_id, sample);
}

enum err
store_round_put(struct store *store, const char *run_uid, size_t round,
    const char *setup, const struct sample *samples, size_t count)
{
	struct target target = {
	    .db = store->db, .uid = run_uid, .round = (int64_t)round};
	enum err err = ERR_OK;

	assert(round <= INT64_MAX);
	for (size_t i = 0; !err && i < count; i++)
		err = check_sample(&samples[i]);
	if (!err)
		err = sql_begin(store->db, SQL_READ_WRITE);
	if (err)
		return err;
	err = load_run(&target);
	if (!err)
		err = load_arms(&target);
	for (size_t i = 0; !err && i < count; i++)
		err = put_sample(&target, store->series, setup, &samples[i]);
	err = sql_end(store->db, err);
	if (err)
		store_series_forget(store->series);
	return err;
}

static enum err
finish(struct target *target, enum store_run_status status)
{
	static const char sql[] = "UPDATE run SET status = ? WHERE id = ?";
	struct sql_query query;
	enum err err = load_run(target);

	if (err || target->status == (int64_t)status)
		return err;
	if (target->status != STORE_RUN_OPEN)
		return err_fail(ERR_CONFLICT,
		    "%s: run %.*s is finished already, with another status",
		    sql_path(target->db), STORE_SHOWN_MAX, target->uid);
	sql_query_begin(&query, target->db, sql);
	sql_bind_i64(&query, status);
	sql_bind_i64(&query, target->run_id);
	err = sql_run(&query);
	return err ? err : store_points_make(target->db, target->run_id);
}

enum err
store_run_finish(
    struct store *store, const char *run_uid, enum store_run_status status)
{
	struct target target = {.db = store->db, .uid = run_uid};
	enum err err;

	assert(status != STORE_RUN_OPEN);
	err = sql_begin(store->db, SQL_READ_WRITE);
	if (err)
		return err;
	return sql_end(store->db, finish(&target, status));
}
