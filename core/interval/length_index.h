/**
 * The intervals of a set in the order of their lengths, then of their starts:
 * for best fit in O(log n). Internal to the library.
 *
 * All-zero bytes are the empty index. Its memory is that of the set that owns
 * it; the struct may be moved. n is the number of intervals in the index; costs
 * are expected ones.
 */
#ifndef CORE_INTERVAL_LENGTH_INDEX_H
#define CORE_INTERVAL_LENGTH_INDEX_H

#include "core/interval/treap_tree.h"

struct length_index {
	struct treap_tree tree;
};

/**
 * Add an interval that is not in the index. O(log n).
 * @return INTERVAL_NOMEM, and then the index is as it was
 */
enum interval_status length_index_insert(
    struct length_index *index, struct interval_set *owner, struct interval iv);

/** Take out an interval that is in the index. O(log n). */
void length_index_erase(
    struct length_index *index, struct interval_set *owner, struct interval iv);

/**
 * The shortest interval of at least `length` offsets, the earliest of those.
 * O(log n).
 *
 * @param out the whole interval; as it was where there is none
 * @return whether there is one
 */
bool length_index_best(
    const struct length_index *index, uint64_t length, struct interval *out);

/**
 * Fill the empty index. O(n log n).
 *
 * @param ivs n of them, all different, in any order; sorted in place
 * @return INTERVAL_NOMEM, and then the index is empty
 */
enum interval_status length_index_load(struct length_index *index,
    struct interval_set *owner, struct interval *ivs, size_t n);

/** Make the index empty and give its memory back. O(n). */
void length_index_clear(struct length_index *index, struct interval_set *owner);

/** Number of intervals. O(1). */
size_t length_index_count(const struct length_index *index);

/** Whether the invariants of the index hold. O(n), for tests. */
bool length_index_valid(const struct length_index *index);

#endif
