#include "core/interval/tree.h"

#include <assert.h>
#include <string.h>

/* Of a full node that grows at its end: the left part stays nearly full, for
 * what is allocated from left to right. */
#define KEEP_AT_END(max) ((max) - (max) / 8)

/* Of an inner node and of a leaf. */
static const unsigned node_max[] = {INNER_MAX, LEAF_MAX};

/* A tree that uses less than one in SPARSE of its nodes is made anew, which
 * gives the others back; what that costs, the changes before it have earned.
 * A few nodes are never too many. */
#define SPARSE 8
#define NODES_KEPT 8

/* ---- nodes in hand ---- */

struct leaf *
tree_leaf_new(struct tree *tree)
{
	struct leaf *leaf = pool_get(&tree->leaves);

	for (unsigned i = 0; i < LEAF_MAX; i++) {
		leaf->ends[i] = INT64_MAX;
		leaf->starts[i] = INT64_MAX;
	}
	return leaf;
}

/* Write "no child" over the places [from, past). */
static void
inner_blank(
    const struct tree *tree, struct inner *inner, unsigned from, unsigned past)
{
	for (unsigned i = from; i < past; i++) {
		inner->keys[i] = INT64_MAX;
		inner->children[i] = NULL;
		inner->filled[i] = 0;
		if (!tree->summary)
			continue;
		inner->of.largest[i] = 0;
		inner->of.smallest[i] = UINT64_MAX;
		inner->of.sums[i] = (struct tree_total){0, 0};
	}
}

struct inner *
tree_inner_new(struct tree *tree)
{
	struct inner *inner = pool_get(&tree->inners);

	inner_blank(tree, inner, 0, INNER_MAX);
	return inner;
}

/* Copy n children with all that is known of them, and the n keys that follow
 * each; the last one's key has no meaning where there is no child after it. */
static void
inner_copy(const struct tree *tree, struct inner *to, unsigned at,
    const struct inner *from, unsigned first, unsigned n)
{
	const size_t words = n * sizeof(uint64_t);

	memmove(&to->keys[at], &from->keys[first], words);
	memmove(&to->children[at], &from->children[first],
	    n * sizeof to->children[0]);
	memmove(&to->filled[at], &from->filled[first], n);
	if (!tree->summary)
		return;
	memmove(&to->of.largest[at], &from->of.largest[first], words);
	memmove(&to->of.smallest[at], &from->of.smallest[first], words);
	memmove(
	    &to->of.sums[at], &from->of.sums[first], n * sizeof to->of.sums[0]);
}

/* ---- more nodes ---- */

/* Put a child after child i, where there is room; `key` lies between them. */
static void
place_child(const struct tree *tree, struct inner *inner, unsigned n,
    unsigned i, const struct tree_child *child)
{
	inner_copy(tree, inner, i + 2, inner, i + 1, n - i - 1);
	inner->keys[i + 1] = inner->keys[i];
	inner->keys[i] = child->key;
	inner->children[i + 1] = child->node;
	inner->filled[i + 1] = child->filled;
	tree_learn_child(tree, inner, i, child->leaf);
	tree_learn_child(tree, inner, i + 1, child->leaf);
}

/* Put a child behind that of the path at `depth`. Some inner node above has
 * room, and the pool a node for each that has none. */
static void
insert_child(struct tree *tree, const struct tree_path *path, unsigned depth,
    const struct tree_child *child)
{
	struct inner *left = path->inner[depth];
	uint8_t *filled = tree_filled(tree, path, depth);
	unsigned n = *filled;
	unsigned i = path->index[depth];
	struct tree_child up = {.leaf = false};
	struct inner *right;
	unsigned keep;

	if (n < INNER_MAX) {
		place_child(tree, left, n, i, child);
		++*filled;
		return;
	}
	keep = i == n - 1 ? KEEP_AT_END(INNER_MAX) : n / 2;
	right = tree_inner_new(tree);
	inner_copy(tree, right, 0, left, keep, n - keep);
	inner_blank(tree, left, keep, n);
	up.node = right;
	up.filled = (uint8_t)(n - keep);
	if (i >= keep) {
		place_child(tree, right, up.filled++, i - keep, child);
	} else {
		place_child(tree, left, keep, i, child);
		keep++;
	}
	*filled = (uint8_t)keep;
	up.key = left->keys[keep - 1];
	left->keys[keep - 1] = INT64_MAX;
	insert_child(tree, path, depth - 1, &up);
}

