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

struct collect_options {
	uint64_t rounds; /**< 0: COLLECT_ROUNDS_DEFAULT */
	int64_t budget_ns; /**< of each commit; 0: the config's */
	bool skip_existing;
	bool keep_going;
};

/**
 * Build, measure and store commits, in their order, and print a line for each.
 *
 * @param[out] code EXIT_CODE_FAILED where a commit could not be built or a
 *        benchmark failed, EXIT_CODE_UNJUDGED where the rounds of one did not
 *        fit into the budget or instructions cannot be counted; without
 * keep_going the first one ends it
 */
enum err collect(struct app *app, const struct commit *commits, size_t count,
    const struct collect_options *options, enum exit_code *code);

#endif
