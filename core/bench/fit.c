#include "core/bench/fit.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "core/base/rng.h"
#include "core/bench/timing.h"

#define RESAMPLES 200
#define FLAT_RATIO 1.35 /* slowest to fastest, below which nothing grows */
#define NEARLY_AS_GOOD 1.3
#define GOOD_RMS .02
#define PI 3.14159265358979323846

static double
g_constant(double n)
{
	(void)n;
	return 1;
}

static double
g_linear(double n)
{
	return n;
}

static double
g_linear_log(double n)
{
	return n * log2(n);
}

static double
g_square(double n)
{
	return n * n;
}

/* From the simplest to the steepest. */
static const struct {
	const char *name;
	double (*g)(double n);
} classes[GROWTHS] = {
    [GROWTH_CONSTANT] = {"O(1)", g_constant},
    [GROWTH_LOG] = {"O(log n)", log2},
    [GROWTH_LINEAR] = {"O(n)", g_linear},
    [GROWTH_LINEAR_LOG] = {"O(n log n)", g_linear_log},
    [GROWTH_SQUARE] = {"O(n^2)", g_square},
};

const char *
growth_name(enum growth growth)
{
	return classes[growth].name;
}

/* ---- the exponent ---- */

/* P(-t < T < t) of Student's t with `df` degrees of freedom: the finite series
 * of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
static double
student_within(double t, size_t df)
{
	double theta = atan(t / sqrt((double)df));
	double cosine = cos(theta);
	bool odd = df % 2 == 1;
	double term = odd ? cosine : 1;
	double sum = 0;

	/* Odd: cos + 2/3 cos^3 + (2 4)/(3 5) cos^5 ... up to cos^(df - 2);
	 * even: 1 + 1/2 cos^2 + (1 3)/(2 4) cos^4 ... likewise. */
	for (size_t k = odd ? 1 : 0; k + 2 <= df; k += 2) {
		sum += term;
		term *= cosine * cosine * (double)(k + 1) / (double)(k + 2);
	}
	if (odd)
		return (theta + sin(theta) * sum) * 2 / PI;
	return sin(theta) * sum;
}

