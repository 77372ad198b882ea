/** The names of those series that a reading came across, in their order; for
 *  baselines/store*.c alone. */
#ifndef BASELINES_STORE_NAMES_H
#define BASELINES_STORE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "baselines/store_sql.h"
#include "core/base/buf.h"

struct store_name {
	struct series_name name; /**< its texts are the set's */
	const char *setup;
	size_t texts_at; /**< where they begin in the set's texts */
	uint32_t id;
};

struct store_names {
	struct sql_db *db;
	/** Ordered by benchmark, metric, setup, unit and direction. */
	struct store_name *items;
	size_t count;
	uint32_t *place_of; /**< by id: 0, or 1 + its place in items */
	size_t id_limit; /**< ids are below */
	struct buf texts;
};

/** Begin an empty set, inside a transaction. Zeroed is released too.
 *  @return ERR_IO, ERR_NOMEM */
enum err store_names_init(struct store_names *names, struct sql_db *db);
void store_names_release(struct store_names *names);

/** Add a series. @return ERR_IO for an id that no series can have */
enum err store_names_mark(struct store_names *names, int64_t id);

/** Read and order the names of all that was marked, in the same transaction.
 *  @return ERR_IO also where a series is missing; ERR_NOMEM */
enum err store_names_load(struct store_names *names);

/** Place in `items`, once loaded, of a series that was marked. */
uint32_t store_names_place(const struct store_names *names, uint32_t id);

/** Fail for a store that holds what it cannot hold. @return ERR_IO */
enum err store_damaged(struct sql_db *db, const char *what);

/** Whether a text is a commit id, of 40 hex digits in lower case: what is read
 *  goes into ids of a fixed size. */
bool store_is_oid(const char *text);

/** The array with room for one more item, or NULL with ERR_NOMEM's text; then
 *  it is as it was. */
void *store_reserve(void *array, size_t item_size, size_t count, size_t *cap);

#endif
