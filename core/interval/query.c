/* Questions that every manager answers alike, by way of what it reads. */
#include "core/interval/manager.h"

#define CHUNK 256

enum interval_status
interval_set_find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	if (length <= 0)
		return INTERVAL_INVALID;
	if (start == INT64_MAX)
		return INTERVAL_NOTFOUND; /* no interval ends after it */
	return set->manager->find(set, start, length, out);
}

static size_t
read_from(const struct interval_set *set, int64_t offset, struct interval *out,
    size_t max)
{
	if (offset == INT64_MAX)
		return 0;
	return set->manager->read(set, offset, out, max);
}

enum interval_status
interval_set_containing(
    const struct interval_set *set, int64_t offset, struct interval *out)
{
	struct interval iv;

	if (read_from(set, offset, &iv, 1) == 0 || iv.start > offset)
		return INTERVAL_NOTFOUND;
	*out = iv;
	return INTERVAL_OK;
}

size_t
interval_set_count(const struct interval_set *set)
{
	return set->count;
}

uint64_t
interval_set_total(const struct interval_set *set)
{
	return set->total;
}

/* ---- iteration ---- */

void
interval_each(const struct interval_set *set,
    bool (*visit)(void *ctx, const struct interval *ivs, size_t n), void *ctx)
{
	struct interval chunk[CHUNK];
	int64_t from = INT64_MIN;
	size_t n;

	do {
		n = read_from(set, from, chunk, CHUNK);
		if (n == 0 || !visit(ctx, chunk, n))
			return;
		from = chunk[n - 1].end;
	} while (n == CHUNK);
}

struct interval_cursor
interval_cursor_at(const struct interval_set *set, int64_t from)
{
	struct interval_cursor cursor;

	cursor.set = set;
	cursor.from = from;
	cursor.until = INT64_MAX; /* no interval starts there */
	cursor.next = 0;
	cursor.n = 0;
	cursor.last = false;
	return cursor;
}

struct interval_cursor
interval_cursor_over(const struct interval_set *set, struct interval iv)
{
	struct interval_cursor cursor = interval_cursor_at(set, iv.start);

	cursor.until = iv.end;
	cursor.last = iv.end <= iv.start; /* nothing overlaps nothing */
	return cursor;
}

bool
interval_cursor_next(struct interval_cursor *cursor, struct interval *out)
{
	if (cursor->next == cursor->n) {
		if (cursor->last)
			return false;
		cursor->next = 0;
		cursor->n = read_from(cursor->set, cursor->from, cursor->ahead,
		    INTERVAL_CURSOR_AHEAD);
		cursor->last = cursor->n < INTERVAL_CURSOR_AHEAD;
		if (cursor->n == 0)
			return false;
		/* What follows starts after this end, so it ends after it. */
		cursor->from = cursor->ahead[cursor->n - 1].end;
	}
	if (cursor->ahead[cursor->next].start >= cursor->until) {
		cursor->n = cursor->next;
		cursor->last = true;
		return false;
	}
	*out = cursor->ahead[cursor->next++];
	return true;
}

bool
interval_set_equal(const struct interval_set *a, const struct interval_set *b)
{
	struct interval_cursor at_a = interval_cursor_at(a, INT64_MIN);
	struct interval_cursor at_b = interval_cursor_at(b, INT64_MIN);
	struct interval x, y;

	if (a->count != b->count || a->total != b->total)
		return false;
	while (interval_cursor_next(&at_a, &x) &&
	       interval_cursor_next(&at_b, &y)) {
		if (x.start != y.start || x.end != y.end)
			return false;
	}
	return true;
}

/* ---- order ---- */

/* An interval by its place in the order, or the place of an offset. */
struct search {
	int64_t offset;
	size_t before; /* intervals that were passed */
	size_t k;
	struct interval found;
};

static bool
visit_rank(void *ctx, const struct interval *ivs, size_t n)
{
	struct search *search = ctx;
	size_t i = 0;

	while (i < n && ivs[i].start < search->offset)
		i++;
	search->before += i;
	return i == n;
}

static bool
visit_kth(void *ctx, const struct interval *ivs, size_t n)
{
	struct search *search = ctx;

	if (search->k - search->before < n) {
		search->found = ivs[search->k - search->before];
		return false;
	}
	search->before += n;
	return true;
}

size_t
interval_set_rank(const struct interval_set *set, int64_t offset)
{
	struct search search = {.offset = offset};

	if (set->manager->rank)
		return set->manager->rank(set, offset);
	interval_each(set, visit_rank, &search);
	return search.before;
}

enum interval_status
interval_set_kth(const struct interval_set *set, size_t k, struct interval *out)
{
	struct search search = {.k = k};

	if (k >= set->count)
		return INTERVAL_NOTFOUND;
	if (set->manager->kth) {
		set->manager->kth(set, k, out);
		return INTERVAL_OK;
	}
	interval_each(set, visit_kth, &search);
	*out = search.found;
	return INTERVAL_OK;
}

enum interval_status
interval_set_sample(const struct interval_set *set,
    uint64_t (*random)(void *ctx), void *ctx, struct interval *out)
{
	uint64_t n = set->count;
	uint64_t unfair, bits;

	if (n == 0)
		return INTERVAL_NOTFOUND;
	/* 2^64 modulo n of the 2^64 values would favour the first ones. */
	unfair = (0 - n) % n;
	do
		bits = random(ctx);
	while (bits < unfair);
	return interval_set_kth(set, (size_t)(bits % n), out);
}

enum interval_status
interval_set_bounds(const struct interval_set *set, struct interval *out)
{
	struct interval first, last;

	if (set->count == 0)
		return INTERVAL_NOTFOUND;
	if (set->manager->bounds) {
		set->manager->bounds(set, out);
		return INTERVAL_OK;
	}
	(void)read_from(set, INT64_MIN, &first, 1);
	(void)interval_set_kth(set, set->count - 1, &last);
	*out = (struct interval){first.start, last.end};
	return INTERVAL_OK;
}
