#include "baselines/store_bisect.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_handle.h"
#include "baselines/store_names.h"
#include "core/base/buf.h"

/* ---- rows that are given ---- */

/* A bisection or a step, all but its texts. */
struct row {
	int64_t number; /* of a step */
	int64_t time_s;
};

/* All rows, so that no transaction is open during the callbacks. The texts
 * stand one behind the other in the order of the rows, each with its end. */
struct reading {
	struct sql_db *db;
	struct row *rows;
	size_t count, cap;
	struct buf texts;
};

static void
reading_release(struct reading *reading)
{
	free(reading->rows);
	buf_release(&reading->texts);
}

/* Columns are number, time and then the texts. */
static enum err
add_row(struct reading *reading, struct sql_query *query, int text_count)
{
	struct row *rows = store_reserve(
	    reading->rows, sizeof *rows, reading->count, &reading->cap);

	if (!rows)
		return ERR_NOMEM;
	reading->rows = rows;
	rows[reading->count++] = (struct row){
	    .number = sql_i64(query, 0),
	    .time_s = sql_i64(query, 1),
	};
	for (int i = 0; i < text_count; i++) {
		const char *text = sql_text(query, 2 + i);

		buf_append(&reading->texts, text, strlen(text) + 1);
	}
	return buf_err(&reading->texts);
}

/* Give the text at *at and go behind it. */
static const char *
next_text(const char **at)
{
	const char *text = *at;

	*at += strlen(text) + 1;
	return text;
}

/* ---- bisections ---- */

static enum err
check(const struct store_bisect *bisect)
{
	const char *const ends[] = {bisect->good, bisect->bad};

	for (size_t i = 0; i < 2; i++)
		if (!store_is_oid(ends[i]))
			return err_fail(ERR_PARSE,
			    "bisection %.*s: %.*s is not a commit id of 40 hex "
			    "digits",
			    STORE_SHOWN_MAX, bisect->key, STORE_SHOWN_MAX,
			    ends[i]);
	return ERR_OK;
}

static enum err
find(struct sql_db *db, const char *key, int64_t *out_id)
{
	static const char sql[] = "SELECT id FROM bisect WHERE key = ?";
	struct sql_query query;
	bool found = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, key);
	err = sql_run_i64(&query, out_id, &found);
	if (!err && !found)
		err = err_fail(ERR_NOTFOUND, "%s: no bisection %.*s",
		    sql_path(db), STORE_SHOWN_MAX, key);
	return err;
}

static enum err
insert(struct sql_db *db, const struct store_bisect *bisect, bool *out_added)
{
	static const char sql[] =
	    "INSERT INTO bisect (key, good, bad, machine_key, command, "
	    "started_s) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, bisect->key);
	sql_bind_text(&query, bisect->good);
	sql_bind_text(&query, bisect->bad);
	sql_bind_text(&query, bisect->machine_key);
	sql_bind_text(&query, bisect->command);
	sql_bind_i64(&query, bisect->started_s);
	err = sql_run(&query);
	if (!err)
		*out_added = sql_changed(db);
	return err;
}

static enum err
check_same(struct sql_db *db, const struct store_bisect *bisect)
{
	static const char sql[] =
	    "SELECT good = ? AND bad = ? AND machine_key = ? FROM bisect "
	    "WHERE key = ?";
	struct sql_query query;
	int64_t same = 0;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, bisect->good);
	sql_bind_text(&query, bisect->bad);
	sql_bind_text(&query, bisect->machine_key);
	sql_bind_text(&query, bisect->key);
	err = sql_run_i64(&query, &same, NULL);
	if (!err && !same)
		err = err_fail(ERR_CONFLICT,
		    "%s: bisection %.*s is there already with other ends or "
		    "another machine",
		    sql_path(db), STORE_SHOWN_MAX, bisect->key);
	return err;
}

static enum err
begin(struct sql_db *db, const struct store_bisect *bisect)
{
	bool added = false;
	enum err err = insert(db, bisect, &added);

	return err || added ? err : check_same(db, bisect);
}

enum err
store_bisect_begin(struct store *store, const struct store_bisect *bisect)
{
	enum err err = check(bisect);

	if (!err)
		err = sql_begin(store->db, SQL_READ_WRITE);
	return err ? err : sql_end(store->db, begin(store->db, bisect));
}

static enum err
forget(struct sql_db *db, const char *key)
{
	static const char steps_sql[] = "DELETE FROM step WHERE bisect_id = ?";
	static const char bisect_sql[] = "DELETE FROM bisect WHERE id = ?";
	struct sql_query query;
	int64_t id = 0;
	enum err err = find(db, key, &id);

	if (err)
		return err;
	sql_query_begin(&query, db, steps_sql);
	sql_bind_i64(&query, id);
	err = sql_run(&query);
	if (err)
		return err;
	sql_query_begin(&query, db, bisect_sql);
	sql_bind_i64(&query, id);
	return sql_run(&query);
}

enum err
store_bisect_delete(struct store *store, const char *key)
{
	enum err err = sql_begin(store->db, SQL_READ_WRITE);

	return err ? err : sql_end(store->db, forget(store->db, key));
}

