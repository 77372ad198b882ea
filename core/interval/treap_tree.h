/**
 * A treap of intervals: a binary search tree whose random priorities form a
 * heap (Seidel and Aragon, "Randomized search trees", 1996), so that its
 * expected height is O(log n) whatever the order of the changes. Internal to
 * the library, and open to its tests.
 *
 * All-zero bytes are the empty tree. Its nodes are memory of the set that owns
 * it, which the calls that take or give memory are passed; the struct may be
 * moved. n is the number of nodes; costs are expected ones.
 */
#ifndef CORE_INTERVAL_TREAP_TREE_H
#define CORE_INTERVAL_TREAP_TREE_H

#include "core/interval/manager.h"

/** What nodes are ordered by; all keys in a tree differ. */
enum treap_order {
	TREAP_BY_START = 0,
	TREAP_BY_LENGTH /**< then by start */
};

/** Whether the key of `a` is less than that of `b`. */
static inline bool
treap_before(enum treap_order order, struct interval a, struct interval b)
{
	if (order == TREAP_BY_LENGTH &&
	    interval_length(a) != interval_length(b))
		return interval_length(a) < interval_length(b);
	return a.start < b.start;
}

/** Its interval may be changed in place where the order of the tree stays. */
struct treap_node {
	struct interval iv;
	uint64_t priority; /**< no child's is greater */
	size_t size; /**< nodes in this subtree, itself among them */
	struct treap_node *left;
	struct treap_node *right;
	struct treap_node *next; /**< in order, NULL at the last */
};

struct treap_tree {
	struct treap_node *root;
	struct treap_node *first; /**< in order */
	uint64_t random; /**< what priorities are made from */
	enum treap_order order; /**< constant while there are nodes */
};

/** Number of nodes. O(1). */
static inline size_t
treap_tree_count(const struct treap_tree *tree)
{
	return tree->root ? tree->root->size : 0;
}

/**
 * Add a node for `iv`, whose key is not in the tree. O(log n).
 * @return INTERVAL_NOMEM, and then the tree is as it was
 */
enum interval_status treap_tree_insert(
    struct treap_tree *tree, struct interval_set *owner, struct interval iv);

/** Delete the node of `iv`, whose key is in the tree. O(log n). */
void treap_tree_erase(
    struct treap_tree *tree, struct interval_set *owner, struct interval iv);

/**
 * Delete the n > 0 nodes from `first` up to `past`, which stays; NULL for all
 * from `first` on. O(log n + n).
 */
void treap_tree_cut(struct treap_tree *tree, struct interval_set *owner,
    struct treap_node *first, struct treap_node *past, size_t n);

/**
 * Fill an empty tree with n intervals that are in its order. O(n).
 * @return INTERVAL_NOMEM, and then the tree is empty
 */
enum interval_status treap_tree_load(struct treap_tree *tree,
    struct interval_set *owner, const struct interval *ivs, size_t n);

/** Delete all nodes. O(n). */
void treap_tree_clear(struct treap_tree *tree, struct interval_set *owner);

/** The first node whose key is not less than that of `iv`, or NULL.
 *  O(log n). */
struct treap_node *treap_tree_lower_bound(
    const struct treap_tree *tree, struct interval iv);

/** How many nodes have a lesser key than `iv`. O(log n). */
size_t treap_tree_rank(const struct treap_tree *tree, struct interval iv);

/** The node with k nodes before it; k is below the count. O(log n). */
struct treap_node *treap_tree_kth(const struct treap_tree *tree, size_t k);

/** Nodes from the root to the deepest leaf. O(n). */
size_t treap_tree_height(const struct treap_tree *tree);

/** Whether order, heap order, sizes and chain are as they must be. O(n). */
bool treap_tree_valid(const struct treap_tree *tree);

#endif
