#include "core/interval/pool.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/interval/manager.h"

#define SLAB_BYTES_MAX (256 * 1024)

/* Before the nodes, which begin on the next cache line. */
struct pool_slab {
	struct pool_slab *next;
	size_t size; /* as it was taken */
};

/* A quarter of what there is: a set that grows asks seldom, and never holds
 * much more than it needs. */
static size_t
next_slab_nodes(const struct pool *pool, size_t wanted)
{
	size_t n = pool->nodes / 4;

	if (n > SLAB_BYTES_MAX / pool->node_size)
		n = SLAB_BYTES_MAX / pool->node_size;
	return n > wanted ? n : wanted;
}

static void
add_unused(struct pool *pool, void *node)
{
	memcpy(node, &pool->unused, sizeof pool->unused);
	pool->unused = node;
	pool->unused_n++;
}

static enum interval_status
add_slab(struct pool *pool, struct interval_set *owner, size_t n)
{
	const size_t extra = sizeof(struct pool_slab) + POOL_LINE - 1;
	struct pool_slab *slab;
	size_t size;

	if (n > (SIZE_MAX - extra) / pool->node_size)
		return INTERVAL_NOMEM;
	size = n * pool->node_size + extra;
	slab = interval_alloc(owner, size);
	if (!slab)
		return INTERVAL_NOMEM;
	slab->next = pool->slabs;
	slab->size = size;
	pool->slabs = slab;
	for (; pool->fresh_n > 0; pool->fresh_n--) {
		add_unused(pool, pool->fresh);
		pool->fresh += pool->node_size;
	}
	pool->fresh = (unsigned char *)slab + extra;
	pool->fresh -= (uintptr_t)pool->fresh % POOL_LINE;
	pool->fresh_n = n;
	pool->nodes += n;
	return INTERVAL_OK;
}

enum interval_status
pool_reserve(struct pool *pool, struct interval_set *owner, size_t n)
{
	size_t ready = pool->unused_n + pool->fresh_n;

	if (ready >= n)
		return INTERVAL_OK;
	return add_slab(pool, owner, next_slab_nodes(pool, n - ready));
}

void *
pool_get(struct pool *pool)
{
	void *node = pool->unused;

	if (node) {
		memcpy(&pool->unused, node, sizeof pool->unused);
		pool->unused_n--;
		return node;
	}
	assert(pool->fresh_n > 0);
	node = pool->fresh;
	pool->fresh += pool->node_size;
	pool->fresh_n--;
	return node;
}

void
pool_put(struct pool *pool, void *node)
{
	add_unused(pool, node);
}

size_t
pool_used(const struct pool *pool)
{
	return pool->nodes - pool->unused_n - pool->fresh_n;
}

void
pool_clear(struct pool *pool, struct interval_set *owner)
{
	struct pool empty = {.node_size = pool->node_size};

	while (pool->slabs) {
		struct pool_slab *slab = pool->slabs;

		pool->slabs = slab->next;
		interval_dealloc(owner, slab, slab->size);
	}
	*pool = empty;
}