/* The t between whose negative and itself `confidence` lies. */
static double
student_quantile(double confidence, size_t df)
{
	double low = 0;
	double high = 1;

	while (student_within(high, df) < confidence)
		high *= 2;
	for (int i = 0; i < 100; i++) {
		double middle = (low + high) / 2;

		if (student_within(middle, df) < confidence)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* Least squares of ln t on ln n: slope and its standard error. */
struct line {
	double slope;
	double error;
};

static struct line
log_line(const double *n, const double *t, size_t sizes)
{
	double x_mean = 0, y_mean = 0, sxx = 0, sxy = 0, left = 0;
	struct line line;

	for (size_t i = 0; i < sizes; i++) {
		x_mean += log(n[i]) / (double)sizes;
		y_mean += log(t[i]) / (double)sizes;
	}
	for (size_t i = 0; i < sizes; i++) {
		double x = log(n[i]) - x_mean;

		sxx += x * x;
		sxy += x * (log(t[i]) - y_mean);
	}
	line.slope = sxy / sxx;
	for (size_t i = 0; i < sizes; i++) {
		double residual = log(t[i]) - y_mean -
				  line.slope * (log(n[i]) - x_mean);

		left += residual * residual;
	}
	line.error = sqrt(left / (double)(sizes - 2) / sxx);
	return line;
}

double
fit_formula_exponent(const double *n, size_t sizes, enum growth growth)
{
	double g[FIT_SIZES_MAX];

	assert(sizes >= FIT_SIZES_MIN && sizes <= FIT_SIZES_MAX);
	for (size_t i = 0; i < sizes; i++)
		g[i] = classes[growth].g(n[i]);
	return log_line(n, g, sizes).slope;
}

static void
fit_exponent(struct fit *fit, const double *n, const double *t, size_t sizes)
{
	struct line line = log_line(n, t, sizes);
	double reach =
	    line.error * student_quantile(FIT_CONFIDENCE, sizes - 2);

	fit->exponent = line.slope;
	fit->exponent_low = line.slope - reach;
	fit->exponent_high = line.slope + reach;
}

/* ---- the class ---- */

/* Normalized root mean square of a u + c v - 1, u = 1 / t, v = g / t. */
static double
rms_of(double a, double c, const double *u, const double *v, size_t sizes)
{
	double squares = 0;

	for (size_t i = 0; i < sizes; i++) {
		double residual = a * u[i] + c * v[i] - 1;

		squares += residual * residual;
	}
	return sqrt(squares / (double)sizes);
}

/* Fit t = a + c g(n) with a, c >= 0 so that relative residuals are least. Where
 * the free solution has a negative one, the best with a = 0 or c = 0 is it. */
static double
class_rms(const double *n, const double *t, size_t sizes, enum growth growth)
{
	double u[FIT_SIZES_MAX], v[FIT_SIZES_MAX];
	double su = 0, sv = 0, suu = 0, suv = 0, svv = 0;
	double determinant, a, c;

	for (size_t i = 0; i < sizes; i++) {
		u[i] = 1 / t[i];
		v[i] = classes[growth].g(n[i]) / t[i];
		su += u[i];
		sv += v[i];
		suu += u[i] * u[i];
		suv += u[i] * v[i];
		svv += v[i] * v[i];
	}
	if (growth == GROWTH_CONSTANT) /* u is v */
		return rms_of(su / suu, 0, u, v, sizes);
	determinant = suu * svv - suv * suv;
	a = (su * svv - sv * suv) / determinant;
	c = (sv * suu - su * suv) / determinant;
	if (a >= 0 && c >= 0)
		return rms_of(a, c, u, v, sizes);
	return fmin(rms_of(su / suu, 0, u, v, sizes),
	    rms_of(0, sv / svv, u, v, sizes));
}

/* Whether the formula's exponent is near the measured interval. */
static bool
possible(const struct fit *fit, const double *n, size_t sizes, enum growth g)
{
	double exponent = fit_formula_exponent(n, sizes, g);

	return exponent >= fit->exponent_low - FIT_ALLOWANCE &&
	       exponent <= fit->exponent_high + FIT_ALLOWANCE;
}

/* Set the class and its rms; the exponent is known. */
static void
classify(struct fit *fit, const double *n, const double *t, size_t sizes)
{
	double rms[GROWTHS];
	double fastest = t[0], slowest = t[0];
	double best = INFINITY;
	enum growth growth = GROWTH_CONSTANT;

	for (size_t i = 1; i < sizes; i++) {
		fastest = fmin(fastest, t[i]);
		slowest = fmax(slowest, t[i]);
	}
	for (enum growth g = GROWTH_CONSTANT; g < GROWTHS; g++) {
		rms[g] = class_rms(n, t, sizes, g);
		if (!possible(fit, n, sizes, g))
			rms[g] += 1e9; /* still better than none */
		best = fmin(best, rms[g]);
	}
	if (slowest >= FLAT_RATIO * fastest) {
		double enough = fmax(NEARLY_AS_GOOD * best, GOOD_RMS);

		while (rms[growth] > enough)
			growth++;
	}
	fit->growth = growth;
	fit->rms = class_rms(n, t, sizes, growth);
}

/* ---- repetitions ---- */

static void
take_medians(const struct fit_series *series, double *medians)
{
	double one[FIT_REPETITIONS_MAX];
	size_t m = series->repetitions;

	for (size_t i = 0; i < series->sizes; i++) {
		for (size_t k = 0; k < m; k++)
			one[k] = series->ns[i * m + k];
		medians[i] = timing_median(one, m);
	}
}

/* Medians of as many repetitions, drawn with replacement. */
static void
resample_medians(
    const struct fit_series *series, struct rng *rng, double *medians)
{
	double one[FIT_REPETITIONS_MAX];
	size_t m = series->repetitions;

	for (size_t i = 0; i < series->sizes; i++) {
		for (size_t k = 0; k < m; k++)
			one[k] = series->ns[i * m + rng_below(rng, m)];
		medians[i] = timing_median(one, m);
	}
}

struct fit
fit_growth(const struct fit_series *series, uint64_t seed)
{
	double medians[FIT_SIZES_MAX];
	struct fit fit = {.support = 0};
	struct rng rng;
	int same = 0;

	assert(series->sizes >= FIT_SIZES_MIN);
	assert(series->sizes <= FIT_SIZES_MAX);
	assert(series->repetitions > 0);
	assert(series->repetitions <= FIT_REPETITIONS_MAX);
	take_medians(series, medians);
	fit_exponent(&fit, series->n, medians, series->sizes);
	classify(&fit, series->n, medians, series->sizes);
	rng_seed(&rng, seed);
	for (int i = 0; i < RESAMPLES; i++) {
		struct fit other = {.support = 0};

		resample_medians(series, &rng, medians);
		fit_exponent(&other, series->n, medians, series->sizes);
		classify(&other, series->n, medians, series->sizes);
		same += other.growth == fit.growth;
	}
	fit.support = (double)same / RESAMPLES;
	return fit;
}

/* ---- the promise ---- */

enum fit_verdict
fit_judge(const struct fit *fit, const double *n, size_t sizes,
    enum growth promised)
{
	double exponent = fit_formula_exponent(n, sizes, promised);
	double low = exponent - FIT_ALLOWANCE;
	double high = exponent + FIT_ALLOWANCE;

	if (fit->exponent_low > high)
		return FIT_WORSE;
	if (fit->exponent_high < low)
		return FIT_BETTER;
	if (fit->exponent_low < low || fit->exponent_high > high)
		return FIT_UNCLEAR;
	return FIT_AS_PROMISED;
}

const char *
fit_verdict_text(enum fit_verdict verdict)
{
	switch (verdict) {
	case FIT_AS_PROMISED:
		return "as promised";
	case FIT_BETTER:
		return "better";
	case FIT_WORSE:
		return "worse than promised";
	case FIT_UNCLEAR:
		return "unclear";
	}
	return "unclear";
}
