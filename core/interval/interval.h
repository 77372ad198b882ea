/**
 * Sets of half-open int64 intervals, for managers of free space: allocators,
 * schedulers, lease pools, byte-range caches.
 *
 * A set is always canonical: its intervals are sorted, disjoint and do not
 * touch (touching ones are merged). The library needs nothing but libc. Many
 * threads may read one set at a time, or one may write; interval_find and the
 * other functions on const sets are readers.
 *
 * Every function that can fail returns an enum interval_status; when that is
 * not INTERVAL_OK, the set and all out-parameters are as they were. Pointers
 * must not be NULL except where a function says so.
 *
 * n below is the number of intervals in the set.
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
	INTERVAL_BUSY /**< require: not wholly free */
};

/** Half-open range of offsets: start is in it, end is not. */
struct interval {
	int64_t start;
	int64_t end; /**< always greater than start */
};

/**
 * Memory for a set. `alloc` and `free` are as malloc and free, but `free` is
 * never called with NULL. Both get `ctx`.
 */
struct interval_allocator {
	void *(*alloc)(void *ctx, size_t size);
	void (*free)(void *ctx, void *memory);
	void *ctx;
};

struct interval_set;

/**
 * Make an empty set kept by the manager of that name (interval_managers()
 * lists them).
 *
 * @param out the set is the caller's: interval_set_free()
 * @param allocator copied, so only what its `ctx` points to must outlive the
 *        set; NULL for malloc
 * @return INTERVAL_INVALID for an unknown name; INTERVAL_NOMEM
 */
enum interval_status interval_set_new(struct interval_set **out,
    const char *manager, const struct interval_allocator *allocator);

/** Give all of the set's memory back; NULL is accepted. */
void interval_set_free(struct interval_set *set);

/** Names of the managers, in the order of their tables; ends with NULL. */
const char *const *interval_managers(void);

/** The manager's name that `set` was made with. */
const char *interval_set_manager(const struct interval_set *set);

/** A short English text for a status, never NULL. */
const char *interval_status_text(enum interval_status status);

/**
 * Make [iv.start, iv.end) free: set union. What it overlaps or touches is
 * merged. Ends the life of every cursor on `set`. Expected and amortized
 * O(log n) in `treap`; O(log n) search and O(n) movement in `boundary`.
 *
 * @return INTERVAL_INVALID if iv.end <= iv.start; INTERVAL_NOMEM
 */
enum interval_status interval_set_release(
    struct interval_set *set, struct interval iv);

/**
 * Make [iv.start, iv.end) occupied: set difference. Intervals are trimmed,
 * split or deleted; what was not free is no error. Cost as release.
 *
 * @param changed how many offsets were free before and are not now (exact;
 *        uint64_t because it can pass INT64_MAX); may be NULL
 * @return INTERVAL_INVALID if iv.end <= iv.start; INTERVAL_NOMEM
 */
enum interval_status interval_set_reserve(
    struct interval_set *set, struct interval iv, uint64_t *changed);

/** As reserve, but @return INTERVAL_BUSY unless all of it was free. */
enum interval_status interval_set_require(
    struct interval_set *set, struct interval iv);

/**
 * Earliest fit: the smallest s >= start such that [s, s + length) is free. An
 * interval that straddles `start` counts from `start`. O(log n + intervals too
 * short in between).
 *
 * @param out [s, s + length)
 * @return INTERVAL_INVALID if length <= 0; INTERVAL_NOTFOUND
 */
enum interval_status interval_set_find(const struct interval_set *set,
    int64_t start, int64_t length, struct interval *out);

/** The interval that holds `offset`. @return INTERVAL_NOTFOUND. O(log n). */
enum interval_status interval_set_containing(
    const struct interval_set *set, int64_t offset, struct interval *out);

size_t interval_set_count(const struct interval_set *set);

/** Sum of the lengths; uint64_t because it can pass INT64_MAX. O(1). */
uint64_t interval_set_total(const struct interval_set *set);

/** Make the set empty. Ends the life of every cursor on `set`. */
void interval_set_clear(struct interval_set *set);

/**
 * A place in the order of the intervals. On the caller's stack, nothing to
 * free; it dies with the next change of the set.
 */
struct interval_cursor {
	const struct interval_set *set;
	int64_t from;
	bool done;
};

/**
 * Start before the first interval whose end is greater than `from`; it is given
 * whole even where it straddles `from`. INT64_MIN starts before all.
 */
struct interval_cursor interval_cursor_at(
    const struct interval_set *set, int64_t from);

/** Take the next interval, O(log n). @return false at the end, always again. */
bool interval_cursor_next(struct interval_cursor *cursor, struct interval *out);

/**
 * Whether both hold the same offsets, whatever their managers. At once where
 * counts or totals differ, else O(n log n).
 */
bool interval_set_equal(
    const struct interval_set *a, const struct interval_set *b);

#ifdef __cplusplus
}
#endif
#endif