/* A new root with the old one as its only child; the path goes through it. */
static void
grow_root(struct tree *tree, struct tree_path *path)
{
	struct inner *root = tree_inner_new(tree);

	root->children[0] = tree->root;
	root->filled[0] = tree->filled;
	tree_learn_child(tree, root, 0, tree->height == 1);
	memmove(&path->inner[1], &path->inner[0],
	    path->depth * sizeof path->inner[0]);
	memmove(&path->index[1], &path->index[0],
	    path->depth * sizeof path->index[0]);
	path->inner[0] = root;
	path->index[0] = 0;
	if (path->depth++ == 0)
		path->filled = &root->filled[0];
	assert(path->depth <= TREE_LEVELS_MAX);
	tree->root = root;
	tree->filled = 1;
	tree->height++;
}

enum interval_status
tree_split(struct tree *tree, struct tree_path *path, unsigned index)
{
	unsigned keep =
	    index == LEAF_MAX ? KEEP_AT_END(LEAF_MAX) : LEAF_MAX / 2;
	unsigned moved = LEAF_MAX - keep;
	struct tree_child child = {.filled = (uint8_t)moved, .leaf = true};
	struct leaf *left = path->leaf;
	struct leaf *right;
	unsigned room = path->depth; /* below it, inner nodes are full */

	while (room > 0 && *tree_filled(tree, path, room - 1) == INNER_MAX)
		room--;
	if (pool_reserve(&tree->leaves, &tree->set, 1) != INTERVAL_OK ||
	    pool_reserve(&tree->inners, &tree->set,
		path->depth - room + (room == 0)) != INTERVAL_OK)
		return INTERVAL_NOMEM;
	tree->shape++;
	if (room == 0)
		grow_root(tree, path);
	right = tree_leaf_new(tree);
	for (unsigned i = 0; i < moved; i++) {
		right->ends[i] = left->ends[keep + i];
		right->starts[i] = left->starts[keep + i];
		left->ends[keep + i] = INT64_MAX;
		left->starts[keep + i] = INT64_MAX;
	}
	*path->filled = (uint8_t)keep;
	child.node = right;
	child.key = right->starts[0];
	insert_child(tree, path, path->depth - 1, &child);
	if (tree->last == left)
		tree->last = right;
	return INTERVAL_OK;
}

/* ---- fewer nodes ---- */

static void
drop_child(struct tree *tree, const struct tree_path *path, unsigned depth)
{
	struct inner *inner = path->inner[depth];
	uint8_t *filled = tree_filled(tree, path, depth);
	unsigned i = path->index[depth];
	unsigned n = --*filled;

	inner_copy(tree, inner, i, inner, i + 1, n - i);
	inner_blank(tree, inner, n, n + 1);
	if (n > 0)
		inner->keys[n - 1] = INT64_MAX;
}

static void
join_leaves(
    struct leaf *left, unsigned n, const struct leaf *right, unsigned more)
{
	memcpy(&left->ends[n], right->ends, more * sizeof left->ends[0]);
	memcpy(&left->starts[n], right->starts, more * sizeof left->starts[0]);
}

/* Join child i of the path's inner node at `depth` with child i + 1, if there
 * are both and three quarters of a node hold them. */
