/** What the controls of earlier runs say of each series' noise (noise.h). */
#ifndef RUNNER_STORED_NOISE_H
#define RUNNER_STORED_NOISE_H

#include "baselines/series.h"
#include "baselines/store.h"
#include "core/base/err.h"

struct stored_noise;

/** Read the controls of this machine key. @return the store's errors */
enum err stored_noise_read(
    struct stored_noise **out, struct store *store, const char *machine_key);
void stored_noise_free(struct stored_noise *noise);

/**
 * noise_spread() of a series measured with that setup; 0 where too few runs
 * have it.
 *
 * @param noise NULL knows nothing
 */
double stored_noise_spread(const struct stored_noise *noise, const char *setup,
    const struct series_name *name);

#endif
