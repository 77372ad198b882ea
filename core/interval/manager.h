/**
 * What a manager is: one way of keeping the intervals of a set. Internal to
 * the library, and open to its tests.
 *
 * A manager's struct begins with a struct interval_set. interval_set_new() sets
 * all its other bytes to zero, which must be the empty set, unless the manager
 * has an `init`. The struct may be moved: nothing points into it. Arguments
 * were checked, against the domain too; results go out only with INTERVAL_OK or
 * true. A change that fails changes nothing.
 */
#ifndef CORE_INTERVAL_MANAGER_H
#define CORE_INTERVAL_MANAGER_H

#include "core/interval/interval.h"

struct interval_set {
	const struct interval_manager *manager;
	size_t count; /**< kept by the manager */
	uint64_t total; /**< kept by the manager */
	struct interval domain;
	struct interval span; /**< ever released; empty before the first */
	bool bounded; /**< a domain was given */
	const char *name;
	struct interval_allocator allocator;
	struct interval_stats stats; /**< counters, bytes and allocations */
};

/**
 * The row of functions. `offset` and `start` are below INT64_MAX. Those marked
 * optional may be NULL; interval.c then answers by reading the intervals.
 */
struct interval_manager {
	size_t size; /**< bytes of the manager's struct */
	bool bounded; /**< needs a domain of at most INTERVAL_BOUNDED_MAX */
	/** Optional: make the zeroed struct the empty set. */
	enum interval_status (*init)(struct interval_set *set);
	/** Optional: free all but the struct itself, which is then not used
	 *  again; where NULL, `clear` does it. */
	void (*destroy)(struct interval_set *set);
	/** The set is empty and usable; memory may be given back. */
	void (*clear)(struct interval_set *set);
	enum interval_status (*release)(
	    struct interval_set *set, struct interval iv);
	/** `removed` is never NULL here. */
	enum interval_status (*reserve)(
	    struct interval_set *set, struct interval iv, uint64_t *removed);
	enum interval_status (*find)(const struct interval_set *set,
	    int64_t start, int64_t length, struct interval *out);
	/** The first intervals whose end is greater than `offset`, at most
	 *  max > 0 of them. @return how many; less than max: there are no more
	 */
	size_t (*read)(const struct interval_set *set, int64_t offset,
	    struct interval *out, size_t max);
	/** Optional: fill the empty set with n > 0 canonical intervals. */
	enum interval_status (*load)(
	    struct interval_set *set, const struct interval *ivs, size_t n);
	/** Optional: checked operations, as interval_set_apply(). */
	enum interval_status (*apply)(struct interval_set *set,
	    struct interval_op *ops, size_t n, size_t *done);
	/** Optional. */
	enum interval_status (*find_best)(
	    struct interval_set *set, int64_t length, struct interval *out);
	/** Optional; the set is not empty. */
	void (*find_largest)(struct interval_set *set, struct interval *out);
	/** Optional; `offset` may be INT64_MAX here. */
	size_t (*rank)(const struct interval_set *set, int64_t offset);
	/** Optional; k < count. */
	void (*kth)(
	    const struct interval_set *set, size_t k, struct interval *out);
	/** Optional; the set is not empty. */
	void (*bounds)(const struct interval_set *set, struct interval *out);
	/** Optional: write `largest` and `smallest`, the set is not empty.
	 *  @return whether it was kept from before */
	bool (*extremes)(struct interval_set *set, struct interval *largest,
	    struct interval *smallest);
	/** Whether the manager's own invariants hold, count and total among
	 *  them. O(n), for tests. */
	bool (*valid)(const struct interval_set *set);
	/** Optional: add what is held for this set elsewhere. */
	void (*stats)(
	    const struct interval_set *set, struct interval_stats *out);
	/** Nodes from the root to the deepest leaf; NULL without a tree. */
	size_t (*height)(const struct interval_set *set);
};

#define INTERVAL_BOUNDED_MAX (UINT64_C(1) << 40)

extern const struct interval_manager interval_manager_boundary;
extern const struct interval_manager interval_manager_summary;
extern const struct interval_manager interval_manager_treap;
extern const struct interval_manager interval_manager_boundary_summary;
extern const struct interval_manager interval_manager_bitmap;
extern const struct interval_manager interval_manager_hybrid;

/* In a build with INTERVAL_COUNT_VISITS, how many nodes this thread has
 * visited: tests of complexity count them instead of nanoseconds. */
#ifdef INTERVAL_COUNT_VISITS
extern _Thread_local uint64_t interval_visits
    __attribute__((tls_model("local-exec"))); /* a program's, no library's */
#define INTERVAL_VISIT() ((void)interval_visits++)
#else
#define INTERVAL_VISIT() ((void)0)
#endif

/** end - start, also where that is more than INT64_MAX; end >= start. */
static inline uint64_t
interval_span(int64_t start, int64_t end)
{
	return (uint64_t)end - (uint64_t)start;
}

static inline uint64_t
interval_length(struct interval iv)
{
	return interval_span(iv.start, iv.end);
}

/** Whether `iv` lies in the set's domain. */
static inline bool
interval_within(const struct interval_set *set, struct interval iv)
{
	return iv.start >= set->domain.start && iv.end <= set->domain.end;
}

/** Note that `iv`, not empty, was released: `span` then covers it. */
static inline void
interval_span_cover(struct interval_set *set, struct interval iv)
{
	if (set->span.start == set->span.end)
		set->span = iv;
	if (iv.start < set->span.start)
		set->span.start = iv.start;
	if (iv.end > set->span.end)
		set->span.end = iv.end;
}

/** Whether [max(start, iv.start), + length) lies in `iv`, which ends after
 *  `start`; then write it. */
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

/** Do one checked operation; op->status is OK, NOTFOUND or NOMEM after it. */
static inline void
interval_op_run(struct interval_set *set, struct interval_op *op)
{
	struct interval found = {0, 0};

	op->found = 0;
	op->changed = 0;
	if (op->code == INTERVAL_OP_RELEASE) {
		op->status = set->manager->release(set, op->iv);
	} else if (op->code == INTERVAL_OP_RESERVE) {
		op->status = set->manager->reserve(set, op->iv, &op->changed);
	} else {
		op->status = set->manager->find(
		    set, op->iv.start, op->iv.end - op->iv.start, &found);
		op->found = found.start;
	}
}

/** Memory of a set is taken and given back here, which counts it. */
void *interval_alloc(struct interval_set *set, size_t size);
/** `size` is what it was taken with; NULL is accepted. */
void interval_dealloc(struct interval_set *set, void *memory, size_t size);

/** Read the set in order, some intervals a time, until `visit` wants no more.
 */
void interval_each(const struct interval_set *set,
    bool (*visit)(void *ctx, const struct interval *ivs, size_t n), void *ctx);

/** interval_set_find_best() by reading all intervals; length > 0. */
enum interval_status interval_scan_best(
    const struct interval_set *set, int64_t length, struct interval *out);

/** The name's manager, or NULL. */
const struct interval_manager *interval_manager_named(const char *name);

#endif
