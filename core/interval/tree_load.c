/* A tree made at once from sorted intervals, from the leaves up. */
#include "core/interval/tree.h"

/* Nodes are filled to seven eighths: room for what comes next. */
#define LEAF_LOAD (LEAF_MAX / 8 * 7)
#define INNER_LOAD (INNER_MAX / 8 * 7)

/* One level of nodes, and where the next one up gets its keys from. */
struct level {
	struct tree_child *nodes;
	size_t n;
};

static size_t
parts_of(size_t n, size_t most)
{
	return n / most + (n % most != 0);
}

/* Where part i of `parts` nearly equal parts of n begins; n is far below
 * 2^64 / 2^32, as n intervals lie in memory. */
static size_t
part_begin(size_t n, size_t parts, size_t i)
{
	return n / parts * i + (i < n % parts ? i : n % parts);
}

static void
fill_leaf(struct leaf *leaf, const struct interval *ivs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		leaf->starts[i] = ivs[i].start;
		leaf->ends[i] = ivs[i].end;
	}
}

static void
make_leaves(struct tree *tree, struct level *level, const struct interval *ivs,
    size_t n)
{
	for (size_t i = 0; i < level->n; i++) {
		size_t begin = part_begin(n, level->n, i);
		size_t filled = part_begin(n, level->n, i + 1) - begin;
		struct leaf *leaf = tree_leaf_new(tree);

		fill_leaf(leaf, ivs + begin, filled);
		level->nodes[i] = (struct tree_child){
		    leaf, (uint8_t)filled, true, ivs[begin].start};
	}
}

static void
fill_inner(const struct tree *tree, struct inner *inner,
    const struct tree_child *children, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		inner->children[i] = children[i].node;
		inner->filled[i] = children[i].filled;
		if (i > 0)
			inner->keys[i - 1] = children[i].key;
		tree_learn_child(tree, inner, i, children[i].leaf);
	}
}

/* Replace the level by that of its parents, in the same array: part i is read
 * before anything is written behind place i. */
static void
make_parents(struct tree *tree, struct level *level)
{
	size_t n = level->n;

	level->n = parts_of(n, INNER_LOAD);
	for (size_t i = 0; i < level->n; i++) {
		size_t begin = part_begin(n, level->n, i);
		size_t filled = part_begin(n, level->n, i + 1) - begin;
		struct inner *inner = tree_inner_new(tree);

		fill_inner(tree, inner, level->nodes + begin, (unsigned)filled);
		level->nodes[i] = (struct tree_child){
		    inner, (uint8_t)filled, false, level->nodes[begin].key};
	}
	tree->height++;
}

static size_t
inners_above(size_t leaves)
{
	size_t sum = 0;

	while (leaves > 1) {
		leaves = parts_of(leaves, INNER_LOAD);
		sum += leaves;
	}
	return sum;
}

/* Put nodes that hold these intervals into an empty tree. */
static enum interval_status
build(struct tree *tree, const struct interval *ivs, size_t n)
{
	struct interval_set *set = &tree->set;
	struct level level = {NULL, parts_of(n, LEAF_LOAD)};
	const size_t size = level.n * sizeof *level.nodes;

	if (pool_reserve(&tree->leaves, set, level.n) != INTERVAL_OK ||
	    pool_reserve(&tree->inners, set, inners_above(level.n)) !=
		INTERVAL_OK)
		return INTERVAL_NOMEM;
	level.nodes = interval_alloc(set, size);
	if (!level.nodes)
		return INTERVAL_NOMEM;
	make_leaves(tree, &level, ivs, n);
	tree->height = 1;
	while (level.n > 1)
		make_parents(tree, &level);
	tree->root = level.nodes[0].node;
	tree->filled = level.nodes[0].filled;
	interval_dealloc(set, level.nodes, size);
	tree_note_ends(tree);
	return INTERVAL_OK;
}

enum interval_status
tree_load(struct interval_set *set, const struct interval *ivs, size_t n)
{
	struct tree *tree = (struct tree *)set;

	if (build(tree, ivs, n) != INTERVAL_OK)
		return INTERVAL_NOMEM;
	for (size_t i = 0; i < n; i++) {
		set->total += interval_length(ivs[i]);
		if (tree->summary)
			tree_remember(tree, ivs[i]);
	}
	set->count = n;
	return INTERVAL_OK;
}

void
tree_compact(struct tree *tree)
{
	const size_t size = tree->set.count * sizeof(struct interval);
	struct pool leaves = tree->leaves, inners = tree->inners;
	struct tree old = *tree;
	struct interval *ivs;

	if (tree->set.count == 0)
		return;
	ivs = interval_alloc(&tree->set, size);
	if (!ivs)
		return;
	(void)tree_read(&tree->set, INT64_MIN, ivs, tree->set.count);
	tree->leaves = (struct pool){.node_size = leaves.node_size};
	tree->inners = (struct pool){.node_size = inners.node_size};
	if (build(tree, ivs, tree->set.count) == INTERVAL_OK) {
		tree->shape++;
	} else {
		/* Then all stays, and what was taken goes. */
		pool_clear(&tree->leaves, &tree->set);
		pool_clear(&tree->inners, &tree->set);
		old.set.stats = tree->set.stats;
		*tree = old;
		leaves = inners = (struct pool){.slabs = NULL};
	}
	pool_clear(&leaves, &tree->set);
	pool_clear(&inners, &tree->set);
	interval_dealloc(&tree->set, ivs, size);
}
