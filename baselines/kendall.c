#include "baselines/kendall.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/order.h"

/* P(Z < 2.5758) = .995. */
#define Z_SIDE 2.5758293035489004
#define CORRELATION_MAX .9
#define PAIRS_MAX (KENDALL_POINTS_MAX * (KENDALL_POINTS_MAX - 1) / 2)

static double
pairs_variance(size_t n)
{
	double d = (double)n;

	return d * (d - 1) * (2 * d + 5) / 18;
}

/* A run of t equal values takes what t values of their own would have had. */
static double
ties_variance(const double *y, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		size_t before = 0, equal = 0;

		for (size_t j = 0; j < n; j++) {
			before += j < i && y[j] == y[i];
			equal += y[j] == y[i];
		}
		if (before == 0)
			sum += pairs_variance(equal);
	}
	return sum;
}

struct kendall
kendall_of(const double *y, size_t n)
{
	struct kendall out = {0, 0};

	assert(n <= KENDALL_POINTS_MAX);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			out.s += (y[j] > y[i]) - (y[j] < y[i]);
	out.variance = pairs_variance(n) - ties_variance(y, n);
	return out;
}

/* Three points: N = 3, variance 3 x 2 x 11 / 18 = 3.67, k = (3 - 4.9) / 2 is
 * below 1: the interval is all slopes. */
struct theil_sen
theil_sen_of(const double *x, const double *y, size_t n, double variance)
{
	double slopes[PAIRS_MAX];
	struct theil_sen out;
	size_t count = 0, k;

	assert(n >= 2 && n <= KENDALL_POINTS_MAX);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
	k = (size_t)fmax(
	    floor(((double)count - Z_SIDE * sqrt(fmax(variance, 0))) / 2), 1);
	out.slope = order_median(slopes, count);
	out.low = order_kth(slopes, count, k - 1);
	out.high = order_kth(slopes, count, count - k);
	return out;
}

double
kendall_inflation(const double *x, const double *y, size_t n, double slope)
{
	double rest[KENDALL_POINTS_MAX];
	double mean = 0, squares = 0, products = 0, r;

	assert(n <= KENDALL_POINTS_MAX);
	for (size_t i = 0; i < n; i++) {
		rest[i] = y[i] - slope * x[i];
		mean += rest[i] / (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		squares += (rest[i] - mean) * (rest[i] - mean);
		if (i > 0)
			products += (rest[i] - mean) * (rest[i - 1] - mean);
	}
	r = squares > 0 ? products / squares : 0;
	r = fmin(fmax(r, 0), CORRELATION_MAX);
	return (1 + r) / (1 - r);
}
