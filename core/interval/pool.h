/**
 * Nodes of one size, on cache lines of their own, taken from the set's
 * allocator in slabs. A node that is given back is reused; slabs go back all
 * together. All-zero bytes and a node size make an empty pool.
 */
#ifndef CORE_INTERVAL_POOL_H
#define CORE_INTERVAL_POOL_H

#include <stddef.h>

#include "core/interval/interval.h"

#define POOL_LINE 64 /**< bytes of a cache line; nodes begin on one */

struct pool_slab;

struct pool {
	size_t node_size; /**< a multiple of POOL_LINE */
	struct pool_slab *slabs; /**< the newest first */
	void *unused; /**< nodes given back, each begins with the next's place
		       */
	unsigned char *fresh; /**< nodes of the newest slab never given out */
	size_t fresh_n;
	size_t unused_n;
	size_t nodes; /**< in all slabs */
};

/** Make sure that the next n calls of pool_get() succeed. */
enum interval_status pool_reserve(
    struct pool *pool, struct interval_set *owner, size_t n);

/** A node, not cleared. There must be one: see pool_reserve(). */
void *pool_get(struct pool *pool);

void pool_put(struct pool *pool, void *node);

/** Nodes that are given out. */
size_t pool_used(const struct pool *pool);

/** Give all memory back, whatever is in use. */
void pool_clear(struct pool *pool, struct interval_set *owner);

#endif
