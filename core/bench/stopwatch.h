/** Short times on a machine that others use too. */
#ifndef CORE_BENCH_STOPWATCH_H
#define CORE_BENCH_STOPWATCH_H

#include <stdint.h>

/**
 * Two clocks: the real one, which is read right around what is timed, and the
 * process's, around that. Where the process was put aside in between, its own
 * clock says less, and is right.
 */
struct stopwatch {
	int64_t clock_cost_ns; /**< that a reading of the real clock adds */
	int64_t cpu_begin_ns;
	int64_t begin_ns;
};

struct stopwatch_time {
	int64_t real_ns; /**< at least 1 */
	int64_t cpu_ns; /**< at least 1, at most real_ns */
};

/** Find out what reading the clock costs. */
void stopwatch_init(struct stopwatch *watch);

void stopwatch_start(struct stopwatch *watch);
/** The time since the start. */
struct stopwatch_time stopwatch_read(const struct stopwatch *watch);

#endif
