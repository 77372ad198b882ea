/**
 * Families: series whose benchmarks differ only by a trailing "/N", the size of
 * the input. They are what a complexity class can be fitted to.
 */
#ifndef BASELINES_FAMILY_H
#define BASELINES_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/series.h"
#include "core/base/err.h"

/** Fewer sizes, or sizes whose largest is less than so many times the
 *  smallest, tell no class. */
#define FAMILY_SIZES_MIN 4
#define FAMILY_SPAN_MIN 8
#define FAMILY_SIZES_MAX 64

/** Sizes are at most so large: every whole number up to it is a double. */
#define FAMILY_SIZE_LIMIT 9007199254740992.

/**
 * Read the size at the end of a benchmark's name, behind its last slash: whole
 * numbers in decimal digits, with or without a suffix
 *
 *	k, K, M, G	times 10^3, 10^3, 10^6, 10^9
 *	Ki, Mi, Gi	times 2^10, 2^20, 2^30
 *
 * and behind either an optional B; or B^E and B<<E: 2^10, 1<<10. "4KiB" is
 * 4096, "1k" is 1000. What follows the last slash must be all of it.
 *
 * @param[out] stem bytes of the name before that slash, at least 1
 * @return whether there is a size, of at most FAMILY_SIZE_LIMIT
 */
bool family_size(const char *benchmark, size_t *stem, double *n);

struct family_member {
	double n;
	size_t index; /**< of its series in the caller's list */
};

struct family {
	char *name; /**< without "/N" */
	struct series_name series; /**< of its smallest size; borrowed */
	struct family_member *members; /**< n growing */
	size_t count;
	/** Why no class can be fitted to it: too few sizes, too near each
	 *  other, too many, one of them twice, one of 0. NULL: it can be. */
	const char *reason;
};

struct families {
	struct family *items; /**< by name, then by metric */
	size_t count;
	size_t others; /**< series whose benchmark has no size */
};

/**
 * Group series: the same stem, metric, unit and direction. O(n log n).
 *
 * @param names borrowed as long as the families
 * @return ERR_NOMEM; then *out holds nothing
 */
enum err families_make(
    struct families *out, const struct series_name *names, size_t count);
void families_release(struct families *families);

/** What sizes lack to tell a class, as in a family; NULL for nothing.
 *  @param n growing */
const char *family_reason(const double *n, size_t count);

#endif
