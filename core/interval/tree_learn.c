/* What inner nodes know of the nodes below them. */
#include "core/interval/tree.h"

struct tree_extremes
tree_leaf_extremes(const struct leaf *leaf, unsigned n)
{
	struct tree_extremes e = {0, UINT64_MAX};

	for (unsigned i = 0; i < n; i++) {
		uint64_t length = interval_span(leaf->starts[i], leaf->ends[i]);

		e.largest = length > e.largest ? length : e.largest;
		e.smallest = length < e.smallest ? length : e.smallest;
	}
	return e;
}

struct tree_extremes
tree_inner_extremes(const struct inner *inner, unsigned n)
{
	struct tree_extremes e = {0, UINT64_MAX};

	for (unsigned i = 0; i < n; i++) {
		if (inner->of.largest[i] > e.largest)
			e.largest = inner->of.largest[i];
		if (inner->of.smallest[i] < e.smallest)
			e.smallest = inner->of.smallest[i];
	}
	return e;
}

static void
learn_extremes(struct inner *parent, unsigned i, bool leaf)
{
	const void *child = parent->children[i];
	unsigned n = parent->filled[i];
	struct tree_extremes e =
	    leaf ? tree_leaf_extremes(child, n) : tree_inner_extremes(child, n);

	parent->of.largest[i] = e.largest;
	parent->of.smallest[i] = e.smallest;
}

static struct tree_total
total_of_leaf(const struct leaf *leaf, unsigned n)
{
	struct tree_total total = {0, n};

	for (unsigned i = 0; i < n; i++)
		total.total += interval_span(leaf->starts[i], leaf->ends[i]);
	return total;
}

/* What an inner node holds, from its children: leaves have no count there. */
static struct tree_total
total_of_inner(const struct inner *inner, unsigned n)
{
	struct tree_total total = {0, 0};

	for (unsigned i = 0; i < n; i++) {
		struct tree_total of = inner->of.sums[i];

		if (of.count == 0)
			of =
			    total_of_leaf(inner->children[i], inner->filled[i]);
		total.total += of.total;
		total.count += of.count;
	}
	return total;
}

void
tree_learn_child(
    const struct tree *tree, struct inner *parent, unsigned i, bool leaf)
{
	if (!tree->summary)
		return;
	learn_extremes(parent, i, leaf);
	if (!leaf)
		parent->of.sums[i] =
		    total_of_inner(parent->children[i], parent->filled[i]);
}

void
tree_refresh(const struct tree *tree, const struct tree_path *path,
    struct tree_total more)
{
	if (!tree->summary)
		return;
	for (unsigned depth = path->depth; depth-- > 0;) {
		struct inner *inner = path->inner[depth];
		unsigned i = path->index[depth];
		bool leaf = depth + 1 == path->depth;

		learn_extremes(inner, i, leaf);
		if (leaf)
			continue;
		inner->of.sums[i].total += more.total;
		inner->of.sums[i].count += more.count;
	}
}
