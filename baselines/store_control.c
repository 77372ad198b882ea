#include <stdlib.h>

#include "baselines/store.h"
#include "baselines/store_handle.h"

/* One session of one series, under way. */
struct collecting {
	double *base;
	double *control;
	size_t count, cap;
	int64_t series_id;
	int64_t run_id;
};

static enum err
add(struct collecting *c, double base, double control)
{
	if (c->count == c->cap) {
		size_t cap = c->cap ? 2 * c->cap : 64;
		double *grown = reallocarray(c->base, cap, sizeof *grown);

		if (grown)
			c->base = grown;
		if (grown)
			grown = reallocarray(c->control, cap, sizeof *grown);
		if (!grown)
			return err_fail(ERR_NOMEM, "out of memory");
		c->control = grown;
		c->cap = cap;
	}
	c->base[c->count] = base;
	c->control[c->count++] = control;
	return ERR_OK;
}

static enum err
give(struct sql_db *db, struct collecting *c, store_control_fn *fn, void *ctx)
{
	static const char sql[] =
	    "SELECT benchmark, metric, unit, setup, direction FROM series "
	    "WHERE id = ?";
	struct store_control control = {
	    .base = c->base, .control = c->control, .count = c->count};
	struct sql_query query;
	bool row = false;
	enum err err;

	if (!c->count)
		return ERR_OK;
	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, c->series_id);
	err = sql_next(&query, &row);
	if (!err && !row)
		err = err_fail(ERR_IO,
		    "%s: damaged: a sample of an unknown series", sql_path(db));
	if (!err) {
		control.series = (struct series_name){sql_text(&query, 0),
		    sql_text(&query, 1), sql_text(&query, 2),
		    sql_i64(&query, 4) ? DIRECTION_BIGGER : DIRECTION_SMALLER};
		control.setup = sql_text(&query, 3);
		err = fn(ctx, &control);
	}
	sql_query_end(&query);
	c->count = 0;
	return err;
}

static enum err
read_pairs(struct sql_db *db, struct sql_query *query, struct collecting *c,
    store_control_fn *fn, void *ctx)
{
	bool row = false;
	enum err err;

	while (!(err = sql_next(query, &row)) && row) {
		int64_t series_id = sql_i64(query, 0);
		int64_t run_id = sql_i64(query, 1);

		if (series_id != c->series_id || run_id != c->run_id)
			err = give(db, c, fn, ctx);
		c->series_id = series_id;
		c->run_id = run_id;
		if (!err)
			err =
			    add(c, sql_double(query, 2), sql_double(query, 3));
		if (err)
			return err;
	}
	return err ? err : give(db, c, fn, ctx);
}

enum err
store_controls(struct store *store, const char *machine_key, size_t runs,
    store_control_fn *fn, void *ctx)
{
	static const char sql[] =
	    "SELECT b.series_id, recent.id, b.value, c.value FROM "
	    "(SELECT max(run.id) AS id FROM run "
	    " JOIN machine ON machine.id = machine_id "
	    " JOIN arm ON arm.run_id = run.id AND arm.side = ? "
	    " WHERE machine.key = ? AND status = ? "
	    " GROUP BY commit_id ORDER BY id DESC LIMIT ?) AS recent "
	    "JOIN arm AS ab ON ab.run_id = recent.id AND ab.side = ? "
	    "JOIN arm AS ac ON ac.run_id = recent.id AND ac.side = ? "
	    "JOIN sample AS b ON b.arm_id = ab.id "
	    "JOIN sample AS c ON c.arm_id = ac.id AND c.round = b.round "
	    " AND c.series_id = b.series_id "
	    "ORDER BY b.series_id, recent.id, b.round";
	struct collecting c = {NULL, NULL, 0, 0, 0, 0};
	struct sql_query query;
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	sql_query_begin(&query, store->db, sql);
	sql_bind_i64(&query, SIDE_CONTROL);
	sql_bind_text(&query, machine_key);
	sql_bind_i64(&query, STORE_RUN_COMPLETE);
	sql_bind_i64(&query, (int64_t)runs);
	sql_bind_i64(&query, SIDE_BASE);
	sql_bind_i64(&query, SIDE_CONTROL);
	err = read_pairs(store->db, &query, &c, fn, ctx);
	sql_query_end(&query);
	err = sql_end(store->db, err);
	free(c.base);
	free(c.control);
	return err;
}
