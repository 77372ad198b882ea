/** Which two commits a check compares (DESIGN, rule 4). */
#ifndef RUNNER_BASE_H
#define RUNNER_BASE_H

#include "core/base/err.h"
#include "runner/repo/repo.h"

#define BASE_NAME_SIZE 128

struct base_pair {
	struct commit base;
	struct commit head;
	/** How the base was found, for the report: "merge-base of origin/main
	 *  and 1a2b3c4d5e". */
	char base_from[256];
	/** The commit whose config counts: the base. Where a literal one was
	 *  asked for, the merge-base of head and the branch that it is to be
	 *  merged into, which is head itself once it is merged. */
	struct oid config_commit;
};

/**
 * Find head and base.
 *
 * @param head revision, or NULL: the pull request's head commit, else HEAD
 * @param base revision whose merge-base with head is meant, "=REV" for REV
 *        itself, or NULL: the pull request's base branch, else the default
 * branch that the event names, else repo_default_branch()
 * @return ERR_USAGE for what cannot be resolved; ERR_UNJUDGED where there is
 *         nothing to compare with: unrelated histories, a first commit, or a
 *         branch or commit of the event that is not in this clone
 */
enum err base_find(struct repo *repo, const char *head, const char *base,
    struct base_pair *out);

/**
 * Find the branch that work is to be merged into, by the event or else
 * repo_default_branch().
 *
 * @param[out] name how reports call it: "origin/main"
 * @return ERR_NOTFOUND where there is none; ERR_UNJUDGED where the event's is
 *         not in this clone
 */
enum err base_target(
    struct repo *repo, struct commit *tip, char name[BASE_NAME_SIZE]);

#endif
