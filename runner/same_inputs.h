/** Whether two commits would be built from the same, told without building. */
#ifndef RUNNER_SAME_INPUTS_H
#define RUNNER_SAME_INPUTS_H

#include <stdbool.h>

#include "core/base/err.h"
#include "runner/app.h"
#include "runner/base.h"

/**
 * Compare the build keys of base and head (DESIGN, rules 6 and 7): equal ones
 * have equal inputs, benchmark sources and commands. Nothing of either commit
 * is checked out or run.
 */
enum err same_inputs(struct app *app, const struct source *source,
    const struct base_pair *pair, bool *same);

#endif
