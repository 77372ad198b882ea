/** Figures of a set that no stream shows. */
#ifndef TESTS_BENCH_CORE_PROBE_H
#define TESTS_BENCH_CORE_PROBE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define PROBE_FIT_MIN 1000 /**< intervals */
#define PROBE_LOAD_MIN 4096 /**< bytes */

/** Why a first fit is hard to find. Starts are random in the first hundredth
 *  of the set. */
enum probe_fit {
	PROBE_FIT_NONE = 0, /**< no interval is long enough */
	PROBE_FIT_BEFORE, /**< only the first one is, and it lies before */
	PROBE_FIT_LAST, /**< only the last one is */
	PROBE_FITS
};

/**
 * CPU time of one interval_set_find() a mean, in a set of n
 * intervals, at least PROBE_FIT_MIN.
 * @return ERR_USAGE for an unknown manager; ERR_NOMEM; ERR_MISMATCH where an
 *         answer is wrong
 */
enum err probe_first_fit(
    const char *manager, enum probe_fit fit, size_t n, double *ns);

/**
 * Height of the tree after left-to-right allocation: from [0, 20 n) a piece of
 * 10 is taken at 0, 20, 40 and so on, which leaves n intervals.
 * @return as probe_first_fit()
 */
enum err probe_height(const char *manager, size_t n, size_t *height);

/**
 * CPU time of one load whose place the load before it gave, at random in a
 * buffer of that size, at least PROBE_LOAD_MIN: what a cache miss costs in
 * a set of that size.
 * @return ERR_NOMEM
 */
enum err probe_load(size_t size_bytes, double *ns);

#endif
