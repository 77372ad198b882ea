/**
 * Tracks: what is measured of each series over the rounds. Readings of a turn
 * (one side, one benchmark, one round) become its samples; the samples of a
 * block become a round.
 */
#ifndef RUNNER_TRACK_H
#define RUNNER_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/gate.h"
#include "baselines/series.h"
#include "baselines/terms.h"
#include "core/base/err.h"
#include "runner/adapter.h"
#include "runner/config.h"

/** Which sides a series was seen on, as bits 1 << enum side. */
typedef unsigned side_set;
#define SIDE_BIT(side) (1U << (side))

struct track {
	struct series_name name; /**< texts are the table's */
	size_t owner; /**< index of its benchmark in the config */
	const char *printed_by; /**< that benchmark's name, the config's */
	bool judged;
	/** Left out of the narrowed block to come or under way: it takes no
	 *  round there. */
	bool idle;
	side_set sides; /**< of its first round */
	/** Set once when a later round has other sides than the first; the
	 *  track then takes no more rounds. */
	bool broken;
	size_t broken_round;
	side_set broken_sides;
	double *values[SIDE_COUNT]; /**< one a round where the side has it */
	size_t rounds;
	struct gate gate;
	/** What the gate holds it to; zero where that is not the gate's
	 *  question. */
	struct terms terms;

	/* the block and the turn under way */
	side_set seen;
	double sample[SIDE_COUNT];
	size_t repetitions; /**< readings in this turn */
	size_t next_repetition; /**< the lowest index not yet printed */
	double *kept; /**< of this turn, for a quantile's median */
};

/** What round `round` of a track with base and head says to its gate: moved by
 *  what the terms' absolute effect allows, see difference_allow(). */
struct difference track_difference(const struct track *track, size_t round);
/** Whether the gate has pairs to judge: on both sides in every round. */
bool track_can_be_judged(const struct track *track);
/** Whether only head has it. */
bool track_is_new(const struct track *track);

struct tracks;

/** @param max_series at most so many judged ones; others only within it */
enum err tracks_new(struct tracks **out, size_t max_series);
void tracks_free(struct tracks *tracks);

/** NULL has none. */
size_t tracks_count(const struct tracks *tracks);
struct track *tracks_at(struct tracks *tracks, size_t index);

/** Indices of the tracks of one benchmark, for tracks_at(), in the order in
 *  which they were first printed. Borrowed until a track is added. */
const size_t *tracks_owned(
    const struct tracks *tracks, size_t owner, size_t *count);

/** Whether series had to be left out because of max_series. */
bool tracks_capped(const struct tracks *tracks);

/** Begin a block of benchmark `owner`, which is `benchmark` in the config. No
 *  track of it is idle then. */
enum err tracks_block_begin(struct tracks *tracks, size_t owner,
    const struct config_benchmark *benchmark);
/** The same, but only of the tracks that are not idle: readings of others, and
 *  of series that are not known yet, are not taken. */
enum err tracks_block_begin_narrowed(struct tracks *tracks, size_t owner,
    const struct config_benchmark *benchmark);
/** Begin a side's turn in it. */
void tracks_turn_begin(struct tracks *tracks, enum side side);
/** Begin a process of the turn: repetitions count from 0 again. */
void tracks_process_begin(struct tracks *tracks);

/**
 * An adapter_reading_fn; ctx is the tracks. A harness's own METRIC_INSTRUCTIONS
 * is left out where they are judged: counting.h counts them.
 * @return ERR_PARSE for a reading that is there twice, a series that another
 *         benchmark of the config prints too, and a value of a judged metric
 *         that is not finite and above 0
 */
enum err tracks_take(void *ctx, const struct reading *reading);

/** End the turn: the best repetition (the median for quantiles) becomes the
 *  side's sample. */
void tracks_turn_end(struct tracks *tracks);

/**
 * Whether the narrowed block under way printed what it should: each track that
 * is not idle on the sides that have always had it, and nothing else. Asked
 * before the block ends; a block that is not exact is not ended.
 */
bool tracks_block_exact(const struct tracks *tracks);

/**
 * End the block.
 *
 * @param round which round of this benchmark it is, from 0
 * @param expected the sides that took turns
 * @param[out] samples of the block, *count of them, for the store; borrowed
 *        until the next block
 */
enum err tracks_block_end(struct tracks *tracks, size_t round,
    side_set expected, const struct sample **samples, size_t *count);

#endif
