#include "baselines/limit.h"

#include <assert.h>

#include "baselines/signed_rank.h"

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
	if (signed_rank_p(d, n, 0, ALTERNATIVE_LESS) <= LIMIT_ALPHA)
		return LIMIT_WITHIN;
	return LIMIT_UNCLEAR;
}
