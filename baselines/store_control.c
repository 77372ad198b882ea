#include <math.h>
#include <stdlib.h>

#include "baselines/store.h"
#include "baselines/store_bisect.h"
#include "baselines/store_handle.h"
#include "baselines/store_names.h"

/* A control's side of a run. */
struct arm {
	int64_t id;
	int64_t commit_id;
};

struct row {
	uint32_t series;
	uint32_t arm; /* place in the arms: 0 is the latest */
	uint32_t rounds;
	struct noise_session session;
};

struct reading {
	struct sql_db *db;
	struct arm *arms;
	size_t arm_count, arm_cap;
	struct row *rows;
	size_t row_count, row_cap;
	struct store_names names;
};

static bool
has_commit(const struct reading *reading, int64_t commit_id)
{
	for (size_t i = 0; i < reading->arm_count; i++)
		if (reading->arms[i].commit_id == commit_id)
			return true;
	return false;
}

static enum err
add_arm(struct reading *reading, struct arm arm)
{
	struct arm *arms = store_reserve(
	    reading->arms, sizeof *arms, reading->arm_count, &reading->arm_cap);

	if (!arms)
		return ERR_NOMEM;
	reading->arms = arms;
	arms[reading->arm_count++] = arm;
	return ERR_OK;
}

/* From the latest run back, only as far as is needed. CROSS JOIN keeps that
 * order. A bisection's run has no controls, and would stand before those of its
 * base commit. */
static enum err
load_arms(struct reading *reading, const char *machine_key, size_t runs)
{
	static const char sql[] =
	    "SELECT arm.id, commit_id FROM run "
	    "CROSS JOIN machine ON machine.id = machine_id "
	    "CROSS JOIN arm ON arm.run_id = run.id "
	    "WHERE machine.key = ? AND status = ? AND side = ? "
	    "AND kind <> ? ORDER BY run.id DESC";
	struct sql_query query;
	bool row = false;
	enum err err = ERR_OK;

	sql_query_begin(&query, reading->db, sql);
	sql_bind_text(&query, machine_key);
	sql_bind_i64(&query, STORE_RUN_COMPLETE);
	sql_bind_i64(&query, SIDE_CONTROL);
	sql_bind_text(&query, STORE_KIND_BISECT);
	while (!err && reading->arm_count < runs &&
	       !(err = sql_next(&query, &row)) && row) {
		struct arm arm = {sql_i64(&query, 0), sql_i64(&query, 1)};

		if (!has_commit(reading, arm.commit_id))
			err = add_arm(reading, arm);
	}
	sql_query_end(&query);
	return err;
}

static enum err
add_row(struct reading *reading, size_t arm, struct sql_query *query)
{
	struct row *rows = store_reserve(
	    reading->rows, sizeof *rows, reading->row_count, &reading->row_cap);
	struct noise_session session = {
	    sql_double(query, 2), sql_double(query, 3)};
	int64_t series = sql_i64(query, 0);
	int64_t rounds = sql_i64(query, 1);
	enum err err;

	if (!rows)
		return ERR_NOMEM;
	reading->rows = rows;
	if (rounds < 1 || rounds > NOISE_ROUNDS_MAX ||
	    !isfinite(session.ratio_log) || !isfinite(session.error) ||
	    session.error <= 0)
		return store_damaged(
		    reading->db, "a control that is no number");
	err = store_names_mark(&reading->names, series);
	if (err)
		return err;
	rows[reading->row_count++] = (struct row){
	    .series = (uint32_t)series,
	    .arm = (uint32_t)arm,
	    .rounds = (uint32_t)rounds,
	    .session = session,
	};
	return ERR_OK;
}

static enum err
load_rows(struct reading *reading, size_t arm)
{
	static const char sql[] =
	    "SELECT series_id, rounds, ratio_log, error FROM control "
	    "WHERE arm_id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	sql_bind_i64(&query, reading->arms[arm].id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_row(reading, arm, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;

	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	return (y->arm > x->arm) - (y->arm < x->arm);
}

static enum err
load(struct reading *reading, const char *machine_key, size_t runs)
{
	enum err err = load_arms(reading, machine_key, runs);

	if (!err)
		err = store_names_init(&reading->names, reading->db);
	for (size_t i = 0; !err && i < reading->arm_count; i++)
		err = load_rows(reading, i);
	if (!err)
		err = store_names_load(&reading->names);
	if (err || !reading->row_count)
		return err;
	for (size_t i = 0; i < reading->row_count; i++)
		reading->rows[i].series =
		    store_names_place(&reading->names, reading->rows[i].series);
	qsort(reading->rows, reading->row_count, sizeof *reading->rows,
	    compare_rows);
	return ERR_OK;
}

static enum err
give(const struct reading *reading, store_control_fn *fn, void *ctx)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < reading->row_count; i++) {
		const struct row *row = &reading->rows[i];
		const struct store_name *name =
		    &reading->names.items[row->series];
		struct store_control control = {
		    .series = name->name,
		    .setup = name->setup,
		    .session = row->session,
		    .rounds = row->rounds,
		};

		if (name->name.direction == DIRECTION_BIGGER)
			control.session.ratio_log = -row->session.ratio_log;
		err = fn(ctx, &control);
	}
	return err;
}

enum err
store_controls(struct store *store, const char *machine_key, size_t runs,
    store_control_fn *fn, void *ctx)
{
	struct reading reading = {.db = store->db};
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	err = sql_end(store->db, load(&reading, machine_key, runs));
	if (!err)
		err = give(&reading, fn, ctx);
	free(reading.arms);
	free(reading.rows);
	store_names_release(&reading.names);
	return err;
}
