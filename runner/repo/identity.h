/** Who the user is to git. */
#ifndef RUNNER_REPO_IDENTITY_H
#define RUNNER_REPO_IDENTITY_H

#include "core/base/err.h"
#include "runner/repo/repo.h"

/**
 * The name that git would give a commit's author: GIT_AUTHOR_NAME, else
 * user.name of the repository's config, the user's ($GIT_CONFIG_GLOBAL, else
 * ~/.gitconfig, else $XDG_CONFIG_HOME/git/config) or the machine's.
 *
 * @param[out] out free() it
 * @return ERR_NOTFOUND where there is none
 */
enum err identity_name(struct repo *repo, char **out);

#endif
