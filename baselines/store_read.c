#include "baselines/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_handle.h"
#include "core/base/buf.h"

/* One arm of the commit: a session of every series it has samples of. */
struct session {
	int64_t arm_id;
	char *run_uid;
	int64_t started_s;
};

struct row {
	uint32_t series;
	uint32_t session;
	double value;
};

/* One series that has rows; its texts lie in reading.texts. */
struct entry {
	uint32_t series;
	size_t texts_at; /* benchmark, metric, unit, setup */
	struct store_session shown;
};

/* All of a commit, so that no transaction is open during the callbacks. */
struct reading {
	struct sql_db *db;
	struct session *sessions;
	size_t session_count, session_cap;
	struct row *rows;
	size_t row_count, row_cap;
	struct entry *entries;
	size_t entry_count;
	/* For each id of a series: 0, or 1 + its place in entries. */
	uint32_t *place_of;
	size_t id_limit; /* length of place_of */
	struct buf texts;
};

static void
reading_release(struct reading *reading)
{
	for (size_t i = 0; i < reading->session_count; i++)
		free(reading->sessions[i].run_uid);
	free(reading->sessions);
	free(reading->rows);
	free(reading->entries);
	free(reading->place_of);
	buf_release(&reading->texts);
}

static enum err
damaged(struct sql_db *db, const char *what)
{
	return err_fail(ERR_IO, "%s: damaged: %s", sql_path(db), what);
}

/* The array with room for one more item, or NULL; then it is as it was. */
static void *
reserve(void *array, size_t item_size, size_t count, size_t *cap)
{
	size_t wanted = *cap ? 2 * *cap : 64;
	void *grown;

	if (count < *cap)
		return array;
	grown = reallocarray(array, wanted, item_size);
	if (grown)
		*cap = wanted;
	else
		(void)err_fail(ERR_NOMEM, "out of memory");
	return grown;
}

