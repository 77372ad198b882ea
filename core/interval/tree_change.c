/* Changes of the tree that cross a leaf's edge, need a node or leave one with
 * too little; also all changes while there is an index of lengths. */
#include <string.h>

#include "core/interval/tree.h"

/* ---- edits of one leaf: all that is derived from intervals follows ---- */

static struct interval
get(const struct tree_path *path, unsigned i)
{
	return (struct interval){path->leaf->starts[i], path->leaf->ends[i]};
}

static void
interval_gone(struct tree *tree, struct interval iv, struct tree_total *more)
{
	tree->set.total -= interval_length(iv);
	more->total -= interval_length(iv);
	more->count--;
	if (!tree->summary)
		return;
	tree_forget(tree, iv.start, iv.start);
	if (tree->indexed)
		length_index_erase(&tree->lengths, &tree->set, iv);
}

static void
interval_come(struct tree *tree, struct interval iv, struct tree_total *more)
{
	tree->set.total += interval_length(iv);
	more->total += interval_length(iv);
	more->count++;
	if (!tree->summary)
		return;
	tree_remember(tree, iv);
	if (!tree->indexed)
		return;
	/* To keep the index up through as many changes as there are intervals
	 * costs more than to make it anew; and it is worth no failure. */
	if (tree->unasked++ > tree->set.count ||
	    length_index_insert(&tree->lengths, &tree->set, iv) !=
		INTERVAL_OK) {
		length_index_clear(&tree->lengths, &tree->set);
		tree->indexed = false;
	}
}

/* Put `iv` in the place of interval i, which it overlaps. */
static void
put(struct tree *tree, const struct tree_path *path, unsigned i,
    struct interval iv)
{
	struct tree_total more = {0, 0};

	interval_gone(tree, get(path, i), &more);
	interval_come(tree, iv, &more);
	path->leaf->starts[i] = iv.start;
	path->leaf->ends[i] = iv.end;
	tree_refresh(tree, path, more);
}

/* Put `iv` before interval i, in a leaf that has room. */
static void
put_new(struct tree *tree, const struct tree_path *path, unsigned i,
    struct interval iv)
{
	struct leaf *leaf = path->leaf;
	size_t behind = (*path->filled - i) * sizeof leaf->ends[0];
	struct tree_total more = {0, 0};

	memmove(&leaf->ends[i + 1], &leaf->ends[i], behind);
	memmove(&leaf->starts[i + 1], &leaf->starts[i], behind);
	leaf->starts[i] = iv.start;
	leaf->ends[i] = iv.end;
	++*path->filled;
	tree->set.count++;
	interval_come(tree, iv, &more);
	tree_refresh(tree, path, more);
}

/* Take the intervals [i, past) out. */
static void
cut(struct tree *tree, const struct tree_path *path, unsigned i, unsigned past)
{
	struct leaf *leaf = path->leaf;
	unsigned n = *path->filled;
	size_t behind = (n - past) * sizeof leaf->ends[0];
	struct tree_total more = {0, 0};

	for (unsigned j = i; j < past; j++)
		interval_gone(tree, get(path, j), &more);
	memmove(&leaf->ends[i], &leaf->ends[past], behind);
	memmove(&leaf->starts[i], &leaf->starts[past], behind);
	for (unsigned j = n - (past - i); j < n; j++) {
		leaf->ends[j] = INT64_MAX;
		leaf->starts[j] = INT64_MAX;
	}
	*path->filled = (uint8_t)(n - (past - i));
	tree->set.count -= past - i;
	tree_refresh(tree, path, more);
}

/* ---- the operations ---- */

/* Erase the intervals behind `after` that start at `last` or before; the first
 * of them starts at `after` or later. *end becomes the last one's, if any. */
static void
erase_run(struct tree *tree, int64_t after, int64_t last, int64_t *end)
{
	struct tree_path path;
	unsigned i;

	if (after == INT64_MAX)
		return;
	while (tree_locate(tree, after + 1, &path, &i)) {
		unsigned past = i;

		while (past < *path.filled && path.leaf->starts[past] <= last)
			past++;
		if (past == i)
			return;
		*end = path.leaf->ends[past - 1];
		cut(tree, &path, i, past);
		if (*path.filled < LEAF_MAX / FEW)
			tree_tidy(tree, &path);
	}
}

