#include "core/bench/naive.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_BITS 64

/* Offsets. */
static uint64_t
space_of(const struct stream *stream)
{
	return (uint64_t)stream->space.end - (uint64_t)stream->space.start;
}

/* ---- a bit for each offset of the space, 1 where it is free ---- */

struct bits {
	int64_t origin; /* offset of bit 0 */
	uint64_t n;
	uint64_t *words;
};

/* Make [from, to) all `value`. */
static void
bits_fill(struct bits *bits, uint64_t from, uint64_t to, bool value)
{
	while (from < to) {
		uint64_t bit = from % WORD_BITS;
		uint64_t count = WORD_BITS - bit;
		uint64_t mask;

		if (count > to - from)
			count = to - from;
		mask = (UINT64_MAX >> (WORD_BITS - count)) << bit;
		if (value)
			bits->words[from / WORD_BITS] |= mask;
		else
			bits->words[from / WORD_BITS] &= ~mask;
		from += count;
	}
}

/* The first bit at `from` or later that is `value`; n where there is none. */
static uint64_t
bits_next(const struct bits *bits, uint64_t from, bool value)
{
	while (from < bits->n) {
		uint64_t word = bits->words[from / WORD_BITS];
		uint64_t left = (value ? word : ~word) >> (from % WORD_BITS);

		if (left) {
			from += (uint64_t)__builtin_ctzll(left);
			return from < bits->n ? from : bits->n;
		}
		from += WORD_BITS - from % WORD_BITS;
	}
	return bits->n;
}

static bool
bits_find(
    const struct bits *bits, uint64_t from, uint64_t length, uint64_t *found)
{
	uint64_t start = bits_next(bits, from, true);

	while (start < bits->n) {
		uint64_t end = bits_next(bits, start, false);

		if (end - start >= length) {
			*found = start;
			return true;
		}
		start = bits_next(bits, end, true);
	}
	return false;
}

static void
bits_do(struct bits *bits, const struct stream_op *op, uint64_t *hash)
{
	uint64_t from = (uint64_t)op->start - (uint64_t)bits->origin;
	uint64_t found;

	if (op->code != STREAM_FIND)
		bits_fill(
		    bits, from, from + op->length, op->code == STREAM_RELEASE);
	else if (bits_find(bits, from, op->length, &found))
		*hash = outcome_found(*hash, bits->origin + (int64_t)found);
	else
		*hash = outcome_missed(*hash);
}

static void
bits_count(const struct bits *bits, struct outcome *out)
{
	uint64_t start = bits_next(bits, 0, true);

	while (start < bits->n) {
		uint64_t end = bits_next(bits, start, false);

		out->intervals++;
		out->free_total += end - start;
		start = bits_next(bits, end, true);
	}
}

static enum err
run_bits(const struct stream *stream, struct outcome *out)
{
	struct bits bits = {
	    .origin = stream->space.start, .n = space_of(stream)};

	bits.words = calloc(bits.n / WORD_BITS + 1, sizeof *bits.words);
	if (!bits.words)
		return err_fail(ERR_NOMEM, "no memory for the naive model");
	for (size_t i = 0; i < stream->initial_n; i++) {
		struct interval iv = stream->initial[i];

		bits_fill(&bits, (uint64_t)iv.start - (uint64_t)bits.origin,
		    (uint64_t)iv.end - (uint64_t)bits.origin, true);
	}
	for (size_t i = 0; i < stream->n; i++)
		bits_do(&bits, &stream->ops[i], &out->finds_hash);
	bits_count(&bits, out);
	free(bits.words);
	return ERR_OK;
}

/* ---- a sorted array of what is free ---- */

struct array {
	struct interval *items;
	size_t n;
	size_t capacity;
};

