#include "core/bench/stream.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/crc32.h"
#include "core/bench/humane.h"
#include "core/bench/mt19937.h"

/* Offsets to each interval in the long run, where a change is a release with
 * chance p, and else a reserve, of m offsets on average. An offset is free if
 * the last change over it was a release: with chance p. An interval starts
 * between two neighbours if the left one is occupied and the right one free.
 * Of m + 1 changes that touch either, m - 1 touch both, which leaves them
 * alike, and two touch one alone, which the change before has left as it was.
 * So the last change to touch either told them apart with chance 2 / (m + 1),
 * and then they are occupied, free with chance p (1 - p): intervals start at
 *
 *	2 p (1 - p) / (m + 1)
 *
 * of all offsets. Standard: p = 1/2, m = 55, one in 112. The standard stream of
 * 10^6 operations leaves 8981 in 10^6, one in 111, which is what "fragmented"
 * takes: it keeps 111/112 of the wanted number. */
static const struct stream_mix mixes[] = {
    {.name = "standard",
	.summary = "40% reserve, 40% release, 20% find in 10^6, length 10-100",
	.cumulative = {.4, .8, 1},
	.space = 1000000,
	.length_min = 10,
	.length_max = 100,
	.space_per_live = 112},
    {.name = "dense",
	.summary = "50% reserve, 30% release, 20% find in 10^6, length 10-100",
	.cumulative = {.5, .8, 1},
	.space = 1000000,
	.length_min = 10,
	.length_max = 100,
	.space_per_live = 119}, /* p = 3/8 */
    {.name = "sparse",
	.summary = "the standard shares in 10^7, length 1,000-10,000",
	.cumulative = {.4, .8, 1},
	.space = 10000000,
	.length_min = 1000,
	.length_max = 10000,
	.space_per_live = 11002}, /* m = 5500 */
    {.name = "query",
	.summary = "20% reserve, 20% release, 60% find in 10^6, length 10-100",
	.cumulative = {.2, .4, 1},
	.space = 1000000,
	.length_min = 10,
	.length_max = 100,
	.space_per_live = 112},
    {.name = "fragmented",
	.summary = "the standard shares and lengths over 111 offsets for each "
		   "of --live intervals",
	.cumulative = {.4, .8, 1},
	.length_min = 10,
	.length_max = 100,
	.space_per_live = 111,
	.live = 100000},
    {.name = "choice",
	.summary = "the standard shares in 10^6, length 10, 50, 100, 500 or "
		   "1,000",
	.cumulative = {.4, .8, 1},
	.space = 1000000,
	.length_min = 10,
	.length_max = 1000,
	.sizes = {10, 50, 100, 500, 1000},
	.sizes_n = 5,
	.space_per_live = 666}, /* m = 332 */
};

/* Longest piece of what is free or occupied at first, see fill_fragmented(). */
#define PIECE_MAX 55

const struct stream_mix *
stream_mixes(size_t *n)
{
	*n = sizeof mixes / sizeof mixes[0];
	return mixes;
}

const struct stream_mix *
stream_mix_named(const char *name)
{
	for (size_t i = 0; i < sizeof mixes / sizeof mixes[0]; i++) {
		if (strcmp(mixes[i].name, name) == 0)
			return &mixes[i];
	}
	return NULL;
}

static uint64_t
live_of(const struct stream_plan *plan)
{
	return plan->live ? plan->live : plan->mix->live;
}

void
stream_name(char out[STREAM_NAME_SIZE], const struct stream_plan *plan)
{
	uint64_t live = live_of(plan);

	if (live)
		(void)snprintf(out, STREAM_NAME_SIZE, "%s/live:%" PRIu64,
		    plan->mix->name, live);
	else if (plan->mix == mixes)
		out[0] = '\0'; /* the standard mix keeps the short names */
	else
		(void)snprintf(out, STREAM_NAME_SIZE, "%s", plan->mix->name);
}

void
stream_live_text(char out[STREAM_LIVE_SIZE], const struct stream_plan *plan)
{
	char live[HUMANE_SIZE];

	humane_count(live, plan->live);
	(void)snprintf(out, STREAM_LIVE_SIZE, "%s%s live",
	    plan->mix->live ? "" : "space for ", live);
}

static enum err
fail_nomem(void)
{
	return err_fail(ERR_NOMEM, "no memory for the stream");
}

/* The initial intervals of a stream under way. */
struct filling {
	struct stream *stream;
	size_t capacity;
};

