/* What must hold of a tree, node by node, for tests. */
#include "core/interval/tree.h"

/* What is found on a walk over all nodes. */
struct walk {
	const struct tree *tree;
	int64_t last_end; /* of the interval before */
	bool any;
	size_t count;
	size_t leaves;
	size_t inners;
	uint64_t total;
	struct interval largest;
	struct interval smallest;
	const struct leaf *first;
	const struct leaf *last;
};

static void
walk_interval(struct walk *walk, struct interval iv)
{
	uint64_t length = interval_length(iv);

	walk->count++;
	walk->total += length;
	if (length > interval_length(walk->largest))
		walk->largest = iv;
	if (!walk->any || length < interval_length(walk->smallest))
		walk->smallest = iv;
	walk->last_end = iv.end;
	walk->any = true;
}

/* Intervals lie between the separators `low` and `high`; the rest is blank. */
static bool
walk_leaf(struct walk *walk, const struct leaf *leaf, unsigned filled,
    int64_t low, int64_t high)
{
	if (filled == 0 || filled > LEAF_MAX)
		return false;
	walk->leaves++;
	if (!walk->first)
		walk->first = leaf;
	walk->last = leaf;
	for (unsigned i = 0; i < LEAF_MAX; i++) {
		struct interval iv = {leaf->starts[i], leaf->ends[i]};

		if (i >= filled) {
			if (iv.start != INT64_MAX || iv.end != INT64_MAX)
				return false;
			continue;
		}
		if (iv.end <= iv.start || iv.start < low || iv.end > high ||
		    (walk->any && iv.start <= walk->last_end))
			return false;
		walk_interval(walk, iv);
	}
	return true;
}

/* What `inner` says of child i, of which the walk has found `sum`. */
static bool
aggregates_hold(const struct inner *inner, unsigned i, struct tree_extremes e,
    struct tree_total sum)
{
	return inner->of.largest[i] == e.largest &&
	       inner->of.smallest[i] == e.smallest &&
	       inner->of.sums[i].total == sum.total &&
	       inner->of.sums[i].count == sum.count;
}

static bool
blank_beyond(const struct walk *walk, const struct inner *inner, unsigned n)
{
	const struct tree_extremes none = {0, UINT64_MAX};
	const struct tree_total nothing = {0, 0};

	for (unsigned i = n - 1; i < INNER_MAX; i++) {
		if (inner->keys[i] != INT64_MAX)
			return false;
		if (i < n)
			continue;
		if (inner->children[i] || inner->filled[i] != 0)
			return false;
		if (walk->tree->summary &&
		    !aggregates_hold(inner, i, none, nothing))
			return false;
	}
	return true;
}

static bool walk_node(struct walk *walk, const void *node, unsigned filled,
    unsigned level, int64_t low, int64_t high);

static bool
walk_inner(struct walk *walk, const struct inner *inner, unsigned filled,
    unsigned level, int64_t low, int64_t high)
{
	if (filled == 0 || filled > INNER_MAX ||
	    !blank_beyond(walk, inner, filled))
		return false;
	walk->inners++;
	for (unsigned i = 0; i < filled; i++) {
		int64_t key = i + 1 < filled ? inner->keys[i] : high;
		const void *child = inner->children[i];
		unsigned n = inner->filled[i];
		struct tree_total sum = {0 - walk->total, 0 - walk->count};

		if (key < low || key > high ||
		    !walk_node(walk, child, n, level - 1, low, key))
			return false;
		low = key;
		sum.total = level == 2 ? 0 : sum.total + walk->total;
		sum.count = level == 2 ? 0 : sum.count + walk->count;
		if (walk->tree->summary &&
		    !aggregates_hold(inner, i,
			level == 2 ? tree_leaf_extremes(child, n)
				   : tree_inner_extremes(child, n),
			sum))
			return false;
	}
	return true;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree is high */
static bool
walk_node(struct walk *walk, const void *node, unsigned filled, unsigned level,
    int64_t low, int64_t high)
{
	if (level == 1)
		return walk_leaf(walk, node, filled, low, high);
	return walk_inner(walk, node, filled, level, low, high);
}

static bool
same(struct interval a, struct interval b)
{
	return a.start == b.start && a.end == b.end;
}

static bool
summary_holds(const struct walk *walk)
{
	const struct tree *tree = walk->tree;

	if (!same(walk->largest, tree->largest) ||
	    !same(walk->smallest, tree->smallest) || tree->largest_gone ||
	    tree->smallest_gone)
		return false;
	if (!tree->indexed)
		return length_index_count(&tree->lengths) == 0;
	return length_index_count(&tree->lengths) == walk->count &&
	       length_index_valid(&tree->lengths);
}

bool
tree_valid(const struct interval_set *set)
{
	const struct tree *tree = (const struct tree *)set;
	struct walk walk = {.tree = tree};

	if ((tree->height == 0) != (tree->root == NULL))
		return false;
	if (tree->root && !walk_node(&walk, tree->root, tree->filled,
			      tree->height, INT64_MIN, INT64_MAX))
		return false;
	if (tree->height > 1 && tree->filled < 2)
		return false;
	return walk.count == set->count && walk.total == set->total &&
	       walk.first == tree->first && walk.last == tree->last &&
	       walk.leaves == pool_used(&tree->leaves) &&
	       walk.inners == pool_used(&tree->inners) &&
	       (!tree->summary || summary_holds(&walk));
}
