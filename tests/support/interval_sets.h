/**
 * Sets of every manager for Criterion tests, and short words for what tests do
 * with them. What must succeed is asserted.
 */
#ifndef TESTS_SUPPORT_INTERVAL_SETS_H
#define TESTS_SUPPORT_INTERVAL_SETS_H

#include <stddef.h>
#include <stdint.h>

#include "core/interval/interval.h"

/** The domain of sets_next(), for managers that need one. */
#define SETS_DOMAIN_START INT64_C(-1000)
#define SETS_DOMAIN_END INT64_C(100000)

/**
 * An empty set of every manager, one after the other:
 * for (size_t at = 0; (set = sets_next(&at));) { ...; sets_done(set); }
 * Without a domain, save where the manager needs one.
 */
struct interval_set *sets_next(size_t *at);

/** Only of managers that need no domain, and without one. */
struct interval_set *sets_next_unbounded(size_t *at);

/** Of every manager, each with this domain. */
struct interval_set *sets_next_in(size_t *at, struct interval domain);

/** A set of a named manager, as sets_next() makes it. */
struct interval_set *sets_named(const char *manager);

/** Expect the manager's own invariants to hold, then free the set. */
void sets_done(struct interval_set *set);

struct interval sets_range(int64_t start, int64_t end);

void sets_release(struct interval_set *set, int64_t start, int64_t end);

/** @return how many offsets were free */
uint64_t sets_reserve(struct interval_set *set, int64_t start, int64_t end);

/** Expect exactly the intervals of `want`, such as "0-10 20-MAX", from MIN to
 *  MAX; count and total are to fit. */
void sets_expect(const struct interval_set *set, const char *want);

/** Expect `got` to be [start, end). */
void sets_expect_range(
    const char *manager, struct interval got, int64_t start, int64_t end);

/** The environment's INTERVAL_MODEL_OPS or INTERVAL_MODEL_SEED, else that. */
size_t sets_model_ops(size_t ops);
uint64_t sets_model_seed(void);

#endif