/* Index of the first interval whose end is at `offset` or later. */
static size_t
array_ending(const struct array *array, int64_t offset)
{
	size_t low = 0;
	size_t high = array->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (array->items[middle].end < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Put n intervals, at most two, in the place of those from `first` to before
 * `past`. There is room: see run_array(). */
static void
array_replace(struct array *array, size_t first, size_t past,
    const struct interval *with, size_t n)
{
	memmove(array->items + first + n, array->items + past,
	    (array->n - past) * sizeof *array->items);
	memcpy(array->items + first, with, n * sizeof *with);
	array->n = array->n - (past - first) + n;
}

static void
array_release(struct array *array, struct interval iv)
{
	size_t first = array_ending(array, iv.start);
	size_t past = first;

	for (; past < array->n && array->items[past].start <= iv.end; past++) {
		const struct interval *touched = &array->items[past];

		if (touched->start < iv.start)
			iv.start = touched->start;
		if (touched->end > iv.end)
			iv.end = touched->end;
	}
	array_replace(array, first, past, &iv, 1);
}

static void
array_reserve(struct array *array, struct interval iv)
{
	size_t first = array_ending(array, iv.start);
	size_t past = first;
	struct interval rest[2];
	size_t n = 0;

	while (past < array->n && array->items[past].start < iv.end)
		past++;
	if (past == first)
		return;
	if (array->items[first].start < iv.start)
		rest[n++] =
		    (struct interval){array->items[first].start, iv.start};
	if (array->items[past - 1].end > iv.end)
		rest[n++] =
		    (struct interval){iv.end, array->items[past - 1].end};
	array_replace(array, first, past, rest, n);
}

static bool
array_find(
    const struct array *array, int64_t from, uint64_t length, int64_t *found)
{
	for (size_t i = array_ending(array, from); i < array->n; i++) {
		struct interval iv = array->items[i];

		if (iv.start < from)
			iv.start = from;
		if ((uint64_t)iv.end - (uint64_t)iv.start >= length) {
			*found = iv.start;
			return true;
		}
	}
	return false;
}

static void
array_do(struct array *array, const struct stream_op *op, uint64_t *hash)
{
	struct interval iv = {op->start, op->start + op->length};
	int64_t found;

	if (op->code == STREAM_RELEASE)
		array_release(array, iv);
	else if (op->code == STREAM_RESERVE)
		array_reserve(array, iv);
	else if (array_find(array, op->start, op->length, &found))
		*hash = outcome_found(*hash, found);
	else
		*hash = outcome_missed(*hash);
}

/* Each operation adds one interval at most. */
static bool
array_room(struct array *array)
{
	struct interval *items;
	size_t capacity;

	if (array->n < array->capacity)
		return true;
	capacity = array->capacity * 2;
	items = reallocarray(array->items, capacity, sizeof *items);
	if (!items)
		return false;
	array->items = items;
	array->capacity = capacity;
	return true;
}

static enum err
run_array(const struct stream *stream, struct outcome *out)
{
	struct array array = {
	    .n = stream->initial_n, .capacity = stream->initial_n + 1};
	bool room = true;

	array.items = calloc(array.capacity, sizeof *array.items);
	if (!array.items)
		return err_fail(ERR_NOMEM, "no memory for the naive model");
	if (array.n)
		memcpy(array.items, stream->initial,
		    array.n * sizeof *array.items);
	for (size_t i = 0; i < stream->n && room; i++) {
		room = array_room(&array);
		if (room)
			array_do(&array, &stream->ops[i], &out->finds_hash);
	}
	out->intervals = array.n;
	for (size_t i = 0; i < array.n; i++)
		out->free_total += (uint64_t)array.items[i].end -
				   (uint64_t)array.items[i].start;
	free(array.items);
	return room ? ERR_OK
		    : err_fail(ERR_NOMEM, "no memory for the naive model");
}

/* An operation adds one interval at most. */
static bool
bits_are_smaller(const struct stream *stream)
{
	uint64_t bytes = space_of(stream) / 8;

	return bytes / sizeof(struct interval) <= stream->initial_n + stream->n;
}

enum err
naive_run(
    const struct stream *stream, enum naive_model model, struct outcome *out)
{
	struct outcome made = {.intervals = 0};
	bool bits = model == NAIVE_BITS ||
		    (model == NAIVE_SMALLER && bits_are_smaller(stream));
	enum err err =
	    bits ? run_bits(stream, &made) : run_array(stream, &made);

	if (!err)
		*out = made;
	return err;
}
