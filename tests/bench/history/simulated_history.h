/** Series as continuous integration measures them, with their true changes. */
#ifndef TESTS_BENCH_HISTORY_SIMULATED_HISTORY_H
#define TESTS_BENCH_HISTORY_SIMULATED_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/rng.h"

#define HISTORY_POINTS_MIN 40
#define HISTORY_POINTS_MAX 400
#define HISTORY_CHANGES_MAX 4

struct history {
	double values[HISTORY_POINTS_MAX];
	size_t n;
	size_t changes[HISTORY_CHANGES_MAX];
	size_t change_count;
	double sd; /**< of the noise's core, in logarithms */
};

/** What noise is like, and what else happens. */
struct history_kind {
	const char *name;
	const char *summary;
	/** Turn the levels, as logarithms, into values with noise. */
	void (*noise)(struct rng *rng, struct history *history);
	/** Where levels change, if not anywhere. */
	void (*place)(struct rng *rng, struct history *history);
};

/** Ends with a NULL name. */
extern const struct history_kind history_kinds[];

/** @param flat no level changes */
void simulated_history_make(struct history *out,
    const struct history_kind *kind, bool flat, struct rng *rng);

/** Outliers of a nightly benchmark: this share of the points, each times 1.2
 *  to 3. */
void history_outliers(struct rng *rng, double *logs, size_t n, double share);

#endif
