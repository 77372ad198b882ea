/** Where runs were made: machines and what they told of themselves. */
#ifndef BASELINES_STORE_MACHINE_H
#define BASELINES_STORE_MACHINE_H

#include <stdint.h>

#include "baselines/store.h"

/** One run on a machine. Valid during the call. */
struct store_machine_run {
	const char *machine_key;
	const char *provenance; /**< JSON object, as in store_run */
	int64_t started_s;
};

typedef enum err store_machine_fn(
    void *ctx, const struct store_machine_run *run);

/**
 * Give all runs that are finished, by machine key, start and entry.
 *
 * @param fn must not use the store
 * @return also what `fn` returned, if not ERR_OK; that ends the calls
 */
enum err store_machine_runs(
    struct store *store, store_machine_fn *fn, void *ctx);

#endif
