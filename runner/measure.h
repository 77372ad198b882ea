/**
 * Measuring: rounds of child processes, each a block in which every side runs
 * once in random order, until each series is decided or the rounds or the
 * budget are spent.
 *
 * Rounds come in passes: blocks of the benchmarks that are due, in random
 * order. As long as the budget suffices all are due that are not decided; after
 * that those that baselines/budget.h gives rounds. Where the config names a
 * filter, a block runs only the names that are due, on all its sides alike. The
 * first block of each such choice must print exactly those names: else it is
 * thrown away and the benchmark's whole command runs from then on.
 */
#ifndef RUNNER_MEASURE_H
#define RUNNER_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/detector.h"
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
	size_t rounds; /**< blocks that count */
	size_t filtered; /**< of them, those of some names only */
	int64_t spent_ns; /**< its blocks and its trial */
	bool done; /**< decided, or failed */
	/* why it failed, and why its filter was given up; NULL if not */
	char *error;
	enum side failed; /**< whose turn that was */
	char *filter_error;

	/* the next block */
	bool due;
	char *command; /**< narrowed; NULL: all of it */
	bool proven; /**< that command printed what it should */
	size_t names; /**< that it runs; 0: all */
	int64_t expect_ns;
	/* mean time of blocks of as many names, the trial included */
	int64_t block_ns;
	size_t timed_blocks;
	size_t timed_names;
	int64_t whole_ns; /**< the same of the last blocks of all names */
	/** Which side's turn came when: 0 is the first of its round. */
	unsigned char slots[RULE_ROUNDS_MAX][SIDE_COUNT];
};

/** Free what measure() keeps in it; NULL is fine for each. */
void measure_benchmark_release(struct measure_benchmark *benchmark);

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
	/** What a series is held to where the gate is asked. Not called
	 *  without a base and where `question` is set. */
	struct terms (*terms)(void *ctx, const struct series_name *name);
	/** What the detector claims, and what it may claim of a series of that
	 *  benchmark, which earlier controls can raise. */
	const struct detector_limits *claims;
	struct detector_limits (*limits)(
	    void *ctx, size_t benchmark, const struct series_name *name);
	bool detect; /**< ask the detector, not the gate */
	bool warm; /**< no trials: these builds were run a moment ago */
	bool only_counts; /**< no rounds: counting_run() is all */
	/** Not NULL: it is asked of every series in place of both. */
	const struct question *question;
	void *ctx;
};

/** What was done. The samples and gates are in the tracks. */
struct measure_outcome {
	struct tracks *tracks; /**< the caller's: tracks_free() */
	size_t rounds; /**< of the benchmark that took most */
	size_t processes;
	int64_t elapsed_ns; /**< of the rounds, trials included */
	int64_t counting_ns; /**< of counting instructions, after them */
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

/** Give a track's newest round to its gate, which the first one opens. The
 * track can be judged. */
void measure_feed_gate(const struct measure_plan *plan, struct track *track);

#endif
