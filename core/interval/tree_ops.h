/**
 * The operations of `boundary` and `summary` within one leaf. Not a header to
 * share: each of tree_generic.c, tree_avx2.c and tree_avx512.c includes it once
 * after the lanes_*.h of its instruction set, and gets the rows of functions
 * under the names in TREE_BOUNDARY and TREE_SUMMARY. `summary` is a constant
 * wherever it is a parameter, so each row has code of its own.
 */
#ifndef CORE_INTERVAL_TREE_OPS_H
#define CORE_INTERVAL_TREE_OPS_H

#ifndef TREE_BOUNDARY /* compiled by itself */
#include "core/interval/lanes_generic.h"
#define TREE_BOUNDARY tree_boundary_generic
#define TREE_SUMMARY tree_summary_generic
#endif

#include "core/interval/tree.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))
/* With as many children, one look at so many keys finds the way. */
#define ROOT_FEW 8
/* A batch asks for memory this many operations ahead. */
#define AHEAD 8

/* ---- where an operation works ---- */

struct place {
	struct leaf *leaf;
	uint8_t *filled;
	int64_t bound; /* separator behind the leaf; INT64_MAX for the last */
};

/* tree_seek(), noting in *path the way back only. The tree is not empty. */
ALWAYS_INLINE struct place
seek(const struct tree *tree, int64_t x, struct tree_path *path)
{
	struct place at = {NULL, (uint8_t *)&tree->filled, INT64_MAX};
	void *node = tree->root;
	unsigned depth = 0;

	for (unsigned level = tree->height; level > 1; level--) {
		struct inner *inner = node;
		/* The root often has few children; that is predicted. */
		bool few = level == tree->height && tree->filled <= ROOT_FEW;
		unsigned i =
		    lanes_below(inner->keys, few ? ROOT_FEW : INNER_MAX, x);
		int64_t key = inner->keys[i];

		INTERVAL_VISIT();
		if (path) {
			path->inner[depth] = inner;
			path->index[depth++] = i;
		}
		/* Below, separators lie nearer; INT64_MAX says that the last
		 * one above counts. */
		at.bound = key < at.bound ? key : at.bound;
		at.filled = &inner->filled[i];
		node = inner->children[i];
	}
	INTERVAL_VISIT();
	if (path)
		path->depth = depth;
	at.leaf = node;
	return at;
}

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
insert(struct leaf *leaf, unsigned i, struct interval iv, struct change *change)
{
	change->total += interval_length(iv);
	change->count++;
	lanes_insert(leaf->starts, LEAF_MAX, i, iv.start);
	lanes_insert(leaf->ends, LEAF_MAX, i, iv.end);
	note(change, interval_length(iv));
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
	if (*at.filled < LEAF_FEW && (int64_t)change->count < 0 &&
	    (tree->height > 1 || *at.filled == 0))
		tree_tidy_at(tree, x);
}

/* Intervals [i, past) of the leaf overlap or touch `iv`: make them one. */
ALWAYS_INLINE void
merge(struct tree *tree, struct leaf *leaf, unsigned i, unsigned past,
    struct interval iv, struct change *change, bool summary)
{
	struct interval first = leaf_get(leaf, i);
	struct interval last = leaf_get(leaf, past - 1);

	while (--past > i)
		erase(leaf, past, change);
	iv.start = first.start < iv.start ? first.start : iv.start;
	iv.end = last.end > iv.end ? last.end : iv.end;
	leaf->starts[i] = iv.start;
	leaf->ends[i] = iv.end;
	change->total += interval_length(iv) - interval_length(first);
	note(change, interval_length(first));
	note(change, interval_length(iv));
	if (summary && change->outside) {
		tree_forget(tree, first.start, last.start);
		tree_remember(tree, iv);
	}
}

