/* Ways from the root of a tree to its leaves. */
#include <assert.h>

#include "core/interval/tree.h"

/* How many of n sorted keys are below x. */
static unsigned
keys_below(const int64_t *keys, unsigned n, int64_t x)
{
	unsigned i = 0;

	/* The product is no branch, which would be mispredicted. */
	while (n > 0) {
		unsigned half = (n + 1) / 2;

		i += half * (keys[i + half - 1] < x);
		n -= half;
	}
	return i;
}

uint8_t *
tree_filled(struct tree *tree, const struct tree_path *path, unsigned depth)
{
	if (depth == 0)
		return &tree->filled;
	return &path->inner[depth - 1]->filled[path->index[depth - 1]];
}

/* From the child at inner[depth] on, take the first children. */
static void
descend_left(struct tree_path *path, unsigned depth, void *node)
{
	for (; depth < path->depth; depth++) {
		INTERVAL_VISIT();
		path->inner[depth] = node;
		path->index[depth] = 0;
		node = path->inner[depth]->children[0];
	}
	INTERVAL_VISIT();
	path->leaf = node;
}

void
tree_seek(struct tree *tree, int64_t x, struct tree_path *path)
{
	void *node = tree->root;
	uint8_t *filled = &tree->filled;

	assert(node);
	path->depth = tree->height - 1;
	for (unsigned depth = 0; depth < path->depth; depth++) {
		struct inner *inner = node;
		unsigned i = keys_below(inner->keys, *filled - 1U, x);

		INTERVAL_VISIT();
		path->inner[depth] = inner;
		path->index[depth] = i;
		filled = &inner->filled[i];
		node = inner->children[i];
	}
	INTERVAL_VISIT();
	path->leaf = node;
	path->filled = filled;
}

/* The deepest inner node of the path with a child after the path's. */
static bool
can_go_right(
    const struct tree *tree, const struct tree_path *path, unsigned *depth)
{
	for (unsigned d = path->depth; d-- > 0;) {
		unsigned filled =
		    d == 0 ? tree->filled
			   : path->inner[d - 1]->filled[path->index[d - 1]];

		if (path->index[d] + 1 < filled) {
			*depth = d;
			return true;
		}
	}
	return false;
}

bool
tree_next_leaf(const struct tree *tree, struct tree_path *path)
{
	unsigned depth;

	if (!can_go_right(tree, path, &depth))
		return false;
	path->index[depth]++;
	descend_left(
	    path, depth + 1, path->inner[depth]->children[path->index[depth]]);
	depth = path->depth - 1;
	path->filled = &path->inner[depth]->filled[path->index[depth]];
	return true;
}

bool
tree_locate(
    struct tree *tree, int64_t x, struct tree_path *path, unsigned *index)
{
	unsigned i;

	if (!tree->root)
		return false;
	tree_seek(tree, x, path);
	i = keys_below(path->leaf->ends, *path->filled, x);
	if (i == *path->filled) {
		if (!tree_next_leaf(tree, path))
			return false;
		i = 0;
	}
	*index = i;
	return true;
}

/* Move a separator, if it must. */
static void
move_key(struct tree *tree, int64_t *key, int64_t to, bool must)
{
	if (!must)
		return;
	*key = to;
	tree->shape++;
}

void
tree_make_way(
    struct tree *tree, const struct tree_path *path, struct interval iv)
{
	unsigned depth;
	int64_t *key;

	if (can_go_right(tree, path, &depth)) {
		key = &path->inner[depth]->keys[path->index[depth]];
		move_key(tree, key, iv.end, iv.end > *key);
	}
	for (depth = path->depth; depth-- > 0;) {
		if (path->index[depth] == 0)
			continue;
		key = &path->inner[depth]->keys[path->index[depth] - 1];
		move_key(tree, key, iv.start, iv.start < *key);
		return;
	}
}
