#include "core/bench/ratio.h"

#include <assert.h>
#include <math.h>

#include "core/bench/timing.h"

/* Rank, from 1, of the interval's ends counted from either side: the greatest k
 * with P(B < k) <= (1 - RATIO_CONFIDENCE) / 2 for B heads of n coins. Of 15,
 * P(B
 * <= 2) = (1 + 15 + 105) / 2^15 = .0037 and P(B <= 3) = .0176: k = 3. */
static size_t
interval_rank(size_t n, double *confidence)
{
	double each = ldexp(1, -(int)n); /* P(B = i) */
	double below = 0; /* P(B < i) */
	size_t i = 0;

	while (below + each <= (1 - RATIO_CONFIDENCE) / 2) {
		below += each;
		each *= (double)(n - i) / (double)(i + 1);
		i++;
	}
	*confidence = 1 - 2 * below;
	return i;
}

struct ratio
ratio_of_pairs(const double *a, const double *b, size_t rounds)
{
	double logs[RATIO_ROUNDS_MAX];
	struct ratio ratio;
	size_t k;

	assert(rounds >= RATIO_ROUNDS_MIN && rounds <= RATIO_ROUNDS_MAX);
	for (size_t i = 0; i < rounds; i++)
		logs[i] = log(a[i] / b[i]);
	ratio.median = exp(timing_median(logs, rounds)); /* sorts them */
	k = interval_rank(rounds, &ratio.confidence);
	assert(k > 0); /* 8 rounds: P(B < 1) = 1/256 <= .005 */
	ratio.low = exp(logs[k - 1]);
	ratio.high = exp(logs[rounds - k]);
	return ratio;
}

bool
ratio_shows_difference(const struct ratio *ratio)
{
	return ratio->low > 1 || ratio->high < 1;
}
