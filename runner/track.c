#include "runner/track.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MAX 101 /* repetitions that a quantile's median looks at */
#define BUCKETS_FIRST 256
#define ROUNDS_FIRST 8

struct tracks {
	struct track *items;
	size_t count;
	size_t cap;
	size_t *buckets; /* index + 1 of a track, 0 for none; open addressing */
	size_t bucket_count;
	size_t max_series;
	size_t judged_count;
	bool capped;
	/* the block and the turn under way */
	size_t owner;
	const struct config_benchmark *benchmark;
	enum side side;
	struct sample *samples;
	size_t sample_cap;
};

enum err
tracks_new(struct tracks **out, size_t max_series)
{
	struct tracks *tracks = calloc(1, sizeof *tracks);

	if (tracks)
		tracks->buckets = calloc(BUCKETS_FIRST, sizeof(size_t));
	if (!tracks || !tracks->buckets) {
		free(tracks);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	tracks->bucket_count = BUCKETS_FIRST;
	tracks->max_series = max_series;
	*out = tracks;
	return ERR_OK;
}

static void
track_release(struct track *track)
{
	free((char *)track->name.benchmark);
	free((char *)track->name.metric);
	for (int side = 0; side < SIDE_COUNT; side++)
		free(track->values[side]);
	free(track->kept);
}

void
tracks_free(struct tracks *tracks)
{
	if (!tracks)
		return;
	for (size_t i = 0; i < tracks->count; i++)
		track_release(&tracks->items[i]);
	free(tracks->items);
	free(tracks->buckets);
	free(tracks->samples);
	free(tracks);
}

size_t
tracks_count(const struct tracks *tracks)
{
	return tracks->count;
}

struct track *
tracks_at(struct tracks *tracks, size_t index)
{
	return &tracks->items[index];
}

bool
tracks_capped(const struct tracks *tracks)
{
	return tracks->capped;
}

/* ---- the table ---- */

/* FNV-1a over both names; the NUL between them counts. */
static uint64_t
hash_names(const char *benchmark, const char *metric)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	do {
		hash = (hash ^ (unsigned char)*benchmark) *
		       UINT64_C(1099511628211);
	} while (*benchmark++);
	for (; *metric; metric++)
		hash =
		    (hash ^ (unsigned char)*metric) * UINT64_C(1099511628211);
	return hash;
}

/* The bucket that holds the series, or the free one where it belongs. */
static size_t *
bucket_of(const struct tracks *tracks, const struct series_name *name)
{
	size_t mask = tracks->bucket_count - 1;
	size_t at = (size_t)hash_names(name->benchmark, name->metric) & mask;

	for (; tracks->buckets[at]; at = (at + 1) & mask) {
		const struct track *track =
		    &tracks->items[tracks->buckets[at] - 1];

		if (strcmp(track->name.benchmark, name->benchmark) == 0 &&
		    strcmp(track->name.metric, name->metric) == 0)
			break;
	}
	return &tracks->buckets[at];
}

static enum err
grow(struct tracks *tracks)
{
	size_t cap = tracks->cap ? tracks->cap * 2 : BUCKETS_FIRST / 2;
	struct track *items = realloc(tracks->items, cap * sizeof *items);
	size_t *buckets;

	if (!items)
		return err_fail(ERR_NOMEM, "out of memory");
	tracks->items = items;
	buckets = calloc(cap * 2, sizeof *buckets);
	if (!buckets)
		return err_fail(ERR_NOMEM, "out of memory");
	free(tracks->buckets);
	tracks->buckets = buckets;
	tracks->bucket_count = cap * 2;
	tracks->cap = cap;
	for (size_t i = 0; i < tracks->count; i++)
		*bucket_of(tracks, &items[i].name) = i + 1;
	return ERR_OK;
}

static enum err
add(struct tracks *tracks, const struct series_name *name, bool judged,
    struct track **out)
{
	struct track track = {.name = *name, .owner = tracks->owner};
	enum err err = ERR_OK;

