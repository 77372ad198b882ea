/**
 * Contestants over one stream, in rounds: each round visits every contestant
 * once, in a random order, so that what slows the machine for a while slows all
 * of them, and the ratio of two in one round is a pair.
 */
#ifndef CORE_BENCH_CONTEST_H
#define CORE_BENCH_CONTEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/ratio.h"
#include "core/bench/rows.h"
#include "core/bench/stream.h"
#include "core/bench/ticker.h"

struct contestant {
	const char *manager;
	size_t batch; /**< operations a batch; 0: single calls */
	double *real_ns; /**< an operation, for each round */
	double *cpu_ns; /**< the same, of the process */
};

struct contest {
	const struct stream *stream;
	unsigned warmup; /**< rounds before those that count */
	unsigned rounds; /**< RATIO_ROUNDS_MIN to RATIO_ROUNDS_MAX */
	size_t n;
	struct contestant *items;
	struct ticker *ticker; /**< shows the rounds; may be NULL */
};

/** Room for n contestants, whose managers and batches the caller fills in.
 *  contest_release() it. @return ERR_NOMEM */
enum err contest_init(struct contest *contest, const struct stream *stream,
    unsigned warmup, unsigned rounds, size_t n);
void contest_release(struct contest *contest);

/**
 * Run all rounds. Every pass's outcome is compared with that of oracle.h.
 *
 * @param order_seed of the order within the rounds
 * @return ERR_MISMATCH, naming the manager, for another outcome; ERR_USAGE for
 *         an unknown manager; ERR_NOMEM
 */
enum err contest_run(struct contest *contest, uint64_t order_seed);

/** Median CPU time of an operation. */
double contest_median_ns(
    const struct contest *contest, const struct contestant *contestant);

/** Whether a pass of it, by that median, is too short a run to tell it from
 *  another: TIMING_BATCH_SHOWN_NS. */
bool contest_is_short(
    const struct contest *contest, const struct contestant *contestant);

/** How many times as fast `a` is as `b`: ratio of CPU times in pairs. */
struct ratio contest_ratio(const struct contest *contest,
    const struct contestant *a, const struct contestant *b);

/** The contestant with the least median; contest->n > 0. */
const struct contestant *contest_fastest(const struct contest *contest);

/**
 * Add a row for each round of a contestant: PREFIX/MANAGER[/STREAM]/OPS, and
 * then /SIZE where it works in batches.
 * @return ERR_NOMEM
 */
enum err contest_rows(
    const struct contest *contest, const char *prefix, struct rows *rows);

#endif
