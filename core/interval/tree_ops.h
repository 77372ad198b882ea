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

ALWAYS_INLINE void
leaf_erase(struct leaf *leaf, unsigned i, unsigned n)
{
	for (; n > 0; n--) {
		lanes_erase(leaf->starts, LEAF_MAX, i);
		lanes_erase(leaf->ends, LEAF_MAX, i);
	}
}

/* ---- changes ---- */

/* What a change of a leaf does to the sums above it, modulo 2^64. */
struct change {
	uint64_t total;
	uint64_t count;
};

/* Intervals [i, past) of the leaf go. */
ALWAYS_INLINE void
gone(struct tree *tree, const struct leaf *leaf, unsigned i, unsigned past,
    struct change *change, bool summary)
{
	if (summary && i < past)
		tree_forget(tree, leaf->starts[i], leaf->starts[past - 1]);
	change->count -= past - i;
	for (; i < past; i++)
		change->total -= interval_length(leaf_get(leaf, i));
}

ALWAYS_INLINE void
come(struct tree *tree, struct interval iv, struct change *change, bool summary)
{
	change->total += interval_length(iv);
	change->count++;
	if (summary)
		tree_remember(tree, iv);
}

/* Bring what the inner nodes know up to date, from a changed leaf up. The leaf
 * is looked through every time: to see whether that is needed would mispredict
 * more than it saves. A node above is, where its own extreme went or grew. */
static inline void
climb(struct tree *tree, const struct tree_path *path, struct change change)
{
	unsigned depth = path->depth - 1;
	struct inner *inner = path->inner[depth];
	unsigned i = path->index[depth];
	const struct leaf *leaf = inner->children[i];
	uint64_t longest =
	    lanes_longest(leaf->starts, leaf->ends, LEAF_MAX);
	uint64_t shortest =
	    lanes_shortest(leaf->starts, leaf->ends, LEAF_MAX);

	for (;;) {
		uint64_t was_longest = inner->of.largest[i];
		uint64_t was_shortest = inner->of.smallest[i];
		const struct inner *child = inner;

		inner->of.sums[i].total += change.total;
		inner->of.sums[i].count += change.count;
		inner->of.largest[i] = longest;
		inner->of.smallest[i] = shortest;
		if (depth == 0)
			return;
		inner = path->inner[--depth];
		i = path->index[depth];
		if (longest < inner->of.largest[i])
			longest = was_longest < inner->of.largest[i]
				      ? inner->of.largest[i]
				      : lanes_most(
					    child->of.largest, INNER_MAX);
		if (shortest > inner->of.smallest[i])
			shortest = was_shortest > inner->of.smallest[i]
				       ? inner->of.smallest[i]
				       : lanes_least(
					     child->of.smallest, INNER_MAX);
	}
}

/* After a change: sums, and a leaf that has become too small. `x` leads to the
 * leaf. */
ALWAYS_INLINE void
finish(struct tree *tree, struct place at, const struct tree_path *path,
    struct change change, int64_t x, bool summary)
{
	tree->set.total += change.total;
	tree->set.count += change.count;
	*at.filled = (uint8_t)(*at.filled + change.count);
	if (summary) {
		if (path->depth > 0)
			climb(tree, path, change);
		if (tree->largest_gone || tree->smallest_gone)
			tree_settle(tree);
	}
	if (*at.filled < LEAF_FEW && (int64_t)change.count < 0 &&
	    (tree->height > 1 || *at.filled == 0))
		tree_tidy_at(tree, x);
}

/* Intervals [i, past) of the leaf overlap or touch `iv`: make them one. */
ALWAYS_INLINE void
merge(struct tree *tree, struct leaf *leaf, unsigned i, unsigned past,
    struct interval iv, struct change *change, bool summary)
{
	gone(tree, leaf, i, past, change, summary);
	if (leaf->starts[i] < iv.start)
		iv.start = leaf->starts[i];
	if (leaf->ends[past - 1] > iv.end)
		iv.end = leaf->ends[past - 1];
	/* Wide moves first: they would wait for narrow writes to the line. */
	leaf_erase(leaf, i + 1, past - i - 1);
	leaf->starts[i] = iv.start;
	leaf->ends[i] = iv.end;
	come(tree, iv, change, summary);
}

ALWAYS_INLINE enum interval_status
release(struct interval_set *set, struct interval iv, bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct change change = {0, 0};
	struct tree_path path;
	struct place at;
	unsigned i, past;

	if (!tree->root || (summary && tree->indexed))
		return tree_release(tree, iv);
	at = seek(tree, iv.start, summary ? &path : NULL);
	if (iv.end >= at.bound) /* it may touch what is in the next leaf */
		return tree_release(tree, iv);
	i = lanes_below(at.leaf->ends, LEAF_MAX, iv.start);
	past = lanes_below(at.leaf->starts, LEAF_MAX, iv.end + 1);
	if (i < past) {
		merge(tree, at.leaf, i, past, iv, &change, summary);
	} else {
		if (*at.filled == LEAF_MAX)
			return tree_release(tree, iv);
		lanes_insert(at.leaf->starts, LEAF_MAX, i, iv.start);
		lanes_insert(at.leaf->ends, LEAF_MAX, i, iv.end);
		come(tree, iv, &change, summary);
	}
	finish(tree, at, &path, change, iv.start, summary);
	return INTERVAL_OK;
}

