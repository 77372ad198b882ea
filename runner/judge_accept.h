/** What acknowledgements make of a judgement, see accept.h. */
#ifndef RUNNER_JUDGE_ACCEPT_H
#define RUNNER_JUDGE_ACCEPT_H

#include "core/base/err.h"
#include "runner/accept.h"
#include "runner/judgement.h"

/** Warn of the entries that head adds, of those that are not known to count,
 *  and of open ones that do. */
enum err judge_accept_list(
    struct judgement *judgement, const struct accept *accept);

/**
 * Make regressed series acknowledged where an entry that counts accepts them,
 * and note it where one that matches accepts less, or else why the newest that
 * matches does not count. With a factor F: the lower
 * end of the ratio's interval is at most F. With a level V: head's samples are
 * not proven to be worse than V (one-sided signed rank of ln(head/V), p <=
 * .005). A series without an interval stays regressed, but for instructions,
 * whose counts are compared as they are.
 *
 * Then report entries that are wrong as errors, so that the check fails: one of
 * head's file that matches no series, if every benchmark was measured; and one
 * that acknowledged something and is wider than needed: its factor or level is
 * beyond every such series' interval by more than the series' tolerance, or it
 * matches series that pass.
 *
 * `accept` must live as long as the judgement.
 */
enum err judge_accept(struct judgement *judgement, const struct accept *accept);

#endif
