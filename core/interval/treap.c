/* Manager "treap": a treap by start. The chain through its nodes in order makes
 * the next interval one step away. */
#include "core/interval/manager.h"
#include "core/interval/treap_tree.h"

struct treap {
	struct interval_set set;
	struct treap_tree tree;
};

/* Neighbours in order that a change deletes: from `first` up to `past`. */
struct run {
	struct treap_node *first;
	struct treap_node *past;
	size_t n;
	uint64_t total; /* of their lengths */
};

/* Intervals are disjoint, so their ends are in the order of their starts. */
static struct treap_node *
first_ending_at_or_after(const struct interval_set *set, int64_t offset)
{
	struct treap_node *node = ((const struct treap *)set)->tree.root;
	struct treap_node *found = NULL;

	while (node) {
		INTERVAL_VISIT();
		if (node->iv.end < offset) {
			node = node->right;
		} else {
			found = node;
			node = node->left;
		}
	}
	return found;
}

static void
run_extend(struct run *run)
{
	INTERVAL_VISIT();
	run->n++;
	run->total += interval_length(run->past->iv);
	run->past = run->past->next;
}

/* The nodes from `first` on that end at `end` or before. */
static struct run
run_ending_by(struct treap_node *first, int64_t end)
{
	struct run run = {.first = first, .past = first};

	while (run.past && run.past->iv.end <= end)
		run_extend(&run);
	return run;
}

static void
run_delete(struct treap *t, const struct run *run)
{
	if (run->n > 0)
		treap_tree_cut(
		    &t->tree, &t->set, run->first, run->past, run->n);
	t->set.count -= run->n;
	t->set.total -= run->total;
}

static enum interval_status
insert(struct treap *t, struct interval iv)
{
	enum interval_status status = treap_tree_insert(&t->tree, &t->set, iv);

	if (status == INTERVAL_OK) {
		t->set.count++;
		t->set.total += interval_length(iv);
	}
	return status;
}

static void
treap_clear(struct interval_set *set)
{
	treap_tree_clear(&((struct treap *)set)->tree, set);
	set->count = 0;
	set->total = 0;
}

/* Let `keep` grow over `iv` and all that this overlaps or touches. Its start
 * moves only into a gap, so the order of the tree stays. */
static void
merge(struct treap *t, struct treap_node *keep, struct interval iv)
{
	struct interval grown = keep->iv;
	struct run run = run_ending_by(keep->next, iv.end);

	if (iv.start < grown.start)
		grown.start = iv.start;
	if (iv.end > grown.end)
		grown.end = iv.end;
	if (run.past && run.past->iv.start <= iv.end) {
		grown.end = run.past->iv.end;
		run_extend(&run);
	}
	run_delete(t, &run);
	t->set.total += interval_length(grown) - interval_length(keep->iv);
	keep->iv = grown;
}

static enum interval_status
treap_release(struct interval_set *set, struct interval iv)
{
	struct treap_node *node = first_ending_at_or_after(set, iv.start);

	if (!node || node->iv.start > iv.end)
		return insert((struct treap *)set, iv);
	merge((struct treap *)set, node, iv);
	return INTERVAL_OK;
}

/* Take `iv` out of the middle of a node: the right side becomes a node of its
 * own, with a priority of its own. */
static enum interval_status
punch(struct treap *t, struct treap_node *node, struct interval iv,
    uint64_t *removed)
{
	const struct interval rest = {iv.end, node->iv.end};
	enum interval_status status = insert(t, rest);

	if (status)
		return status;
	t->set.total -= interval_span(iv.start, node->iv.end);
	node->iv.end = iv.start;
	*removed = interval_length(iv);
	return INTERVAL_OK;
}

static enum interval_status
treap_reserve(struct interval_set *set, struct interval iv, uint64_t *removed)
{
	struct treap *t = (struct treap *)set;
	struct treap_node *node = first_ending_at_or_after(set, iv.start + 1);
	const uint64_t total = set->total;
	struct run run;

	if (node && node->iv.start < iv.start) {
		if (node->iv.end > iv.end)
			return punch(t, node, iv, removed);
		set->total -= interval_span(iv.start, node->iv.end);
		node->iv.end = iv.start;
		node = node->next;
	}
	run = run_ending_by(node, iv.end);
	run_delete(t, &run);
	if (run.past && run.past->iv.start < iv.end) {
		set->total -= interval_span(run.past->iv.start, iv.end);
		run.past->iv.start = iv.end;
	}
	*removed = total - set->total;
	return INTERVAL_OK;
}

static enum interval_status
treap_find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	const struct treap_node *node =
	    first_ending_at_or_after(set, start + 1);

	for (; node; node = node->next) {
		INTERVAL_VISIT();
		if (interval_fits(node->iv, start, length, out))
			return INTERVAL_OK;
	}
	return INTERVAL_NOTFOUND;
}

static size_t
treap_read(const struct interval_set *set, int64_t offset, struct interval *out,
    size_t max)
{
	const struct treap_node *node =
	    first_ending_at_or_after(set, offset + 1);
	size_t n = 0;

	for (; node && n < max; node = node->next) {
		INTERVAL_VISIT();
		out[n++] = node->iv;
	}
	return n;
}

static enum interval_status
treap_load(struct interval_set *set, const struct interval *ivs, size_t n)
{
	struct treap *t = (struct treap *)set;
	enum interval_status status = treap_tree_load(&t->tree, set, ivs, n);

	if (status)
		return status;
	set->count = n;
	for (size_t i = 0; i < n; i++)
		set->total += interval_length(ivs[i]);
	return INTERVAL_OK;
}

static size_t
treap_rank(const struct interval_set *set, int64_t offset)
{
	const struct interval at = {offset, offset};

	return treap_tree_rank(&((const struct treap *)set)->tree, at);
}

static void
treap_kth(const struct interval_set *set, size_t k, struct interval *out)
{
	*out = treap_tree_kth(&((const struct treap *)set)->tree, k)->iv;
}

static void
treap_bounds(const struct interval_set *set, struct interval *out)
{
	const struct treap_tree *tree = &((const struct treap *)set)->tree;

	out->start = tree->first->iv.start;
	out->end = treap_tree_kth(tree, set->count - 1)->iv.end;
}

static bool
treap_valid(const struct interval_set *set)
{
	const struct treap_tree *tree = &((const struct treap *)set)->tree;
	uint64_t total = 0;

	for (const struct treap_node *n = tree->first; n; n = n->next) {
		if (n->iv.end <= n->iv.start)
			return false;
		if (n->next && n->next->iv.start <= n->iv.end)
			return false;
		total += interval_length(n->iv);
	}
	return treap_tree_valid(tree) && total == set->total &&
	       treap_tree_count(tree) == set->count;
}

static size_t
treap_height(const struct interval_set *set)
{
	return treap_tree_height(&((const struct treap *)set)->tree);
}

const struct interval_manager interval_manager_treap = {
    .size = sizeof(struct treap),
    .clear = treap_clear,
    .release = treap_release,
    .reserve = treap_reserve,
    .find = treap_find,
    .read = treap_read,
    .load = treap_load,
    .rank = treap_rank,
    .kth = treap_kth,
    .bounds = treap_bounds,
    .valid = treap_valid,
    .height = treap_height,
};
