/** Put one commit of one repository into a folder; submodules recurse. */
#ifndef RUNNER_REPO_TREE_PLACE_H
#define RUNNER_REPO_TREE_PLACE_H

#include "runner/repo/tree.h"

/**
 * tree_checkout() for a repository at any depth of submodules.
 *
 * A file in the tree's .git keeps the stat of each file as it was written. It
 * is there only while the tree is sound: removed first, written last.
 */
enum err tree_place(struct repo *repo, const struct oid *commit,
    const char *root, const struct tree_options *options, int depth);

#endif
