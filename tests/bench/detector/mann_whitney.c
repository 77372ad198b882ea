#include "tests/bench/detector/mann_whitney.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#define U_MAX ((size_t)MANN_WHITNEY_EXACT * MANN_WHITNEY_EXACT)

/* Twice the number of pairs with y above x, a tie counting for half. */
static size_t
count_doubled(const double *x, size_t n, const double *y, size_t m)
{
	size_t doubled = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < m; j++)
			doubled += (size_t)(y[j] > x[i]) + (y[j] >= x[i]);
	return doubled;
}

static double
pooled(const double *x, size_t n, const double *y, size_t i)
{
	return i < n ? x[i] : y[i - n];
}

/* Sum of t^3 - t over the groups of t tied values: each of the t members of a
 * group adds t^2 - 1. */
static double
tie_term(const double *x, size_t n, const double *y, size_t m)
{
	double sum = 0;

	for (size_t i = 0; i < n + m; i++) {
		double equal = 0;

		for (size_t j = 0; j < n + m; j++)
			equal += pooled(x, n, y, i) == pooled(x, n, y, j);
		sum += equal * equal - 1;
	}
	return sum;
}

/* P(U <= most) where each choice of n among n + m ranks is equally likely. The
 * numbers of choices with U = 0, 1, ... are the coefficients of the Gaussian
 * binomial: the product over i = 1..n of (1 - q^(m + i)) / (1 - q^i). For n = m
 * = 2 they are 1 1 2 1 1, six choices. After each i they are those of i values
 * against m, whole numbers below 2^53: C(40, 20) is 1.4e11. */
static double
exact_at_most(size_t n, size_t m, size_t most)
{
	double ways[U_MAX + 1] = {1};
	double below = 0, all = 0;

	for (size_t i = 1; i <= n; i++) {
		for (size_t u = n * m; u >= m + i; u--)
			ways[u] -= ways[u - m - i];
		for (size_t u = i; u <= n * m; u++)
			ways[u] += ways[u - i];
	}
	for (size_t u = 0; u <= n * m; u++) {
		all += ways[u];
		if (u <= most)
			below += ways[u];
	}
	return below / all;
}

double
mann_whitney_p(const double *x, size_t n, const double *y, size_t m)
{
	double all = (double)n + (double)m;
	double product = (double)n * (double)m;
	double ties, above, sd;
	size_t doubled;

	assert(n > 0 && m > 0);
	doubled = count_doubled(x, n, y, m);
	ties = tie_term(x, n, y, m);
	/* U and nm - U are alike, and P(U >= u) = P(U <= nm - u). */
	if (ties == 0 && n <= MANN_WHITNEY_EXACT && m <= MANN_WHITNEY_EXACT)
		return exact_at_most(n, m, n * m - doubled / 2);
	sd = sqrt(product / 12 * (all + 1 - ties / (all * (all - 1))));
	if (sd == 0)
		return 1;
	above = (double)doubled / 2 - product / 2;
	return .5 * erfc((above - .5) / sd * sqrt(.5));
}
