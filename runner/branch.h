/** A branch's commits beside those of the store. */
#ifndef RUNNER_BRANCH_H
#define RUNNER_BRANCH_H

#include <stddef.h>

#include "baselines/history.h"
#include "core/base/err.h"
#include "runner/repo/repo.h"

/**
 * For each commit of a stored history its place in a branch, 0 is the oldest;
 * HISTORY_NOWHERE for one that is not in it. O((n + m) log n).
 *
 * @param commits of the branch, newest first, as repo_list() gives them
 * @param[out] out free() it
 * @return ERR_NOMEM
 */
enum err branch_places(const struct commit *commits, size_t count,
    const struct store_history *stored, size_t **out);

#endif
