/** An allocator for sets that keeps its own account of what they hold. */
#ifndef CORE_BENCH_COUNTING_H
#define CORE_BENCH_COUNTING_H

#include <stddef.h>

#include "core/interval/interval.h"

struct counting {
	size_t bytes; /**< asked for and not given back */
	size_t allocations; /**< the same, blocks */
};

/** Memory from malloc, counted in `counting`, which outlives the set. */
struct interval_allocator counting_allocator(struct counting *counting);

#endif
