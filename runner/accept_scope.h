/** Which commits an acknowledgement is about, and whether those of a check or
 *  of a history are among them. */
#ifndef RUNNER_ACCEPT_SCOPE_H
#define RUNNER_ACCEPT_SCOPE_H

#include <stdbool.h>

#include "core/base/err.h"
#include "runner/config_accept.h"
#include "runner/repo/repo.h"

enum accept_scope {
	ACCEPT_INSIDE, /**< its range holds a commit between base and head */
	ACCEPT_OUTSIDE, /**< it does not */
	ACCEPT_UNKNOWN /**< a commit of it is not in this clone */
};

/**
 * Whether the entry's range can hold a change between base and head: a commit
 * that head has and base has not, and that B has (any, where the range is open)
 * and A has not. So a range that is merged is behind every later base, one that
 * begins after head is ahead of it, and one of a branch that was squashed or
 * rebased, which no branch leads to any more, is beside both.
 *
 * @param[out] out with ACCEPT_UNKNOWN err_text() says which commit it is
 */
enum err accept_scope_of_pair(struct repo *repo,
    const struct config_accept_entry *entry, const struct oid *base,
    const struct oid *head, enum accept_scope *out);

/**
 * Whether the entry's range can hold a change that came after `before` and with
 * `commit` at the latest, both of the first-parent history of `tip`: a commit
 * that `commit` has and `before` has not. So the range of a branch holds the
 * change of the merge that brings it, and of the first measured commit after
 * that. An open range ends with the tip. One whose B is not in that history,
 * because the branch was squashed or rebased, ends with the commit that brought
 * the entry, accept_file_brought().
 *
 * @param[out] out with ACCEPT_UNKNOWN err_text() says which commit it is
 */
enum err accept_scope_of_change(struct repo *repo,
    const struct config_accept_entry *entry, const struct commit *tip,
    const struct oid *before, const struct oid *commit, enum accept_scope *out);

/**
 * Check the ranges of a file that somebody wants merged: that A is an ancestor
 * of B, where this clone has both.
 * @return ERR_USAGE naming the entry
 */
enum err accept_scope_check(
    struct repo *repo, const struct config_accept *file);

#endif