/* `at` is where seek() leads for iv.start, by way of the path. */
ALWAYS_INLINE enum interval_status
release_at(struct tree *tree, struct place at, const struct tree_path *path,
    struct interval iv, bool summary)
{
	struct change change = change_init(summary ? path : NULL);
	unsigned i, past;

	if (iv.end >= at.bound) /* it may touch what is in the next leaf */
		return tree_release(tree, iv);
	i = lanes_below(at.leaf->ends, LEAF_MAX, iv.start);
	past = lanes_below(at.leaf->starts, LEAF_MAX, iv.end + 1);
	if (i < past) {
		merge(tree, at.leaf, i, past, iv, &change, summary);
	} else {
		if (*at.filled == LEAF_MAX)
			return tree_release(tree, iv);
		insert(at.leaf, i, iv, &change);
		if (summary && change.outside)
			tree_remember(tree, iv);
	}
	finish(tree, at, path, &change, iv.start, summary);
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

/* Take `iv` out of the middle of interval i of the leaf, which has room. */
ALWAYS_INLINE void
split(struct tree *tree, struct leaf *leaf, unsigned i, struct interval iv,
    struct change *change, bool summary)
{
	struct interval left = {leaf->starts[i], iv.start};
	struct interval right = {iv.end, leaf->ends[i]};

	lanes_insert(leaf->ends, LEAF_MAX, i, left.end);
	lanes_insert(leaf->starts, LEAF_MAX, i + 1, right.start);
	change->total -= interval_length(iv);
	change->count++;
	note(change, interval_span(left.start, right.end));
	if (summary)
		note_parts(tree, left.start, left.start, left, right, change);
}

/* Take `iv` out of the intervals [i, past) of the leaf, which all overlap it:
 * the first keeps its left part if there is one, the last its right one, though
 * not one both. Which do is as good as random, so nothing branches on it. */
ALWAYS_INLINE void
cut(struct tree *tree, struct leaf *leaf, unsigned i, unsigned past,
    struct interval iv, struct change *change, bool summary)
{
	struct interval first = leaf_get(leaf, i);
	struct interval last = leaf_get(leaf, past - 1);
	unsigned has_left = first.start < iv.start;
	unsigned has_right = last.end > iv.end;
	struct interval left = {first.start, has_left ? iv.start : first.start};
	struct interval right = {has_right ? iv.end : last.end, last.end};
	unsigned right_at = has_right ? i + has_left : i;

	change->total -= has_left ? interval_span(iv.start, first.end) : 0;
	change->total -= has_right ? interval_span(last.start, iv.end) : 0;
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

/* `at` is where seek() leads for iv.start + 1, by way of the path. */
ALWAYS_INLINE enum interval_status
reserve_at(struct tree *tree, struct place at, const struct tree_path *path,
    struct interval iv, uint64_t *removed, bool summary)
{
	struct leaf *leaf = at.leaf;
	struct change change;
	unsigned i, past;

	if (iv.end > at.bound) /* it may overlap what is in the next leaf */
		return tree_reserve(tree, iv, removed);
	i = lanes_below(leaf->ends, LEAF_MAX, iv.start + 1);
	past = lanes_below(leaf->starts, LEAF_MAX, iv.end);
	*removed = 0;
	if (i == past)
		return INTERVAL_OK;
	change = change_init(summary ? path : NULL);
	if ((past - i == 1) & (leaf->starts[i] < iv.start) &
	    (leaf->ends[i] > iv.end)) {
		if (*at.filled == LEAF_MAX)
			return tree_reserve(tree, iv, removed);
		split(tree, leaf, i, iv, &change, summary);
	} else {
		cut(tree, leaf, i, past, iv, &change, summary);
	}
	finish(tree, at, path, &change, iv.start + 1, summary);
	*removed = 0 - change.total;
	return INTERVAL_OK;
}

/* Whether nothing can be done within a leaf. */
ALWAYS_INLINE bool
is_slow(const struct tree *tree, bool summary)
{
	return !tree->root || (summary && tree->indexed);
}

ALWAYS_INLINE enum interval_status
release(struct interval_set *set, struct interval iv, bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct tree_path path;
	struct place at;

	if (is_slow(tree, summary))
		return tree_release(tree, iv);
	at = seek(tree, iv.start, summary ? &path : NULL);
	return release_at(tree, at, &path, iv, summary);
}

ALWAYS_INLINE enum interval_status
reserve(struct interval_set *set, struct interval iv, uint64_t *removed,
    bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct tree_path path;
	struct place at;

	if (is_slow(tree, summary))
		return tree_reserve(tree, iv, removed);
	at = seek(tree, iv.start + 1, summary ? &path : NULL);
	return reserve_at(tree, at, &path, iv, removed, summary);
}

/* ---- questions ---- */

/* Earliest fit behind the leaf that holds `start`, leaf by leaf. */
static enum interval_status
scan(const struct tree *tree, int64_t start, int64_t length,
    struct interval *out)
{
	struct tree_path path;