static enum err
load_bisects(struct reading *reading)
{
	static const char sql[] =
	    "SELECT 0, started_s, key, good, bad, machine_key, command "
	    "FROM bisect ORDER BY started_s DESC, id DESC";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	while (!(err = sql_next(&query, &row)) && row) {
		err = store_is_oid(sql_text(&query, 3)) &&
			      store_is_oid(sql_text(&query, 4))
			  ? add_row(reading, &query, 5)
			  : store_damaged(
				reading->db, "a bisection of no commits");
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

enum err
store_bisects(struct store *store, store_bisect_fn *fn, void *ctx)
{
	struct reading reading = {.db = store->db, .texts = BUF_INIT};
	const char *at;
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	err = sql_end(store->db, load_bisects(&reading));
	at = buf_text(&reading.texts);
	for (size_t i = 0; !err && i < reading.count; i++) {
		struct store_bisect bisect = {
		    .started_s = reading.rows[i].time_s};

		bisect.key = next_text(&at);
		bisect.good = next_text(&at);
		bisect.bad = next_text(&at);
		bisect.machine_key = next_text(&at);
		bisect.command = next_text(&at);
		err = fn(ctx, &bisect);
	}
	reading_release(&reading);
	return err;
}

/* ---- steps ---- */

/* Whether the step is there, and whether it is this one. */
static enum err
compare_step(struct sql_db *db, int64_t bisect_id,
    const struct store_step *step, bool *out_found, int64_t *out_same)
{
	static const char sql[] = "SELECT kind = ? AND text = ? FROM step "
				  "WHERE bisect_id = ? AND number = ?";
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, step->kind);
	sql_bind_text(&query, step->text);
	sql_bind_i64(&query, bisect_id);
	sql_bind_i64(&query, (int64_t)step->number);
	return sql_run_i64(&query, out_same, out_found);
}

static enum err
next_number(struct sql_db *db, int64_t bisect_id, int64_t *out)
{
	static const char sql[] =
	    "SELECT coalesce(max(number) + 1, 0) FROM step WHERE bisect_id = ?";
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, bisect_id);
	return sql_run_i64(&query, out, NULL);
}

static enum err
insert_step(struct sql_db *db, int64_t bisect_id, const struct store_step *step)
{
	static const char sql[] =
	    "INSERT INTO step (bisect_id, number, kind, text, time_s) "
	    "VALUES (?, ?, ?, ?, ?)";
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, bisect_id);
	sql_bind_i64(&query, (int64_t)step->number);
	sql_bind_text(&query, step->kind);
	sql_bind_text(&query, step->text);
	sql_bind_i64(&query, step->time_s);
	return sql_run(&query);
}

static enum err
put_step(struct sql_db *db, const char *key, const struct store_step *step)
{
	int64_t id = 0, same = 0, next = 0;
	bool found = false;
	enum err err = find(db, key, &id);

	if (!err)
		err = compare_step(db, id, step, &found, &same);
	if (err || same)
		return err;
	if (found)
		return err_fail(ERR_CONFLICT,
		    "%s: bisection %.*s: step %zu is there already with other "
		    "content",
		    sql_path(db), STORE_SHOWN_MAX, key, step->number);
	err = next_number(db, id, &next);
	if (err)
		return err;
	if ((int64_t)step->number != next)
		return err_fail(ERR_CONFLICT,
		    "%s: bisection %.*s: step %zu, where %lld is the next one",
		    sql_path(db), STORE_SHOWN_MAX, key, step->number,
		    (long long)next);
	return insert_step(db, id, step);
}

enum err
store_bisect_step(
    struct store *store, const char *key, const struct store_step *step)
{
	enum err err;

	assert(step->number <= INT64_MAX);
	err = sql_begin(store->db, SQL_READ_WRITE);
	return err ? err : sql_end(store->db, put_step(store->db, key, step));
}

static enum err
add_step(struct reading *reading, struct sql_query *query)
{
	if (sql_i64(query, 0) != (int64_t)reading->count)
		return store_damaged(
		    reading->db, "a bisection that misses a step");
	return add_row(reading, query, 2);
}

static enum err
load_steps(struct reading *reading, const char *key)
{
	static const char sql[] =
	    "SELECT number, time_s, kind, text FROM step WHERE bisect_id = ? "
	    "ORDER BY number";
	struct sql_query query;
	int64_t id = 0;
	bool row = false;
	enum err err = find(reading->db, key, &id);

	if (err)
		return err;
	sql_query_begin(&query, reading->db, sql);
	sql_bind_i64(&query, id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_step(reading, &query);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

enum err
store_bisect_steps(
    struct store *store, const char *key, store_step_fn *fn, void *ctx)
{
	struct reading reading = {.db = store->db, .texts = BUF_INIT};
	const char *at;
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	err = sql_end(store->db, load_steps(&reading, key));
	at = buf_text(&reading.texts);
	for (size_t i = 0; !err && i < reading.count; i++) {
		struct store_step step = {
		    .number = (size_t)reading.rows[i].number,
		    .time_s = reading.rows[i].time_s,
		};

		step.kind = next_text(&at);
		step.text = next_text(&at);
		err = fn(ctx, &step);
	}
	reading_release(&reading);
	return err;
}
