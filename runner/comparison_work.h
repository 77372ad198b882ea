/**
 * Building what is compared. Internal to runner/comparison*.c.
 */
#ifndef RUNNER_COMPARISON_WORK_H
#define RUNNER_COMPARISON_WORK_H

#include "runner/build.h"
#include "runner/comparison_parts.h"
#include "runner/session.h"

/** What lives while the lock is held. */
struct work {
	struct comparison *comparison;
	struct environment *environment;
	struct builder builder;
	struct build_order orders[SIDE_COUNT];
	struct build builds[SIDE_COUNT];
	struct source base_source; /**< for the sides' own build commands */
	struct source head_source;
	struct commit bench_from;
	struct lock lock;
	bool identical;
};

#define WORK_INIT(of)                                                          \
	{                                                                      \
		.comparison = (of), .lock = LOCK_INIT                          \
	}

/** Say what is to be built, and find equal inputs (rule 7). */
enum err work_prepare(struct work *work);

/** Open the store and take the lock; work_release() gives it back. */
enum err work_begin(struct work *work);

/**
 * Build a side. One that cannot be built is an error of every benchmark, in the
 * report.
 * @param[out] built whether to go on
 */
enum err work_build(struct work *work, enum side side, bool *built);

/** Find equal artifacts (rule 7), once base and head are built. */
void work_ask_artifacts(struct work *work);

/** Whether every benchmark is left out. */
bool work_all_skipped(const struct work *work);

/** Fill in what all sessions of this work share. */
void work_fill_session(const struct work *work, struct session *session);

/** Build what is not built yet, and measure and judge pairs, unless that is
 *  pointless. In comparison.c. */
enum err work_pairs(struct work *work);

void work_release(struct work *work);

#endif
