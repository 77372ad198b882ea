#include "baselines/segmentation.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Levels from `low` to `high` at which the last segment is best started at
 * `from`. The pieces of all levels follow each other without a gap. */
struct piece {
	double low;
	double high;
	size_t from;
};

struct pieces {
	struct piece *items;
	size_t count;
	size_t cap;
};

/* After t points: the sums of their values and squares, the least cost, and
 * where the last segment of the segmentation of that cost starts. */
struct prefix {
	double sum;
	double squares;
	double cost;
	size_t from;
};

struct segmentation {
	double penalty;
	size_t least;
	struct prefix *prefixes; /* points + 1 of them */
	size_t points;
	size_t cap;
	struct pieces pieces;
	struct pieces work; /* the next ones are made here */
	struct pieces marked;
	size_t marked_points;
};

static enum err
pieces_reserve(struct pieces *pieces, size_t count)
{
	size_t cap = pieces->cap ? pieces->cap : 16;
	struct piece *items;

	if (count <= pieces->cap)
		return ERR_OK;
	while (cap < count)
		cap *= 2;
	items = realloc(pieces->items, cap * sizeof *items);
	if (!items)
		return err_fail(ERR_NOMEM, "out of memory");
	pieces->items = items;
	pieces->cap = cap;
	return ERR_OK;
}

static enum err
prefixes_reserve(struct segmentation *s, size_t count)
{
	struct prefix *prefixes;
	size_t cap = s->cap + s->cap / 2;

	if (count <= s->cap)
		return ERR_OK;
	cap = cap < count ? count : cap;
	prefixes = realloc(s->prefixes, cap * sizeof *prefixes);
	if (!prefixes)
		return err_fail(ERR_NOMEM, "out of memory");
	s->prefixes = prefixes;
	s->cap = cap;
	return ERR_OK;
}

struct segmentation *
segmentation_new(double penalty, size_t segment_least)
{
	struct segmentation *s = calloc(1, sizeof *s);

	assert(penalty >= 0 && segment_least > 0);
	if (!s)
		return NULL;
	s->least = segment_least;
	if (prefixes_reserve(s, 64)) {
		free(s);
		return NULL;
	}
	segmentation_reset(s, penalty);
	return s;
}

void
segmentation_free(struct segmentation *s)
{
	if (!s)
		return;
	free(s->prefixes);
	free(s->pieces.items);
	free(s->work.items);
	free(s->marked.items);
	free(s);
}

/* The first segment pays no penalty, so no point at all costs less than 0. */
void
segmentation_reset(struct segmentation *s, double penalty)
{
	s->penalty = penalty;
	s->points = 0;
	s->pieces.count = 0;
	s->marked.count = 0;
	s->marked_points = 0;
	s->prefixes[0] = (struct prefix){.cost = -penalty};
}

/* ---- pieces ---- */

static void
put(struct pieces *pieces, double low, double high, size_t from)
{
	struct piece *last = pieces->items + pieces->count - 1;

	if (!(low < high))
		return;
	if (pieces->count > 0 && last->from == from) {
		last->high = high;
		return;
	}
	pieces->items[pieces->count++] = (struct piece){low, high, from};
}

/*
 * Levels m at which a start at `old` costs no more than one at `new`, which is
 * later: n m^2 - 2 s m + q + F(old) - F(new) <= 0 over the n points between
 * them of the sum s and squares q. What comes after costs both the same, so
 * these levels never change.
 */
static struct piece
better_before(const struct segmentation *s, size_t old, size_t new)
{
	const struct prefix *a = &s->prefixes[old], *b = &s->prefixes[new];
	double n = (double)(new - old);
	double mean = (b->sum - a->sum) / n;
	double rest = (b->squares - a->squares + a->cost - b->cost) / n;
	double root = mean * mean - rest;

	if (!(root >= 0))
		return (struct piece){INFINITY, -INFINITY, old};
	root = sqrt(root);
	return (struct piece){mean - root, mean + root, old};
}

