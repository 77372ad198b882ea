/**
 * The protocol benchmark: run managers over one operation stream, timed, and
 * prove after every run that the result is right.
 *
 * A run is two passes over the stream, each on a fresh set in which the space
 * was made free before the clock starts: a batch pass with one clock reading at
 * each end, and a pass in which each operation is timed by itself, less the
 * cost of reading the clock. Only the first says how fast a manager is: a
 * reading costs as much as a fast operation.
 */
#ifndef CORE_BENCH_PROTOCOL_H
#define CORE_BENCH_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/stream.h"
#include "core/bench/timing.h"

#define PROTOCOL_NAME_SIZE 128

/** What a stream leaves behind, the same for every correct manager. */
struct protocol_outcome {
	size_t intervals;
	uint64_t free_total; /**< offsets that are free at the end */
	/** From 0, for every find, modulo 2^64: hash x 1000003 + the start
	 *  found, or + 7 where none was. */
	uint64_t finds_hash;
};

struct protocol_run {
	int64_t wall_ns; /**< of the batch pass */
	int64_t cpu_ns; /**< of the batch pass, the whole process */
	struct timing_quantiles quantiles;
};

/** One manager's runs. */
struct protocol_series {
	char name[PROTOCOL_NAME_SIZE]; /**< protocol/boundary/10000 */
	const char *manager;
	size_t family; /**< index in interval_managers() */
	struct protocol_run *runs;
};

struct protocol_plan {
	const struct stream_mix *mix;
	uint64_t seed;
	size_t ops;
	const char *manager; /**< NULL for all */
	const char *filter; /**< extended regex of names; NULL for all */
	unsigned warmup;
	unsigned repetitions; /**< at least 1 */
	uint64_t order_seed; /**< of the order in which managers run */
};

struct protocol_result {
	struct protocol_plan plan; /**< its strings stay the caller's */
	struct protocol_outcome outcome;
	bool known; /**< the outcome was compared with a published one */
	int64_t clock_cost_ns;
	size_t n;
	struct protocol_series *series; /**< n, in interval_managers()' order */
};

/** Write the name of a benchmark: protocol/MANAGER[/MIX]/OPS, MIX only where
 *  it is not the standard one. */
void protocol_name(char out[PROTOCOL_NAME_SIZE], const char *manager,
    const struct protocol_plan *plan);

/** @return the published outcome of a stream, or NULL. */
const struct protocol_outcome *protocol_known(const struct stream *stream);

/**
 * One pass of `manager` over `stream`.
 *
 * @param times_ns NULL for the batch pass, which sets wall_ns and cpu_ns of
 *        `run`; else stream->n times go there, sorted, and quantiles are set
 * @return ERR_USAGE for an unknown manager; ERR_NOMEM
 */
enum err protocol_pass(const struct stream *stream, const char *manager,
    int64_t clock_cost_ns, int64_t *times_ns, struct protocol_run *run,
    struct protocol_outcome *outcome);

/** @return ERR_MISMATCH, naming `who`, unless `got` is `wanted`. */
enum err protocol_check(const char *who, const struct protocol_outcome *wanted,
    const struct protocol_outcome *got);

/**
 * Do what the plan says. Each repetition visits all managers in a random
 * order, so that slow drift of the machine meets all of them.
 *
 * @return ERR_USAGE for an unknown manager, a bad filter or one that matches
 *         nothing; ERR_MISMATCH for a wrong outcome; ERR_NOMEM
 */
enum err protocol_measure(
    const struct protocol_plan *plan, struct protocol_result *result);
void protocol_result_release(struct protocol_result *result);

#endif
