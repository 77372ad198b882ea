/** Head alone against its past, see comparison_of_history(). Internal to
 *  runner/comparison*.c. */
#ifndef RUNNER_JUDGE_PAST_H
#define RUNNER_JUDGE_PAST_H

#include <stdbool.h>

#include "runner/comparison_parts.h"

/** Rounds of head alone: a session like those of its history. */
#define JUDGE_PAST_ROUNDS 10

/**
 * Say which benchmarks the past does not vouch for: of which any series was not
 * measured wholly, is not printed, lies outside of its band, or may be beyond
 * its tolerance.
 *
 * @param[out] doubted one for each benchmark of the config
 */
void judge_past_doubts(struct comparison *comparison, bool *doubted);

/** Add rows of what the past vouches for, behind those of the pairs, and what
 *  it knows too little of. */
enum err judge_past_rows(struct comparison *comparison, const bool *doubted);

#endif
