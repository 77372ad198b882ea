#include "baselines/limit.h"

#include <assert.h>
#include <stdbool.h>

#include "baselines/signed_rank.h"

/* The test leaves out values that equal the limit, and counts and sizes often
 * do: where none is beyond it, all of them kept it. */
static bool
all_keep(const double *d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (d[i] > 0)
			return false;
	return true;
}

/* 8 values on one side have p = 1/256 = .0039. */
enum limit_place
limit_place(
    enum direction direction, double limit, const double *values, size_t n)
{
	double d[SIGNED_RANK_MAX];

	assert(limit > 0 && n <= SIGNED_RANK_MAX);
	if (n < LIMIT_ROUNDS)
		return LIMIT_TOO_FEW;
	for (size_t i = 0; i < n; i++)
		d[i] = series_log_ratio(direction, limit, values[i]);
	if (signed_rank_p(d, n, 0, ALTERNATIVE_GREATER) <= LIMIT_ALPHA)
		return LIMIT_BEYOND;
	if (all_keep(d, n) ||
	    signed_rank_p(d, n, 0, ALTERNATIVE_LESS) <= LIMIT_ALPHA)
		return LIMIT_WITHIN;
	return LIMIT_UNCLEAR;
}
