/**
 * The B+tree under `boundary` and `summary`: its nodes, and all that takes or
 * gives back nodes or crosses from leaf to leaf. What happens within one leaf,
 * nearly everything, is in tree_ops.h, compiled for each instruction set.
 *
 * Leaves hold starts and ends apart, in order; places without an interval hold
 * INT64_MAX in both, so that a search may compare a whole leaf and needs no
 * count. Between two neighbouring leaves lies one separator, in their lowest
 * common ancestor: no end in the left leaf is above it and no start in the
 * right one below. So a separator lies in a gap, or on its edge.
 */
#ifndef CORE_INTERVAL_TREE_H
#define CORE_INTERVAL_TREE_H

#include "core/interval/length_index.h"
#include "core/interval/manager.h"
#include "core/interval/pool.h"

#define LEAF_MAX 64 /**< intervals in a leaf */
#define INNER_MAX 64 /**< children of an inner node */
/** With less than one FEW-th of its places filled, a node asks a neighbour to
 *  take it in. */
#define FEW 4
/** Levels of inner nodes. A root is added above two full halves only, and
 *  nodes seldom keep less than a quarter: 16^16 is 2^64. */
#define TREE_LEVELS_MAX 16

struct leaf {
	int64_t ends[LEAF_MAX];
	int64_t starts[LEAF_MAX];
};

struct tree_total {
	uint64_t total; /**< offsets */
	uint64_t count; /**< intervals */
};

struct tree_extremes {
	uint64_t largest; /**< 0 where there is none */
	uint64_t smallest; /**< UINT64_MAX where there is none */
};

/** Of children that are not there: 0, and UINT64_MAX for the smallest. */
struct aggregates {
	uint64_t largest[INNER_MAX];
	uint64_t smallest[INNER_MAX];
	struct tree_total sums[INNER_MAX]; /**< 0 of a leaf: `filled` */
};

struct inner {
	/** keys[i] separates children i and i + 1; INT64_MAX beyond. */
	int64_t keys[INNER_MAX];
	void *children[INNER_MAX]; /**< all inner nodes, or all leaves */
	uint8_t filled[INNER_MAX]; /**< intervals or children of each child */
	/** Only in `summary`; the nodes of `boundary` end before it. */
	struct aggregates of;
};

struct tree {
	struct interval_set set;
	void *root; /**< NULL for the empty set, which has height 0 */
	unsigned height; /**< 1 where the root is a leaf */
	uint8_t filled; /**< of the root */
	bool summary; /**< with aggregates, and what follows `last` */
	uint64_t shape; /**< another one after nodes or separators changed */
	struct pool leaves;
	struct pool inners;
	struct leaf *first; /**< NULL for the empty set */
	struct leaf *last;
	struct interval largest; /**< the earliest of the longest */
	struct interval smallest; /**< the earliest of the shortest */
	bool largest_gone; /**< between an edit and tree_settle() */
	bool smallest_gone;
	bool indexed; /**< `lengths` holds all intervals */
	size_t unasked; /**< changes of the index since it was last asked */
	struct length_index lengths;
};

/** The way to a leaf from the root. */
struct tree_path {
	struct inner *inner[TREE_LEVELS_MAX];
	unsigned index[TREE_LEVELS_MAX]; /**< of the child in inner[i] */
	unsigned depth; /**< inner nodes on the way */
	struct leaf *leaf;
	uint8_t *filled; /**< that of the leaf */
};

/** A node on its way into a parent, and what the parent writes of it. */
struct tree_child {
	void *node;
	uint8_t filled;
	bool leaf;
	int64_t key; /**< separates it from the child before it */
};

/* ---- tree_path.c: ways to leaves ---- */

/**
 * The way to the leaf for `x`: all separators left of it are below `x`, none
 * right of it is. So the first interval with an end at or above `x` is in this
 * leaf, or else the first of the next. The tree is not empty.
 */
void tree_seek(struct tree *tree, int64_t x, struct tree_path *path);

/** @return false where there is none; *path is then as it was. */
bool tree_next_leaf(const struct tree *tree, struct tree_path *path);

/** The first interval with an end at or above `x`: the path leads to its leaf,
 *  *index is its place there. @return false where there is none */
bool tree_locate(
    struct tree *tree, int64_t x, struct tree_path *path, unsigned *index);

/** How many children the path's inner node at `depth` has. */
uint8_t *tree_filled(
    struct tree *tree, const struct tree_path *path, unsigned depth);

/** Move the separators beside the path's leaf off `iv`, one of its intervals.
 */
