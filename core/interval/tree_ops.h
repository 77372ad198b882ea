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

#include "core/interval/tree_edit.h"

#define NOINLINE __attribute__((noinline))

/* With as many children, one look at so many keys finds the way. */
#define ROOT_FEW 8
/* With more leaves than these, of 1 KiB each, they are not all in a near cache.
 */
#define LEAVES_NEAR 512
/* A batch asks for memory this many operations ahead. */
#define AHEAD 8

/* ---- where an operation works ---- */

/* Ask for all of a leaf at once: a search that goes through it in steps would
 * wait for memory in each step. */
ALWAYS_INLINE void
ask_for(const struct leaf *leaf)
{
	LANES_UNROLL
	for (unsigned i = 0; i < LEAF_MAX; i += POOL_LINE / sizeof(int64_t)) {
		__builtin_prefetch(&leaf->ends[i]);
		__builtin_prefetch(&leaf->starts[i]);
	}
}

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
	if (LANES_IN_STEPS && tree->leaves.nodes > LEAVES_NEAR)
		ask_for(at.leaf);
	return at;
}

/* ---- changes ---- */

/* Whether nothing can be done within a leaf. */
ALWAYS_INLINE bool
is_slow(const struct tree *tree, bool summary)
{
	return !tree->root || (summary && tree->indexed);
}

ALWAYS_INLINE enum interval_status
release(struct interval_set *set, int64_t start, int64_t end, bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct tree_path path;
	struct place at;

	if (is_slow(tree, summary))
		return tree_release(tree, (struct interval){start, end});
	at = seek(tree, start, summary ? &path : NULL);
	return release_at(tree, at, &path, start, end, summary);
}

ALWAYS_INLINE enum interval_status
reserve(struct interval_set *set, int64_t start, int64_t end, uint64_t *removed,
    bool summary)
{
	struct tree *tree = (struct tree *)set;
	struct tree_path path;
	struct place at;

	if (is_slow(tree, summary))
		return tree_reserve(
		    tree, (struct interval){start, end}, removed);
	at = seek(tree, start + 1, summary ? &path : NULL);
	return reserve_at(tree, at, &path, start, end, removed, summary);
}

/* ---- questions ---- */

/* `length` offsets of interval i, which has them, at `start` or later. */
ALWAYS_INLINE enum interval_status
take_fit(const struct leaf *leaf, unsigned i, int64_t start, int64_t length,
    struct interval *out)
{
	int64_t begin = leaf->starts[i];

	out->start = begin > start ? begin : start;
	out->end = out->start + length;
	return INTERVAL_OK;
}

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
			return take_fit(leaf, i, start, length, out);
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
	if (i < LEAF_MAX)
		return take_fit(at.leaf, i, start, length, out);
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
read_leaf(const struct interval_set *set, int64_t offset, struct interval *out,
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
	ahead->shape = tree->shape;
	ahead->at = seek(tree, seek_key(op), summary ? &ahead->path : NULL);
	ask_for(ahead->at.leaf);
}

ALWAYS_INLINE void
apply_at(struct tree *tree, const struct ahead *ahead, struct interval_op *op,
    bool summary)
{
	struct interval found = {0, 0};

	op->found = 0;
	op->changed = 0;
	if (op->code == INTERVAL_OP_RELEASE) {
		op->status = release_at(tree, ahead->at, &ahead->path,
		    op->iv.start, op->iv.end, summary);
	} else if (op->code == INTERVAL_OP_RESERVE) {
		op->status = reserve_at(tree, ahead->at, &ahead->path,
		    op->iv.start, op->iv.end, &op->changed, summary);
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
	static NOINLINE enum interval_status kind##_release_it(                \
	    struct interval_set *set, int64_t start, int64_t end)              \
	{                                                                      \
		return release(set, start, end, is_summary);                   \
	}                                                                      \
	static enum interval_status kind##_release(                            \
	    struct interval_set *set, struct interval iv)                      \
	{                                                                      \
		return kind##_release_it(set, iv.start, iv.end);               \
	}                                                                      \
	static NOINLINE enum interval_status kind##_reserve_it(                \
	    struct interval_set *set, int64_t start, int64_t end,              \
	    uint64_t *removed)                                                 \
	{                                                                      \
		return reserve(set, start, end, removed, is_summary);          \
	}                                                                      \
	static enum interval_status kind##_reserve(                            \
	    struct interval_set *set, struct interval iv, uint64_t *removed)   \
	{                                                                      \
		return kind##_reserve_it(set, iv.start, iv.end, removed);      \
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
    .read = read_leaf,
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
    .read = read_leaf,
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
