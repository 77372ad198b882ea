/** Write the files of a commit that are not in place. */
#ifndef RUNNER_REPO_TREE_WRITE_H
#define RUNNER_REPO_TREE_WRITE_H

#include "runner/repo/tree_job.h"

/**
 * Write each entry of the job's index (within job->below) that is not marked
 * present: line ends and $Id$ as the commit's attributes say, symbolic links,
 * folders for submodules, LFS objects for their pointers. Each file's stat is
 * put into the index. No link is followed.
 *
 * @return ERR_IO naming the path; ERR_USAGE for missing objects; ERR_NOMEM;
 *         ERR_INTERRUPTED
 */
enum err tree_write(struct tree_job *job);

/** Copy a file's bytes to `fd`; `shown` names the target in the error. */
enum err tree_write_copy(int fd, const char *from, const char *shown);

#endif
