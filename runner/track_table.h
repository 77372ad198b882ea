/**
 * The table of all tracks: by name, and by the benchmark that owns them.
 * Internal to runner/track*.c.
 */
#ifndef RUNNER_TRACK_TABLE_H
#define RUNNER_TRACK_TABLE_H

#include "runner/track.h"

#define KEPT_MAX 101 /**< repetitions that a quantile's median looks at */

/** Tracks of one benchmark, as indices. */
struct owned {
	size_t *items;
	size_t count;
	size_t cap;
};

struct tracks {
	struct track *items;
	size_t count;
	size_t cap;
	size_t *buckets; /* index + 1 of a track, 0 for none; open addressing */
	size_t bucket_count;
	struct owned *owners;
	size_t owner_count;
	size_t max_series;
	size_t judged_count;
	bool capped;
	/* the block and the turn under way */
	size_t owner;
	bool narrowed;
	bool strange; /* printed what a narrowed block has not */
	const struct config_benchmark *benchmark;
	enum side side;
	struct sample *samples;
	size_t sample_cap;
};

/** @return ERR_NOMEM */
enum err tracks_know_owner(struct tracks *tracks, size_t owner);

/** NULL where the table has not got it. */
struct track *tracks_find(
    const struct tracks *tracks, const struct series_name *name);

/** The track of a series of the block's benchmark, added where it is new; *out
 *  is NULL for one that is left out because of max_series. */
enum err tracks_find_or_add(struct tracks *tracks,
    const struct series_name *name, bool judged, struct track **out);

#endif
