/**
 * Measuring: rounds of child processes, each a block in which every side runs
 * once in random order, until each series is decided or the rounds or the
 * budget are spent.
 */
#ifndef RUNNER_MEASURE_H
#define RUNNER_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "baselines/store.h"
#include "core/base/err.h"
#include "runner/config.h"
#include "runner/counting.h"
#include "runner/environment.h"
#include "runner/progress.h"
#include "runner/track.h"

/** A benchmark of the config and what became of it. */
struct measure_benchmark {
	const struct config_benchmark *config;
	char setup[65]; /**< digest of what is run, for the store */
	struct counting counting; /**< of its instructions */
	/** Set by the caller to leave it out. */
	bool skip;
	size_t rounds;
	bool done; /**< decided, or failed */
	char *error; /**< why it failed, NULL if it did not; measure's own */
	int64_t block_ns; /**< mean time of a block, the trial included */
	size_t blocks;
};

/** What is to be measured. Borrowed. */
struct measure_plan {
	const struct config *config;
	struct measure_benchmark *benchmarks; /**< as many as the config's */
	/** Trees of the sides; NULL: the side takes no part. */
	const char *trees[SIDE_COUNT];
	struct environment *environment;
	struct progress *progress;
	struct store *store; /**< NULL: samples are not stored */
	const char *run_uid; /**< begun in the store */
	const char *logs; /**< folder for the output of what fails */
	uint64_t seed; /**< decides orders and paddings */
	size_t rounds; /**< at most; exactly without a base */
	int64_t budget_ns; /**< for all of it */
	/** Tolerance of a series. */
	double (*tolerance)(void *ctx, const struct series_name *name);
	void *ctx;
};

/** What was done. The samples and gates are in the tracks. */
struct measure_outcome {
	struct tracks *tracks; /**< the caller's: tracks_free() */
	size_t rounds; /**< of the benchmark that took most */
	size_t processes;
	int64_t elapsed_ns;
	int64_t children_ns; /**< wall time of the processes alone */
	bool budget_spent; /**< it ended some series */
};

/**
 * Measure. A benchmark that fails is noted in its row and the others go on;
 * gates that are undecided at the end are closed.
 *
 * @return ERR_UNJUDGED before the first round if 8 rounds do not fit into the
 *         budget; ERR_INTERRUPTED (whole blocks measured before are stored);
 *         the store's errors. Then *out has no tracks.
 */
enum err measure(const struct measure_plan *plan, struct measure_outcome *out);

#endif
