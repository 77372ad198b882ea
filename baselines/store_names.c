#include "baselines/store_names.h"

#include <stdlib.h>
#include <string.h>

#include "baselines/store.h"

#define ITEMS_FIRST 64

enum err
store_damaged(struct sql_db *db, const char *what)
{
	return err_fail(ERR_IO, "%s: damaged: %s", sql_path(db), what);
}

bool
store_is_oid(const char *text)
{
	return strlen(text) == STORE_OID_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == STORE_OID_SIZE - 1;
}

void *
store_reserve(void *array, size_t item_size, size_t count, size_t *cap)
{
	size_t wanted = *cap ? 2 * *cap : ITEMS_FIRST;
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

enum err
store_names_init(struct store_names *names, struct sql_db *db)
{
	static const char sql[] = "SELECT coalesce(max(id), 0) FROM series";
	struct sql_query query;
	int64_t max = 0;
	enum err err;

	*names = (struct store_names){.db = db, .texts = BUF_INIT};
	sql_query_begin(&query, db, sql);
	err = sql_run_i64(&query, &max, NULL);
	if (err)
		return err;
	if (max < 0 || max >= UINT32_MAX)
		return store_damaged(db, "an id of a series out of range");
	names->id_limit = (size_t)max + 1;
	names->place_of = calloc(names->id_limit, sizeof *names->place_of);
	if (!names->place_of)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

void
store_names_release(struct store_names *names)
{
	free(names->items);
	free(names->place_of);
	buf_release(&names->texts);
}

enum err
store_names_mark(struct store_names *names, int64_t id)
{
	if (id < 1 || (uint64_t)id >= names->id_limit)
		return store_damaged(names->db, "a value of an unknown series");
	if (!names->place_of[id]) {
		names->place_of[id] = 1; /* any, until they are ordered */
		names->count++;
	}
	return ERR_OK;
}

static enum err
load_name(struct store_names *names, uint32_t id, struct store_name *out)
{
	static const char sql[] =
	    "SELECT benchmark, metric, unit, setup, direction FROM series "
	    "WHERE id = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, names->db, sql);
	sql_bind_i64(&query, id);
	err = sql_next(&query, &row);
	if (!err && !row)
		err = store_damaged(names->db, "a value of an unknown series");
	if (!err) {
		out->id = id;
		out->texts_at = names->texts.len;
		out->name.direction =
		    sql_i64(&query, 4) ? DIRECTION_BIGGER : DIRECTION_SMALLER;
		for (int i = 0; i < 4; i++) {
			const char *text = sql_text(&query, i);

			buf_append(&names->texts, text, strlen(text) + 1);
		}
		err = buf_err(&names->texts);
	}
	sql_query_end(&query);
	return err;
}

/* The texts stay where they are once all of them are loaded. */
static void
point_to_texts(struct store_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		struct store_name *item = &names->items[i];
		const char *text = names->texts.data + item->texts_at;

		item->name.benchmark = text;
		text += strlen(text) + 1;
		item->name.metric = text;
		text += strlen(text) + 1;
		item->name.unit = text;
		text += strlen(text) + 1;
		item->setup = text;
	}
}

static int
compare(const void *a, const void *b)
{
	const struct store_name *x = a;
	const struct store_name *y = b;
	int order = strcmp(x->name.benchmark, y->name.benchmark);

	if (!order)
		order = strcmp(x->name.metric, y->name.metric);
	if (!order)
		order = strcmp(x->setup, y->setup);
	if (!order)
		order = strcmp(x->name.unit, y->name.unit);
	if (!order)
		order = (int)x->name.direction - (int)y->name.direction;
	return order;
}

enum err
store_names_load(struct store_names *names)
{
	size_t n = 0;

	/* One more: none is no reason for NULL. */
	names->items = calloc(names->count + 1, sizeof *names->items);
	if (!names->items)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t id = 1; id < names->id_limit; id++) {
		enum err err;

		if (!names->place_of[id])
			continue;
		err = load_name(names, (uint32_t)id, &names->items[n]);
		if (err)
			return err;
		n++;
	}
	point_to_texts(names);
	qsort(names->items, n, sizeof *names->items, compare);
	for (size_t i = 0; i < n; i++)
		names->place_of[names->items[i].id] = (uint32_t)i + 1;
	return ERR_OK;
}

uint32_t
store_names_place(const struct store_names *names, uint32_t id)
{
	return names->place_of[id] - 1;
}
