/** What a static limit adds to a series' verdict, see baselines/limit.h. */
#ifndef RUNNER_JUDGE_LIMIT_H
#define RUNNER_JUDGE_LIMIT_H

#include "baselines/limit.h"
#include "core/base/err.h"
#include "runner/judgement.h"
#include "runner/track.h"

/**
 * Set a row's limit and make its verdict the worse of its own and the limit's:
 * regressed beyond it, inconclusive where it is unclear. A limit that is kept
 * changes nothing. The reason joins the row's note.
 *
 * @param limit in the unit of the series; 0: none, and nothing happens
 * @param value what is said to be beyond it
 * @param rounds that the place was judged by
 * @return ERR_NOMEM
 */
enum err judge_limit(struct judgement *judgement, struct report_series *row,
    double limit, enum limit_place place, double value, size_t rounds);

/** The same by values of its rounds, at least one: limit_place() of them, and
 *  their median. At most RULE_ROUNDS_MAX count. */
enum err judge_limit_rounds(struct judgement *judgement,
    struct report_series *row, double limit, const double *values,
    size_t rounds);

/** Add the row of a series that the base has not got: new, unless its limit
 *  says worse. The judgement has room for it; the track's values are borrowed.
 */
enum err judge_limit_new(
    struct judgement *judgement, const struct track *track, double limit);

#endif
