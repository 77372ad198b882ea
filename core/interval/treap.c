/* Manager "treap": a binary search tree by start whose random priorities form
 * a heap (Seidel and Aragon, "Randomized search trees", 1996), so that its
 * expected height is O(log n) whatever the order of the changes. A chain
 * through the nodes in order makes the next interval one step away. */
#include "core/interval/manager.h"

struct node {
	struct interval iv;
	uint64_t priority; /* no child's is greater */
	struct node *left;
	struct node *right;
	struct node *next; /* in order of starts */
};

struct treap {
	struct interval_set set;
	struct node *root;
	struct node *first;
	uint64_t random;
};

/* A node that a search found, and the one before it in order. */
struct place {
	struct node *node;
	struct node *before;
};

/* splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014). The state is the set's, so the same operations always
 * make the same tree. */
static uint64_t
next_priority(struct treap *t)
{
	uint64_t z = (t->random += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static struct place
first_ending_at_or_after(const struct treap *t, int64_t offset)
{
	struct place place = {.node = NULL, .before = NULL};
	struct node *node = t->root;

	while (node) {
		if (node->iv.end < offset) {
			place.before = node;
			node = node->right;
		} else {
			place.node = node;
			node = node->left;
		}
	}
	return place;
}

/* Divide a tree into the nodes that start before `start` and the others. */
static void
split(struct node *node, int64_t start, struct node **less, struct node **more)
{
	while (node) {
		if (node->iv.start < start) {
			*less = node;
			less = &node->right;
			node = node->right;
		} else {
			*more = node;
			more = &node->left;
			node = node->left;
		}
	}
	*less = NULL;
	*more = NULL;
}

/* One tree of two; all of `less` lies before all of `more`. */
static struct node *
join(struct node *less, struct node *more)
{
	struct node *root = NULL;
	struct node **slot = &root;

	while (less && more) {
		if (less->priority >= more->priority) {
			*slot = less;
			slot = &less->right;
			less = less->right;
		} else {
			*slot = more;
			slot = &more->left;
			more = more->left;
		}
	}
	*slot = less ? less : more;
	return root;
}

static struct node **
link_after(struct treap *t, struct node *before)
{
	return before ? &before->next : &t->first;
}

/* Add an interval that lies wholly between `before` and the node after it. */
static enum interval_status
insert(struct treap *t, struct node *before, struct interval iv)
{
	struct node *node = interval_alloc(&t->set, sizeof *node);
	struct node **slot = &t->root;
	struct node **link = link_after(t, before);

	if (!node)
		return INTERVAL_NOMEM;
	node->iv = iv;
	node->priority = next_priority(t);
	while (*slot && (*slot)->priority >= node->priority)
		slot = iv.start < (*slot)->iv.start ? &(*slot)->left
						    : &(*slot)->right;
	split(*slot, iv.start, &node->left, &node->right);
	*slot = node;
	node->next = *link;
	*link = node;
	t->set.count++;
	return INTERVAL_OK;
}

/* Delete the node after `before` (the first, for NULL). @return the next. */
static struct node *
delete_after(struct treap *t, struct node *before)
{
	struct node **link = link_after(t, before);
	struct node *node = *link;
	struct node **slot = &t->root;

	while (*slot != node)
		slot = node->iv.start < (*slot)->iv.start ? &(*slot)->left
							  : &(*slot)->right;
	*slot = join(node->left, node->right);
	*link = node->next;
	interval_dealloc(&t->set, node, sizeof *node);
	t->set.count--;
	return *link;
}

static void
treap_clear(struct interval_set *set)
{
	struct treap *t = (struct treap *)set;

	while (t->first) {
		struct node *next = t->first->next;

		interval_dealloc(set, t->first, sizeof *t->first);
		t->first = next;
	}
	t->root = NULL;
	set->count = 0;
	set->total = 0;
}

static enum interval_status
treap_release(struct interval_set *set, struct interval iv)
{
	struct treap *t = (struct treap *)set;
	struct place place = first_ending_at_or_after(t, iv.start);
	struct node *keep = place.node;
	struct node *next;

	if (!keep || keep->iv.start > iv.end) {
		enum interval_status status = insert(t, place.before, iv);

		if (status == INTERVAL_OK)
			set->total += interval_span(iv.start, iv.end);
		return status;
	}
	/* The first node that overlaps or touches grows over the others. Its
	 * start moves only into a gap, so the order of the tree holds. */
	set->total -= interval_span(keep->iv.start, keep->iv.end);
	if (iv.start < keep->iv.start)
		keep->iv.start = iv.start;
	if (iv.end > keep->iv.end)
		keep->iv.end = iv.end;
	next = keep->next;
	while (next && next->iv.start <= keep->iv.end) {
		set->total -= interval_span(next->iv.start, next->iv.end);
		if (next->iv.end > keep->iv.end)
			keep->iv.end = next->iv.end;
		next = delete_after(t, keep);
	}
	set->total += interval_span(keep->iv.start, keep->iv.end);
	return INTERVAL_OK;
}

static enum interval_status
treap_reserve(struct interval_set *set, struct interval iv, uint64_t *removed)
{
	struct treap *t = (struct treap *)set;
	struct place at = first_ending_at_or_after(t, iv.start + 1);
	uint64_t gone = 0;

	if (at.node && at.node->iv.start < iv.start) {
		int64_t end = at.node->iv.end;

		if (end > iv.end) {
			/* Both sides stay: the right one is a node of its own,
			 * with a priority of its own. */
			struct interval rest = {iv.end, end};
			enum interval_status status = insert(t, at.node, rest);

			if (status)
				return status;
			end = iv.end;
		}
		gone = interval_span(iv.start, end);
		at.node->iv.end = iv.start;
		at.before = at.node;
		at.node = at.node->next;
	}
	while (at.node && at.node->iv.end <= iv.end) {
		gone += interval_span(at.node->iv.start, at.node->iv.end);
		at.node = delete_after(t, at.before);
	}
	if (at.node && at.node->iv.start < iv.end) {
		gone += interval_span(at.node->iv.start, iv.end);
		at.node->iv.start = iv.end;
	}
	set->total -= gone;
	*removed = gone;
	return INTERVAL_OK;
}

static enum interval_status
treap_find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	const struct treap *t = (const struct treap *)set;
	const struct node *node = first_ending_at_or_after(t, start + 1).node;

	for (; node; node = node->next) {
		if (interval_fits(node->iv, start, length, out))
			return INTERVAL_OK;
	}
	return INTERVAL_NOTFOUND;
}

static size_t
treap_read(const struct interval_set *set, int64_t offset, struct interval *out,
    size_t max)
{
	const struct treap *t = (const struct treap *)set;
	const struct node *node = first_ending_at_or_after(t, offset + 1).node;
	size_t n = 0;

	for (; node && n < max; node = node->next)
		out[n++] = node->iv;
	return n;
}

/* Walk a subtree in order beside the chain: both must name the same nodes. */
static bool
walk(const struct node *node, const struct node **chain)
{
	if (!node)
		return true;
	if (node->left && node->left->priority > node->priority)
		return false;
	if (node->right && node->right->priority > node->priority)
		return false;
	if (!walk(node->left, chain) || *chain != node)
		return false;
	*chain = node->next;
	return walk(node->right, chain);
}

static bool
treap_valid(const struct interval_set *set)
{
	const struct treap *t = (const struct treap *)set;
	const struct node *chain = t->first;
	size_t count = 0;
	uint64_t total = 0;

	for (const struct node *n = t->first; n; n = n->next) {
		if (n->iv.end <= n->iv.start)
			return false;
		if (n->next && n->next->iv.start <= n->iv.end)
			return false;
		total += interval_span(n->iv.start, n->iv.end);
		count++;
	}
	return count == set->count && total == set->total &&
	       walk(t->root, &chain) && !chain;
}

static size_t
height(const struct node *node)
{
	size_t left, right;

	if (!node)
		return 0;
	left = height(node->left);
	right = height(node->right);
	return 1 + (left > right ? left : right);
}

static size_t
treap_height(const struct interval_set *set)
{
	return height(((const struct treap *)set)->root);
}

const struct interval_manager interval_manager_treap = {
    .size = sizeof(struct treap),
    .clear = treap_clear,
    .release = treap_release,
    .reserve = treap_reserve,
    .find = treap_find,
    .read = treap_read,
    .valid = treap_valid,
    .height = treap_height,
};
