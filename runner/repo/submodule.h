/** Submodules of a tree: each is a tree again, from its own objects. */
#ifndef RUNNER_REPO_SUBMODULE_H
#define RUNNER_REPO_SUBMODULE_H

#include "runner/repo/tree_job.h"

/**
 * Fill the folder of each submodule in the job's index. The objects are those
 * that `git submodule update` fetched: below modules/ in the git folder, or in
 * the submodule's own work tree. A submodule that .gitmodules does not name
 * stays an empty folder.
 *
 * @return ERR_USAGE with the command that fetches what is missing, or for a
 *         name that leads elsewhere; else as tree_place()
 */
enum err submodule_checkout(struct tree_job *job);

#endif