	tree_seek((struct tree *)tree, start + 1, &path);
	while (tree_next_leaf(tree, &path)) {
		const struct leaf *leaf = path.leaf;
		unsigned i = lanes_fit(leaf->starts, leaf->ends, LEAF_MAX,
		    start, (uint64_t)length);

		if (i < LEAF_MAX)
			return interval_fits(
				   leaf_get(leaf, i), start, length, out)
				   ? INTERVAL_OK
				   : INTERVAL_NOTFOUND;
	}
	return INTERVAL_NOTFOUND;
}

/* `at` is where seek() leads for start + 1. */
ALWAYS_INLINE enum interval_status
find_at(const struct tree *tree, struct place at, int64_t start, int64_t length,
    struct interval *out, bool summary)
{
	unsigned i;

	i = lanes_fit(
	    at.leaf->starts, at.leaf->ends, LEAF_MAX, start, (uint64_t)length);
	if (i < LEAF_MAX) {
		int64_t begin = at.leaf->starts[i];

		out->start = begin > start ? begin : start;
		out->end = out->start + length;
		return INTERVAL_OK;
	}
	return summary ? tree_find(&tree->set, start, length, out)
		       : scan(tree, start, length, out);
}

ALWAYS_INLINE enum interval_status
find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out, bool summary)
{
	const struct tree *tree = (const struct tree *)set;

	if (!tree->root)
		return INTERVAL_NOTFOUND;
	return find_at(
	    tree, seek(tree, start + 1, NULL), start, length, out, summary);
}

static size_t
read(const struct interval_set *set, int64_t offset, struct interval *out,
    size_t max)
{
	const struct tree *tree = (const struct tree *)set;
	struct place at;
	unsigned i;

	if (!tree->root)
		return 0;
	at = seek(tree, offset + 1, NULL);
	i = lanes_below(at.leaf->ends, LEAF_MAX, offset + 1);
	if (max > *at.filled - i)
		return tree_read(set, offset, out, max);
	for (size_t k = 0; k < max; k++)
		out[k] = leaf_get(at.leaf, i + (unsigned)k);
	return max;
}

/* ---- batches ---- */

/* A way that was found ahead of its operation. It holds while the shape of the
 * tree does. */
struct ahead {
	struct place at;
	struct tree_path path;
	uint64_t shape;
};

static inline int64_t
seek_key(const struct interval_op *op)
{
	return op->iv.start + (op->code != INTERVAL_OP_RELEASE);
}

/* Find the way of an operation and ask for its leaf. */
ALWAYS_INLINE void
look_ahead(const struct tree *tree, const struct interval_op *op,
    struct ahead *ahead, bool summary)
{
	const struct leaf *leaf;

