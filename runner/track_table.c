#include "runner/track_table.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS_FIRST 256
#define OWNED_FIRST 8

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
	for (size_t i = 0; i < tracks->owner_count; i++)
		free(tracks->owners[i].items);
	free(tracks->owners);
	free(tracks->items);
	free(tracks->buckets);
	free(tracks->samples);
	free(tracks);
}

size_t
tracks_count(const struct tracks *tracks)
{
	return tracks ? tracks->count : 0;
}

struct track *
tracks_at(struct tracks *tracks, size_t index)
{
	return &tracks->items[index];
}

const size_t *
tracks_owned(const struct tracks *tracks, size_t owner, size_t *count)
{
	static const size_t none;

	*count = 0;
	if (owner >= tracks->owner_count || !tracks->owners[owner].count)
		return &none;
	*count = tracks->owners[owner].count;
	return tracks->owners[owner].items;
}

bool
tracks_capped(const struct tracks *tracks)
{
	return tracks->capped;
}

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
own(struct owned *owned, size_t index)
{
	if (owned->count == owned->cap) {
		size_t cap = owned->cap ? owned->cap * 2 : OWNED_FIRST;
		size_t *items = realloc(owned->items, cap * sizeof *items);

		if (!items)
			return err_fail(ERR_NOMEM, "out of memory");
		owned->items = items;
		owned->cap = cap;
	}
	owned->items[owned->count++] = index;
	return ERR_OK;
}

static enum err
add(struct tracks *tracks, const struct series_name *name, bool judged,
    struct track **out)
{
	struct track track = {
	    .name = *name,
	    .owner = tracks->owner,
	    .printed_by = tracks->benchmark->name,
	};
	enum err err = ERR_OK;

	if (tracks->count == tracks->cap)
		err = grow(tracks);
	if (err)
		return err;
	assert(tracks->items);
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
	err = own(&tracks->owners[track.owner], tracks->count);
	if (err) {
		track_release(&track);
		return err;
	}
	tracks->items[tracks->count++] = track;
	tracks->judged_count += judged;
	*bucket_of(tracks, name) = tracks->count;
	*out = &tracks->items[tracks->count - 1];
	return ERR_OK;
}

struct track *
tracks_find(const struct tracks *tracks, const struct series_name *name)
{
	size_t index = *bucket_of(tracks, name);

	return index ? &tracks->items[index - 1] : NULL;
}

enum err
tracks_find_or_add(struct tracks *tracks, const struct series_name *name,
    bool judged, struct track **out)
{
	*out = tracks_find(tracks, name);
	if (*out)
		return ERR_OK;
	if (judged && tracks->judged_count >= tracks->max_series) {
		tracks->capped = true;
		return ERR_OK;
	}
	if (!judged && tracks->count >= tracks->max_series)
		return ERR_OK; /* only shown: nothing is lost */
	return add(tracks, name, judged, out);
}

enum err
tracks_know_owner(struct tracks *tracks, size_t owner)
{
	size_t count = tracks->owner_count;
	struct owned *owners;

	if (owner < count)
		return ERR_OK;
	owners = realloc(tracks->owners, (owner + 1) * sizeof *owners);
	if (!owners)
		return err_fail(ERR_NOMEM, "out of memory");
	memset(owners + count, 0, (owner + 1 - count) * sizeof *owners);
	tracks->owners = owners;
	tracks->owner_count = owner + 1;
	return ERR_OK;
}
