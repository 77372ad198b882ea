/**
 * What a manager's memory comes to: after loading intervals, after random
 * changes, and after taking nearly all of them away.
 *
 * Every figure is taken twice, from interval_set_stats() and from the allocator
 * that the set was given; where they disagree, that is an error.
 */
#ifndef CORE_BENCH_MEMORY_H
#define CORE_BENCH_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/counting.h"
#include "core/bench/outcome.h"
#include "core/bench/rows.h"
#include "core/bench/stream.h"
#include "core/interval/interval.h"

enum memory_phase {
	MEMORY_LOADED = 0, /**< a fragmented state, by interval_set_load() */
	MEMORY_CHURNED, /**< after the operations of a stream */
	MEMORY_DRAINED, /**< 99 of 100 intervals reserved, in random order */
	MEMORY_PHASES
};

/** "loaded", "churned", "drained". */
const char *memory_phase_name(enum memory_phase phase);

struct memory_state {
	size_t intervals;
	size_t bytes;
	size_t allocations;
	size_t fresh_bytes; /**< that a new set with the same intervals holds */
	size_t changes; /**< operations of the phase; intervals, if loaded */
	double real_ns; /**< of one of them, counting the memory included */
	double cpu_ns;
};

/** One manager at one number of live intervals. */
struct memory {
	const char *manager;
	uint64_t live; /**< that were asked for */
	struct memory_state states[MEMORY_PHASES];
};

/**
 * Compare a set's own account with its allocator's.
 *
 * @param who names the set in errors
 * @param held what the allocator has given to `set` alone
 * @return ERR_MISMATCH, with both
 */
enum err memory_check_account(const char *who, const struct interval_set *set,
    const struct counting *held);

/** The stream for so many live intervals: the fragmented mix, twice as many
 *  operations and at least 100,000. */
struct stream_plan memory_plan(uint64_t live, uint64_t seed);

/**
 * Take a manager through the phases.
 *
 * @param stream of memory_plan()
 * @param expected what the stream leaves behind
 * @param drain_seed of the order in which intervals are taken away
 * @return ERR_MISMATCH, saying what disagrees: the two accounts, the outcome,
 *         or memory that a freed set still holds; ERR_USAGE for an unknown
 *         manager; ERR_NOMEM
 */
enum err memory_measure(const char *manager, const struct stream *stream,
    const struct outcome *expected, uint64_t drain_seed, struct memory *out);

/** Bytes held by bytes that a new set would hold: 1 is no waste. */
double memory_overhead(const struct memory_state *state);

/** Add a row for each phase: memory/MANAGER/PHASE/LIVE. @return ERR_NOMEM */
enum err memory_rows(
    const struct memory *memory, size_t family, struct rows *rows);

#endif
