/** Where a repository was cloned from. Errors as in repo.h. */
#ifndef RUNNER_REPO_REMOTE_H
#define RUNNER_REPO_REMOTE_H

#include "core/base/err.h"
#include "runner/repo/repo.h"

/** The address of a remote, as configured; free() it. It may hold a password.
 *  @return ERR_NOTFOUND where there is no such remote */
enum err repo_remote_url(struct repo *repo, const char *name, char **out);

#endif
