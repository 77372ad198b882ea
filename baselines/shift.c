#include "baselines/shift.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/order.h"

#define ALPHA_SIDE .005
/* The noise is a robust estimate of many points, but may be too high where the
 * series has two modes or a period. */
#define SD_SHARE .7
/* P(Z < 2.5758) = .995. */
#define Z_SIDE 2.5758293035489004
#define EXACT_BELOW 8
#define U_MAX ((EXACT_BELOW - 1) * SHIFT_SIDE_MAX)

struct moments {
	double mean;
	double variance;
};

static struct moments
moments_of(const double *values, size_t n)
{
	struct moments m = {0, 0};

	for (size_t i = 0; i < n; i++)
		m.mean += values[i] / (double)n;
	for (size_t i = 0; i < n; i++)
		m.variance += (values[i] - m.mean) * (values[i] - m.mean);
	m.variance = n > 1 ? m.variance / (double)(n - 1) : 0;
	return m;
}

double
shift_t(const struct shift_sides *sides, double noise)
{
	struct moments a = moments_of(sides->before, sides->before_count);
	struct moments b = moments_of(sides->after, sides->after_count);
	double least = SD_SHARE * SD_SHARE * noise * noise;
	double error =
	    sqrt(fmax(a.variance, least) / (double)sides->before_count +
		 fmax(b.variance, least) / (double)sides->after_count);

	return (b.mean - a.mean) / error;
}

static double
median_of(const double *values, size_t n)
{
	double work[SHIFT_SIDE_MAX];

	assert(n > 0 && n <= SHIFT_SIDE_MAX);
	memcpy(work, values, n * sizeof *work);
	return order_median(work, n);
}

double
shift_of_medians(const struct shift_sides *sides)
{
	return median_of(sides->after, sides->after_count) -
	       median_of(sides->before, sides->before_count);
}

/*
 * Of all arrangements of m and n values, how many have U pairs in the wrong
 * order is the coefficient of x^U in the Gaussian binomial, the product over i
 * = 1, ..., m of (1 - x^(n + i)) / (1 - x^i). The counts are whole numbers
 * below 2^53: 37 over 7 is 10,295,472.
 */
static size_t
exact_k(size_t m, size_t n)
{
	double ways[U_MAX + 1] = {1}, all = 1, sum = 0;
	size_t top = m * n;

	for (size_t i = 1; i <= m; i++) {
		for (size_t u = top; u >= n + i; u--)
			ways[u] -= ways[u - n - i];
		for (size_t u = i; u <= top; u++)
			ways[u] += ways[u - i];
		all *= (double)(n + i) / (double)i;
	}
	for (size_t k = 0; k <= top; k++) {
		sum += ways[k];
		if (sum > ALPHA_SIDE * all)
			return k;
	}
	return top;
}

/* The largest k with P(U < k) <= .005; 0 where there is none. */
static size_t
critical_k(size_t m, size_t n)
{
	double pairs = (double)(m * n);
	double sd = sqrt(pairs * (double)(m + n + 1) / 12);

	if (m < EXACT_BELOW)
		return exact_k(m, n);
	if (n < EXACT_BELOW)
		return exact_k(n, m);
	return (size_t)fmax(floor(pairs / 2 - Z_SIDE * sd + .5), 0);
}

struct shift_interval
shift_interval_of(const struct shift_sides *sides, double noise)
{
	double d[SHIFT_SIDE_MAX * SHIFT_SIDE_MAX];
	size_t m = sides->before_count, n = sides->after_count, count = 0;
	size_t k = critical_k(m, n);
	struct shift_interval out;
	double error = noise * sqrt(1 / (double)m + 1 / (double)n);

	for (size_t i = 0; i < m; i++)
		for (size_t j = 0; j < n; j++)
			d[count++] = sides->after[j] - sides->before[i];
	out.shift = order_median(d, count);
	out.low = order_kth(d, count, k > 0 ? k - 1 : 0);
	out.high = order_kth(d, count, count - (k > 0 ? k : 1));
	if (k == 0) {
		out.low = fmin(out.low, out.shift - Z_SIDE * error);
		out.high = fmax(out.high, out.shift + Z_SIDE * error);
	}
	return out;
}
