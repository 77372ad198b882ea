#include "runner/track.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runner/track_table.h"

#define SAMPLES_FIRST 256
#define ROUNDS_FIRST 8

bool
track_can_be_judged(const struct track *track)
{
	side_set both = SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD);

	return track->judged && !track->broken && (track->sides & both) == both;
}

bool
track_is_new(const struct track *track)
{
	return track->judged && !track->broken &&
	       track->sides == SIDE_BIT(SIDE_HEAD);
}

struct difference
track_difference(const struct track *track, size_t round)
{
	const struct terms *terms = &track->terms;
	enum direction direction = track->name.direction;
	double base = track->values[SIDE_BASE][round];
	const double *controls = track->values[SIDE_CONTROL];
	const double *control = controls ? &controls[round] : NULL;
	struct difference difference = difference_of(
	    direction, base, track->values[SIDE_HEAD][round], control);

	if (terms->min_effect > 0)
		difference_allow(&difference, direction, base, control,
		    terms->tolerance, terms->min_effect);
	return difference;
}

/* The i-th track of the block under way; NULL behind the last. */
static struct track *
block_track(const struct tracks *tracks, size_t i)
{
	const struct owned *owned = &tracks->owners[tracks->owner];

	return i < owned->count ? &tracks->items[owned->items[i]] : NULL;
}

/* A series of the narrowed block. What is only shown may come and go, and a
 * judged one that max_series left out before is no surprise. */
static struct track *
find_wanted(struct tracks *tracks, const struct series_name *name, bool judged)
{
	struct track *track = tracks_find(tracks, name);

	if (track ? track->idle : judged && !tracks->capped)
		tracks->strange = true;
	return track && !track->idle ? track : NULL;
}

enum err
tracks_block_begin_narrowed(struct tracks *tracks, size_t owner,
    const struct config_benchmark *benchmark)
{
	enum err err = tracks_know_owner(tracks, owner);
	struct track *track;

	if (err)
		return err;
	tracks->owner = owner;
	tracks->benchmark = benchmark;
	tracks->narrowed = true;
	tracks->strange = false;
	for (size_t i = 0; (track = block_track(tracks, i)); i++)
		track->seen = 0;
	return ERR_OK;
}

enum err
tracks_block_begin(struct tracks *tracks, size_t owner,
    const struct config_benchmark *benchmark)
{
	enum err err = tracks_block_begin_narrowed(tracks, owner, benchmark);
	struct track *track;

	if (err)
		return err;
	tracks->narrowed = false;
	for (size_t i = 0; (track = block_track(tracks, i)); i++)
		track->idle = false;
	return ERR_OK;
}

void
tracks_turn_begin(struct tracks *tracks, enum side side)
{
	struct track *track;

	tracks->side = side;
	for (size_t i = 0; (track = block_track(tracks, i)); i++)
		track->repetitions = 0;
}

void
tracks_process_begin(struct tracks *tracks)
{
	struct track *track;

	for (size_t i = 0; (track = block_track(tracks, i)); i++)
		track->next_repetition = 0;
}

static enum err
refuse(const struct reading *reading, const char *what)
{
	return err_fail(ERR_PARSE, "benchmark \"%.200s\", %.100s: %s",
	    reading->series.benchmark, reading->series.metric, what);
}

static void
add_value(struct tracks *tracks, struct track *track, double value)
{
	double *best = &track->sample[tracks->side];
	bool bigger = track->name.direction == DIRECTION_BIGGER;

	if (track->kept && track->repetitions < KEPT_MAX)
		track->kept[track->repetitions] = value;
	if (!track->repetitions || (bigger ? value > *best : value < *best))
		*best = value;
	track->repetitions++;
}

