/** A session of measuring and its run in the store. */
#ifndef RUNNER_SESSION_H
#define RUNNER_SESSION_H

#include "core/base/err.h"
#include "runner/app.h"
#include "runner/build.h"
#include "runner/machine.h"
#include "runner/measure.h"

/** What the run in the store says of itself. Borrowed. */
struct session {
	const char *kind; /**< "check", "compare", "run", "bisect" */
	const char *uid; /**< of the run, new; NULL: one is made up */
	const char *config_from;
	const struct machine *machine;
	/** Commits and finished builds of the sides; a side whose build has no
	 *  tree takes no part. */
	const struct commit *commits[SIDE_COUNT];
	const struct build *builds[SIDE_COUNT];
};

/**
 * Begin a run, measure and count into it, finish it. Sets the plan's trees,
 * store, run, logs and progress from `app` and `session`.
 *
 * A run is complete when its measuring was; a signal or the budget leaves it
 * interrupted. That it cannot be finished is a warning only: its samples are
 * stored, and whether they are judged does not depend on it.
 *
 * @return measure()'s and counting_run()'s errors, with their texts
 */
enum err session_measure(struct app *app, const struct session *session,
    struct measure_plan *plan, struct measure_outcome *out);

#endif