static bool
join_pair(struct tree *tree, struct tree_path *path, unsigned depth, unsigned i)
{
	struct inner *inner = path->inner[depth];
	bool leaf = depth == path->depth - 1;
	const unsigned max = node_max[leaf];
	unsigned n = inner->filled[i];
	unsigned more;
	void *right;

	if (i + 1 >= *tree_filled(tree, path, depth))
		return false;
	more = inner->filled[i + 1];
	if (n + more > max / 4 * 3)
		return false;
	right = inner->children[i + 1];
	if (leaf) {
		join_leaves(inner->children[i], n, right, more);
		pool_put(&tree->leaves, right);
	} else {
		struct inner *left = inner->children[i];

		inner_copy(tree, left, n, right, 0, more);
		left->keys[n - 1] = inner->keys[i];
		pool_put(&tree->inners, right);
	}
	inner->filled[i] = (uint8_t)(n + more);
	inner->keys[i] = inner->keys[i + 1]; /* drop_child() drops this one */
	path->index[depth] = i + 1;
	drop_child(tree, path, depth);
	tree_learn_child(tree, inner, i, leaf);
	return true;
}

/* Care for the child of the path's inner node at `depth`: free an empty one,
 * join a small one. @return whether the inner node has a child less. */
static bool
tidy_child(struct tree *tree, struct tree_path *path, unsigned depth)
{
	bool leaf = depth == path->depth - 1;
	unsigned i = path->index[depth];
	void *child = path->inner[depth]->children[i];
	unsigned filled = path->inner[depth]->filled[i];

	if (filled == 0) {
		pool_put(leaf ? &tree->leaves : &tree->inners, child);
		drop_child(tree, path, depth);
		return true;
	}
	if (filled >= node_max[leaf] / FEW)
		return false;
	if (join_pair(tree, path, depth, i))
		return true;
	return i > 0 && join_pair(tree, path, depth, i - 1);
}

/* Inner nodes with one child are no use at the top. */
static void
shrink_root(struct tree *tree)
{
	while (tree->height > 1 && tree->filled <= 1) {
		struct inner *root = tree->root;
		bool empty = tree->filled == 0;

		tree->root = empty ? NULL : root->children[0];
		tree->filled = empty ? 0 : root->filled[0];
		tree->height = empty ? 0 : tree->height - 1;
		pool_put(&tree->inners, root);
	}
	if (tree->height == 1 && tree->filled == 0) {
		pool_put(&tree->leaves, tree->root);
		tree->root = NULL;
		tree->height = 0;
	}
}

void
tree_note_ends(struct tree *tree)
{
	void *node = tree->root;
	unsigned filled = tree->filled;

	tree->first = tree->last = node;
	for (unsigned level = tree->height; level > 1; level--)
		tree->first = node = ((struct inner *)node)->children[0];
	node = tree->root;
	for (unsigned level = tree->height; level > 1; level--) {
		struct inner *inner = node;

		tree->last = node = inner->children[filled - 1];
		filled = inner->filled[filled - 1];
	}
}

static void
clear_nodes(struct tree *tree)
{
	tree->shape++;
	tree->root = NULL;
	tree->first = tree->last = NULL;
	tree->height = 0;
	tree->filled = 0;
	pool_clear(&tree->leaves, &tree->set);
	pool_clear(&tree->inners, &tree->set);
}

void
tree_tidy(struct tree *tree, struct tree_path *path)
{
	unsigned depth = path->depth;

	tree->shape++;
	while (depth > 0 && tidy_child(tree, path, depth - 1))
		depth--;
	shrink_root(tree);
	if (!tree->root && tree->leaves.nodes > NODES_KEPT)
		clear_nodes(tree);
	tree_note_ends(tree);
	if (pool_used(&tree->leaves) < tree->leaves.nodes / SPARSE &&
	    tree->leaves.nodes > NODES_KEPT)
		tree_compact(tree);
}

void
tree_tidy_at(struct tree *tree, int64_t x)
{
	struct tree_path path;

	tree_seek(tree, x, &path);
	tree_tidy(tree, &path);
}

void
tree_clear(struct interval_set *set)
{
	struct tree *tree = (struct tree *)set;

	clear_nodes(tree);
	length_index_clear(&tree->lengths, set);
	tree->indexed = false;
	tree->largest = tree->smallest = (struct interval){0, 0};
	set->count = 0;
	set->total = 0;
}
