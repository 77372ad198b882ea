#include "baselines/student.h"

#include <assert.h>
#include <math.h>

#define TINY 1e-300 /* stands for a denominator of 0 */
#define TERMS_MAX 10000

/* Coefficient d_n of the fraction 1 + d_1 / (1 + d_2 / (1 + ...)). */
static double
coefficient(double a, double b, double x, int n)
{
	double m = floor(n / 2.);

	if (n % 2 == 0)
		return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
	return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
}

static double
not_zero(double x)
{
	return fabs(x) < TINY ? TINY : x;
}

/* `above` is the ratio of the numerators of two successive approximants,
 * `below` that of their denominators, turned over: their product takes the
 * value from one approximant to the next. */
static double
fraction(double a, double b, double x)
{
	double above = 1, below = 0, value = 1;

	for (int n = 1; n < TERMS_MAX; n++) {
		double d = coefficient(a, b, x, n);

		above = not_zero(1 + d / above);
		below = 1 / not_zero(1 + d * below);
		value *= above * below;
		if (fabs(above * below - 1) < 1e-15)
			break;
	}
	return value;
}

double
incomplete_beta(double a, double b, double x)
{
	double front;

	assert(a > 0 && b > 0 && x >= 0 && x <= 1);
	if (x == 0 || x == 1)
		return x;
	/* The fraction is quick below this point; above it the other tail is.
	 */
	if (x > (a + 1) / (a + b + 2))
		return 1 - incomplete_beta(b, a, 1 - x);
	front = exp(
	    lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	return front / (a * fraction(a, b, x));
}

/* 2 P(T > |t|) = I_x(df / 2, 1 / 2) at x = df / (df + t^2). */
double
student_above(double t, double df)
{
	double tail;

	assert(df > 0);
	tail = incomplete_beta(df / 2, .5, df / (df + t * t)) / 2;
	return t > 0 ? tail : 1 - tail;
}

/* P(T > t) falls in t: bisect until the ends are neighbours. */
double
student_quantile(double p, double df)
{
	double tail = p < .5 ? p : 1 - p;
	double low = 0, high = 1;

	assert(p > 0 && p < 1);
	if (tail == .5)
		return 0;
	while (student_above(high, df) > tail) {
		low = high;
		high *= 2;
	}
	for (;;) {
		double middle = low + (high - low) / 2;

		if (middle <= low || middle >= high)
			break;
		if (student_above(middle, df) > tail)
			low = middle;
		else
			high = middle;
	}
	return p < .5 ? -high : high;
}
