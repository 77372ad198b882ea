/**
 * The small repository inside a tree: .git with the objects of the user's
 * repository by alternates, a detached HEAD, its tags, and a config that
 * outweighs the user's.
 */
#ifndef RUNNER_REPO_TREE_GITDIR_H
#define RUNNER_REPO_TREE_GITDIR_H

#include <sys/types.h>

#include "runner/repo/git.h"

/**
 * Make the .git folder in `root`, where there must be none.
 *
 * @param[out] folder_mode what a folder made here gets
 */
enum err tree_gitdir_make(const char *root, const struct repo *repo,
    const struct oid *commit, mode_t *folder_mode);

#endif
