/* Manager "boundary": the boundaries start, end, start, end, ... in one sorted
 * array. A search halves it; a change moves what lies behind it. */
#include <string.h>

#include "core/interval/manager.h"

#define CAPACITY_FIRST 16

struct boundary {
	struct interval_set set;
	struct interval *items; /* canonical: each starts after the last end */
	size_t capacity;
};

/* Index of the first interval whose end is at or after `offset`, count where
 * there is none. A step is one comparison that selects the next half, which
 * compilers turn into a conditional move: random searches would mispredict
 * half of their branches. */
static size_t
first_ending_at_or_after(const struct boundary *b, int64_t offset)
{
	const struct interval *base = b->items;
	size_t left = b->set.count;

	while (left > 1) {
		size_t half = left / 2;

		base = base[half - 1].end < offset ? base + half : base;
		left -= half;
	}
	if (left == 1 && base->end < offset)
		base++;
	return b->items ? (size_t)(base - b->items) : 0;
}

static enum interval_status
grow(struct boundary *b)
{
	size_t capacity = b->capacity ? b->capacity * 2 : CAPACITY_FIRST;
	struct interval *items;

	if (capacity > SIZE_MAX / sizeof *items)
		return INTERVAL_NOMEM;
	items = interval_alloc(&b->set, capacity * sizeof *items);
	if (!items)
		return INTERVAL_NOMEM;
	if (b->set.count)
		memcpy(items, b->items, b->set.count * sizeof *items);
	interval_dealloc(&b->set, b->items, b->capacity * sizeof *items);
	b->items = items;
	b->capacity = capacity;
	return INTERVAL_OK;
}

/* Put the n intervals of `with` in the place of items[first..past). */
static enum interval_status
replace(struct boundary *b, size_t first, size_t past,
    const struct interval *with, size_t n)
{
	size_t tail = b->set.count - past;
	size_t count = first + n + tail;

	if (count > b->capacity) {
		/* At most one more than before: a doubling is enough. */
		enum interval_status status = grow(b);

		if (status)
			return status;
	}
	if (first + n != past && tail)
		memmove(b->items + first + n, b->items + past,
		    tail * sizeof *b->items);
	for (size_t i = 0; i < n; i++)
		b->items[first + i] = with[i];
	b->set.count = count;
	return INTERVAL_OK;
}

static void
boundary_clear(struct interval_set *set)
{
	struct boundary *b = (struct boundary *)set;

	interval_dealloc(set, b->items, b->capacity * sizeof *b->items);
	b->items = NULL;
	b->capacity = 0;
	set->count = 0;
	set->total = 0;
}

static enum interval_status
boundary_release(struct interval_set *set, struct interval iv)
{
	struct boundary *b = (struct boundary *)set;
	size_t first = first_ending_at_or_after(b, iv.start);
	size_t past = first;
	uint64_t merged = 0;
	enum interval_status status;

	/* items[first..past) overlap or touch; all become one interval. */
	for (; past < set->count && b->items[past].start <= iv.end; past++)
		merged +=
		    interval_span(b->items[past].start, b->items[past].end);
	if (past > first) {
		if (b->items[first].start < iv.start)
			iv.start = b->items[first].start;
		if (b->items[past - 1].end > iv.end)
			iv.end = b->items[past - 1].end;
	}
	status = replace(b, first, past, &iv, 1);
	if (status)
		return status;
	set->total += interval_span(iv.start, iv.end) - merged;
	return INTERVAL_OK;
}

static enum interval_status
boundary_reserve(
    struct interval_set *set, struct interval iv, uint64_t *removed)
{
	struct boundary *b = (struct boundary *)set;
	size_t first = first_ending_at_or_after(b, iv.start + 1);
	size_t past = first;
	struct interval rest[2]; /* what stays on the left and on the right */
	size_t rests = 0;
	uint64_t gone = 0;
	enum interval_status status;

	for (; past < set->count && b->items[past].start < iv.end; past++) {
		struct interval old = b->items[past];

		gone += interval_span(old.start, old.end);
		if (old.start < iv.start) {
			rest[rests].start = old.start;
			rest[rests++].end = iv.start;
			gone -= interval_span(old.start, iv.start);
		}
		if (old.end > iv.end) {
			rest[rests].start = iv.end;
			rest[rests++].end = old.end;
			gone -= interval_span(iv.end, old.end);
		}
	}
	status = replace(b, first, past, rest, rests);
	if (status)
		return status;
	set->total -= gone;
	*removed = gone;
	return INTERVAL_OK;
}

static enum interval_status
boundary_find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	const struct boundary *b = (const struct boundary *)set;
	size_t i = first_ending_at_or_after(b, start + 1);

	for (; i < set->count; i++) {
		if (interval_fits(b->items[i], start, length, out))
			return INTERVAL_OK;
	}
	return INTERVAL_NOTFOUND;
}

static size_t
boundary_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max)
{
	const struct boundary *b = (const struct boundary *)set;
	size_t i = first_ending_at_or_after(b, offset + 1);
	size_t n = 0;

	while (n < max && i < set->count)
		out[n++] = b->items[i++];
	return n;
}

static bool
boundary_valid(const struct interval_set *set)
{
	const struct boundary *b = (const struct boundary *)set;
	uint64_t total = 0;

	for (size_t i = 0; i < set->count; i++) {
		if (b->items[i].end <= b->items[i].start)
			return false;
		if (i > 0 && b->items[i].start <= b->items[i - 1].end)
			return false;
		total += interval_span(b->items[i].start, b->items[i].end);
	}
	return set->count <= b->capacity && total == set->total;
}

const struct interval_manager interval_manager_boundary = {
    .size = sizeof(struct boundary),
    .clear = boundary_clear,
    .release = boundary_release,
    .reserve = boundary_reserve,
    .find = boundary_find,
    .read = boundary_read,
    .valid = boundary_valid,
    .height = NULL,
};