/* Take `iv` out of the middle of interval i of the leaf, which has room. */
ALWAYS_INLINE void
split(struct tree *tree, struct leaf *leaf, unsigned i, struct interval iv,
    struct change *change, bool summary)
{
	struct interval left = {leaf->starts[i], iv.start};
	struct interval right = {iv.end, leaf->ends[i]};

	gone(tree, leaf, i, i + 1, change, summary);
	lanes_insert(leaf->ends, LEAF_MAX, i, left.end);
	lanes_insert(leaf->starts, LEAF_MAX, i + 1, right.start);
	come(tree, left, change, summary);
	come(tree, right, change, summary);
}

/* Take `iv` out of the intervals [i, past) of the leaf, which all overlap it:
 * the first may keep its left part or the last its right one. */
ALWAYS_INLINE void
cut(struct tree *tree, struct leaf *leaf, unsigned i, unsigned past,
    struct interval iv, struct change *change, bool summary)
{
	struct interval left = {leaf->starts[i], iv.start};
	struct interval right = {iv.end, leaf->ends[past - 1]};
	bool has_left = left.start < left.end;
	bool has_right = right.start < right.end;

	gone(tree, leaf, i, past, change, summary);
	/* Wide moves first: they would wait for narrow writes to the line. */
	leaf_erase(leaf, i + has_left, past - i - has_left - has_right);
	if (has_left) {
		leaf->ends[i++] = left.end;
		come(tree, left, change, summary);
	}
	if (has_right) {
		leaf->starts[i] = right.start;
		come(tree, right, change, summary);
	}
}

ALWAYS_INLINE enum interval_status
reserve(struct interval_set *set, struct interval iv, uint64_t *removed,
    bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct change change = {0, 0};
	struct tree_path path;
	struct leaf *leaf;
	struct place at;
	unsigned i, past;

	if (!tree->root || (summary && tree->indexed))
		return tree_reserve(tree, iv, removed);
	at = seek(tree, iv.start + 1, summary ? &path : NULL);
	leaf = at.leaf;
	if (iv.end > at.bound) /* it may overlap what is in the next leaf */
		return tree_reserve(tree, iv, removed);
	i = lanes_below(leaf->ends, LEAF_MAX, iv.start + 1);
	past = lanes_below(leaf->starts, LEAF_MAX, iv.end);
	*removed = 0;
	if (i == past)
		return INTERVAL_OK;
	if (past - i == 1 && leaf->starts[i] < iv.start &&
	    leaf->ends[i] > iv.end) {
		if (*at.filled == LEAF_MAX)
			return tree_reserve(tree, iv, removed);
		split(tree, leaf, i, iv, &change, summary);
	} else {
		cut(tree, leaf, i, past, iv, &change, summary);
	}
	finish(tree, at, &path, change, iv.start + 1, summary);
	*removed = 0 - change.total;
	return INTERVAL_OK;
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

ALWAYS_INLINE enum interval_status
find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out, bool summary)
{
	const struct tree *tree = (const struct tree *)set;
	struct place at;
	unsigned i;

	if (!tree->root)
		return INTERVAL_NOTFOUND;
	at = seek(tree, start + 1, NULL);
	i = lanes_fit(
	    at.leaf->starts, at.leaf->ends, LEAF_MAX, start, (uint64_t)length);
	if (i < LEAF_MAX) {
		int64_t begin = at.leaf->starts[i];

		out->start = begin > start ? begin : start;
		out->end = out->start + length;
		return INTERVAL_OK;
	}
	return summary ? tree_find(set, start, length, out)
		       : scan(tree, start, length, out);
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

/* Ask for the leaf that an operation at `x` will work on. */
static inline void
ask_for(const struct tree *tree, int64_t x)
{
	const struct leaf *leaf;

	if (!tree->root)
		return;
	leaf = seek(tree, x, NULL).leaf;
	for (unsigned i = 0; i < LEAF_MAX; i += POOL_LINE / sizeof(int64_t)) {
		__builtin_prefetch(&leaf->ends[i]);
		__builtin_prefetch(&leaf->starts[i]);
	}
}

ALWAYS_INLINE enum interval_status
apply(struct interval_set *set, struct interval_op *ops, size_t n, size_t *done,
    bool summary)
{
	const struct tree *tree = (const struct tree *)set;
	enum interval_status status = INTERVAL_OK;
	struct interval found = {0, 0};

	for (size_t i = 0; i < n; i++) {
		struct interval_op *op = &ops[i];

		if (i + AHEAD < n)
			ask_for(tree, ops[i + AHEAD].iv.start);
		op->found = 0;
		op->changed = 0;
		if (op->code == INTERVAL_OP_RELEASE) {
			status = release(set, op->iv, summary);
		} else if (op->code == INTERVAL_OP_RESERVE) {
			status = reserve(set, op->iv, &op->changed, summary);
		} else {
			op->status = find(set, op->iv.start,
			    op->iv.end - op->iv.start, &found, summary);
			op->found = op->status == INTERVAL_OK ? found.start : 0;
			continue;
		}
		op->status = status;
		if (status != INTERVAL_OK) {
			*done = i;
			return status;
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
