/**
 * The protocol benchmark: run managers over one operation stream, timed, and
 * prove after every run that the result is right.
 *
 * A run is two passes over the stream: a batch pass, and a pass in which each
 * operation is timed by itself. Only the first says how fast a manager is.
 */
#ifndef CORE_BENCH_PROTOCOL_H
#define CORE_BENCH_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/bench/oracle.h"
#include "core/bench/pass.h"
#include "core/bench/rows.h"
#include "core/bench/stream.h"

/** One manager's runs. */
struct protocol_series {
	char name[ROW_NAME_SIZE]; /**< protocol/boundary/10000 */
	const char *manager;
	size_t family; /**< index in interval_managers() */
	struct pass *runs; /**< plan.repetitions of them */
};

struct protocol_plan {
	const struct stream *stream;
	/** Names from interval_managers(), in its order; ends with NULL. */
	const char *const *managers;
	const char *filter; /**< extended regex of names; NULL for all */
	unsigned warmup;
	unsigned repetitions; /**< at least 1 */
	uint64_t order_seed; /**< of the order in which managers run */
	const char *cache; /**< see oracle_expect(); may be NULL */
};

struct protocol_result {
	struct protocol_plan plan; /**< what it points to stays the caller's */
	struct outcome outcome; /**< what each run left */
	enum oracle_source source;
	int64_t clock_cost_ns;
	size_t n;
	struct protocol_series *series; /**< n, in the plan's order */
	struct buf notes; /**< sentences for people, a line each */
};

/** Write the name of a benchmark: protocol/MANAGER[/STREAM]/OPS, STREAM as the
 *  stream's `name` where that is not empty. */
void protocol_name(char out[ROW_NAME_SIZE], const char *manager,
    const char *stream, size_t ops);

/**
 * Do what the plan says. Each repetition visits all managers in a random
 * order, so that slow drift of the machine meets all of them. Managers that do
 * not take the stream's space (see pass_fits()) are left out, with a note.
 *
 * @param result protocol_result_release() it
 * @return ERR_USAGE for a bad filter, one that matches nothing, or where no
 *         manager takes the space; ERR_MISMATCH for a wrong outcome; ERR_NOMEM
 */
enum err protocol_measure(
    const struct protocol_plan *plan, struct protocol_result *result);
void protocol_result_release(struct protocol_result *result);

#endif
