/**
 * Changes of one leaf: a part of tree_ops.h, compiled for each instruction set.
 */
#ifndef CORE_INTERVAL_TREE_EDIT_H
#define CORE_INTERVAL_TREE_EDIT_H

#ifndef TREE_BOUNDARY /* compiled by itself */
#include "core/interval/lanes_generic.h"
#endif

#include "core/interval/tree.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Where an operation works. */
struct place {
	struct leaf *leaf;
	uint8_t *filled;
	int64_t bound; /* separator behind the leaf; INT64_MAX for the last */
};

ALWAYS_INLINE struct interval
leaf_get(const struct leaf *leaf, unsigned i)
{
	return (struct interval){leaf->starts[i], leaf->ends[i]};
}

/* ---- what a change does to sums and extremes ---- */

/* Sums are modulo 2^64. The rest is for `summary`, whose inner nodes hold the
 * longest and the shortest of every leaf: lengths between these that come and
 * go change no extreme anywhere. */
struct change {
	uint64_t total; /* more offsets */
	uint64_t count; /* more intervals */
	uint64_t above; /* the leaf's shortest + 1 */
	uint64_t between; /* lengths between shortest and longest */
	bool outside; /* a length that came or went is not one of these */
};

ALWAYS_INLINE struct change
change_init(const struct tree_path *path)
{
	struct change change = {0, 0, 0, 0, true};
	const struct inner *inner;
	uint64_t longest, shortest;
	unsigned i;

	if (!path || path->depth == 0)
		return change; /* a root leaf is looked through every time */
	inner = path->inner[path->depth - 1];
	i = path->index[path->depth - 1];
	longest = inner->of.largest[i];
	shortest = inner->of.smallest[i];
	change.above = shortest + 1;
	change.between = longest > shortest ? longest - change.above : 0;
	change.outside = false;
	return change;
}

ALWAYS_INLINE void
note(struct change *change, uint64_t length)
{
	change->outside |= length - change->above >= change->between;
}

/* Bring what the inner nodes know up to date, from a changed leaf up. A node
 * above is looked through only if its own extreme went. */
static void
climb_extremes(const struct tree_path *path)
{
	unsigned depth = path->depth - 1;
	struct inner *inner = path->inner[depth];
	unsigned i = path->index[depth];
	const struct leaf *leaf = inner->children[i];
	uint64_t longest = lanes_longest(leaf->starts, leaf->ends, LEAF_MAX);
	uint64_t shortest = lanes_shortest(leaf->starts, leaf->ends, LEAF_MAX);

	for (;;) {
		uint64_t was_longest = inner->of.largest[i];
		uint64_t was_shortest = inner->of.smallest[i];
		const struct inner *child = inner;

		inner->of.largest[i] = longest;
		inner->of.smallest[i] = shortest;
		if (depth == 0)
			return;
		inner = path->inner[--depth];
		i = path->index[depth];
		if (longest < inner->of.largest[i])
			longest =
			    was_longest < inner->of.largest[i]
				? inner->of.largest[i]
				: lanes_most(child->of.largest, INNER_MAX);
		if (shortest > inner->of.smallest[i])
			shortest =
			    was_shortest > inner->of.smallest[i]
				? inner->of.smallest[i]
				: lanes_least(child->of.smallest, INNER_MAX);
	}
}

ALWAYS_INLINE void
climb(struct tree *tree, const struct tree_path *path,
    const struct change *change)
{
	/* Of leaves there are no sums. */
	for (unsigned depth = 0; depth + 1 < path->depth; depth++) {
		struct tree_total *sum =
		    &path->inner[depth]->of.sums[path->index[depth]];

		sum->total += change->total;
		sum->count += change->count;
	}
	if (!change->outside)
		return;
	if (path->depth > 0)
		climb_extremes(path);
	if (tree->largest_gone || tree->smallest_gone)
		tree_settle(tree);
}

/* ---- changes ---- */

ALWAYS_INLINE void
insert(struct leaf *leaf, unsigned i, int64_t start, int64_t end,
    struct change *change)
{
	change->total += interval_span(start, end);
	change->count++;
	lanes_insert(leaf->starts, LEAF_MAX, i, start);
	lanes_insert(leaf->ends, LEAF_MAX, i, end);
	note(change, interval_span(start, end));
}

ALWAYS_INLINE void
erase(struct leaf *leaf, unsigned i, struct change *change)
{
	uint64_t length = interval_length(leaf_get(leaf, i));

	change->total -= length;
	change->count--;
	lanes_erase(leaf->starts, LEAF_MAX, i);
	lanes_erase(leaf->ends, LEAF_MAX, i);
	note(change, length);
}

/* After a change: sums, and a leaf that has become too small. `x` leads to the
 * leaf. */
ALWAYS_INLINE void
finish(struct tree *tree, struct place at, const struct tree_path *path,
    const struct change *change, int64_t x, bool summary)
{
	tree->set.total += change->total;
	tree->set.count += change->count;
	*at.filled = (uint8_t)(*at.filled + change->count);
	if (summary)
		climb(tree, path, change);
	if (*at.filled < LEAF_MAX / FEW && (int64_t)change->count < 0 &&
	    (tree->height > 1 || *at.filled == 0))
		tree_tidy_at(tree, x);
}

/* A function that gets an interval as a struct keeps it in memory, if gcc
 * compiles it, and waits to read at once what it wrote in two parts: so here
 * [start, end) is two numbers. */

/* Intervals [i, past) of the leaf overlap or touch [start, end): make them one
 * with it. */
