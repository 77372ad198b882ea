/** Measuring commits one by one into the store: the work of `run`. */
#ifndef RUNNER_COLLECT_H
#define RUNNER_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/verdict.h"
#include "core/base/err.h"
#include "runner/app.h"

#define COLLECT_ROUNDS_DEFAULT 10

/** Which commits of a history are measured. */
enum collect_choice {
	COLLECT_LIST, /**< all, newest first */
	COLLECT_NEW, /**< those newer than the newest measured one */
	COLLECT_GAPS /**< those that settle most, see baselines/gaps.h */
};

struct collect_options {
	enum collect_choice choice;
	/** As for repo_list(). COLLECT_NEW and COLLECT_GAPS take one at most,
	 *  a history, and no walk.every. */
	const char *const *specs;
	size_t spec_count;
	struct repo_walk walk;
	uint64_t rounds; /**< 0: COLLECT_ROUNDS_DEFAULT */
	int64_t budget_ns; /**< of each commit; 0: the config's */
	int64_t time_ns; /**< for all of it, builds too; 0: no limit */
	uint64_t commits; /**< at most so many are measured; 0: no limit */
	bool skip_existing; /**< COLLECT_NEW and COLLECT_GAPS always do */
	bool keep_going; /**< COLLECT_GAPS always does */
	const char *json; /**< file, "-" for standard output, or NULL */
};

/**
 * Build, measure and store commits and print a line for each. A commit whose
 * build has the inputs of one that this machine has measured shares its
 * samples. One that does not fit into the time is left.
 *
 * @param[out] code EXIT_CODE_FAILED where a commit could not be built or a
 *        benchmark failed, EXIT_CODE_UNJUDGED where the rounds of one did not
 *        fit into the budget or instructions cannot be counted; without
 *        keep_going the first one ends it
 * @return ERR_USAGE also for a range without a commit
 */
enum err collect(struct app *app, const struct collect_options *options,
    enum exit_code *code);

#endif
