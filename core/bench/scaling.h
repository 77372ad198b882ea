/**
 * How every operation of every manager grows with the number of intervals,
 * measured and held against what the library promises.
 *
 * Operations are timed in rounds of many calls on a set whose answers are known
 * (comb.h), each call's result compared; a change is taken back, untimed, after
 * its round. Repetitions visit all sizes and managers anew in a random order,
 * so that slow drift of the machine meets all of them.
 */
#ifndef CORE_BENCH_SCALING_H
#define CORE_BENCH_SCALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/fit.h"
#include "core/bench/latency.h"
#include "core/bench/meter.h"
#include "core/bench/rows.h"
#include "core/bench/scaling_op.h"
#include "core/bench/ticker.h"

/** The operation of whole streams: n operations of the fragmented mix on n live
 *  intervals. */
#define SCALING_STREAM "stream"

#define SCALING_NAME_SIZE 128

struct scaling_plan {
	const char *const *managers; /**< ends with NULL */
	size_t min; /**< COMB_MIN at least; sizes double from here */
	size_t max; /**< COMB_MAX at most */
	unsigned repetitions; /**< 1 to FIT_REPETITIONS_MAX */
	int64_t target_ns; /**< that a measurement takes, at least */
	const char *filter; /**< extended regex of names; NULL for all */
	uint64_t seed; /**< of the order and of what is asked for */
	struct ticker *ticker; /**< shows how far it is; may be NULL */
};

/** One manager and operation, at growing sizes. */
struct scaling_family {
	char name[SCALING_NAME_SIZE]; /**< scaling/boundary/find */
	const char *manager;
	const struct scaling_op *op; /**< NULL for streams */
	enum growth promised;
	size_t sizes; /**< that were asked for: 0 for none */
	double n[FIT_SIZES_MAX];
	double bytes[FIT_SIZES_MAX]; /**< that the set takes */
	double load_ns[FIT_SIZES_MAX]; /**< a load from anywhere in them */
	double descent_ns[FIT_SIZES_MAX]; /**< see latency_descent_ns() */
	/** Repetition k at n[i] is times[i * repetitions + k]. */
	struct meter_time *times;
	bool fitted; /**< there were FIT_SIZES_MIN sizes at least */
	struct fit_range range; /**< of the promised class */
	struct fit fit; /**< of the CPU times */
	enum fit_verdict verdict;
};

struct scaling_result {
	unsigned repetitions;
	struct latency latency; /**< of the machine's memory, medians */
	size_t n;
	struct scaling_family *families; /**< by manager, then by operation */
};

/**
 * Do what the plan says.
 *
 * @return ERR_USAGE for a bad filter or one that matches nothing; ERR_MISMATCH
 *         for a wrong result, naming the benchmark; ERR_NOMEM
 */
enum err scaling_measure(
    const struct scaling_plan *plan, struct scaling_result *result);
void scaling_result_release(struct scaling_result *result);

/** The index of `n` in the family's sizes, family->sizes where it has not. */
size_t scaling_size(const struct scaling_family *family, size_t n);

/** Median CPU time of a call at n[size]. */
double scaling_median_ns(const struct scaling_result *result,
    const struct scaling_family *family, size_t size);

/**
 * Of a family of streams: time(n) / (n log2 n), in units of that at the
 * smallest size. 1 throughout is growth as n log n; caches that no longer hold
 * the set show as more.
 */
double scaling_efficiency(const struct scaling_result *result,
    const struct scaling_family *family, size_t size);

/** Add a row for each repetition. @return ERR_NOMEM */
enum err scaling_rows(const struct scaling_result *result, struct rows *rows);

#endif
