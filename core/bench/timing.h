/** The clocks of the benchmarks, what reading them costs, and quantiles. */
#ifndef CORE_BENCH_TIMING_H
#define CORE_BENCH_TIMING_H

#include <stddef.h>
#include <stdint.h>

/** A pass over a stream that takes less is too short a run to tell managers
 *  apart: an interrupt would decide it. */
#define TIMING_BATCH_SHOWN_NS 2e4

/** CPU time of this process, user and system. */
int64_t timing_cpu_ns(void);

/**
 * What a reading of clock_monotonic_ns() adds to a time taken between two of
 * them: the median of many times of nothing. Takes below a millisecond.
 */
int64_t timing_clock_cost_ns(void);

/** Times of single operations: half, 95 % and 99 % are not above these. */
struct timing_quantiles {
	double p50_ns;
	double p95_ns;
	double p99_ns;
};

/** Nearest-rank quantiles of n > 0 times; sorts them in place. */
struct timing_quantiles timing_quantiles(int64_t *times_ns, size_t n);

/** Median of n > 0 values, the mean of the middle two; sorts in place. */
double timing_median(double *values, size_t n);

#endif
