/** What a benchmark's samples depend on besides the commit's own code. */
#ifndef RUNNER_SETUP_H
#define RUNNER_SETUP_H

#include <stdbool.h>

#include "core/base/err.h"
#include "runner/config.h"
#include "runner/repo/repo.h"

/**
 * Digest of a benchmark's command, settings and sources as they are in
 * `commit`: samples of different setups are never compared.
 */
enum err setup_digest(struct repo *repo,
    const struct config_benchmark *benchmark, const struct oid *commit,
    char out[65]);

/**
 * The first of a benchmark's sources that differs between two commits.
 * @param[out] out NULL where none does; borrowed from the config
 */
enum err setup_changed_source(struct repo *repo,
    const struct config_benchmark *benchmark, const struct oid *a,
    const struct oid *b, const char **out);

#endif
