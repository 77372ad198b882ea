/** Whether the series that somebody accepts is one that was ever measured. */
#ifndef RUNNER_ACCEPT_KNOWN_H
#define RUNNER_ACCEPT_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/store_history.h"
#include "core/base/err.h"
#include "runner/app.h"

/** Letters of a name that are compared; what is behind them is not. */
#define ACCEPT_KNOWN_LETTERS 256

/**
 * Find the series whose name, "benchmark/metric", is nearest to `name`: that
 * takes the fewest letters to be put in, taken out or changed. Of several the
 * first. O(series x letters^2).
 *
 * @param[out] out the place in `series`; untouched where there are none
 * @return whether it is `name` itself
 */
bool accept_known_nearest(const struct store_history_series *series,
    size_t count, const char *name, size_t *out);

/**
 * Warn of each name that the store has not got, of whatever machine, with the
 * nearest that it has. Nothing is said where nothing is stored.
 *
 * @param app its repository is open; the store is opened for reading
 * @return ERR_NOMEM; a store that cannot be read is a warning
 */
enum err accept_known_check(struct app *app, char *const *names, size_t count);

#endif
