#include "core/bench/latency.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "core/bench/stopwatch.h"
#include "core/bench/timing.h"

#define SMALLEST 4096
#define LINE 64 /* bytes that a cache fetches at once, at least */
#define LOADS 16384
#define MEASUREMENTS_MAX 64

union line {
	union line *next;
	char bytes[LINE];
};

/* Link n lines into one circle in random order: a shuffle in which no line
 * stays (Sattolo's) of who follows whom. */
static void
link_circle(union line *lines, size_t n, struct rng *rng)
{
	for (size_t i = 0; i < n; i++)
		lines[i].next = &lines[i];
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = (size_t)rng_below(rng, i);
		union line *next = lines[i].next;

		lines[i].next = lines[j].next;
		lines[j].next = next;
	}
}

/* Go on from *at, so that a second walk meets lines that the first has not
 * brought into the caches. */
static double
walk(union line **at, struct stopwatch *watch)
{
	union line *line = *at;
	union line *volatile end;

	stopwatch_start(watch);
	for (int i = 0; i < LOADS; i++)
		line = line->next;
	end = line; /* so that all loads are done before the clock is read */
	*at = end;
	return (double)stopwatch_read(watch).cpu_ns / LOADS;
}

enum err
latency_measure(struct latency *out, size_t bytes, struct rng *rng)
{
	struct latency latency = {.n = 1};
	struct stopwatch watch;
	union line *lines;

	while (latency.n < LATENCY_SIZES &&
	       (size_t)SMALLEST << (latency.n - 1) < bytes)
		latency.n++;
	lines = aligned_alloc(LINE, (size_t)SMALLEST << (latency.n - 1));
	if (!lines)
		return err_fail(ERR_NOMEM, "no memory for %d KiB",
		    (int)((size_t)SMALLEST << (latency.n - 1) >> 10));
	stopwatch_init(&watch);
	for (size_t i = 0; i < latency.n; i++) {
		size_t n = ((size_t)SMALLEST << i) / sizeof *lines;

		union line *at = lines;

		link_circle(lines, n, rng);
		(void)walk(&at, &watch);
		latency.ns[i] = walk(&at, &watch);
	}
	free(lines);
	*out = latency;
	return ERR_OK;
}

struct latency
latency_median(const struct latency *all, size_t count)
{
	struct latency median = {.n = all[0].n};
	double ns[MEASUREMENTS_MAX];

	assert(count > 0 && count <= MEASUREMENTS_MAX);
	for (size_t i = 0; i < median.n; i++) {
		for (size_t k = 0; k < count; k++)
			ns[k] = all[k].ns[i];
		median.ns[i] = timing_median(ns, count);
	}
	return median;
}

double
latency_load_ns(const struct latency *latency, double bytes)
{
	double at = log2(bytes / SMALLEST);
	size_t i;

	if (!(at > 0))
		return latency->ns[0];
	if (at >= (double)(latency->n - 1))
		return latency->ns[latency->n - 1];
	i = (size_t)at;
	at -= (double)i;
	return latency->ns[i] * (1 - at) + latency->ns[i + 1] * at;
}

double
latency_descent_ns(const struct latency *latency, double bytes, double n)
{
	double sum = 0;

	while (n >= 1) {
		sum += latency_load_ns(latency, bytes);
		bytes /= 2;
		n /= 2;
	}
	return sum;
}