static enum err
fill(struct filling *filling, struct interval piece)
{
	struct stream *stream = filling->stream;
	size_t n = stream->initial_n;

	if (n > 0 && stream->initial[n - 1].end == piece.start) {
		stream->initial[n - 1].end = piece.end;
		return ERR_OK;
	}
	if (n == filling->capacity) {
		size_t capacity = n ? n * 2 : 1;
		struct interval *grown =
		    reallocarray(stream->initial, capacity, sizeof *grown);

		if (!grown)
			return fail_nomem();
		stream->initial = grown;
		filling->capacity = capacity;
	}
	stream->initial[n] = piece;
	stream->initial_n = n + 1;
	return ERR_OK;
}

/* What the last change over each offset was, as seen along the space, is pieces
 * of changes that later ones have cut: (m + 1) / 2 = 28 offsets long on
 * average, each free or occupied with chance 1/2, whatever its neighbours are.
 * So we draw pieces of randint(1, 55) and getrandbits(1), 1 for free, from left
 * to right, by a generator of its own, seeded with the stream's seed + 1
 * (modulo 2^64): the operations are those that they would be without. */
static enum err
fill_fragmented(struct filling *filling)
{
	const struct interval space = filling->stream->space;
	struct mt19937 mt;
	enum err err = ERR_OK;

	mt19937_seed(&mt, filling->stream->plan.seed + 1);
	for (int64_t at = space.start; at < space.end && !err;) {
		int64_t length = mt19937_randint(&mt, 1, PIECE_MAX);
		bool free = mt19937_bits(&mt, 1);

		if (length > space.end - at)
			length = space.end - at;
		if (free)
			err = fill(filling, (struct interval){at, at + length});
		at += length;
	}
	return err;
}

static uint32_t
draw_length(struct mt19937 *mt, const struct stream_mix *mix)
{
	if (!mix->sizes_n)
		return (uint32_t)mt19937_randint(
		    mt, mix->length_min, mix->length_max);
	/* CPython's choice(sizes) draws an index as randint does. */
	return mix->sizes[mt19937_randint(mt, 0, (int64_t)mix->sizes_n - 1)];
}

static void
draw_ops(struct stream *stream)
{
	const struct stream_mix *mix = stream->plan.mix;
	int64_t start_max = stream->space.end - 2 * mix->length_max;
	struct mt19937 mt;

	assert(start_max > 0);
	mt19937_seed(&mt, stream->plan.seed);
	for (size_t i = 0; i < stream->n; i++) {
		struct stream_op *op = &stream->ops[i];

		/* The order of the three draws is part of the stream. */
		op->code = (uint32_t)mt19937_choice(
		    &mt, mix->cumulative, STREAM_CODES);
		op->start = mt19937_randint(&mt, 0, start_max);
		op->length = draw_length(&mt, mix);
	}
}

enum err
stream_init(struct stream *stream, const struct stream_plan *plan)
{
	struct stream made = {.plan = *plan, .n = plan->ops};
	struct filling filling = {.stream = &made};
	const struct stream_mix *mix = plan->mix;
	enum err err;

	assert(plan->ops >= 1 && plan->ops <= STREAM_OPS_MAX);
	made.plan.live = live_of(plan);
	made.space.end = made.plan.live
			     ? (int64_t)made.plan.live * mix->space_per_live
			     : mix->space;
	stream_name(made.name, plan);
	err =
	    mix->live ? fill_fragmented(&filling) : fill(&filling, made.space);
	if (!err) {
		made.ops = calloc(made.n, sizeof *made.ops);
		if (!made.ops)
			err = fail_nomem();
	}
	if (err) {
		stream_release(&made);
		return err;
	}
	draw_ops(&made);
	*stream = made;
	return ERR_OK;
}

void
stream_release(struct stream *stream)
{
	free(stream->ops);
	free(stream->initial);
	*stream = (struct stream)STREAM_INIT;
}

uint32_t
stream_crc(const struct stream *stream)
{
	struct crc32 crc;

	crc32_init(&crc);
	for (size_t i = 0; i < stream->n; i++) {
		const struct stream_op *op = &stream->ops[i];
		unsigned char code = (unsigned char)op->code;

		crc32_add(&crc, &code, 1);
		crc32_add_int64(&crc, op->start);
		crc32_add_int64(&crc, op->start + op->length);
	}
	return crc32_value(&crc);
}

uint32_t
stream_initial_crc(const struct stream *stream)
{
	struct crc32 crc;

	crc32_init(&crc);
	for (size_t i = 0; i < stream->initial_n; i++) {
		crc32_add_int64(&crc, stream->initial[i].start);
		crc32_add_int64(&crc, stream->initial[i].end);
	}
	return crc32_value(&crc);
}
