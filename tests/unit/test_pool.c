#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/interval/manager.h"
#include "core/interval/pool.h"
#include "tests/support/counted_set.h"

#define NODE_SIZE ((size_t)2 * POOL_LINE)
#define NODES 100

/* A pool and a set whose memory it takes. */
struct fixture {
	struct failing_allocator memory;
	struct interval_set *owner;
	struct pool pool;
};

static void
fixture_init(struct fixture *f)
{
	*f = (struct fixture){.pool = {.node_size = NODE_SIZE}};
	f->owner = counted_set_new("treap", &f->memory);
}

static void
fixture_release(struct fixture *f)
{
	pool_clear(&f->pool, f->owner);
	counted_set_free(f->owner, &f->memory);
}

static void *
take(struct fixture *f)
{
	cr_assert(eq(int, pool_reserve(&f->pool, f->owner, 1), INTERVAL_OK));
	return pool_get(&f->pool);
}

Test(pool, nodes_begin_on_cache_lines_and_do_not_overlap)
{
	struct fixture f;
	unsigned char *nodes[NODES];

	fixture_init(&f);
	for (size_t i = 0; i < NODES; i++) {
		nodes[i] = take(&f);
		cr_assert(eq(sz, (uintptr_t)nodes[i] % POOL_LINE, 0));
		memset(nodes[i], (int)i, NODE_SIZE);
	}
	for (size_t i = 0; i < NODES; i++) {
		cr_expect(eq(int, nodes[i][0], (int)i));
		cr_expect(eq(int, nodes[i][NODE_SIZE - 1], (int)i));
	}
	cr_expect(eq(sz, pool_used(&f.pool), NODES));
	fixture_release(&f);
}

Test(pool, a_node_that_was_given_back_is_used_again)
{
	struct fixture f;
	void *first, *second;
	size_t calls;

	fixture_init(&f);
	first = take(&f);
	second = take(&f);
	calls = f.memory.calls;
	pool_put(&f.pool, first);
	pool_put(&f.pool, second);
	cr_expect(eq(sz, pool_used(&f.pool), 0));
	cr_expect(eq(ptr, take(&f), second));
	cr_expect(eq(ptr, take(&f), first));
	cr_expect(eq(sz, f.memory.calls, calls));
	fixture_release(&f);
}

/* What a slab had left over when the next one came is not lost. */
Test(pool, what_was_reserved_is_there_without_asking_again)
{
	struct fixture f;
	size_t calls;

	fixture_init(&f);
	cr_assert(eq(int, pool_reserve(&f.pool, f.owner, 10), INTERVAL_OK));
	(void)pool_get(&f.pool);
	cr_assert(eq(int, pool_reserve(&f.pool, f.owner, 30), INTERVAL_OK));
	calls = f.memory.calls;
	cr_assert(eq(int, pool_reserve(&f.pool, f.owner, 30), INTERVAL_OK));
	for (int i = 0; i < 30; i++)
		(void)pool_get(&f.pool);
	cr_expect(eq(sz, f.memory.calls, calls));
	cr_expect(eq(sz, pool_used(&f.pool), 31));
	fixture_release(&f);
}

Test(pool, without_memory_it_is_as_it_was)
{
	struct fixture f;

	fixture_init(&f);
	(void)take(&f);
	f.memory.fail_at = f.memory.calls + 1;
	cr_expect(
	    eq(int, pool_reserve(&f.pool, f.owner, NODES), INTERVAL_NOMEM));
	cr_expect(eq(sz, pool_used(&f.pool), 1));
	/* More nodes than there are bytes in the address space. */
	cr_expect(
	    eq(int, pool_reserve(&f.pool, f.owner, SIZE_MAX), INTERVAL_NOMEM));
	cr_expect(eq(int, pool_reserve(&f.pool, f.owner, NODES), INTERVAL_OK));
	fixture_release(&f);
}
