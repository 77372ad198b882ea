/**
 * Sets of half-open int64 intervals, for managers of free space: allocators,
 * schedulers, lease pools, byte-range caches. The library needs nothing but
 * libc.
 *
 * A set is always canonical: its intervals are sorted, disjoint and do not
 * touch (touching ones are merged). Where several intervals are as asked, the
 * earliest is given.
 *
 * Every function that can fail returns an enum interval_status; when that is
 * not INTERVAL_OK, the set and all out-parameters are as they were. Pointers
 * must not be NULL except where a function says so.
 *
 * Many threads may read one set at a time, or one may write. The functions on a
 * const set are the readers; all others are writers, also those that only
 * answer a question (they may keep the answer for the next time).
 *
 * n below is the number of intervals in the set. Where managers differ in cost,
 * the README beside this file has the table.
 */
#ifndef CORE_INTERVAL_INTERVAL_H
#define CORE_INTERVAL_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum interval_status {
	INTERVAL_OK = 0,
	INTERVAL_INVALID, /**< end <= start, length <= 0, unknown manager */
	INTERVAL_NOMEM, /**< the allocator gave nothing */
	INTERVAL_NOTFOUND, /**< no interval is as asked */
	INTERVAL_BUSY, /**< require: not wholly free */
	INTERVAL_OUTSIDE, /**< not within the set's domain */
	INTERVAL_UNSUPPORTED /**< INTERVAL_ISA: not of this processor */
};

/** A short English text for a status, never NULL. */
const char *interval_status_text(enum interval_status status);

/** Half-open range of offsets: start is in it, end is not. */
struct interval {
	int64_t start;
	int64_t end; /**< always greater than start */
};

/**
 * Memory for a set. `alloc` and `free` are as malloc and free, but `free` is
 * never called with NULL. Both get `ctx`. Also interval_set_clone(), a reader,
 * asks the allocator of its set.
 */
struct interval_allocator {
	void *(*alloc)(void *ctx, size_t size);
	void (*free)(void *ctx, void *memory);
	void *ctx;
};

struct interval_set;

/* ---- sets ---- */

/**
 * Make an empty set.
 *
 * @param out the set is the caller's: interval_set_free()
 * @param manager a name that interval_managers() lists, or "auto" for the one
 *        that interval_advise() gives for this domain and nothing else known
 * @param domain the set's managed domain, outside of which nothing can be
 *        released, reserved or required; NULL for all of int64
 * @param allocator copied, so only what its `ctx` points to must outlive the
 *        set; NULL for malloc
 * @return INTERVAL_INVALID for an unknown name, an empty domain, or "bitmap"
 *         with a domain that it does not take (see interval_manager_bounded());
 *         INTERVAL_UNSUPPORTED if the environment's INTERVAL_ISA is not one
 *         of "generic", "avx2", "avx512" or the processor lacks it;
 *         INTERVAL_NOMEM
 */
enum interval_status interval_set_new(struct interval_set **out,
    const char *manager, const struct interval *domain,
    const struct interval_allocator *allocator);

/** Give all of the set's memory back; NULL is accepted. */
void interval_set_free(struct interval_set *set);

/**
 * A new set with the same intervals, domain, span and allocator. O(n), and the
 * size of the domain in `bitmap`; interval_set_load() costs the same.
 *
 * @param manager of the new set; NULL for that of `set`
 * @return as interval_set_new()
 */
enum interval_status interval_set_clone(struct interval_set **out,
    const struct interval_set *set, const char *manager);

/** Names of the managers, in the order of their tables; ends with NULL. */
const char *const *interval_managers(void);

/** Whether the manager of that name needs a domain, of at most 2^40 offsets. */
bool interval_manager_bounded(const char *manager);

/** The name of the manager that keeps `set`, never "auto". */
const char *interval_set_manager(const struct interval_set *set);

/** The managed domain; [INT64_MIN, INT64_MAX) where none was given. */
struct interval interval_set_domain(const struct interval_set *set);

/**
 * The instruction set that the tree managers use on this processor: "generic",
 * "avx2" or "avx512"; NULL where the environment's INTERVAL_ISA asks for one
 * that is not to be had.
 */
const char *interval_isa(void);

/* ---- changes ---- */

/**
 * Make [iv.start, iv.end) free: set union. What it overlaps or touches is
 * merged. Ends the life of every cursor on `set`. O(log n) and what it merges.
 *
 * @return INTERVAL_INVALID if iv.end <= iv.start; INTERVAL_OUTSIDE;
 *         INTERVAL_NOMEM
 */
enum interval_status interval_set_release(
    struct interval_set *set, struct interval iv);

