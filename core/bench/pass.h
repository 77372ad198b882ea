/**
 * One pass of one manager over a stream, timed: the unit of which the figures
 * of all commands are made.
 *
 * A pass works on a fresh set, which holds the stream's initial intervals
 * before the clock starts, and whose domain is the stream's space.
 */
#ifndef CORE_BENCH_PASS_H
#define CORE_BENCH_PASS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/outcome.h"
#include "core/bench/stream.h"
#include "core/bench/timing.h"
#include "core/interval/interval.h"

/** Offsets in the largest domain that a bounded manager is run with: one that
 *  keeps a bit for each takes 1 GiB then. */
#define PASS_BOUNDED_MAX (UINT64_C(1) << 33)

struct pass {
	int64_t wall_ns; /**< of all operations together */
	int64_t cpu_ns; /**< the same, of the whole process */
	/** Of single operations; only pass_run_singly() sets them. */
	struct timing_quantiles quantiles;
};

/** Whether the manager can be run over a stream of that space: false for a
 *  bounded one (interval_manager_bounded()) and more than PASS_BOUNDED_MAX. */
bool pass_fits(const char *manager, struct interval space);

/**
 * Make the set that a pass starts with; interval_set_free() it.
 * @return ERR_USAGE for an unknown manager; ERR_NOMEM; ERR_MISMATCH where it
 *         refuses the initial intervals
 */
enum err pass_open(struct interval_set **out, const struct stream *stream,
    const char *manager);

/** The ERR_... of a status, naming the manager; INTERVAL_NOTFOUND is ERR_OK. */
enum err pass_err(enum interval_status status, const char *manager);

/**
 * Time the operations as one batch, with one reading of the clock at each end.
 * @return as pass_open(); ERR_MISMATCH where an operation fails
 */
enum err pass_run(const struct stream *stream, const char *manager,
    struct pass *pass, struct outcome *outcome);

/**
 * Time each operation by itself, less the cost of reading the clock. wall_ns
 * and cpu_ns of `pass` stay: the readings cost as much as a fast operation.
 *
 * @param times_ns room for stream->n times; sorted afterwards
 * @return as pass_run()
 */
enum err pass_run_singly(const struct stream *stream, const char *manager,
    int64_t clock_cost_ns, int64_t *times_ns, struct pass *pass,
    struct outcome *outcome);

#endif
