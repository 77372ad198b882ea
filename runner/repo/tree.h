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
	/** Told after each file written, of `total`; anew for each submodule.
	 *  NULL: not wanted. */
	void (*progress)(void *ctx, size_t done, size_t total);
	void *ctx;
};

/**
 * Make `path` hold exactly the files of `commit`, submodules included.
 *
 * Where `path` holds an earlier tree made by this function, only what differs
 * is written; whatever else lies there (build products, files that ignore
 * rules hide, nested repositories, changed or deleted files, whatever git did
 * in it) is removed or mended, so that the result equals a fresh checkout. It
 * is made afresh when any .gitattributes differs between the two commits, or
 * when the tree in place is not sound; so is a folder or file that is no tree.
 * Killed or stopped half-way, the next call mends it.
 *
 * No hook, filter driver or config of the user runs: of the attributes, line
 * ends, ident and filter=lfs count. The user's repository is not changed in
 * any way; it must stay where it is as long as the tree is used. `path`'s
 * parent must exist.
 *
 * A Git LFS pointer whose filter the attributes name is replaced by its object
 * where that lies in the repository's LFS store (lfs/objects in the common git
 * folder, or lfs.storage).
 *
 * @return ERR_USAGE naming the command that mends it: an LFS object that was
 *         not fetched, objects missing from a shallow, partial or damaged
 *         clone (then the tree in place stays as it was if folders of the
 *         commit are missing), a submodule that was never fetched.
 *         ERR_INTERRUPTED when `stop` said so. ERR_IO names the path: a full
 *         disk, a read-only folder. ERR_NOMEM.
 */
enum err tree_checkout(struct repo *repo, const struct oid *commit,
    const char *path, const struct tree_options *options);

/**
 * Put the files below `source` (a path of the repository, "." for all) as they
 * are in `commit` over those in the tree at `path`, removing files below it
 * that `commit` has not; submodules below it too. HEAD and the index stay, so
 * that git in the tree shows the difference, and the next tree_checkout()
 * undoes it. A path that `commit` has not is removed.
 *
 * @return as tree_checkout(); ERR_NOTFOUND if no tree is at `path`; ERR_USAGE
 *         for a source outside the repository or inside a submodule
 */
enum err tree_overlay(struct repo *repo, const struct oid *commit,
    const char *source, const char *path);

#endif