void tree_make_way(
    struct tree *tree, const struct tree_path *path, struct interval iv);

/* ---- tree_learn.c: aggregates; nothing happens in `boundary` ---- */

/** Write what `parent` holds of child i, which is a leaf or not. */
void tree_learn_child(
    const struct tree *tree, struct inner *parent, unsigned i, bool leaf);

/** The path's leaf holds `more` than before, modulo 2^64: bring the aggregates
 *  above it up to date. */
void tree_refresh(const struct tree *tree, const struct tree_path *path,
    struct tree_total more);

struct tree_extremes tree_leaf_extremes(const struct leaf *leaf, unsigned n);
struct tree_extremes tree_inner_extremes(const struct inner *inner, unsigned n);

/* ---- tree.c: nodes ---- */

/** An empty leaf, or inner node, for which pool_reserve() has cared. */
struct leaf *tree_leaf_new(struct tree *tree);
struct inner *tree_inner_new(struct tree *tree);

/**
 * Divide the path's leaf, which is full, with room for an interval at `index`.
 * Ends the life of the path. @return INTERVAL_NOMEM
 */
enum interval_status tree_split(
    struct tree *tree, struct tree_path *path, unsigned index);

/** Give the path's leaf back if it is empty, or join it with a neighbour if it
 *  has few intervals and they the room. Ends the life of the path. */
void tree_tidy(struct tree *tree, struct tree_path *path);

/** As tree_tidy(), for the leaf that tree_seek() finds for `x`. */
void tree_tidy_at(struct tree *tree, int64_t x);

/** Find the first and the last leaf again. */
void tree_note_ends(struct tree *tree);

void tree_clear(struct interval_set *set);

/* ---- tree_load.c ---- */

enum interval_status tree_load(
    struct interval_set *set, const struct interval *ivs, size_t n);

/** Make the nodes anew, as few as there need to be. Where there is no memory
 * for it, all stays as it was. Ends the life of paths. */
void tree_compact(struct tree *tree);

/* ---- tree_change.c: changes that cross leaves, or need nodes ---- */

enum interval_status tree_release(struct tree *tree, struct interval iv);
enum interval_status tree_reserve(
    struct tree *tree, struct interval iv, uint64_t *removed);

/** Intervals go, the first and the last of which start at `first` and `last`:
 *  mark the largest and the smallest if they are among them. */
static inline void
tree_forget(struct tree *tree, int64_t first, int64_t last)
{
	tree->largest_gone |=
	    first <= tree->largest.start && tree->largest.start <= last;
	tree->smallest_gone |=
	    first <= tree->smallest.start && tree->smallest.start <= last;
}

/** An interval came; an empty one is none. */
static inline void
tree_remember(struct tree *tree, struct interval iv)
{
	uint64_t length = interval_length(iv);
	uint64_t largest = interval_length(tree->largest);
	uint64_t smallest = interval_length(tree->smallest);

	if (length > largest ||
	    (length == largest && iv.start < tree->largest.start))
		tree->largest = iv;
	/* Less one, nothing is longer than no interval. */
	if (length - 1 < smallest - 1 ||
	    (length == smallest && iv.start < tree->smallest.start))
		tree->smallest = iv;
}

/* ---- tree_query.c ---- */

/** interval_set_find() in `summary`: skips leaves by their longest. */
enum interval_status tree_find(const struct interval_set *set, int64_t start,
    int64_t length, struct interval *out);
size_t tree_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max);
size_t tree_rank(const struct interval_set *set, int64_t offset);
void tree_kth(const struct interval_set *set, size_t k, struct interval *out);
void tree_bounds(const struct interval_set *set, struct interval *out);
bool tree_extremes(struct interval_set *set, struct interval *largest,
    struct interval *smallest);
void tree_find_largest(struct interval_set *set, struct interval *out);
enum interval_status tree_find_best(
    struct interval_set *set, int64_t length, struct interval *out);
/** Find the largest and the smallest again, where they are gone. */
void tree_settle(struct tree *tree);
size_t tree_height(const struct interval_set *set);

/* ---- tree_valid.c ---- */

bool tree_valid(const struct interval_set *set);

/* ---- tree_generic.c, tree_avx2.c, tree_avx512.c ---- */

extern const struct interval_manager tree_boundary_generic;
extern const struct interval_manager tree_summary_generic;
extern const struct interval_manager tree_boundary_avx2;
extern const struct interval_manager tree_summary_avx2;
extern const struct interval_manager tree_boundary_avx512;
extern const struct interval_manager tree_summary_avx512;

#endif
