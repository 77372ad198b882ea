/**
 * A commit's files in a folder of our own, with a small git repository of its
 * own in them (DESIGN rule 5): objects by alternates, detached HEAD, tags
 * copied, own index. Builds may call git in it; nothing reaches the user's
 * repository.
 */
#ifndef RUNNER_REPO_TREE_H
#define RUNNER_REPO_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "runner/repo/repo.h"

struct tree_options {
	/** Asked between files; true stops the checkout. NULL: never. */
	bool (*stop)(void *ctx);
	/** Told about progress, `total` 0 while unknown. NULL: not wanted. */
	void (*progress)(void *ctx, size_t done, size_t total);
	void *ctx;
};

/**
 * Make `path` hold exactly the files of `commit`, submodules included.
 *
 * Where `path` holds an earlier tree made by this function, only what differs
 * is written; whatever else lies there (build products, files that ignore
 * rules hide, nested repositories, changed or deleted files) is removed or
 * mended, so that the result equals a fresh checkout. It is made afresh when
 * any .gitattributes differs between the two commits, or when the tree in
 * place is not sound. Killed half-way, the next call mends it.
 *
 * No hook, filter driver or config of the user runs. The user's repository is
 * not changed in any way. `path`'s parent must exist.
 *
 * @return ERR_USAGE naming the command that mends it: a file that is a Git LFS
 *         pointer whose filter the repository's attributes name (`git lfs
 *         pull` fetches the content where .git/lfs has not got it; where the
 *         object lies in the common git folder's lfs/objects, it is put in
 *         place instead), objects missing from a shallow or partial clone, a
 *         submodule that was never fetched (`git submodule update --init
 *         --recursive`). ERR_INTERRUPTED when `stop` said so. ERR_IO names the
 *         path: a full disk, a read-only folder.
 */
enum err tree_checkout(struct repo *repo, const struct oid *commit,
    const char *path, const struct tree_options *options);

/**
 * Put the files below `source` (a path of the repository, "." for all) as they
 * are in `commit` over those in the tree at `path`, removing files below it
 * that `commit` has not. HEAD stays. A path that `commit` has not is removed.
 */
enum err tree_overlay(struct repo *repo, const struct oid *commit,
    const char *source, const char *path);

#endif
