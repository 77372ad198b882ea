/** Which two commits a check compares (DESIGN, rule 4). */
#ifndef RUNNER_BASE_H
#define RUNNER_BASE_H

#include "core/base/err.h"
#include "runner/repo/repo.h"

struct base_pair {
	struct commit base;
	struct commit head;
	/** How the base was found, for the report: "merge-base of origin/main
	 *  and 1a2b3c4d5e". */
	char base_from[256];
	/** Where a literal base was asked for: the commit whose config counts,
	 *  the merge-base with the default branch; else the base. */
	struct oid config_commit;
};

/**
 * Find head and base.
 *
 * @param head revision, or NULL: the pull request's head commit, else HEAD
 * @param base revision whose merge-base with head is meant, "=REV" for REV
 *        itself, or NULL: the pull request's base, else the upstream or default
 *        branch
 * @return ERR_USAGE for what cannot be resolved; ERR_UNJUDGED where there is
 *         nothing to compare with: no branch, unrelated histories, a first
 *         commit
 */
enum err base_find(struct repo *repo, const char *head, const char *base,
    struct base_pair *out);

#endif
