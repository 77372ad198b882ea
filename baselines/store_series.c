#include "baselines/store_series.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"

#define SLOTS_FIRST 64 /* a power of two, as every later size is */

/* A slot without text is free. */
struct slot {
	uint64_t hash;
	int64_t id;
	char *text; /* all parts of the name, each with its NUL */
	size_t len;
};

/* Open addressing, at most half full, so that a search soon ends. */
struct store_series {
	struct slot *slots;
	size_t size;
	size_t used;
	struct buf key;
};

struct store_series *
store_series_new(void)
{
	return calloc(1, sizeof(struct store_series));
}

void
store_series_forget(struct store_series *series)
{
	for (size_t i = 0; i < series->size; i++)
		free(series->slots[i].text);
	free(series->slots);
	series->slots = NULL;
	series->size = series->used = 0;
}

void
store_series_free(struct store_series *series)
{
	if (!series)
		return;
	store_series_forget(series);
	buf_release(&series->key);
	free(series);
}

/* FNV-1a: G. Fowler, L. C. Noll, K.-P. Vo, parameters for 64 bits. */
static uint64_t
hash_of(const char *data, size_t len)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++) {
		hash ^= (unsigned char)data[i];
		hash *= UINT64_C(0x100000001b3);
	}
	return hash;
}

/* The parts hold no NUL, so their ends keep ("ab", "c") from ("a", "bc"). */
static enum err
build_key(struct buf *key, const struct series_name *name, const char *setup)
{
	buf_reset(key);
	buf_append(key, name->benchmark, strlen(name->benchmark) + 1);
	buf_append(key, name->metric, strlen(name->metric) + 1);
	buf_append(key, name->unit, strlen(name->unit) + 1);
	buf_append(key, setup, strlen(setup) + 1);
	buf_putc(key, name->direction == DIRECTION_BIGGER ? 'b' : 's');
	return buf_err(key);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct slot *
find_slot(struct slot *slots, size_t size, uint64_t hash, const struct buf *key)
{
	size_t i = (size_t)hash & (size - 1);

	while (slots[i].text &&
	       (slots[i].hash != hash || slots[i].len != key->len ||
		   memcmp(slots[i].text, key->data, key->len) != 0))
		i = (i + 1) & (size - 1);
	return &slots[i];
}

static enum err
grow(struct store_series *series)
{
	size_t size = series->size ? 2 * series->size : SLOTS_FIRST;
	struct slot *slots = calloc(size, sizeof *slots);

	if (!slots)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < series->size; i++) {
		struct slot old = series->slots[i];
		struct buf key = {.data = old.text, .len = old.len};

		if (old.text)
			*find_slot(slots, size, old.hash, &key) = old;
	}
	free(series->slots);
	series->slots = slots;
	series->size = size;
	return ERR_OK;
}

static enum err
query_id(struct sql_db *db, const struct series_name *name, const char *setup,
    int64_t *out_id, bool *out_found)
{
	static const char sql[] =
	    "SELECT id FROM series WHERE benchmark = ? AND metric = ? "
	    "AND setup = ? AND unit = ? AND direction = ?";
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, name->benchmark);
	sql_bind_text(&query, name->metric);
	sql_bind_text(&query, setup);
	sql_bind_text(&query, name->unit);
	sql_bind_i64(&query, name->direction);
	return sql_run_i64(&query, out_id, out_found);
}

static enum err
insert(struct sql_db *db, const struct series_name *name, const char *setup,
    int64_t *out_id)
{
	static const char sql[] =
	    "INSERT INTO series (benchmark, metric, setup, unit, direction) "
	    "VALUES (?, ?, ?, ?, ?)";
	struct sql_query query;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, name->benchmark);
	sql_bind_text(&query, name->metric);
	sql_bind_text(&query, setup);
	sql_bind_text(&query, name->unit);
	sql_bind_i64(&query, name->direction);
	err = sql_run(&query);
	if (!err)
		*out_id = sql_last_id(db);
	return err;
}

static enum err
remember(
    struct store_series *series, struct slot *slot, uint64_t hash, int64_t id)
{
	struct buf *key = &series->key;

	slot->text = malloc(key->len);
	if (!slot->text)
		return err_fail(ERR_NOMEM, "out of memory");
	memcpy(slot->text, key->data, key->len);
	slot->len = key->len;
	slot->hash = hash;
	slot->id = id;
	series->used++;
	return ERR_OK;
}

enum err
store_series_id(struct store_series *series, struct sql_db *db,
    const struct series_name *name, const char *setup, int64_t *out_id)
{
	struct buf *key = &series->key;
	struct slot *slot;
	bool found = false;
	uint64_t hash;
	int64_t id = 0;
	enum err err = build_key(key, name, setup);

	if (!err && 2 * (series->used + 1) > series->size)
		err = grow(series);
	if (err)
		return err;
	hash = hash_of(key->data, key->len);
	slot = find_slot(series->slots, series->size, hash, key);
	if (!slot->text) {
		err = query_id(db, name, setup, &id, &found);
		if (!err && !found)
			err = insert(db, name, setup, &id);
		if (!err)
			err = remember(series, slot, hash, id);
		if (err)
			return err;
	}
	*out_id = slot->id;
	return ERR_OK;
}
