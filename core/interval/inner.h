/**
 * What managers that compose others have in common: an inner set of manager
 * "boundary" holds the intervals, takes every change and answers whatever the
 * outer set does not answer itself. Internal to the library.
 *
 * The outer set's memory is the inner one's too: same allocator, same domain.
 * After each of these functions the outer count and total are the inner ones.
 */
#ifndef CORE_INTERVAL_INNER_H
#define CORE_INTERVAL_INNER_H

#include "core/interval/manager.h"

/** A composing manager's struct begins with this. */
struct interval_outer {
	struct interval_set set;
	struct interval_set *inner; /**< owned */
};

/* Functions of a manager's row, as they are in it. */
enum interval_status interval_inner_init(struct interval_set *set);
void interval_inner_destroy(struct interval_set *set);
void interval_inner_clear(struct interval_set *set);
enum interval_status interval_inner_find(const struct interval_set *set,
    int64_t start, int64_t length, struct interval *out);
size_t interval_inner_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max);
enum interval_status interval_inner_load(
    struct interval_set *set, const struct interval *ivs, size_t n);
size_t interval_inner_rank(const struct interval_set *set, int64_t offset);
void interval_inner_kth(
    const struct interval_set *set, size_t k, struct interval *out);
void interval_inner_bounds(
    const struct interval_set *set, struct interval *out);
bool interval_inner_valid(const struct interval_set *set);
void interval_inner_stats(
    const struct interval_set *set, struct interval_stats *out);
size_t interval_inner_height(const struct interval_set *set);

/* Changes. These say also whether the set is another than before: a change of
 * the row may succeed and change nothing. */
enum interval_status interval_inner_release(
    struct interval_set *set, struct interval iv, bool *changed);
enum interval_status interval_inner_reserve(
    struct interval_set *set, struct interval iv, uint64_t *removed);
/** `changed` and `done` are written also where the batch stops early. */
enum interval_status interval_inner_apply(struct interval_set *set,
    struct interval_op *ops, size_t n, size_t *done, bool *changed);

/** Add what another set takes to the outer set's figures. */
void interval_inner_add(
    const struct interval_set *inner, struct interval_stats *out);

#endif
