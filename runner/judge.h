/**
 * From measured tracks to a report: verdict, estimate and evidence of each
 * series, and what could not be judged.
 */
#ifndef RUNNER_JUDGE_H
#define RUNNER_JUDGE_H

#include "core/base/err.h"
#include "runner/judgement.h"
#include "runner/measure.h"

/**
 * Judge what was measured of a base and a head.
 *
 * Rule 3's control: with m judged series it voids one if its own interval at
 * confidence 1 - .01/m lies wholly beyond 2 % either way.
 */
enum err judge(struct judgement *judgement, const struct measure_plan *plan,
    const struct measure_outcome *outcome);

/** Add what could not be measured: benchmarks that failed, declared metrics
 * that were never printed, series beyond measure.max-series. judge() does, too.
 */
enum err judge_unmeasured(struct judgement *judgement,
    const struct measure_plan *plan, const struct measure_outcome *outcome);

#endif
