/**
 * An allocator that fails when it is told to, and knows what it gave.
 */
#ifndef TESTS_SUPPORT_FAILING_ALLOCATOR_H
#define TESTS_SUPPORT_FAILING_ALLOCATOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/interval/interval.h"

/** All zero: never fails. */
struct failing_allocator {
	size_t calls; /**< of alloc */
	size_t fail_at; /**< the call that gives nothing, from 1; 0: none */
	bool fail_on; /**< and so does every later one */
	size_t live; /**< given and not taken back */
	size_t bytes; /**< of these */
};

/** For a set's interval_set_new(); `failing` must outlive the set. */
struct interval_allocator failing_allocator(struct failing_allocator *failing);

#endif
