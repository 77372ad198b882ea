#include <math.h>
#include <stdlib.h>

#include "baselines/store_bisect.h"
#include "baselines/store_handle.h"
#include "baselines/store_names.h"

struct row {
	uint32_t series;
	enum side side;
	int64_t round;
	double value;
};

/* All of a run, so that no transaction is open during the callbacks. */
struct reading {
	struct sql_db *db;
	struct row *rows;
	size_t count, cap;
	struct store_names names;
};

static enum err
find_run(struct sql_db *db, const char *uid, int64_t *out_id)
{
	static const char sql[] = "SELECT id FROM run WHERE uid = ?";
	struct sql_query query;
	bool found = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, uid);
	err = sql_run_i64(&query, out_id, &found);
	if (!err && !found)
		err = err_fail(ERR_NOTFOUND, "%s: no run %.*s", sql_path(db),
		    STORE_SHOWN_MAX, uid);
	return err;
}

static enum err
add_row(struct reading *reading, struct sql_query *query)
{
	struct row *rows = store_reserve(
	    reading->rows, sizeof *rows, reading->count, &reading->cap);
	int64_t series = sql_i64(query, 0);
	int64_t side = sql_i64(query, 1);
	int64_t round = sql_i64(query, 2);
	double value = sql_double(query, 3);
	enum err err;

	if (!rows)
		return ERR_NOMEM;
	reading->rows = rows;
	if (side < 0 || side >= SIDE_COUNT || round < 0)
		return store_damaged(
		    reading->db, "a sample of no side or round");
	if (!isfinite(value) || value <= 0)
		return store_damaged(reading->db, "a sample that is no number");
	err = store_names_mark(&reading->names, series);
	if (err)
		return err;
	rows[reading->count++] = (struct row){
	    .series = (uint32_t)series,
	    .side = (enum side)side,
	    .round = round,
	    .value = value,
	};
	return ERR_OK;
}

/* LEFT JOIN: a sample of no series is damage, not left out. */
static enum err
load_rows(struct reading *reading, int64_t run_id)
{
	static const char sql[] =
	    "SELECT series_id, side, round, value FROM arm "
	    "JOIN sample ON arm_id = arm.id "
	    "LEFT JOIN series ON series.id = series_id WHERE run_id = ? "
	    "ORDER BY setup, benchmark, metric, unit, direction, round, side";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	sql_bind_i64(&query, run_id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_row(reading, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

static enum err
load(struct reading *reading, const char *uid)
{
	int64_t run_id = 0;
	enum err err = find_run(reading->db, uid, &run_id);

	if (!err)
		err = store_names_init(&reading->names, reading->db);
	if (!err)
		err = load_rows(reading, run_id);
	return err ? err : store_names_load(&reading->names);
}

static enum err
give(const struct reading *reading, store_run_sample_fn *fn, void *ctx)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < reading->count; i++) {
		const struct row *row = &reading->rows[i];
		const struct store_name *name =
		    &reading->names.items[store_names_place(
			&reading->names, row->series)];
		const struct store_run_sample sample = {
		    .round = (size_t)row->round,
		    .side = row->side,
		    .setup = name->setup,
		    .series = name->name,
		    .value = row->value,
		};

		err = fn(ctx, &sample);
	}
	return err;
}

enum err
store_run_samples(struct store *store, const char *run_uid,
    store_run_sample_fn *fn, void *ctx)
{
	struct reading reading = {.db = store->db};
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	err = sql_end(store->db, load(&reading, run_uid));
	if (!err)
		err = give(&reading, fn, ctx);
	free(reading.rows);
	store_names_release(&reading.names);
	return err;
}
