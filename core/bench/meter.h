/** Times one operation on one set, in rounds of many calls. */
#ifndef CORE_BENCH_METER_H
#define CORE_BENCH_METER_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/rng.h"
#include "core/bench/comb.h"
#include "core/bench/scaling_op.h"
#include "core/bench/stopwatch.h"

#define METER_ROUND_MAX 1024 /**< calls in a round; picks stay in the cache */

struct meter {
	struct rng rng; /**< of what is asked for */
	struct stopwatch watch;
	int64_t target_ns;
	size_t picks[METER_ROUND_MAX];
};

struct meter_time {
	double real_ns; /**< a call */
	double cpu_ns; /**< the same, of the process */
	uint64_t calls;
};

void meter_init(struct meter *meter, int64_t target_ns, uint64_t seed);

/**
 * Draw k different indices below m >= k, in random order. O(k).
 * @param picks room for k
 */
void meter_draw(struct rng *rng, size_t m, size_t *picks, size_t k);

/**
 * Time `op` until its calls have taken target_ns together, or ten times that
 * has gone by; at least one round. A round is as many calls as a quarter of
 * target_ns takes, at most METER_ROUND_MAX and an eighth of the set.
 *
 * @return ERR_MISMATCH for a wrong result, ERR_NOMEM; without a text
 */
enum err meter_run(struct meter *meter, const struct scaling_op *op,
    struct comb *comb, struct meter_time *out);

#endif
