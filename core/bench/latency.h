/**
 * What memory costs on this machine: a load whose address is known only when
 * the one before is there, at a random place in more and more memory. Trees pay
 * it at each step, and no algorithm can help that a larger set no longer fits
 * the caches.
 */
#ifndef CORE_BENCH_LATENCY_H
#define CORE_BENCH_LATENCY_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/base/rng.h"

#define LATENCY_SIZES 17 /**< 4 KiB, 8 KiB, ... 256 MiB */

struct latency {
	size_t n; /**< sizes that were measured, from the smallest */
	double ns[LATENCY_SIZES];
};

/**
 * Measure up to `bytes` of memory, rounded up to a size, or the largest size.
 * Takes about 0.1 s for 64 MiB.
 * @return ERR_NOMEM
 */
enum err latency_measure(struct latency *out, size_t bytes, struct rng *rng);

/** The median of `count` > 0 measurements of the same sizes, each size by
 *  itself. */
struct latency latency_median(const struct latency *all, size_t count);

/** A load from anywhere in so many bytes, between the sizes on a log scale;
 *  outside of them, as at the nearest. */
double latency_load_ns(const struct latency *latency, double bytes);

/** From the root of a binary tree of so many bytes, n nodes, to a leaf: a load
 *  from each level, which has half of the bytes of the next. */
double latency_descent_ns(
    const struct latency *latency, double bytes, double n);

#endif
