#include "tests/bench/scaling/rivals.h"

#include <math.h>

#define SIZES_MAX 64
#define RMS_LEAST 1e-12 /* of which there is a logarithm */

static double
rms_without_fixed_cost(const double *t, const double *g, size_t count)
{
	double tg = 0, gg = 0, squares = 0;

	for (size_t i = 0; i < count; i++) {
		tg += t[i] * g[i];
		gg += g[i] * g[i];
	}
	for (size_t i = 0; i < count; i++) {
		double left = t[i] - tg / gg * g[i];

		squares += left * left;
	}
	return sqrt(squares / (double)count);
}

static double
bic_of(const double *t, const double *g, size_t count, int parameters)
{
	double rms = fmax(law_fit(t, g, count).rms, RMS_LEAST);

	return (double)count * log(rms * rms) + parameters * log((double)count);
}

static enum growth
lowest(const double *n, const double *t, size_t count, int is_bic)
{
	enum growth best = GROWTH_CONSTANT;
	double least = INFINITY;

	for (int k = 0; k < GROWTH_COUNT; k++) {
		double g[SIZES_MAX], value;

		for (size_t i = 0; i < count; i++)
			g[i] = growth_value((enum growth)k, n[i]);
		value = is_bic ? bic_of(t, g, count, k ? 2 : 1)
			       : rms_without_fixed_cost(t, g, count);
		if (value < least) {
			least = value;
			best = (enum growth)k;
		}
	}
	return best;
}

enum growth
rival_google(const double *n, const double *t, size_t count)
{
	return lowest(n, t, count, 0);
}

enum growth
rival_bic(const double *n, const double *t, size_t count)
{
	return lowest(n, t, count, 1);
}
