/** Why a verdict is what it is, in words. */
#ifndef RUNNER_JUDGE_NOTE_H
#define RUNNER_JUDGE_NOTE_H

#include "baselines/estimate.h"
#include "runner/judgement.h"

/**
 * The note of a judged row. Its ratio, tolerance and absolute effect are set.
 *
 * @return static or the judgement's; NULL for NOTE_NONE, and where memory ran
 *         out
 */
const char *judge_note(struct judgement *judgement, enum estimate_note note,
    const struct estimate *estimate, const struct report_series *row,
    const struct gate *gate);

#endif
