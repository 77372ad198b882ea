/** Whether git's ownership rule lets this user open a repository. */
#ifndef RUNNER_REPO_OWNER_H
#define RUNNER_REPO_OWNER_H

#include "core/base/err.h"

/**
 * Refuse a repository that belongs to another user, as git does, unless
 * safe.directory lists it (or `*`, or a folder above with `/` and `*` behind)
 * in the system's or user's configuration. Under sudo, the caller's own
 * repositories are fine too.
 *
 * @param workdir its work tree, NULL when bare
 * @return ERR_USAGE with the git config command that allows it
 */
enum err owner_check(const char *workdir, const char *git_dir);

#endif