enum err
tracks_take(void *ctx, const struct reading *reading)
{
	struct tracks *tracks = ctx;
	bool judged = config_judges(tracks->benchmark, reading->series.metric);
	bool usable = isfinite(reading->value) && reading->value > 0;
	struct track *track;
	enum err err = ERR_OK;

	/* Counted by ourselves; the harness's would be another number. */
	if (judged && strcmp(reading->series.metric, METRIC_INSTRUCTIONS) == 0)
		return ERR_OK;
	if (!usable && judged)
		return refuse(reading, "a value above 0 was expected");
	if (!usable)
		return ERR_OK; /* only shown; a counter may well be 0 */
	if (tracks->narrowed)
		track = find_wanted(tracks, &reading->series, judged);
	else
		err = tracks_find_or_add(
		    tracks, &reading->series, judged, &track);
	if (err || !track)
		return err;
	if (track->owner != tracks->owner)
		return refuse(reading, "two benchmarks of the config print it");
	if (reading->repetition < track->next_repetition)
		return refuse(reading, "printed twice; a repetition has "
				       "a repetition_index of its own");
	track->next_repetition = reading->repetition + 1;
	add_value(tracks, track, reading->value);
	return ERR_OK;
}

void
tracks_turn_end(struct tracks *tracks)
{
	struct track *track;

	for (size_t i = 0; (track = block_track(tracks, i)); i++) {
		size_t kept = track->repetitions;

		if (!kept)
			continue;
		track->seen |= SIDE_BIT(tracks->side);
		if (track->kept)
			track->sample[tracks->side] = median_in_place(
			    track->kept, kept < KEPT_MAX ? kept : KEPT_MAX);
	}
}

/* Room for one more round on each side. Rounds are few: doubling from 8. */
static enum err
make_room(struct track *track)
{
	size_t n = track->rounds;
	bool full = n == 0 || (n >= ROUNDS_FIRST && (n & (n - 1)) == 0);
	size_t cap = n < ROUNDS_FIRST ? ROUNDS_FIRST : n * 2;

	for (int side = 0; full && side < SIDE_COUNT; side++) {
		double *grown;

		if (!(track->sides & SIDE_BIT(side)))
			continue;
		grown = realloc(track->values[side], cap * sizeof *grown);
		if (!grown)
			return err_fail(ERR_NOMEM, "out of memory");
		track->values[side] = grown;
	}
	return ERR_OK;
}

static enum err
end_round(struct track *track, size_t round)
{
	size_t n = track->rounds;
	enum err err;

	if (track->broken || track->idle || (!track->seen && !n))
		return ERR_OK;
	if (!n && round == 0)
		track->sides = track->seen;
	if (track->seen != track->sides || (!n && round > 0)) {
		track->broken = true;
		track->broken_round = round;
		track->broken_sides = track->seen;
		return ERR_OK;
	}
	err = make_room(track);
	for (int side = 0; !err && side < SIDE_COUNT; side++)
		if (track->seen & SIDE_BIT(side))
			track->values[side][n] = track->sample[side];
	if (!err)
		track->rounds++;
	return err;
}

static enum err
list_samples(struct tracks *tracks, const struct track *track, size_t *count)
{
	if (tracks->sample_cap < *count + SIDE_COUNT) {
		size_t cap = (tracks->sample_cap + SAMPLES_FIRST) * 2;
		struct sample *samples =
		    realloc(tracks->samples, cap * sizeof *samples);

		if (!samples)
			return err_fail(ERR_NOMEM, "out of memory");
		tracks->samples = samples;
		tracks->sample_cap = cap;
	}
	for (int side = 0; side < SIDE_COUNT; side++) {
		if (!(track->seen & SIDE_BIT(side)))
			continue;
		tracks->samples[(*count)++] = (struct sample){
		    .series = track->name,
		    .side = (enum side)side,
		    .value = track->sample[side],
		};
	}
	return ERR_OK;
}

bool
tracks_block_exact(const struct tracks *tracks)
{
	struct track *track;

	if (tracks->strange)
		return false;
	for (size_t i = 0; (track = block_track(tracks, i)); i++)
		if (track->judged && !track->idle && !track->broken &&
		    track->seen != track->sides)
			return false;
	return true;
}

enum err
tracks_block_end(struct tracks *tracks, size_t round, side_set expected,
    const struct sample **samples, size_t *count)
{
	enum err err = ERR_OK;

	struct track *track;

	*count = 0;
	for (size_t i = 0; !err && (track = block_track(tracks, i)); i++) {
		assert((track->seen & ~expected) == 0);
		err = list_samples(tracks, track, count);
		if (!err)
			err = end_round(track, round);
	}
	*samples = tracks->samples;
	return err;
}
