/** From instruction counts to rows of a report, and to notes on times. */
#ifndef RUNNER_JUDGE_COUNTS_H
#define RUNNER_JUDGE_COUNTS_H

#include "core/base/err.h"
#include "runner/judgement.h"
#include "runner/measure.h"

/**
 * Add a row for each benchmark that was to be counted, or why it was not, and
 * note on its judged times what the counts say of them (witness_on()). A
 * process that prints several benchmarks has one count: then the times get no
 * note, because which of them the instructions belong to is not known.
 *
 * The judgement has the rows of the times already, and room for one more a
 * benchmark.
 */
enum err judge_counts(struct judgement *judgement,
    const struct measure_plan *plan, struct tracks *tracks);

#endif
