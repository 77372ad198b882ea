/**
 * Histories: what the sessions of a branch's commits say of each series, in the
 * order of the commits. Pure functions over arrays.
 *
 * A history has one point a commit. Points that cannot be compared are in
 * different epochs: measured on another machine key, by another command or
 * other sources of the benchmark, or in another unit. An epoch holds all points
 * that can be compared, so two machines that take turns are two epochs beside
 * each other.
 */
#ifndef BASELINES_HISTORY_H
#define BASELINES_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "baselines/store_history.h"

/** A commit that is not of this branch. */
#define HISTORY_NOWHERE SIZE_MAX

struct history_point {
	size_t commit; /**< its place in the branch, 0 is the oldest */
	size_t sessions; /**< at least 1 */
	int64_t first_s; /**< when the first of them started */
	double value; /**< median of the sessions' medians */
};

/** Why an epoch began. */
enum history_cause {
	HISTORY_FIRST, /**< there was none before */
	HISTORY_MACHINE, /**< another machine key */
	HISTORY_BENCHMARK, /**< another command, settings or sources */
	HISTORY_UNIT /**< another unit or direction */
};

struct history_epoch {
	enum history_cause cause; /**< what differs from the one before */
	size_t first; /**< its first point */
	size_t count; /**< at least 1 */
	struct series_name name;
	const char *setup;
	const char *machine_key;
};

/** One benchmark and metric. The epochs' points follow each other; the epoch
 *  that reaches the newest commit is the last. */
struct history_line {
	const char *benchmark;
	const char *metric;
	const struct history_epoch *epochs;
	size_t epoch_count; /**< at least 1 */
	const struct history_point *points;
	size_t point_count;
};

struct history {
	const struct history_line *lines; /**< by benchmark and metric */
	size_t count;
};

/**
 * Make the histories of a branch. O(n log n).
 *
 * @param stored must outlive the histories: texts are borrowed from it
 * @param places for each of its commits the place in the branch, or
 *        HISTORY_NOWHERE
 * @param[out] out history_free() it
 * @return ERR_NOMEM
 */
enum err history_make(const struct store_history *stored, const size_t *places,
    struct history **out);
void history_free(struct history *history);

/** "first", "machine", "benchmark", "unit". */
const char *history_cause_name(enum history_cause cause);

#endif
