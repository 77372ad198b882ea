#include "baselines/store_points.h"

#include <math.h>
#include <stdlib.h>

#include "baselines/noise.h"
#include "baselines/series.h"
#include "baselines/store.h"
#include "baselines/store_bisect.h"
#include "baselines/store_names.h"

struct row {
	int64_t series_id;
	int64_t round;
	double value;
};

/* One side's samples, by series and round. */
struct arm {
	int64_t id; /* 0: the run has no such side */
	struct row *rows;
	size_t count, cap;
};

static enum err
load_arms(struct sql_db *db, int64_t run_id, struct arm arms[SIDE_COUNT])
{
	static const char sql[] = "SELECT side, id FROM arm WHERE run_id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, run_id);
	while (!(err = sql_next(&query, &row)) && row) {
		int64_t side = sql_i64(&query, 0);

		if (side >= 0 && side < SIDE_COUNT)
			arms[side].id = sql_i64(&query, 1);
	}
	sql_query_end(&query);
	return err;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;

	if (x->series_id != y->series_id)
		return x->series_id < y->series_id ? -1 : 1;
	return (x->round > y->round) - (x->round < y->round);
}

static enum err
add_row(struct sql_db *db, struct arm *arm, struct sql_query *query)
{
	struct row *rows =
	    store_reserve(arm->rows, sizeof *rows, arm->count, &arm->cap);
	struct row row = {
	    .series_id = sql_i64(query, 0),
	    .round = sql_i64(query, 1),
	    .value = sql_double(query, 2),
	};

	if (!rows)
		return ERR_NOMEM;
	arm->rows = rows;
	if (!isfinite(row.value) || row.value <= 0)
		return store_damaged(db, "a sample that is no number");
	rows[arm->count++] = row;
	return ERR_OK;
}

static enum err
load_rows(struct sql_db *db, struct arm *arm)
{
	static const char sql[] =
	    "SELECT series_id, round, value FROM sample WHERE arm_id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, arm->id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_row(db, arm, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	if (arm->count)
		qsort(arm->rows, arm->count, sizeof *arm->rows, compare_rows);
	return err;
}

/* Where the rows of the series that begins at `start` end. */
static size_t
end_of_series(const struct arm *arm, size_t start)
{
	size_t end = start;

	while (end < arm->count &&
	       arm->rows[end].series_id == arm->rows[start].series_id)
		end++;
	return end;
}

/* Of n values above 0, n / 2 + 1 lie no farther from their median than it is
 * large: so the spread is at most 1.4826, however wild they are. */
static enum err
insert_point(struct sql_db *db, int64_t arm_id, int64_t series_id,
    double *values, size_t n)
{
	static const char sql[] =
	    "INSERT INTO point (arm_id, series_id, samples, value, spread) "
	    "VALUES (?, ?, ?, ?, ?)";
	double median = median_in_place(values, n);
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, arm_id);
	sql_bind_i64(&query, series_id);
	sql_bind_i64(&query, (int64_t)n);
	sql_bind_double(&query, median);
	sql_bind_double(&query, mad_sd_in_place(values, n) / median);
	return sql_run(&query);
}

static enum err
make_points(struct sql_db *db, const struct arm *arm)
{
	double *values = calloc(arm->count + 1, sizeof *values);
	enum err err = ERR_OK;

	if (!values)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0, end; !err && i < arm->count; i = end) {
		end = end_of_series(arm, i);
		for (size_t k = i; k < end; k++)
			values[k - i] = arm->rows[k].value;
		err = insert_point(
		    db, arm->id, arm->rows[i].series_id, values, end - i);
	}
	free(values);
	return err;
}

