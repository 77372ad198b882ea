/** The machines of a store, for the site: what they told of themselves, when
 *  that changed, and how much equal builds differ on them. */
#ifndef RUNNER_SITE_MACHINES_H
#define RUNNER_SITE_MACHINES_H

#include <stddef.h>

#include "baselines/store.h"
#include "core/base/err.h"
#include "reports/site.h"

struct site_machines;

/** Read them. Facts that are never twice the same (load, pressure, steal) are
 *  shown as of the last run and are no change. @return the store's errors */
enum err site_machines_read(struct site_machines **out, struct store *store);
void site_machines_free(struct site_machines *machines);

/** Borrowed; by key. */
const struct site_machine *site_machines_all(
    const struct site_machines *machines, size_t *count);

#endif