static enum err
add_session(struct reading *reading, struct sql_query *query)
{
	struct session *session =
	    reserve(reading->sessions, sizeof *reading->sessions,
		reading->session_count, &reading->session_cap);

	if (!session)
		return ERR_NOMEM;
	reading->sessions = session;
	session += reading->session_count;
	session->arm_id = sql_i64(query, 0);
	session->started_s = sql_i64(query, 2);
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
	    "SELECT arm.id, uid, started_s FROM \"commit\" "
	    "JOIN arm ON commit_id = \"commit\".id "
	    "JOIN run ON run.id = run_id "
	    "JOIN machine ON machine.id = machine_id "
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
load_id_limit(struct reading *reading)
{
	static const char sql[] = "SELECT coalesce(max(id), 0) FROM series";
	struct sql_query query;
	int64_t max = 0;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	err = sql_run_i64(&query, &max, NULL);
	if (err)
		return err;
	if (max < 0 || max >= UINT32_MAX)
		return damaged(reading->db, "an id of a series out of range");
	reading->id_limit = (size_t)max + 1;
	reading->place_of =
	    calloc(reading->id_limit, sizeof *reading->place_of);
	if (!reading->place_of)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

static enum err
add_row(struct reading *reading, size_t session, int64_t series, double value)
{
	struct row *rows = reserve(reading->rows, sizeof *reading->rows,
	    reading->row_count, &reading->row_cap);

	if (!rows)
		return ERR_NOMEM;
	reading->rows = rows;
	if (series < 1 || (uint64_t)series >= reading->id_limit)
		return damaged(reading->db, "a sample of an unknown series");
	if (!isfinite(value) || value <= 0)
		return damaged(reading->db, "a sample that is no number");
	rows[reading->row_count++] = (struct row){
	    .series = (uint32_t)series,
	    .session = (uint32_t)session,
	    .value = value,
	};
	if (!reading->place_of[series]) {
		reading->place_of[series] = 1; /* any, until they are sorted */
		reading->entry_count++;
	}
	return ERR_OK;
}

static enum err
load_rows(struct reading *reading, size_t session)
{
	static const char sql[] =
	    "SELECT series_id, value FROM sample WHERE arm_id = ? "
	    "ORDER BY round, series_id";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	sql_bind_i64(&query, reading->sessions[session].arm_id);
	while (!(err = sql_next(&query, &row)) && row) {
		err = add_row(reading, session, sql_i64(&query, 0),
		    sql_double(&query, 1));
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}

static void
add_text(struct buf *texts, const char *text)
{
	buf_append(texts, text, strlen(text) + 1);
}

static enum err
load_entry(struct reading *reading, uint32_t series, struct entry *entry)
{
	static const char sql[] =
	    "SELECT benchmark, metric, unit, setup, direction FROM series "
	    "WHERE id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, reading->db, sql);
	sql_bind_i64(&query, series);
	err = sql_next(&query, &row);
	if (!err && !row)
		err = damaged(reading->db, "a sample of an unknown series");
	if (!err) {
		entry->series = series;
		entry->texts_at = reading->texts.len;
		entry->shown.series.direction =
		    sql_i64(&query, 4) ? DIRECTION_BIGGER : DIRECTION_SMALLER;
		for (int i = 0; i < 4; i++)
			add_text(&reading->texts, sql_text(&query, i));
		err = buf_err(&reading->texts);
	}
	sql_query_end(&query);
	return err;
}

/* The texts stay where they are once all of them are loaded. */
static void
point_to_texts(struct reading *reading)
{
	for (size_t i = 0; i < reading->entry_count; i++) {
		struct entry *entry = &reading->entries[i];
		struct store_session *shown = &entry->shown;
		const char *text = reading->texts.data + entry->texts_at;

		shown->series.benchmark = text;
		text += strlen(text) + 1;
		shown->series.metric = text;
		text += strlen(text) + 1;
		shown->series.unit = text;
		text += strlen(text) + 1;
		shown->setup = text;
	}
}

static int
compare_entries(const void *a, const void *b)
{
	const struct store_session *x = &((const struct entry *)a)->shown;
	const struct store_session *y = &((const struct entry *)b)->shown;
	int order = strcmp(x->series.benchmark, y->series.benchmark);

	if (!order)
		order = strcmp(x->series.metric, y->series.metric);
	if (!order)
		order = strcmp(x->setup, y->setup);
	if (!order)
		order = strcmp(x->series.unit, y->series.unit);
	if (!order)
		order = (int)x->series.direction - (int)y->series.direction;
	return order;
}

static enum err
load_entries(struct reading *reading)
{
	size_t n = 0;

	reading->entries =
	    calloc(reading->entry_count + 1, sizeof *reading->entries);
	if (!reading->entries)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t id = 1; id < reading->id_limit; id++) {
		enum err err;

		if (!reading->place_of[id])
			continue;
		err = load_entry(reading, (uint32_t)id, &reading->entries[n]);
		if (err)
			return err;
		n++;
	}
	point_to_texts(reading);
	qsort(reading->entries, n, sizeof *reading->entries, compare_entries);
	for (size_t i = 0; i < n; i++)
		reading->place_of[reading->entries[i].series] = (uint32_t)i + 1;
	return ERR_OK;
}

static enum err
load(struct reading *reading, const char *oid, const char *machine_key)
{
	enum err err = load_sessions(reading, oid, machine_key);

	if (!err)
		err = load_id_limit(reading);
	for (size_t i = 0; !err && i < reading->session_count; i++)
		err = load_rows(reading, i);
	if (!err)
		err = load_entries(reading);
	return err;
}

/* Rows come by session and round, so to put each into its series' bucket, in
 * the order they come, is all the sorting that is missing. starts[i] is where
 * bucket i starts before this, and where it ends after. */
static void
fill_buckets(const struct reading *reading, size_t *starts, double *values,
    uint32_t *sessions)
{
	for (size_t i = 0; i < reading->row_count; i++)
		starts[reading->place_of[reading->rows[i].series]]++;
	for (size_t i = 1; i <= reading->entry_count; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < reading->row_count; i++) {
		const struct row *row = &reading->rows[i];
		size_t at = starts[reading->place_of[row->series] - 1]++;

		values[at] = row->value;
		sessions[at] = row->session;
	}
}

/* Give one series' rows, a session at a time. */
static enum err
give_entry(const struct reading *reading, struct store_session shown,
    const double *values, const uint32_t *sessions, size_t count,
    store_session_fn *fn, void *ctx)
{
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
	size_t *ends = calloc(reading->entry_count + 1, sizeof *ends);
	double *values = calloc(reading->row_count + 1, sizeof *values);
	uint32_t *sessions = calloc(reading->row_count + 1, sizeof *sessions);
	enum err err = ERR_OK;
	size_t start = 0;

	if (!ends || !values || !sessions) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	fill_buckets(reading, ends, values, sessions);
	for (size_t i = 0; !err && i < reading->entry_count; i++) {
		err = give_entry(reading, reading->entries[i].shown,
		    values + start, sessions + start, ends[i] - start, fn, ctx);
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
	struct reading reading = {.db = store->db, .texts = BUF_INIT};
	enum err err = sql_begin(store->db, SQL_READ);

	if (err)
		return err;
	err = sql_end(store->db, load(&reading, oid, machine_key));
	if (!err)
		err = give(&reading, fn, ctx);
	reading_release(&reading);
	return err;
}
