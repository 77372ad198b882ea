/* Questions to the tree that lead through more than one leaf. */
#include "core/interval/tree.h"

size_t
tree_read(const struct interval_set *set, int64_t offset, struct interval *out,
    size_t max)
{
	struct tree *tree = (struct tree *)set; /* it is only read */
	struct tree_path path;
	size_t n = 0;
	unsigned i;

	if (!tree_locate(tree, offset + 1, &path, &i))
		return 0;
	do {
		for (; i < *path.filled && n < max; i++)
			out[n++] = (struct interval){
			    path.leaf->starts[i], path.leaf->ends[i]};
		i = 0;
	} while (n < max && tree_next_leaf(tree, &path));
	return n;
}

void
tree_bounds(const struct interval_set *set, struct interval *out)
{
	const struct tree *tree = (const struct tree *)set;
	unsigned n = 1;

	/* Places without an interval end at INT64_MAX, as may the last one. */
	while (n < LEAF_MAX && tree->last->starts[n] != INT64_MAX)
		n++;
	out->start = tree->first->starts[0];
	out->end = tree->last->ends[n - 1];
}

size_t
tree_height(const struct interval_set *set)
{
	return ((const struct tree *)set)->height;
}

/* ---- by aggregates ---- */

/* Where a walk down the tree stands. */
struct place {
	const void *node;
	unsigned filled;
	unsigned level; /* 1: a leaf */
};

static struct place
root_of(const struct tree *tree)
{
	INTERVAL_VISIT();
	return (struct place){tree->root, tree->filled, tree->height};
}

static struct place
child_of(struct place at, unsigned i)
{
	const struct inner *inner = at.node;

	INTERVAL_VISIT();
	return (struct place){
	    inner->children[i], inner->filled[i], at.level - 1};
}

/* Intervals below child i of an inner node. */
static uint64_t
child_count(struct place at, unsigned i)
{
	const struct inner *inner = at.node;

	return at.level == 2 ? inner->filled[i] : inner->of.sums[i].count;
}

size_t
tree_rank(const struct interval_set *set, int64_t offset)
{
	struct place at = root_of((const struct tree *)set);
	const struct leaf *leaf;
	size_t before = 0;
	unsigned i;

	if (!at.node)
		return 0;
	/* What lies left of a separator below `offset` starts below it. */
	for (; at.level > 1; at = child_of(at, i)) {
		const struct inner *inner = at.node;

		for (i = 0; i + 1 < at.filled && inner->keys[i] < offset; i++)
			before += child_count(at, i);
	}
	leaf = at.node;
	for (i = 0; i < at.filled && leaf->starts[i] < offset; i++)
		before++;
	return before;
}

void
tree_kth(const struct interval_set *set, size_t k, struct interval *out)
{
	struct place at = root_of((const struct tree *)set);
	const struct leaf *leaf;
	uint64_t left = k;
	unsigned i;

	for (; at.level > 1; at = child_of(at, i)) {
		for (i = 0; child_count(at, i) <= left; i++)
			left -= child_count(at, i);
	}
	leaf = at.node;
	*out = (struct interval){leaf->starts[left], leaf->ends[left]};
}

/* The first of n lengths, from `from` on, that is at least `wanted`; else n. */
static unsigned
first_at_least(
    const uint64_t *lengths, unsigned from, unsigned n, uint64_t wanted)
{
	while (from < n && lengths[from] < wanted)
		from++;
	return from;
}

/* The first interval below `at` with a length from `least` to `most`; there is
 * one, and no child without has both. */
static struct interval
descend_to(struct place at, uint64_t least, uint64_t most)
{
	const struct leaf *leaf;
	unsigned i;

	for (; at.level > 1; at = child_of(at, i)) {
		const struct inner *inner = at.node;

		i = 0;
		while (inner->of.largest[i] < least ||
		       inner->of.smallest[i] > most)
			i++;
	}
	leaf = at.node;
	for (i = 0;; i++) {
		uint64_t length = interval_span(leaf->starts[i], leaf->ends[i]);

		if (length >= least && length <= most)
			break;
	}
	return (struct interval){leaf->starts[i], leaf->ends[i]};
}