	ahead->shape = tree->shape;
	ahead->at = seek(tree, seek_key(op), summary ? &ahead->path : NULL);
	leaf = ahead->at.leaf;
	for (unsigned i = 0; i < LEAF_MAX; i += POOL_LINE / sizeof(int64_t)) {
		__builtin_prefetch(&leaf->ends[i]);
		__builtin_prefetch(&leaf->starts[i]);
	}
}

ALWAYS_INLINE void
apply_at(struct tree *tree, const struct ahead *ahead, struct interval_op *op,
    bool summary)
{
	struct interval found = {0, 0};

	op->found = 0;
	op->changed = 0;
	if (op->code == INTERVAL_OP_RELEASE) {
		op->status =
		    release_at(tree, ahead->at, &ahead->path, op->iv, summary);
	} else if (op->code == INTERVAL_OP_RESERVE) {
		op->status = reserve_at(tree, ahead->at, &ahead->path, op->iv,
		    &op->changed, summary);
	} else {
		op->status = find_at(tree, ahead->at, op->iv.start,
		    op->iv.end - op->iv.start, &found, summary);
		op->found = found.start;
	}
}

ALWAYS_INLINE enum interval_status
apply(struct interval_set *set, struct interval_op *ops, size_t n, size_t *done,
    bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct ahead ring[AHEAD];
	size_t looked = 0; /* operations whose way was looked for */

	for (size_t i = 0; i < n; i++) {
		struct ahead *ahead = &ring[i % AHEAD];

		if (is_slow(tree, summary)) {
			interval_op_run(set, &ops[i]);
			looked = i + 1;
		} else {
			if (looked <= i)
				looked = i;
			for (; looked < n && looked < i + AHEAD; looked++)
				look_ahead(tree, &ops[looked],
				    &ring[looked % AHEAD], summary);
			if (ahead->shape != tree->shape)
				look_ahead(tree, &ops[i], ahead, summary);
			apply_at(tree, ahead, &ops[i], summary);
		}
		if (ops[i].status == INTERVAL_NOMEM) {
			*done = i;
			return INTERVAL_NOMEM;
		}
	}
	*done = n;
	return INTERVAL_OK;
}

/* ---- the rows ---- */

#define TREE_ROW(kind, is_summary)                                             \
	static enum interval_status kind##_release(                            \
	    struct interval_set *set, struct interval iv)                      \
	{                                                                      \
		return release(set, iv, is_summary);                           \
	}                                                                      \
	static enum interval_status kind##_reserve(                            \
	    struct interval_set *set, struct interval iv, uint64_t *removed)   \
	{                                                                      \
		return reserve(set, iv, removed, is_summary);                  \
	}                                                                      \
	static enum interval_status kind##_find(                               \
	    const struct interval_set *set, int64_t start, int64_t length,     \
	    struct interval *out)                                              \
	{                                                                      \
		return find(set, start, length, out, is_summary);              \
	}                                                                      \
	static enum interval_status kind##_apply(struct interval_set *set,     \
	    struct interval_op *ops, size_t n, size_t *done)                   \
	{                                                                      \
		return apply(set, ops, n, done, is_summary);                   \
	}

TREE_ROW(boundary, false)
TREE_ROW(summary, true)

const struct interval_manager TREE_BOUNDARY = {
    .size = sizeof(struct tree),
    .clear = tree_clear,
    .release = boundary_release,
    .reserve = boundary_reserve,
    .find = boundary_find,
    .read = read,
    .load = tree_load,
    .apply = boundary_apply,
    .bounds = tree_bounds,
    .valid = tree_valid,
    .height = tree_height,
};

const struct interval_manager TREE_SUMMARY = {
    .size = sizeof(struct tree),
    .clear = tree_clear,
    .release = summary_release,
    .reserve = summary_reserve,
    .find = summary_find,
    .read = read,
    .load = tree_load,
    .apply = summary_apply,
    .find_best = tree_find_best,
    .find_largest = tree_find_largest,
    .rank = tree_rank,
    .kth = tree_kth,
    .bounds = tree_bounds,
    .extremes = tree_extremes,
    .valid = tree_valid,
    .height = tree_height,
};

#endif