static enum interval_status
make_root(struct tree *tree)
{
	if (tree->root)
		return INTERVAL_OK;
	if (pool_reserve(&tree->leaves, &tree->set, 1) != INTERVAL_OK)
		return INTERVAL_NOMEM;
	tree->root = tree_leaf_new(tree);
	tree->height = 1;
	tree->filled = 0;
	tree_note_ends(tree);
	return INTERVAL_OK;
}

/* Add an interval that neither overlaps nor touches another one. */
static enum interval_status
insert_apart(struct tree *tree, struct interval iv)
{
	struct tree_path path;
	unsigned i = 0;

	if (make_root(tree) != INTERVAL_OK)
		return INTERVAL_NOMEM;
	/* At most twice: a leaf that was split has room. */
	for (;;) {
		tree_seek(tree, iv.start, &path);
		for (i = 0; i < *path.filled; i++) {
			if (path.leaf->ends[i] >= iv.start)
				break;
		}
		if (*path.filled < LEAF_MAX)
			break;
		if (tree_split(tree, &path, i) != INTERVAL_OK)
			return INTERVAL_NOMEM;
	}
	put_new(tree, &path, i, iv);
	tree_make_way(tree, &path, iv);
	return INTERVAL_OK;
}

enum interval_status
tree_release(struct tree *tree, struct interval iv)
{
	enum interval_status status = INTERVAL_OK;
	struct tree_path path;
	struct interval first;
	int64_t end;
	unsigned i;

	if (!tree_locate(tree, iv.start, &path, &i) ||
	    path.leaf->starts[i] > iv.end) {
		status = insert_apart(tree, iv);
	} else {
		/* The first one that overlaps or touches grows over the rest,
		 * and is found again where erasing has moved it. */
		first = get(&path, i);
		end = first.end;
		erase_run(tree, first.end, iv.end, &end);
		if (end > iv.end)
			iv.end = end;
		tree_locate(tree, iv.start, &path, &i);
		if (first.start < iv.start)
			iv.start = first.start;
		put(tree, &path, i, iv);
		tree_make_way(tree, &path, iv);
	}
	tree_settle(tree);
	return status;
}

/* Take `iv` out of the middle of interval i. */
static enum interval_status
split_interval(
    struct tree *tree, struct tree_path *path, unsigned i, struct interval iv)
{
	struct interval old = get(path, i);

	if (*path->filled == LEAF_MAX) {
		if (tree_split(tree, path, i + 1) != INTERVAL_OK)
			return INTERVAL_NOMEM;
		tree_locate(tree, iv.start + 1, path, &i);
	}
	put(tree, path, i, (struct interval){old.start, iv.start});
	put_new(tree, path, i + 1, (struct interval){iv.end, old.end});
	return INTERVAL_OK;
}

enum interval_status
tree_reserve(struct tree *tree, struct interval iv, uint64_t *removed)
{
	const uint64_t before = tree->set.total;
	struct tree_path path;
	struct interval at;
	int64_t end;
	unsigned i;

	*removed = 0;
	if (!tree_locate(tree, iv.start + 1, &path, &i))
		return INTERVAL_OK;
	at = get(&path, i);
	if (at.start < iv.start && at.end > iv.end) {
		if (split_interval(tree, &path, i, iv) != INTERVAL_OK)
			return INTERVAL_NOMEM;
	} else {
		/* From here on nothing needs memory. */
		if (at.start < iv.start)
			put(tree, &path, i,
			    (struct interval){at.start, iv.start});
		if (iv.end < INT64_MAX &&
		    tree_locate(tree, iv.end + 1, &path, &i) &&
		    path.leaf->starts[i] < iv.end)
			put(tree, &path, i,
			    (struct interval){iv.end, path.leaf->ends[i]});
		erase_run(tree, iv.start, iv.end - 1, &end);
	}
	tree_settle(tree);
	*removed = before - tree->set.total;
	return INTERVAL_OK;
}
