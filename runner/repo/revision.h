/** Commits as repo.h shows them. */
#ifndef RUNNER_REPO_REVISION_H
#define RUNNER_REPO_REVISION_H

#include "runner/repo/git.h"
#include "runner/repo/repo.h"

/** Copy what `out` holds of a commit, made safe to show. */
void revision_fill(struct commit *out, const git_commit *commit);

/** Look a commit up by its id and fill `out`. */
enum err revision_load(
    const struct repo *repo, const git_oid *id, struct commit *out);

#endif
