/** What a benchmark's samples depend on besides the commit's own code. */
#ifndef RUNNER_SETUP_H
#define RUNNER_SETUP_H

#include <stdbool.h>

#include "core/base/err.h"
#include "core/base/hash.h"
#include "runner/config.h"
#include "runner/repo/repo.h"

/** Add paths, and what they are in `commit`, to a digest under way. */
enum err setup_hash_paths(struct hash *hash, struct repo *repo,
    const struct config_texts *paths, const struct oid *commit);

/**
 * Digest of a benchmark's command, settings and sources as they are in
 * `commit`, and of the conditions that it runs under: samples of different
 * setups are never compared.
 */
enum err setup_digest(struct repo *repo,
    const struct config_benchmark *benchmark,
    const struct config_conditions *conditions, const struct oid *commit,
    char out[65]);

/**
 * Check that each of `paths` is in at least one of two commits: one that
 * neither has is mistyped, and would make everything look equal.
 *
 * @param key names the paths in the error: "build.inputs"
 * @return ERR_USAGE naming the path
 */
enum err setup_check_paths(struct repo *repo, const char *key,
    const struct config_texts *paths, const struct oid *a, const struct oid *b);

/**
 * The first of a benchmark's sources that differs between two commits.
 * @param[out] out NULL where none does; borrowed from the config
 */
enum err setup_changed_source(struct repo *repo,
    const struct config_benchmark *benchmark, const struct oid *a,
    const struct oid *b, const char **out);

#endif
