/**
 * What the files of runner/repo share about libgit2. No other folder includes
 * git2.h.
 */
#ifndef RUNNER_REPO_GIT_H
#define RUNNER_REPO_GIT_H

#include <git2.h>
#include <stdbool.h>

#include "core/base/err.h"
#include "runner/repo/repo.h"

struct repo {
	git_repository *git;
	char *workdir; /**< NULL when bare */
	char
	    *git_dir; /**< of this work tree; equals `common` in the main one */
	char *common;
	char *shallow; /**< text of the file of boundary commits, or NULL */
	bool partial; /**< some objects were left with the remote */
	char id[17];
};

/** Start libgit2 with our settings; each success needs one git_stop(). */
enum err git_start(void);
void git_stop(void);

/**
 * Turn libgit2's last error into ours, its text after "`what`: ".
 * @return ERR_NOMEM, ERR_IO where the system refused, else ERR_USAGE
 */
enum err git_fail(const char *what);

/**
 * The error for an object that is not there: says whether the clone is
 * shallow, partial or damaged, and what fetches the rest.
 * @return ERR_USAGE
 */
enum err git_missing(const struct repo *repo, const char *what);

/** git_missing() where `rc` says that something was not found, else
 *  git_fail(). */
enum err git_fail_object(const struct repo *repo, int rc, const char *what);

/**
 * Open the repository at `dir` itself, not above it, whoever owns it: for
 * submodules of a repository that is trusted already. repo_free() it.
 *
 * @param workdir its work tree, which need not exist any more, if `dir` is its
 *                git folder; NULL if `dir` is its work tree
 * @return ERR_NOTFOUND where there is none
 */
enum err git_open_module(
    struct repo **out, const char *dir, const char *workdir);

/** Look up the tree of a commit; git_tree_free() it. */
enum err git_commit_root(
    git_tree **out, const struct repo *repo, const struct oid *commit);

/** A tree's entry at a cleaned path, not ""; git_tree_entry_free() it. What the
 *  tree has not leaves *out as it is and is no error. */
enum err git_find_entry(git_tree_entry **out, const struct repo *repo,
    git_tree *root, const char *path);

/** Whether the clone is shallow and has not got the parents of a commit. */
bool git_is_boundary(const struct repo *repo, const struct oid *commit);

void git_oid_out(struct oid *out, const git_oid *id);

/** @return ERR_USAGE where the text is not an object id. */
enum err git_oid_in(git_oid *out, const struct oid *oid);

/**
 * A path of the repository without "./" in front, "//" inside or "/" behind;
 * "" is the root. free() it.
 * @return ERR_USAGE if it is absolute, or has a ".." or ".git" component
 */
enum err git_path_clean(char **out, const char *path);

#endif
