/** Remove from a tree whatever is not exactly what was written there. */
#ifndef RUNNER_REPO_TREE_CLEAN_H
#define RUNNER_REPO_TREE_CLEAN_H

#include "runner/repo/tree_job.h"

/**
 * Walk the tree's folder and remove what the job's index has not, files that
 * changed since they were written, and what stands where a folder should;
 * folders get their permissions back. Submodules' folders stay for
 * submodule.h. Marks what may stay in job->present.
 *
 * @return ERR_IO naming the path, ERR_NOMEM, ERR_INTERRUPTED
 */
enum err tree_clean(struct tree_job *job);

/** Remove all in a folder, but not what is called `keep` (NULL: nothing). */
enum err tree_clean_folder(const char *path, const char *keep);

#endif
