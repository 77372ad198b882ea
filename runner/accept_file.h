/** The file of acknowledgements as commits have it. */
#ifndef RUNNER_ACCEPT_FILE_H
#define RUNNER_ACCEPT_FILE_H

#include "core/base/err.h"
#include "runner/config_accept.h"
#include "runner/repo/repo.h"

/**
 * Read a commit's file.
 *
 * @param[out] out the caller's: config_accept_free()
 * @return ERR_NOTFOUND where it has none; ERR_USAGE, naming the commit, where
 *         it does not parse
 */
enum err accept_file_of_commit(
    struct config_accept **out, struct repo *repo, const struct oid *commit);

/**
 * Find the commit that brought an entry: the oldest one of the first-parent
 * history of `tip` from which on every commit has an entry about the same
 * benchmarks, metric and commits. What was changed of it since then, such as
 * its reason, does not matter. A file that does not parse has no entry.
 *
 * O(commits walked), each of them by the id of the file alone.
 *
 * @return ERR_NOTFOUND where the tip has no such entry, or where the history
 *         ends in this clone before that can be told
 */
enum err accept_file_brought(struct repo *repo, const struct commit *tip,
    const struct config_accept_entry *entry, struct oid *out);

#endif
