/**
 * The history of all series: of each session the median of each series, without
 * its samples. Made when a run is finished, so that reading takes no time for
 * samples.
 */
#ifndef BASELINES_STORE_HISTORY_H
#define BASELINES_STORE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/store.h"

struct store_history_series {
	struct series_name name;
	const char *setup; /**< as in store_round_put() */
};

struct store_history_commit {
	const char *oid;
	const char *subject;
	int64_t time_s; /**< its committer date */
};

/** One session's word on one series and commit. */
struct store_point {
	uint32_t series; /**< places in the arrays of the history */
	uint32_t commit;
	uint32_t machine;
	uint32_t samples; /**< at least 1 */
	int64_t started_s; /**< of the session */
	double value; /**< median of the samples, in the series' unit */
	double spread; /**< 1.4826 MAD over the value; 0 of one sample */
};

/** Owns all that it points to. */
struct store_history {
	const struct store_history_series *series;
	size_t series_count;
	const struct store_history_commit *commits; /**< by date, then oid */
	size_t commit_count;
	const char *const *machines; /**< their keys */
	size_t machine_count;
	/** Ordered by series, machine, commit and start; series are ordered by
	 *  benchmark, metric, setup, unit and direction. */
	const struct store_point *points;
	size_t point_count;
};

/** Which points are wanted. Zeroed: all. */
struct store_history_query {
	const char *machine_key; /**< NULL: of all machines */
	const char *const *oids; /**< of these commits alone; one that is not
				      there, or there twice, is fine */
	size_t oid_count; /**< 0: of all commits */
	/** Without what commits share (store_share.h): the same measurement is
	 *  not there twice. */
	bool without_shared;
};

/**
 * Read the history: sessions of runs that are finished, as store_sessions()
 * gives them; a base's control is not given. Only what has points is in the
 * arrays. Linear in the points, 80 bytes of memory each while it is read, 40
 * afterwards; see `make bench-history-store` for times.
 *
 * @param[out] out store_history_free() it
 * @return the store's errors
 */
enum err store_history_read(struct store *store,
    const struct store_history_query *query, struct store_history **out);
void store_history_free(struct store_history *history);

/** Count the sessions of a commit on a machine that the history has points of.
 */
enum err store_history_sessions(
    struct store *store, const char *oid, const char *machine_key, size_t *out);

#endif