static enum err
insert_control(struct sql_db *db, int64_t arm_id, int64_t series_id,
    const double *ratios_log, size_t n)
{
	static const char sql[] =
	    "INSERT INTO control (arm_id, series_id, rounds, ratio_log, error) "
	    "VALUES (?, ?, ?, ?, ?)";
	const struct noise_session session = noise_session_of(ratios_log, n);
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, arm_id);
	sql_bind_i64(&query, series_id);
	sql_bind_i64(&query, (int64_t)n);
	sql_bind_double(&query, session.ratio_log);
	sql_bind_double(&query, session.error);
	return sql_run(&query);
}

/* The rounds of one series that have both sides, from rows[*at] of both on;
 * afterwards *at is behind the series. */
static size_t
pair_rounds(const struct arm *base, size_t *base_at, const struct arm *control,
    size_t *control_at, double ratios_log[NOISE_ROUNDS_MAX])
{
	size_t base_end = end_of_series(base, *base_at);
	size_t control_end = end_of_series(control, *control_at);
	size_t b = *base_at, c = *control_at, n = 0;

	while (b < base_end && c < control_end && n < NOISE_ROUNDS_MAX) {
		const struct row *x = &base->rows[b];
		const struct row *y = &control->rows[c];

		if (x->round == y->round)
			ratios_log[n++] = series_log_ratio(
			    DIRECTION_SMALLER, x->value, y->value);
		b += x->round <= y->round;
		c += y->round <= x->round;
	}
	*base_at = base_end;
	*control_at = control_end;
	return n;
}

static enum err
make_controls(
    struct sql_db *db, const struct arm *base, const struct arm *control)
{
	double ratios_log[NOISE_ROUNDS_MAX];
	size_t b = 0, c = 0;
	enum err err = ERR_OK;

	while (!err && b < base->count && c < control->count) {
		int64_t series_id = base->rows[b].series_id;
		size_t n;

		if (series_id != control->rows[c].series_id) {
			if (series_id < control->rows[c].series_id)
				b = end_of_series(base, b);
			else
				c = end_of_series(control, c);
			continue;
		}
		n = pair_rounds(base, &b, control, &c, ratios_log);
		if (n)
			err = insert_control(
			    db, control->id, series_id, ratios_log, n);
	}
	return err;
}

static enum err
is_bisect(struct sql_db *db, int64_t run_id, bool *out)
{
	static const char sql[] = "SELECT kind = ? FROM run WHERE id = ?";
	struct sql_query query;
	int64_t is = 0;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, STORE_KIND_BISECT);
	sql_bind_i64(&query, run_id);
	err = sql_run_i64(&query, &is, NULL);
	*out = is != 0;
	return err;
}

enum err
store_points_make(struct sql_db *db, int64_t run_id)
{
	struct arm arms[SIDE_COUNT] = {{0}};
	bool bisect = false;
	enum err err = is_bisect(db, run_id, &bisect);

	if (err || bisect)
		return err;
	err = load_arms(db, run_id, arms);
	for (int side = 0; !err && side < SIDE_COUNT; side++) {
		err = load_rows(db, &arms[side]);
		if (!err && side != SIDE_CONTROL)
			err = make_points(db, &arms[side]);
	}
	if (!err)
		err = make_controls(db, &arms[SIDE_BASE], &arms[SIDE_CONTROL]);
	for (int side = 0; side < SIDE_COUNT; side++)
		free(arms[side].rows);
	return err;
}

enum err
store_points_fill(struct sql_db *db)
{
	static const char sql[] =
	    "SELECT id FROM run WHERE id > ? AND status <> ? "
	    "ORDER BY id LIMIT 1";
	int64_t run_id = 0;
	bool found = true;
	enum err err = ERR_OK;

	while (!err) {
		struct sql_query query;

		sql_query_begin(&query, db, sql);
		sql_bind_i64(&query, run_id);
		sql_bind_i64(&query, STORE_RUN_OPEN);
		err = sql_run_i64(&query, &run_id, &found);
		if (err || !found)
			break;
		err = store_points_make(db, run_id);
	}
	return err;
}
