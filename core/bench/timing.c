#include "core/bench/timing.h"

#include <stdlib.h>
#include <time.h>

#include "core/base/clock.h"

#define CLOCK_READINGS 4001

int64_t
timing_cpu_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (int64_t)ts.tv_sec * CLOCK_NS_PER_S + ts.tv_nsec;
}

static int
compare_int64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
compare_double(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

int64_t
timing_clock_cost_ns(void)
{
	int64_t costs[CLOCK_READINGS];

	for (size_t i = 0; i < CLOCK_READINGS; i++) {
		int64_t begin = clock_monotonic_ns();

		costs[i] = clock_monotonic_ns() - begin;
	}
	qsort(costs, CLOCK_READINGS, sizeof costs[0], compare_int64);
	return costs[CLOCK_READINGS / 2];
}

/* Rank ceil(percent n / 100), from 1: of 200 times, P99 is the 198th. */
static double
nearest_rank(const int64_t *sorted, size_t n, size_t percent)
{
	size_t rank = (n * percent + 99) / 100;

	return (double)sorted[rank - 1];
}

struct timing_quantiles
timing_quantiles(int64_t *times_ns, size_t n)
{
	qsort(times_ns, n, sizeof *times_ns, compare_int64);
	return (struct timing_quantiles){
	    .p50_ns = nearest_rank(times_ns, n, 50),
	    .p95_ns = nearest_rank(times_ns, n, 95),
	    .p99_ns = nearest_rank(times_ns, n, 99),
	};
}

double
timing_median(double *values, size_t n)
{
	qsort(values, n, sizeof *values, compare_double);
	return (values[(n - 1) / 2] + values[n / 2]) / 2;
}