ALWAYS_INLINE void
merge(struct tree *tree, struct leaf *leaf, unsigned i, unsigned past,
    int64_t start, int64_t end, struct change *change, bool summary)
{
	int64_t first = leaf->starts[i];
	int64_t first_end = leaf->ends[i];
	int64_t last = leaf->starts[past - 1];
	int64_t last_end = leaf->ends[past - 1];

	while (--past > i)
		erase(leaf, past, change);
	start = first < start ? first : start;
	end = last_end > end ? last_end : end;
	leaf->starts[i] = start;
	leaf->ends[i] = end;
	change->total +=
	    interval_span(start, end) - interval_span(first, first_end);
	note(change, interval_span(first, first_end));
	note(change, interval_span(start, end));
	if (summary && change->outside) {
		tree_forget(tree, first, last);
		tree_remember(tree, (struct interval){start, end});
	}
}

/* `at` is where seek() leads for `start`, by way of the path. */
ALWAYS_INLINE enum interval_status
release_at(struct tree *tree, struct place at, const struct tree_path *path,
    int64_t start, int64_t end, bool summary)
{
	struct change change = change_init(summary ? path : NULL);
	unsigned i, past;

	if (end >= at.bound) /* it may touch what is in the next leaf */
		return tree_release(tree, (struct interval){start, end});
	i = lanes_below(at.leaf->ends, LEAF_MAX, start);
	past = lanes_below(at.leaf->starts, LEAF_MAX, end + 1);
	if (i < past) {
		merge(tree, at.leaf, i, past, start, end, &change, summary);
	} else {
		if (*at.filled == LEAF_MAX)
			return tree_release(
			    tree, (struct interval){start, end});
		insert(at.leaf, i, start, end, &change);
		if (summary && change.outside)
			tree_remember(tree, (struct interval){start, end});
	}
	finish(tree, at, path, &change, start, summary);
	return INTERVAL_OK;
}

/* `left` and `right` stay of the intervals that start at `first` to `last`; one
 * that does not is empty. */
ALWAYS_INLINE void
note_parts(struct tree *tree, int64_t first, int64_t last, struct interval left,
    struct interval right, struct change *change)
{
	uint64_t left_length = interval_length(left);
	uint64_t right_length = interval_length(right);

	note(change, left_length ? left_length : change->above);
	note(change, right_length ? right_length : change->above);
	if (change->outside) {
		tree_forget(tree, first, last);
		tree_remember(tree, left);
		tree_remember(tree, right);
	}
}

/* Take [start, end) out of the middle of interval i of the leaf, which has
 * room. */
ALWAYS_INLINE void
split(struct tree *tree, struct leaf *leaf, unsigned i, int64_t start,
    int64_t end, struct change *change, bool summary)
{
	struct interval left = {leaf->starts[i], start};
	struct interval right = {end, leaf->ends[i]};

	lanes_insert(leaf->ends, LEAF_MAX, i, left.end);
	lanes_insert(leaf->starts, LEAF_MAX, i + 1, right.start);
	change->total -= interval_span(start, end);
	change->count++;
	note(change, interval_span(left.start, right.end));
	if (summary)
		note_parts(tree, left.start, left.start, left, right, change);
}

/* Take [start, end) out of the intervals [i, past) of the leaf, which all
 * overlap it: the first keeps its left part if there is one, the last its right
 * one, though not one both. Which do is as good as random, so nothing branches
 * on it. */
ALWAYS_INLINE void
cut(struct tree *tree, struct leaf *leaf, unsigned i, unsigned past,
    int64_t start, int64_t end, struct change *change, bool summary)
{
	struct interval first = leaf_get(leaf, i);
	struct interval last = leaf_get(leaf, past - 1);
	unsigned has_left = first.start < start;
	unsigned has_right = last.end > end;
	struct interval left = {first.start, has_left ? start : first.start};
	struct interval right = {has_right ? end : last.end, last.end};
	unsigned right_at = has_right ? i + has_left : i;

	change->total -= has_left ? interval_span(start, first.end) : 0;
	change->total -= has_right ? interval_span(last.start, end) : 0;
	for (; past - i > has_left + has_right; past--)
		erase(leaf, i + has_left, change);
	leaf->ends[i] = has_left ? left.end : leaf->ends[i];
	leaf->starts[right_at] =
	    has_right ? right.start : leaf->starts[right_at];
	note(change, interval_length(first));
	note(change, interval_length(last));
	if (summary)
		note_parts(tree, first.start, last.start, left, right, change);
}

/* `at` is where seek() leads for start + 1, by way of the path. */
ALWAYS_INLINE enum interval_status
reserve_at(struct tree *tree, struct place at, const struct tree_path *path,
    int64_t start, int64_t end, uint64_t *removed, bool summary)
{
	struct leaf *leaf = at.leaf;
	struct change change;
	unsigned i, past;

	if (end > at.bound) /* it may overlap what is in the next leaf */
		return tree_reserve(
		    tree, (struct interval){start, end}, removed);
	i = lanes_below(leaf->ends, LEAF_MAX, start + 1);
	past = lanes_below(leaf->starts, LEAF_MAX, end);
	*removed = 0;
	if (i == past)
		return INTERVAL_OK;
	change = change_init(summary ? path : NULL);
	if ((past - i == 1) & (leaf->starts[i] < start) &
	    (leaf->ends[i] > end)) {
		if (*at.filled == LEAF_MAX)
			return tree_reserve(
			    tree, (struct interval){start, end}, removed);
		split(tree, leaf, i, start, end, &change, summary);
	} else {
		cut(tree, leaf, i, past, start, end, &change, summary);
	}
	finish(tree, at, path, &change, start + 1, summary);
	*removed = 0 - change.total;
	return INTERVAL_OK;
}

#endif