/* A start at `new` takes of each piece what lies outside those levels. */
static enum err
introduce(struct segmentation *s, size_t new)
{
	struct pieces kept;
	enum err err = pieces_reserve(&s->work, 3 * s->pieces.count + 1);

	if (err)
		return err;
	s->work.count = 0;
	if (s->pieces.count == 0)
		put(&s->work, -INFINITY, INFINITY, new);
	for (size_t i = 0; i < s->pieces.count; i++) {
		const struct piece *old = &s->pieces.items[i];
		struct piece levels = better_before(s, old->from, new);
		double low = fmin(fmax(levels.low, old->low), old->high);
		double high = fmin(fmax(levels.high, low), old->high);

		put(&s->work, old->low, low, new);
		put(&s->work, low, high, old->from);
		put(&s->work, high, old->high, new);
	}
	kept = s->pieces;
	s->pieces = s->work;
	s->work = kept;
	return ERR_OK;
}

/* ---- costs ---- */

static double
cost_from(const struct segmentation *s, size_t from)
{
	const struct prefix *a = &s->prefixes[from];
	const struct prefix *b = &s->prefixes[s->points];
	double sum = b->sum - a->sum;
	double squares = b->squares - a->squares;
	double distances = squares - sum * sum / (double)(s->points - from);

	return a->cost + s->penalty + fmax(distances, 0);
}

static void
choose(struct segmentation *s)
{
	struct prefix *last = &s->prefixes[s->points];

	last->cost = INFINITY;
	last->from = 0;
	for (size_t i = 0; i < s->pieces.count; i++) {
		size_t from = s->pieces.items[i].from;
		double cost = cost_from(s, from);

		if (cost < last->cost) {
			last->cost = cost;
			last->from = from;
		}
	}
}

enum err
segmentation_append(struct segmentation *s, double value)
{
	const struct prefix *last;
	size_t new = s->points + 1 - s->least; /* when not below 0 */
	enum err err = prefixes_reserve(s, s->points + 2);

	if (err)
		return err;
	last = &s->prefixes[s->points];
	s->prefixes[s->points + 1] = (struct prefix){
	    .sum = last->sum + value, .squares = last->squares + value * value};
	if (s->points + 1 >= s->least && isfinite(s->prefixes[new].cost)) {
		err = introduce(s, new);
		if (err)
			return err;
	}
	s->points++;
	choose(s);
	return ERR_OK;
}

/* ---- marks ---- */

enum err
segmentation_mark(struct segmentation *s)
{
	enum err err = pieces_reserve(&s->marked, s->pieces.count);

	if (err)
		return err;
	if (s->pieces.count > 0)
		memcpy(s->marked.items, s->pieces.items,
		    s->pieces.count * sizeof *s->pieces.items);
	s->marked.count = s->pieces.count;
	s->marked_points = s->points;
	return ERR_OK;
}

void
segmentation_rewind(struct segmentation *s)
{
	assert(s->marked_points <= s->points);
	if (s->marked.count > 0)
		memcpy(s->pieces.items, s->marked.items,
		    s->marked.count * sizeof *s->marked.items);
	s->pieces.count = s->marked.count;
	s->points = s->marked_points;
}

/* ---- answers ---- */

size_t
segmentation_points(const struct segmentation *s)
{
	return s->points;
}

double
segmentation_cost(const struct segmentation *s)
{
	return s->points == 0 ? INFINITY : s->prefixes[s->points].cost;
}

size_t
segmentation_count(const struct segmentation *s)
{
	size_t count = 0;

	for (size_t t = s->prefixes[s->points].from; t > 0;
	     t = s->prefixes[t].from)
		count++;
	return count;
}

void
segmentation_changes(const struct segmentation *s, size_t *changes)
{
	size_t left = segmentation_count(s);

	for (size_t t = s->prefixes[s->points].from; t > 0;
	     t = s->prefixes[t].from)
		changes[--left] = t;
}

size_t
segmentation_candidates(const struct segmentation *s)
{
	return s->pieces.count;
}
