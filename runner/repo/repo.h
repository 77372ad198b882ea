/**
 * The user's repository, read only: revisions, ranges, trees and files of
 * commits. Nothing here writes to the work tree, index, refs, config or hooks.
 *
 * runner/repo/ is the owner of git2.h; git.h in it has the one function that
 * turns libgit2's errors into ours.
 *
 * Errors unless said otherwise: ERR_USAGE for what the user must mend (its text
 * names the revision or repository and the command that mends it), ERR_IO,
 * ERR_NOMEM.
 */
#ifndef RUNNER_REPO_REPO_H
#define RUNNER_REPO_REPO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

#define OID_SIZE 41 /**< 40 hex digits and the NUL */

struct oid {
	char hex[OID_SIZE];
};

struct commit {
	struct oid oid;
	struct oid tree;
	int64_t time_s; /**< committer date, seconds since 1970 */
	char subject[128]; /**< first line, cut; control characters are '?' */
	char author[64]; /**< author's name, cut the same way */
	size_t parent_count;
	struct oid parent; /**< the first parent, if any */
};

struct repo;

/**
 * Open the repository that `dir` lies in (bare, a linked work tree, a
 * subfolder). Each of these has its own message with the command that mends
 * it: no repository, foreign ownership (safe.directory), sha256 objects,
 * unsupported extensions. Also starts libgit2.
 */
enum err repo_open(struct repo **out, const char *dir);
void repo_free(struct repo *repo);

/** Work tree's root without trailing slash, or NULL when bare. Borrowed. */
const char *repo_workdir(const struct repo *repo);
/** The common git folder (shared by linked work trees), no trailing slash. */
const char *repo_common_dir(const struct repo *repo);
bool repo_is_shallow(const struct repo *repo);

/**
 * A stable name for this clone: 16 hex digits of the hash of its common
 * folder's real path. Names its cache folder.
 */
const char *repo_id(const struct repo *repo);

/**
 * Resolve one revision as `git rev-parse` would and peel it to a commit.
 * Unknown revision, a tree or blob, ambiguous abbreviation, unborn HEAD, and
 * (in a shallow or partial clone) missing objects each have their own message;
 * the last name `git fetch --unshallow` or `git fetch --refetch --no-filter`.
 */
enum err repo_commit(
    struct repo *repo, const char *revision, struct commit *out);

/** Best common ancestor. @return ERR_NOTFOUND if the histories are unrelated;
 *  ERR_USAGE naming `git fetch --unshallow` in a shallow clone. */
enum err repo_merge_base(struct repo *repo, const struct oid *a,
    const struct oid *b, struct commit *out);

/**
 * The branch that work is meant to be merged into, as the full name of a ref
 * to resolve, refs/remotes/origin/main (free() it): the upstream of HEAD's
 * branch, unless that is its namesake (topic is pushed to origin/topic); else
 * origin/HEAD's target; else the first that exists of origin/main,
 * origin/master, the same three of the remote that the branch is pushed to,
 * main, master.
 * @return ERR_NOTFOUND where there is none.
 */
enum err repo_default_branch(struct repo *repo, char **out);

/**
 * Which commits of a revision list are wanted. Zeroed: all of them. The limits
 * apply in this order: {.last = 6, .every = 2} are the newest, the third and
 * the fifth.
 */
struct repo_walk {
	int64_t since_s; /**< committer date at or after; 0: any */
	size_t last; /**< at most so many, the newest; 0: all */
	size_t every; /**< keep each n-th, counted from the newest; 0: all */
};

/**
 * List the commits of `specs`, newest first, each once: `A..B` is the
 * first-parent history of B that is not reachable from A, HEAD where an end is
 * left out; a single revision is that commit, or, where `walk` limits by
 * `last` or `since_s`, its first-parent history. No specs: HEAD. Of one
 * history a commit always comes before its parents, whatever the dates say.
 *
 * @param[out] out array of *count commits, free() it; NULL when empty
 * @return ERR_USAGE also where a shallow clone ends before the list does
 */
enum err repo_list(struct repo *repo, const char *const *specs,
    size_t spec_count, const struct repo_walk *walk, struct commit **out,
    size_t *count);

/**
 * Append to `out` the content of the file `path` in `commit`, as committed.
 * @return ERR_NOTFOUND if the commit has no such file (a symbolic link is
 *         none); ERR_LIMIT above max_bytes.
 */
enum err repo_file(struct repo *repo, const struct oid *commit,
    const char *path, size_t max_bytes, struct buf *out);

/**
 * Append to `out` the id of what `path` is in `commit` (a tree, blob or
 * submodule commit, as 40 digits) after its file mode, "100644 <oid>"; "-" if
 * there is nothing. "." is the root tree. With a trailing slash or a ./ in
 * front the same.
 * @return ERR_USAGE if it is absolute or has a ".." component
 */
enum err repo_path_id(struct repo *repo, const struct oid *commit,
    const char *path, struct buf *out);

#endif
