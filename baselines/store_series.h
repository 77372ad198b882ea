/** The ids of series, remembered for the life of a handle: a round names
 *  thousands of series, and the next round names them again. */
#ifndef BASELINES_STORE_SERIES_H
#define BASELINES_STORE_SERIES_H

#include <stdint.h>

#include "baselines/series.h"
#include "baselines/store_sql.h"

struct store_series;

/** @return NULL when memory ran out. */
struct store_series *store_series_new(void);
void store_series_free(struct store_series *series);

/**
 * Give the id of a series; one that the database has not got is added to it.
 * Call it inside a writing transaction.
 *
 * @param setup as in store_round_put()
 * @return ERR_NOMEM, ERR_IO
 */
enum err store_series_id(struct store_series *series, struct sql_db *db,
    const struct series_name *name, const char *setup, int64_t *out_id);

/** Forget all: a transaction that may have added some was rolled back. */
void store_series_forget(struct store_series *series);

#endif
