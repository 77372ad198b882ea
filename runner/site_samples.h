/** The samples of a branch's newest measured commits, for the site. */
#ifndef RUNNER_SITE_SAMPLES_H
#define RUNNER_SITE_SAMPLES_H

#include <stddef.h>

#include "baselines/store.h"
#include "core/base/err.h"
#include "reports/site.h"

struct site_samples;

/** Read those of the SITE_SAMPLES_COMMITS newest commits that a series of the
 *  report has. Holds all of them. @return the store's errors */
enum err site_samples_read(struct site_samples **out, struct store *store,
    const struct trend_report *report);
void site_samples_free(struct site_samples *samples);

/** A site_samples_fn; the context is the samples. */
void site_samples_of(void *ctx, const struct history_line *line,
    const char *oid, const double **values, size_t *count);

#endif