/**
 * Make [iv.start, iv.end) occupied: set difference. Intervals are trimmed,
 * split or deleted; what was not free is no error. Cost as release.
 *
 * @param changed how many offsets were free before and are not now (exact;
 *        uint64_t because it can pass INT64_MAX); may be NULL
 * @return INTERVAL_INVALID if iv.end <= iv.start; INTERVAL_OUTSIDE;
 *         INTERVAL_NOMEM
 */
enum interval_status interval_set_reserve(
    struct interval_set *set, struct interval iv, uint64_t *changed);

/** As reserve, but @return INTERVAL_BUSY unless all of it was free. */
enum interval_status interval_set_require(
    struct interval_set *set, struct interval iv);

enum interval_op_code {
	INTERVAL_OP_RESERVE = 0,
	INTERVAL_OP_RELEASE,
	INTERVAL_OP_FIND
};

/** One operation of a batch, and after it what came of it. */
struct interval_op {
	/** What to reserve or release; a find asks for end - start offsets at
	 *  `start` or later. */
	struct interval iv;
	enum interval_op_code code;
	enum interval_status status; /**< out, for the first *done */
	int64_t found; /**< out: the start that a find found, else 0 */
	uint64_t changed; /**< out: what a reserve changed, else 0 */
};

/**
 * Do n operations in their order, as the single functions would, only faster:
 * memory that an operation needs is asked for while those before it work.
 * A batch is no transaction: what was done before a failure stays.
 *
 * @param done how many operations were done; may be NULL. Less than n only
 *        where the return is not INTERVAL_OK
 * @return INTERVAL_INVALID or INTERVAL_OUTSIDE where an operation is not as it
 *         must be: then none was done; INTERVAL_NOMEM from the first operation
 *         that met it. A find that finds nothing is no failure of the batch
 */
enum interval_status interval_set_apply(
    struct interval_set *set, struct interval_op *ops, size_t n, size_t *done);

/**
 * Make the set hold exactly these intervals. O(n).
 *
 * @param ivs n of them, canonical; may be NULL for n = 0
 * @return INTERVAL_INVALID where they are not canonical; INTERVAL_OUTSIDE;
 *         INTERVAL_NOMEM
 */
enum interval_status interval_set_load(
    struct interval_set *set, const struct interval *ivs, size_t n);

/** Make the set empty; its span stays. Ends the life of every cursor. */
void interval_set_clear(struct interval_set *set);

/* ---- questions ---- */

/**
 * Earliest fit: the smallest s >= start such that [s, s + length) is free. An
 * interval that straddles `start` counts from `start`. O(log n) in `summary`;
 * else O(log n + intervals too short in between), which `bitmap` and the trees
 * skip many at a time.
 *
 * @param out [s, s + length)
 * @return INTERVAL_INVALID if length <= 0; INTERVAL_NOTFOUND
 */
enum interval_status interval_set_find(const struct interval_set *set,
    int64_t start, int64_t length, struct interval *out);

/**
 * Best fit: `length` offsets at the start of the shortest interval that has as
 * many, the earliest of those. In `summary` the first call makes an index of
 * lengths, O(n log n), which every change then keeps up, in O(log n), until
 * more than n of them came without a question; a call with the index is
 * O(log n). `hybrid` keeps such a `summary` for its questions. Else O(n).
 *
 * @param out [s, s + length)
 * @return INTERVAL_INVALID if length <= 0; INTERVAL_NOTFOUND
 */
enum interval_status interval_set_find_best(
    struct interval_set *set, int64_t length, struct interval *out);

/**
 * The longest interval, the earliest of those. O(1) in `summary`.
 * @return INTERVAL_NOTFOUND where the set is empty
 */
enum interval_status interval_set_find_largest(
    struct interval_set *set, struct interval *out);

/** The interval that holds `offset`. @return INTERVAL_NOTFOUND. O(log n). */
enum interval_status interval_set_containing(
    const struct interval_set *set, int64_t offset, struct interval *out);

/** How many intervals start before `offset`. O(log n) in `summary`, `treap`. */
size_t interval_set_rank(const struct interval_set *set, int64_t offset);

/**
 * The interval that has k before it. O(log n) in `summary` and `treap`.
 * @return INTERVAL_NOTFOUND where k >= n
 */
enum interval_status interval_set_kth(
    const struct interval_set *set, size_t k, struct interval *out);

/**
 * One interval, each with the same chance. Cost as interval_set_kth().
 *
 * @param random gives 64 uniform random bits a call, and gets `ctx`
 * @return INTERVAL_NOTFOUND where the set is empty
 */
enum interval_status interval_set_sample(const struct interval_set *set,
    uint64_t (*random)(void *ctx), void *ctx, struct interval *out);

size_t interval_set_count(const struct interval_set *set);

