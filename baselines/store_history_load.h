/** Reading the rows of a history, as they lie in the store; for
 *  baselines/store_history*.c alone. */
#ifndef BASELINES_STORE_HISTORY_LOAD_H
#define BASELINES_STORE_HISTORY_LOAD_H

#include "baselines/store_history.h"
#include "baselines/store_names.h"

struct history_commit {
	int64_t id;
	size_t texts_at; /**< oid, subject */
	struct store_history_commit shown;
};

struct history_machine {
	int64_t id;
	size_t text_at;
};

/** One arm: the point of every series it has samples of. */
struct history_session {
	int64_t arm_id;
	int64_t started_s;
	uint32_t machine;
	uint32_t commit;
	size_t order; /**< in which they were read: by commit and start */
};

/** Commits are ordered by date and id, machines by key. */
struct history_rows {
	struct sql_db *db;
	struct history_commit *commits;
	size_t commit_count, commit_cap;
	struct history_machine *machines;
	size_t machine_count, machine_cap;
	struct history_session *sessions;
	size_t session_count, session_cap;
	struct buf texts; /**< of commits and machines */
	struct store_names names; /**< of the series that have points */
	/** By machine, commit and start; their series is still its id. */
	struct store_point *points;
	size_t point_count, point_cap;
};

/**
 * Read all that a query asks for, inside a transaction. `rows` is zeroed but
 * for its database; release it whatever is returned.
 *
 * @return ERR_IO, ERR_NOMEM
 */
enum err history_rows_load(
    struct history_rows *rows, const struct store_history_query *query);
void history_rows_release(struct history_rows *rows);

#endif
