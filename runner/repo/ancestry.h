/** Which commits another one's history holds. Errors as in repo.h. */
#ifndef RUNNER_REPO_ANCESTRY_H
#define RUNNER_REPO_ANCESTRY_H

#include <stdbool.h>

#include "core/base/err.h"
#include "runner/repo/repo.h"

/** Fewer digits of a commit's id name too much. */
#define ANCESTRY_DIGITS_MIN 7

/**
 * The commit whose id begins with `digits`, 7 to 40 hexadecimal ones. Unlike
 * with repo_commit() no branch or tag of that name is looked at.
 * @return ERR_NOTFOUND where this clone has none; ERR_USAGE where it has more
 */
enum err ancestry_commit(
    struct repo *repo, const char *digits, struct commit *out);

/**
 * Whether `ancestor` is `commit` or one of its ancestors.
 * @return ERR_NOTFOUND where the history ends before that can be told, as in a
 *         shallow clone
 */
enum err ancestry_holds(struct repo *repo, const struct oid *commit,
    const struct oid *ancestor, bool *out);

/**
 * Whether there is a commit that both `head` and `to` hold and neither `base`
 * nor `from` does: whether base..head and from..to overlap.
 *
 * @param from NULL: from..to is all that `to` holds
 * @return ERR_NOTFOUND as ancestry_holds()
 */
enum err ancestry_overlap(struct repo *repo, const struct oid *base,
    const struct oid *head, const struct oid *from, const struct oid *to,
    bool *out);

#endif
