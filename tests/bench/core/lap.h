/**
 * One lap of one contestant over a stream: the clock, the memory and the
 * outcome, taken in the same way from the library's managers and from the
 * containers of other libraries.
 */
#ifndef TESTS_BENCH_CORE_LAP_H
#define TESTS_BENCH_CORE_LAP_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "core/bench/outcome.h"
#include "core/bench/stream.h"

struct lap {
	int64_t cpu_ns; /**< of all operations, one reading at each end */
	int64_t cache_misses; /**< of all operations; -1: not to be had */
	uint64_t visits; /**< nodes; only with INTERVAL_COUNT_VISITS */
	size_t bytes; /**< of the heap at the end, with malloc's own share */
	struct outcome outcome;
};

/** What the heap has given out now. */
size_t lap_heap_bytes(void);

/**
 * Begin the timed part. A lap loads the stream's initial intervals before.
 * Only one lap is under way at a time.
 */
void lap_start(struct lap *lap);

/** End the timed part: `cpu_ns`, `cache_misses` and `visits` are set. */
void lap_stop(struct lap *lap);

#ifdef __cplusplus
}
#endif
#endif
