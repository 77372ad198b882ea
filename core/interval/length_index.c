/* All-zero bytes are a tree by start: an index that gets its first intervals
 * sets the order. */
#include "core/interval/length_index.h"

enum interval_status
length_index_insert(
    struct length_index *index, struct interval_set *owner, struct interval iv)
{
	index->tree.order = TREAP_BY_LENGTH;
	return treap_tree_insert(&index->tree, owner, iv);
}

void
length_index_erase(
    struct length_index *index, struct interval_set *owner, struct interval iv)
{
	treap_tree_erase(&index->tree, owner, iv);
}

bool
length_index_best(
    const struct length_index *index, uint64_t length, struct interval *out)
{
	/* The least key of that length. Every length fits: the longest, of
	 * 2^64 - 1 offsets, ends at INT64_MAX. */
	const struct interval least = {
	    INT64_MIN, (int64_t)((uint64_t)INT64_MIN + length)};
	const struct treap_node *node =
	    treap_tree_lower_bound(&index->tree, least);

	if (!node)
		return false;
	*out = node->iv;
	return true;
}

/* Let ivs[i] sink below longer children in the heap of n. */
static void
sift_down(struct interval *ivs, size_t i, size_t n)
{
	const struct interval iv = ivs[i];

	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= n)
			break;
		if (child + 1 < n &&
		    treap_before(TREAP_BY_LENGTH, ivs[child], ivs[child + 1]))
			child++;
		if (!treap_before(TREAP_BY_LENGTH, iv, ivs[child]))
			break;
		ivs[i] = ivs[child];
		i = child;
	}
	ivs[i] = iv;
}

/* Heapsort: it is in place, whereas qsort() may take memory from malloc, which
 * is not the owner's allocator, and promises no O(n log n). */
static void
sort(struct interval *ivs, size_t n)
{
	for (size_t i = n / 2; i > 0; i--)
		sift_down(ivs, i - 1, n);
	for (size_t left = n; left > 1; left--) {
		const struct interval last = ivs[left - 1];

		ivs[left - 1] = ivs[0];
		ivs[0] = last;
		sift_down(ivs, 0, left - 1);
	}
}

enum interval_status
length_index_load(struct length_index *index, struct interval_set *owner,
    struct interval *ivs, size_t n)
{
	sort(ivs, n);
	index->tree.order = TREAP_BY_LENGTH;
	return treap_tree_load(&index->tree, owner, ivs, n);
}

void
length_index_clear(struct length_index *index, struct interval_set *owner)
{
	treap_tree_clear(&index->tree, owner);
}

size_t
length_index_count(const struct length_index *index)
{
	return treap_tree_count(&index->tree);
}

bool
length_index_valid(const struct length_index *index)
{
	return treap_tree_valid(&index->tree) &&
	       (!index->tree.root || index->tree.order == TREAP_BY_LENGTH);
}
