/** One side's turn in a block: the processes of one benchmark. */
#ifndef RUNNER_TURN_H
#define RUNNER_TURN_H

#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "core/base/child.h"
#include "core/base/err.h"
#include "runner/config.h"
#include "runner/environment.h"
#include "runner/track.h"

struct turn {
	/* what to run; borrowed */
	const struct config_benchmark *benchmark;
	const char *command; /**< NULL: the benchmark's own */
	enum side side;
	const char *tree;
	const struct environment *environment;
	struct child_conditions conditions;
	const char *logs; /**< folder for the output of a process that failed */
	struct tracks *tracks; /**< take the readings */
	struct room *room; /**< its own, while it runs */
	/* what it took */
	size_t processes;
	int64_t children_ns; /**< wall time of the processes */
};

/**
 * Run warm-ups and repetitions, and end the turn in the tracks.
 *
 * @return ERR_CHILD where a process failed or timed out (its last lines in the
 *         text, its output in a log), ERR_PARSE or ERR_LIMIT where its output
 *         is not as it should be; all name the side.
 *         ERR_INTERRUPTED and the like as they are
 */
enum err turn_run(struct turn *turn);

#endif
