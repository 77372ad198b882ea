/** What a store handle holds; for baselines/store*.c alone. */
#ifndef BASELINES_STORE_HANDLE_H
#define BASELINES_STORE_HANDLE_H

#include "baselines/store.h"
#include "baselines/store_series.h"
#include "baselines/store_sql.h"

/** Error texts show a name from outside no longer than this, in bytes. */
#define STORE_SHOWN_MAX 200

struct store {
	struct sql_db *db;
	struct store_series *series;
};

/** Id of an arm's commit, which is entered where it is new. Inside a writing
 *  transaction. */
enum err store_commit_id(
    struct sql_db *db, const struct store_arm *arm, int64_t *out_id);

#endif