	if (tracks->count == tracks->cap)
		err = grow(tracks);
	if (err)
		return err;
	track.judged = judged;
	track.name.direction =
	    config_direction(tracks->benchmark, name->metric, name->direction);
	track.name.benchmark = strdup(name->benchmark);
	track.name.metric = strdup(name->metric);
	if (metric_find(name->metric).quantile)
		track.kept = malloc(KEPT_MAX * sizeof(double));
	if (!track.name.benchmark || !track.name.metric ||
	    (metric_find(name->metric).quantile && !track.kept)) {
		track_release(&track);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	tracks->items[tracks->count++] = track;
	tracks->judged_count += judged;
	*bucket_of(tracks, name) = tracks->count;
	*out = &tracks->items[tracks->count - 1];
	return ERR_OK;
}

/* *out is NULL for a series that is left out. */
static enum err
find(struct tracks *tracks, const struct series_name *name, bool judged,
    struct track **out)
{
	size_t index = *bucket_of(tracks, name);

	*out = index ? &tracks->items[index - 1] : NULL;
	if (index)
		return ERR_OK;
	if (judged && tracks->judged_count >= tracks->max_series) {
		tracks->capped = true;
		return ERR_OK;
	}
	if (!judged && tracks->count >= tracks->max_series)
		return ERR_OK; /* only shown: nothing is lost */
	return add(tracks, name, judged, out);
}

/* ---- blocks and turns ---- */

void
tracks_block_begin(struct tracks *tracks, size_t owner,
    const struct config_benchmark *benchmark)
{
	tracks->owner = owner;
	tracks->benchmark = benchmark;
	for (size_t i = 0; i < tracks->count; i++)
		tracks->items[i].seen = 0;
}

void
tracks_turn_begin(struct tracks *tracks, enum side side)
{
	tracks->side = side;
	for (size_t i = 0; i < tracks->count; i++)
		tracks->items[i].repetitions = 0;
}

void
tracks_process_begin(struct tracks *tracks)
{
	for (size_t i = 0; i < tracks->count; i++)
		tracks->items[i].next_repetition = 0;
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
	enum err err;

	/* Counted by ourselves; the harness's would be another number. */
	if (judged && strcmp(reading->series.metric, METRIC_INSTRUCTIONS) == 0)
		return ERR_OK;
	if (!usable && judged)
		return refuse(reading, "a value above 0 was expected");
	if (!usable)
		return ERR_OK; /* only shown; a counter may well be 0 */
	err = find(tracks, &reading->series, judged, &track);
	if (err || !track)
		return err;
	if (track->owner != tracks->owner)
		return refuse(reading, "two benchmarks of the config print it");
	if (reading->repetition < track->next_repetition)
		return refuse(reading, "printed twice");
	track->next_repetition = reading->repetition + 1;
	add_value(tracks, track, reading->value);
	return ERR_OK;
}

void
tracks_turn_end(struct tracks *tracks)
{
	for (size_t i = 0; i < tracks->count; i++) {
		struct track *track = &tracks->items[i];
		size_t kept = track->repetitions;

		if (!kept || track->owner != tracks->owner)
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
	enum err err;

	if (track->broken || (!track->seen && !track->rounds))
		return ERR_OK;
	if (!track->rounds && round == 0)
		track->sides = track->seen;
	if (track->seen != track->sides || track->rounds != round) {
		track->broken = true;
		track->broken_round = round;
		track->broken_sides = track->seen;
		return ERR_OK;
	}
	err = make_room(track);
	for (int side = 0; !err && side < SIDE_COUNT; side++)
		if (track->seen & SIDE_BIT(side))
			track->values[side][round] = track->sample[side];
	if (!err)
		track->rounds++;
	return err;
}

static enum err
list_samples(struct tracks *tracks, const struct track *track, size_t *count)
{
	if (tracks->sample_cap < *count + SIDE_COUNT) {
		size_t cap = (tracks->sample_cap + BUCKETS_FIRST) * 2;
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

enum err
tracks_block_end(struct tracks *tracks, size_t round, side_set expected,
    const struct sample **samples, size_t *count)
{
	enum err err = ERR_OK;

	*count = 0;
	for (size_t i = 0; !err && i < tracks->count; i++) {
		struct track *track = &tracks->items[i];

		if (track->owner != tracks->owner)
			continue;
		assert((track->seen & ~expected) == 0);
		err = list_samples(tracks, track, count);
		if (!err)
			err = end_round(track, round);
	}
	*samples = tracks->samples;
	return err;
}
