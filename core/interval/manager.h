/**
 * What a manager is: one way of keeping the intervals of a set. Internal to
 * the library, and open to its tests.
 *
 * A manager's struct begins with a struct interval_set and may rely on this:
 * all its other bytes zero is the empty set (interval_set_new() makes that);
 * arguments were checked; results go out only with INTERVAL_OK or true.
 */
#ifndef CORE_INTERVAL_MANAGER_H
#define CORE_INTERVAL_MANAGER_H

#include "core/interval/interval.h"

struct interval_set {
	const struct interval_manager *manager;
	const char *name;
	struct interval_allocator allocator;
	size_t count; /**< kept by the manager */
	uint64_t total; /**< kept by the manager */
};

/** The row of functions. `offset` and `start` are below INT64_MAX. */
struct interval_manager {
	size_t size; /**< bytes of the manager's struct */
	/** Free all but the struct itself; the set is empty and usable. */
	void (*clear)(struct interval_set *set);
	enum interval_status (*release)(
	    struct interval_set *set, struct interval iv);
	/** `removed` is never NULL here. */
	enum interval_status (*reserve)(
	    struct interval_set *set, struct interval iv, uint64_t *removed);
	enum interval_status (*find)(const struct interval_set *set,
	    int64_t start, int64_t length, struct interval *out);
	/** The first interval whose end is greater than `offset`. */
	bool (*first_ending_after)(const struct interval_set *set,
	    int64_t offset, struct interval *out);
	/** Whether the manager's own invariants hold. O(n), for tests. */
	bool (*valid)(const struct interval_set *set);
	/** Nodes from the root to the deepest leaf, for tests; NULL where
	 *  there is no tree. */
	size_t (*height)(const struct interval_set *set);
};

extern const struct interval_manager interval_manager_boundary;
extern const struct interval_manager interval_manager_treap;

/** end - start, also where that is more than INT64_MAX; end >= start. */
static inline uint64_t
interval_span(int64_t start, int64_t end)
{
	return (uint64_t)end - (uint64_t)start;
}

/** Whether [max(start, iv.start), + length) lies in `iv`; then write it. */
static inline bool
interval_fits(
    struct interval iv, int64_t start, int64_t length, struct interval *out)
{
	if (start < iv.start)
		start = iv.start;
	if (interval_span(start, iv.end) < (uint64_t)length)
		return false;
	out->start = start;
	out->end = start + length; /* at most iv.end: no overflow */
	return true;
}

static inline void *
interval_alloc(const struct interval_set *set, size_t size)
{
	return set->allocator.alloc(set->allocator.ctx, size);
}

static inline void
interval_dealloc(const struct interval_set *set, void *memory)
{
	if (memory)
		set->allocator.free(set->allocator.ctx, memory);
}

#endif
