/**
 * A set whose memory is counted, for Criterion tests: what must succeed is
 * asserted, and what was taken must come back.
 */
#ifndef TESTS_SUPPORT_COUNTED_SET_H
#define TESTS_SUPPORT_COUNTED_SET_H

#include "core/interval/interval.h"
#include "tests/support/failing_allocator.h"

/** An empty set without a domain; `memory`, all zero, must outlive it. */
struct interval_set *counted_set_new(
    const char *manager, struct failing_allocator *memory);

/** Expect the manager's own invariants to hold, free the set, and expect that
 *  none of its memory is left. */
void counted_set_free(
    struct interval_set *set, const struct failing_allocator *memory);

#endif
