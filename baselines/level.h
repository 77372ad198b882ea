/**
 * What commits took: the sessions of a history put together. Pure functions
 * over arrays.
 */
#ifndef BASELINES_LEVEL_H
#define BASELINES_LEVEL_H

#include <stddef.h>
#include <stdint.h>

#include "baselines/store_history.h"
#include "core/base/err.h"

/** One series of one commit on one machine. */
struct level {
	uint32_t series; /**< places in the arrays of the history */
	uint32_t machine;
	uint32_t commit;
	size_t sessions; /**< at least 1 */
	size_t samples; /**< of all sessions */
	double value; /**< median of the sessions' values */
	double spread; /**< median of the sessions' spreads: the noise within
			    a session, not between them */
};

/**
 * Give the levels of a history, in the order of its points. Linear but for the
 * medians.
 *
 * @param[out] out array of *out_count, free() it
 * @return ERR_NOMEM
 */
enum err levels_of(
    const struct store_history *history, struct level **out, size_t *out_count);

/** One series on one machine over all its commits. */
struct level_record {
	const struct level *best; /**< in the series' direction; of equal ones
				       the oldest commit's */
	const struct level *latest; /**< the newest commit's, by date */
	double ratio; /**< latest against best: never below 1 */
	size_t commits;
};

/**
 * Give the records of all series, ordered by machine and series.
 *
 * @param levels of `history`; the records point into them
 * @param[out] out array of *out_count, free() it
 * @return ERR_NOMEM
 */
enum err levels_record(const struct store_history *history,
    const struct level *levels, size_t count, struct level_record **out,
    size_t *out_count);

#endif
