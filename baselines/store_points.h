/**
 * What the store keeps of a finished run beside its samples, so that it need
 * not be worked out of them each time: the points of the history and what the
 * control says. For baselines/store*.c alone.
 */
#ifndef BASELINES_STORE_POINTS_H
#define BASELINES_STORE_POINTS_H

#include <stdint.h>

#include "baselines/store_sql.h"

/**
 * Make them of a run that has none yet; a bisection's gets none. Call it inside
 * a writing transaction.
 * O(n log n) in the run's samples; all of them are in memory, 24 bytes each.
 *
 * @return ERR_IO, also for a sample that is no number; ERR_NOMEM
 */
enum err store_points_make(struct sql_db *db, int64_t run_id);

/** Make them of all finished runs; for the migration that adds them. */
enum err store_points_fill(struct sql_db *db);

#endif
