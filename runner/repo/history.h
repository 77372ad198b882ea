/** What a commit changed, and how it came into its history. Errors as in
 *  repo.h. */
#ifndef RUNNER_REPO_HISTORY_H
#define RUNNER_REPO_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "runner/repo/repo.h"

/** Bytes of a path that are kept, without the NUL. */
#define COMMIT_PATH_MAX 4096

/** Owns what it points to. Zeroed is released too. */
struct commit_details {
	int64_t author_s; /**< author's date, seconds since 1970 */
	struct oid *parents;
	size_t parent_count;
	/** Files, symbolic links and submodules that differ from the first
	 *  parent, of a root commit all, by their bytes. As committed: any byte
	 *  but NUL; a longer path is cut. */
	char **paths;
	size_t path_count; /**< that are kept */
	size_t path_total; /**< that there are */
};

/**
 * Describe a commit. What was renamed is there twice, by its old path and its
 * new one. O(n) in the entries of the folders that differ.
 *
 * @param paths_max keep so many paths, the first ones
 * @param[out] out commit_details_release() it
 */
enum err repo_commit_details(struct repo *repo, const struct oid *commit,
    size_t paths_max, struct commit_details *out);
void commit_details_release(struct commit_details *details);

/**
 * Whether two commits differ at any of the paths: in the content, the kind or
 * the mode of a file, or in anything below a folder. What neither has does not
 * differ. No globbing; "." is everything. O(n) in the entries of the folders on
 * the way, some 10 us for a commit whose parent was asked for just before.
 *
 * @param parent any other commit
 * @return ERR_USAGE also for a path that is absolute or has a ".." component
 */
enum err repo_touches(struct repo *repo, const struct oid *commit,
    const struct oid *parent, const char *const *paths, size_t count,
    bool *out);

/**
 * The branch that a merge of two brought in: the first-parent history of its
 * second parent that its first parent does not reach, newest first as
 * repo_list() gives it.
 *
 * @param[out] base best common ancestor of the two parents
 * @param[out] out array of *count commits, free() it; NULL where the first
 *             parent reached all of it before
 * @return ERR_NOTFOUND for a commit that is no merge of two, and where the
 *         parents' histories are unrelated; ERR_USAGE also where a shallow
 *         clone ends before that can be told
 */
enum err repo_side_branch(struct repo *repo, const struct oid *merge,
    struct commit *base, struct commit **out, size_t *count);

#endif
