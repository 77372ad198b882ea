/** Measuring how the families of a repository grow, on one commit or two. */
#ifndef RUNNER_GROWING_H
#define RUNNER_GROWING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "reports/scaling_report.h"
#include "runner/app.h"
#include "runner/base.h"

#define GROWING_ROUNDS 20
#define GROWING_TOLERANCE .10

/** Zero or NULL: the default. */
struct growing_options {
	const char *match; /**< pattern of a family's benchmark/metric */
	double tolerance;
	uint64_t rounds; /**< 8 to RULE_ROUNDS_MAX */
	int64_t budget_ns;
	uint64_t seed;
	const char *bench_from;
	bool no_identical;
	/** Why there is no base although one was wanted, which leaves all
	 *  unjudged. Set by the command. */
	const char *no_base_why;
	bool alone; /**< measure head alone. Set by the command. */
};

struct growing;

/**
 * Build, measure and judge. A benchmark is left out where its config alone says
 * that it is of no family: of format `command`, whose only series has the
 * benchmark's name.
 *
 * @param pair where `alone`, its base is not used
 * @return ERR_OK with a whole report, also where a build failed; an error where
 *         there is none to show
 */
enum err growing_run(struct growing **out, struct app *app,
    const struct base_pair *pair, const struct growing_options *options);
void growing_free(struct growing *growing);

/** Borrowed. */
const struct scaling_report *growing_report(const struct growing *growing);

#endif
