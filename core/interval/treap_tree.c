/* What recurses goes down one level a call: no deeper than the tree is high. */
#include "core/interval/treap_tree.h"

static inline size_t
size_of(const struct treap_node *node)
{
	return node ? node->size : 0;
}

static inline void
count_children(struct treap_node *node)
{
	node->size = size_of(node->left) + 1 + size_of(node->right);
}

/* From addresses, which a caller cannot choose. A build that counts visits is
 * to count the same ones each time. */
static uint64_t
first_random(const struct treap_tree *tree, const void *node)
{
#ifdef INTERVAL_COUNT_VISITS
	(void)tree;
	(void)node;
	return 1;
#else
	return (uint64_t)(uintptr_t)node ^ (uint64_t)(uintptr_t)&tree->random
					       << 32;
#endif
}

/* splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
 * generators", 2014). It gives no number twice in 2^64 calls: no ties.
 * The state is the tree's, and begins where its first node happens to lie: who
 * chooses keys must not know the priorities, or could make the tree a list. */
static uint64_t
next_priority(struct treap_tree *tree)
{
	uint64_t z = (tree->random += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static struct treap_node *
node_new(
    struct treap_tree *tree, struct interval_set *owner, struct interval iv)
{
	struct treap_node *node = interval_alloc(owner, sizeof *node);

	if (!node)
		return NULL;
	if (tree->random == 0)
		tree->random = first_random(tree, node);
	*node = (struct treap_node){
	    .iv = iv, .priority = next_priority(tree), .size = 1};
	return node;
}

/* Divide a subtree into the nodes before `key` and the others. */
static void
split(const struct treap_tree *tree, struct treap_node *node,
    struct interval key, struct treap_node **less, struct treap_node **more)
{
	if (!node) {
		*less = NULL;
		*more = NULL;
		return;
	}
	INTERVAL_VISIT();
	if (treap_before(tree->order, node->iv, key)) {
		*less = node;
		split(tree, node->right, key, &node->right, more);
	} else {
		*more = node;
		split(tree, node->left, key, less, &node->left);
	}
	count_children(node);
}

/* One subtree of two; all of `less` is before all of `more`. */
static struct treap_node *
join(struct treap_node *less, struct treap_node *more)
{
	struct treap_node *root = NULL;
	struct treap_node **slot = &root;

	while (less && more) {
		INTERVAL_VISIT();
		if (less->priority >= more->priority) {
			less->size += more->size;
			*slot = less;
			slot = &less->right;
			less = less->right;
		} else {
			more->size += less->size;
			*slot = more;
			slot = &more->left;
			more = more->left;
		}
	}
	*slot = less ? less : more;
	return root;
}

/* The pointer to the node that follows `subtree` in order, or that follows
 * `previous` where the subtree is empty. */
static struct treap_node **
link_behind(struct treap_tree *tree, struct treap_node *subtree,
    struct treap_node *previous)
{
	for (; subtree; subtree = subtree->right) {
		INTERVAL_VISIT();
		previous = subtree;
	}
	return previous ? &previous->next : &tree->first;
}

enum interval_status
treap_tree_insert(
    struct treap_tree *tree, struct interval_set *owner, struct interval iv)
{
	struct treap_node *node = node_new(tree, owner, iv);
	struct treap_node **slot = &tree->root;
	struct treap_node *previous = NULL;
	struct treap_node **link;

	if (!node)
		return INTERVAL_NOMEM;
	/* It comes in above the first node with a lesser priority, whose
	 * subtree is divided around it. On average that moves less than two. */
	while (*slot && (*slot)->priority >= node->priority) {
		struct treap_node *above = *slot;

		INTERVAL_VISIT();
		above->size++;
		if (treap_before(tree->order, above->iv, iv)) {
			previous = above;
			slot = &above->right;
		} else {
			slot = &above->left;
		}
	}
	split(tree, *slot, iv, &node->left, &node->right);
	count_children(node);
	*slot = node;
	link = link_behind(tree, node->left, previous);
	node->next = *link;
	*link = node;
	return INTERVAL_OK;
}

void
treap_tree_erase(
    struct treap_tree *tree, struct interval_set *owner, struct interval iv)
{
	struct treap_node **slot = &tree->root;
	struct treap_node *node = *slot;
	struct treap_node *previous = NULL;

	for (;; node = *slot) {
		INTERVAL_VISIT();
		node->size--;
		if (treap_before(tree->order, node->iv, iv)) {
			previous = node;
			slot = &node->right;
		} else if (treap_before(tree->order, iv, node->iv)) {
			slot = &node->left;
		} else {
			break;
		}
	}
	*link_behind(tree, node->left, previous) = node->next;
	*slot = join(node->left, node->right);
	interval_dealloc(owner, node, sizeof *node);
}

static void
free_until(struct interval_set *owner, struct treap_node *node,
    const struct treap_node *past)
{
	while (node != past) {
		struct treap_node *next = node->next;

		INTERVAL_VISIT();
		interval_dealloc(owner, node, sizeof *node);
		node = next;
	}
}

void
treap_tree_cut(struct treap_tree *tree, struct interval_set *owner,
    struct treap_node *first, struct treap_node *past, size_t n)
{
	struct treap_node **slot = &tree->root;
	struct treap_node *top = *slot;
	struct treap_node *previous = NULL;
	struct treap_node *less, *gone, *more = NULL;

	/* Go down to the highest node of the run: all of it is below. */
	for (;; top = *slot) {
		INTERVAL_VISIT();
		if (treap_before(tree->order, top->iv, first->iv)) {
			previous = top;
			slot = &top->right;
		} else if (past &&
			   !treap_before(tree->order, top->iv, past->iv)) {
			slot = &top->left;
		} else {
			break;
		}
		top->size -= n;
	}
	split(tree, top->left, first->iv, &less, &gone);
	if (past)
		split(tree, top->right, past->iv, &gone, &more);
	*link_behind(tree, less, previous) = past;
	*slot = join(less, more);
	free_until(owner, first, past);
}

/* Nodes in order, each with nothing below it yet. */
static enum interval_status
make_chain(struct treap_tree *tree, struct interval_set *owner,
    const struct interval *ivs, size_t n)
{
	struct treap_node **link = &tree->first;

	for (size_t i = 0; i < n; i++) {
		struct treap_node *node = node_new(tree, owner, ivs[i]);

		if (!node) {
			treap_tree_clear(tree, owner);
			return INTERVAL_NOMEM;
		}
		*link = node;
		link = &node->next;
	}
	return INTERVAL_OK;
}

/* Each node comes in at the lower end of the right spine: those of the spine
 * with a lesser priority become its left subtree. Until a node has left the
 * spine, its right pointer leads up instead of down. A node enters and leaves
 * the spine once: O(n). */
static struct treap_node *
tree_of_chain(struct treap_node *chain)
{
	struct treap_node *spine = NULL;
	struct treap_node *below;

	for (struct treap_node *node = chain;; node = node->next) {
		below = NULL;
		while (spine && (!node || spine->priority < node->priority)) {
			struct treap_node *up = spine->right;

			spine->right = below;
			count_children(spine);
			below = spine;
			spine = up;
		}
		if (!node)
			return below;
		node->left = below;
		node->right = spine;
		spine = node;
	}
}

enum interval_status
treap_tree_load(struct treap_tree *tree, struct interval_set *owner,
    const struct interval *ivs, size_t n)
{
	enum interval_status status = make_chain(tree, owner, ivs, n);

	if (status == INTERVAL_OK)
		tree->root = tree_of_chain(tree->first);
	return status;
}

void
treap_tree_clear(struct treap_tree *tree, struct interval_set *owner)
{
	free_until(owner, tree->first, NULL);
	tree->root = NULL;
	tree->first = NULL;
}

struct treap_node *
treap_tree_lower_bound(const struct treap_tree *tree, struct interval iv)
{
	struct treap_node *node = tree->root;
	struct treap_node *found = NULL;

	while (node) {
		INTERVAL_VISIT();
		if (treap_before(tree->order, node->iv, iv)) {
			node = node->right;
		} else {
			found = node;
			node = node->left;
		}
	}
	return found;
}

size_t
treap_tree_rank(const struct treap_tree *tree, struct interval iv)
{
	const struct treap_node *node = tree->root;
	size_t rank = 0;

	while (node) {
		INTERVAL_VISIT();
		if (treap_before(tree->order, node->iv, iv)) {
			rank += size_of(node->left) + 1;
			node = node->right;
		} else {
			node = node->left;
		}
	}
	return rank;
}

struct treap_node *
treap_tree_kth(const struct treap_tree *tree, size_t k)
{
	struct treap_node *node = tree->root;

	for (;;) {
		size_t left = size_of(node->left);

		INTERVAL_VISIT();
		if (k == left)
			return node;
		if (k < left) {
			node = node->left;
		} else {
			k -= left + 1;
			node = node->right;
		}
	}
}

static size_t
height(const struct treap_node *node)
{
	size_t left, right;

	if (!node)
		return 0;
	left = height(node->left);
	right = height(node->right);
	return 1 + (left > right ? left : right);
}

size_t
treap_tree_height(const struct treap_tree *tree)
{
	return height(tree->root);
}

/* Walk a subtree in order beside the chain: both must name the same nodes. */
static bool
walk(const struct treap_node *node, const struct treap_node **chain)
{
	if (!node)
		return true;
	if (node->left && node->left->priority > node->priority)
		return false;
	if (node->right && node->right->priority > node->priority)
		return false;
	if (node->size != size_of(node->left) + 1 + size_of(node->right))
		return false;
	if (!walk(node->left, chain) || *chain != node)
		return false;
	*chain = node->next;
	return walk(node->right, chain);
}

bool
treap_tree_valid(const struct treap_tree *tree)
{
	const struct treap_node *chain = tree->first;

	if (!walk(tree->root, &chain) || chain)
		return false;
	for (const struct treap_node *n = tree->first; n; n = n->next) {
		if (n->next && !treap_before(tree->order, n->iv, n->next->iv))
			return false;
	}
	return true;
}