enum interval_status
tree_find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	struct tree *tree = (struct tree *)set; /* it is only read */
	const uint64_t wanted = (uint64_t)length;
	struct tree_path path;
	struct interval iv;
	unsigned i;

	if (!tree_locate(tree, start + 1, &path, &i))
		return INTERVAL_NOTFOUND;
	for (; i < *path.filled; i++) {
		iv =
		    (struct interval){path.leaf->starts[i], path.leaf->ends[i]};
		if (interval_fits(iv, start, length, out))
			return INTERVAL_OK;
	}
	/* Behind this leaf all start after `start`: their lengths decide. */
	for (unsigned depth = path.depth; depth-- > 0;) {
		const struct inner *inner = path.inner[depth];

		INTERVAL_VISIT();
		i = first_at_least(inner->of.largest, path.index[depth] + 1,
		    INNER_MAX, wanted);
		if (i == INNER_MAX)
			continue;
		iv = descend_to(
		    child_of(
			(struct place){inner, 0, path.depth - depth + 1}, i),
		    wanted, UINT64_MAX);
		*out = (struct interval){iv.start, iv.start + length};
		return INTERVAL_OK;
	}
	return INTERVAL_NOTFOUND;
}

static struct tree_extremes
extremes_of(const struct tree *tree)
{
	if (tree->height == 1)
		return tree_leaf_extremes(tree->root, tree->filled);
	return tree_inner_extremes(tree->root, tree->filled);
}

void
tree_settle(struct tree *tree)
{
	struct tree_extremes e;

	if (!tree->largest_gone && !tree->smallest_gone)
		return;
	if (tree->set.count == 0) { /* a root leaf may still be there */
		tree->largest = tree->smallest = (struct interval){0, 0};
	} else {
		e = extremes_of(tree);
		if (tree->largest_gone)
			tree->largest =
			    descend_to(root_of(tree), e.largest, UINT64_MAX);
		if (tree->smallest_gone)
			tree->smallest =
			    descend_to(root_of(tree), 0, e.smallest);
	}
	tree->largest_gone = tree->smallest_gone = false;
}

bool
tree_extremes(struct interval_set *set, struct interval *largest,
    struct interval *smallest)
{
	const struct tree *tree = (const struct tree *)set;

	*largest = tree->largest;
	*smallest = tree->smallest;
	return true;
}

void
tree_find_largest(struct interval_set *set, struct interval *out)
{
	*out = ((const struct tree *)set)->largest;
}

/* Index all lengths. @return false where there is no memory for it */
static bool
make_index(struct tree *tree)
{
	const size_t size = tree->set.count * sizeof(struct interval);
	struct interval *ivs = interval_alloc(&tree->set, size);

	if (!ivs)
		return false;
	(void)tree_read(&tree->set, INT64_MIN, ivs, tree->set.count);
	tree->indexed = length_index_load(&tree->lengths, &tree->set, ivs,
			    tree->set.count) == INTERVAL_OK;
	interval_dealloc(&tree->set, ivs, size);
	return tree->indexed;
}

enum interval_status
tree_find_best(struct interval_set *set, int64_t length, struct interval *out)
{
	struct tree *tree = (struct tree *)set;
	struct interval best;

	tree->unasked = 0;
	if (set->count == 0 ||
	    interval_length(tree->largest) < (uint64_t)length)
		return INTERVAL_NOTFOUND;
	if (!tree->indexed && !make_index(tree))
		return interval_scan_best(set, length, out);
	if (!length_index_best(&tree->lengths, (uint64_t)length, &best))
		return INTERVAL_NOTFOUND;
	*out = (struct interval){best.start, best.start + length};
	return INTERVAL_OK;
}