/** Sum of the lengths; uint64_t because it can pass INT64_MAX. O(1). */
uint64_t interval_set_total(const struct interval_set *set);

/**
 * From the first interval's start to the last one's end. O(log n).
 * @return INTERVAL_NOTFOUND where the set is empty
 */
enum interval_status interval_set_bounds(
    const struct interval_set *set, struct interval *out);

/**
 * Whether both hold the same offsets, whatever their managers. At once where
 * counts or totals differ, else O(n).
 */
bool interval_set_equal(
    const struct interval_set *a, const struct interval_set *b);

/**
 * A place in the order of the intervals. On the caller's stack, nothing to
 * free; it dies with the next change of the set. Its members are not the
 * caller's business.
 */
#define INTERVAL_CURSOR_AHEAD 16
struct interval_cursor {
	const struct interval_set *set;
	int64_t from;
	int64_t until; /* intervals that start here or later are not given */
	size_t next;
	size_t n; /* in `ahead` */
	bool last; /* there is none behind those in `ahead` */
	struct interval ahead[INTERVAL_CURSOR_AHEAD];
};

/**
 * Start before the first interval whose end is greater than `from`; it is given
 * whole even where it straddles `from`. INT64_MIN starts before all.
 */
struct interval_cursor interval_cursor_at(
    const struct interval_set *set, int64_t from);

/** Only the intervals that overlap `iv`; each is given whole. */
struct interval_cursor interval_cursor_over(
    const struct interval_set *set, struct interval iv);

/** Take the next interval; k of them cost O(log n + k) or, in `treap` and the
 *  trees, k / 16 searches. @return false at the end, always again. */
bool interval_cursor_next(struct interval_cursor *cursor, struct interval *out);

/* ---- figures ---- */

/**
 * A set in figures. Integers are exact; every manager gives the same for the
 * same history. Intervals are empty (0, 0) where there is nothing.
 */
struct interval_summary {
	/** The managed domain, or from the least to the greatest offset ever
	 *  released where no domain was given. */
	struct interval space;
	uint64_t space_total; /**< offsets in `space` */
	uint64_t free_total;
	uint64_t occupied_total; /**< space_total - free_total */
	size_t chunks; /**< intervals */
	struct interval largest; /**< the earliest of the longest */
	struct interval smallest; /**< the earliest of the shortest */
	struct interval bounds; /**< first start to last end */
	size_t gaps; /**< between intervals: chunks - 1, or 0 */
	uint64_t gaps_total; /**< offsets in the gaps */
	double utilization; /**< occupied / space, 0 where space is empty */
	double free_density; /**< free / space, 0 where space is empty */
	double fragmentation; /**< 1 - largest / free, 0 if nothing is free */
	double chunk_average; /**< free / chunks, 0 without chunks */
	double gap_average; /**< gaps_total / gaps, 0 without gaps */
};

/**
 * O(1) in `summary`; O(1) in `boundary_summary` while no change took the
 * longest or the shortest interval and no batch changed anything, else O(n); in
 * `hybrid` O(log n) for each change since the last call, and O(n) for the first
 * or after many; else O(n).
 */
void interval_set_summary(
    struct interval_set *set, struct interval_summary *out);

/** What a set has done and what it takes. Counters begin with the set. */
struct interval_stats {
	uint64_t releases; /**< those that succeeded */
	uint64_t reserves; /**< those that succeeded, require among them */
	uint64_t failures; /**< of these and of batches: returned an error */
	uint64_t queries; /**< calls of interval_set_summary() */
	/** Of these, answered from what was kept; an empty set keeps nothing.
	 */
	uint64_t hits;
	uint64_t misses; /**< of these, computed anew: queries - hits */
	double hit_rate; /**< hits / queries, 0 without queries */
	size_t height; /**< nodes from the root to the deepest leaf, or 0 */
	size_t bytes; /**< taken from the allocator now */
	size_t allocations; /**< held from the allocator now */
};

void interval_set_stats(
    const struct interval_set *set, struct interval_stats *out);

/* ---- which manager ---- */

/** What is known of a workload; shares are of all operations, 0 to 1. */
struct interval_workload {
	double query_share; /**< find, containing, overlapping */
	/** Summaries, largest and best fit, finds that pass many intervals. */
	double analytics_share;
	double ordered_share; /**< rank, k-th, sample */
	uint64_t live; /**< intervals at a time; 0: not known */
	uint64_t domain; /**< offsets in the managed domain; 0: none */
	/** Else mostly left to right; no rule needs it yet. */
	bool random_access;
};

/**
 * The manager for a workload. O(1).
 * @param reason a sentence that lives as long as the program; may be NULL
 */
const char *interval_advise(
    const struct interval_workload *workload, const char **reason);

#ifdef __cplusplus
}
#endif
#endif
