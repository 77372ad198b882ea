#include "core/base/law.h"

#include <math.h>
#include <stdbool.h>

#define NEARLY_AS_GOOD 1.3
#define NOISE_SHARE .35
#define GOOD_RMS .02
/* Of the normal equations' determinant: below it the columns are parallel. */
#define DEPENDENT 1e-12

static const struct {
	const char *name;
	int power;
	int logs;
} classes[GROWTH_COUNT] = {
    [GROWTH_CONSTANT] = {"O(1)", 0, 0},
    [GROWTH_LOG] = {"O(log n)", 0, 1},
    [GROWTH_LINEAR] = {"O(n)", 1, 0},
    [GROWTH_LINEAR_LOG] = {"O(n log n)", 1, 1},
    [GROWTH_SQUARE] = {"O(n^2)", 2, 0},
    [GROWTH_CUBE] = {"O(n^3)", 3, 0},
};

const char *
growth_name(enum growth growth)
{
	return classes[growth].name;
}

int
growth_power(enum growth growth)
{
	return classes[growth].power;
}

int
growth_logs(enum growth growth)
{
	return classes[growth].logs;
}

double
growth_value(enum growth growth, double n)
{
	double value = pow(n, classes[growth].power);

	return classes[growth].logs ? value * log2(n) : value;
}

static double
rms_of(const struct law *law, const double *t, const double *g, size_t count)
{
	double squares = 0;

	for (size_t i = 0; i < count; i++) {
		double left = 1 - (law->a + law->c * g[i]) / t[i];

		squares += left * left;
	}
	return sqrt(squares / (double)count);
}

/* With u = 1/t and v = g/t it is the least squares of 1 on a u + c v. Where the
 * free solution has one below 0, the best is that of the other alone; both are
 * never below 0, since u and v are not. */
struct law
law_fit(const double *t, const double *g, size_t count)
{
	double most = 0, uu = 0, uv = 0, vv = 0, u1 = 0, v1 = 0;
	struct law law = {0};
	double determinant;

	for (size_t i = 0; i < count; i++)
		most = fmax(most, g[i]);
	if (most <= 0)
		most = 1;
	for (size_t i = 0; i < count; i++) {
		double u = t[0] / t[i]; /* scaled: n^3 of large n stays small */
		double v = u * g[i] / most;

		uu += u * u;
		uv += u * v;
		vv += v * v;
		u1 += u;
		v1 += v;
	}
	determinant = uu * vv - uv * uv;
	if (determinant > DEPENDENT * uu * vv) {
		law.a = (u1 * vv - v1 * uv) / determinant;
		law.c = (v1 * uu - u1 * uv) / determinant;
	}
	if (law.c <= 0)
		law = (struct law){.a = u1 / uu};
	else if (law.a < 0)
		law = (struct law){.c = v1 / vv};
	law.a *= t[0];
	law.c *= t[0] / most;
	law.rms = rms_of(&law, t, g, count);
	return law;
}

static bool
is_flat(const double *t, size_t count)
{
	double fastest = t[0], slowest = t[0];

	for (size_t i = 1; i < count; i++) {
		fastest = fmin(fastest, t[i]);
		slowest = fmax(slowest, t[i]);
	}
	return slowest < LAW_FLAT_RATIO * fastest;
}

enum growth
law_choose(
    const double rms[GROWTH_COUNT], double noise, const double *t, size_t count)
{
	enum growth growth = GROWTH_CONSTANT;
	double best = INFINITY;

	if (is_flat(t, count))
		return GROWTH_CONSTANT;
	for (int g = 0; g < GROWTH_COUNT; g++)
		best = fmin(best, rms[g]);
	best = fmax(
	    fmax(NEARLY_AS_GOOD * best, best + NOISE_SHARE * noise), GOOD_RMS);
	while (growth < GROWTH_CUBE && rms[growth] > best)
		growth++;
	return growth;
}

struct law_line
law_line(const double *n, const double *t, size_t count)
{
	double x_mean = 0, y_mean = 0, sxx = 0, sxy = 0, left = 0;
	struct law_line line;

	for (size_t i = 0; i < count; i++) {
		x_mean += log(n[i]) / (double)count;
		y_mean += log(t[i]) / (double)count;
	}
	for (size_t i = 0; i < count; i++) {
		double x = log(n[i]) - x_mean;

		sxx += x * x;
		sxy += x * (log(t[i]) - y_mean);
	}
	line.slope = sxy / sxx;
	for (size_t i = 0; i < count; i++) {
		double residual =
		    log(t[i]) - y_mean - line.slope * (log(n[i]) - x_mean);

		left += residual * residual;
	}
	line.error = count > 2 ? sqrt(left / (double)(count - 2) / sxx) : NAN;
	return line;
}
