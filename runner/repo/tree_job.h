/**
 * One checkout under way: what the files that make a tree share.
 */
#ifndef RUNNER_REPO_TREE_JOB_H
#define RUNNER_REPO_TREE_JOB_H

#include <git2.h>
#include <stdbool.h>
#include <time.h>

#include "runner/repo/git.h"
#include "runner/repo/tree.h"

struct tree_job {
	struct repo *repo; /**< where the objects come from */
	const struct oid *commit;
	const char *root; /**< the tree's folder */
	const char *below; /**< only this path and those in it; "": all */
	git_index *index; /**< the commit's entries; those in place carry
			       the file's stat as it was written */
	bool *present; /**< by position in `index`: is in place */
	struct timespec sealed; /**< files changed from here on are suspect */
	struct timespec newest; /**< last change of a file written now */
	mode_t folder_mode; /**< of a folder made by this user here */
	const struct tree_options *options; /**< may be NULL */
	int depth; /**< how many submodules we are in */
};

/** @return ERR_INTERRUPTED where the caller asked to stop */
enum err tree_job_poll(const struct tree_job *job);

/** Whether an entry's path is in the job. */
bool tree_job_has(const struct tree_job *job, const char *path);

#endif
