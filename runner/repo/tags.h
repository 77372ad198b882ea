/** The tags of a repository. Errors as in repo.h. */
#ifndef RUNNER_REPO_TAGS_H
#define RUNNER_REPO_TAGS_H

#include <stddef.h>

#include "core/base/err.h"
#include "runner/repo/repo.h"

struct tag {
	char *name; /**< without "refs/tags/"; foreign text */
	struct oid oid; /**< the commit that it stands for */
};

/**
 * All tags that stand for a commit, by name; what a tag object points to is
 * followed. Those of other objects, and of commits that this clone has not got,
 * are left out. O(n log n).
 *
 * @param[out] out tags_free() it
 */
enum err tags_list(struct repo *repo, struct tag **out, size_t *count);
void tags_free(struct tag *tags, size_t count);

#endif
