#include "core/bench/fit.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "core/base/rng.h"
#include "core/bench/timing.h"

#define RESAMPLES 100
#define NORMAL_MAD 1.4826 /* standard deviations in a median deviation */
#define MIXES 4 /* m is 0, 1/4, ... 1 */
#define PI 3.14159265358979323846

/* Both formulas at the i-th size, in units of those at the first. */
static double
plain_formula(const struct fit_series *series, enum growth growth, size_t i)
{
	return growth_value(growth, series->n[i]) /
	       growth_value(growth, series->n[0]);
}

static double
memory_formula(const struct fit_series *series, enum growth growth, size_t i)
{
	const double *n = series->n;
	const double *ns =
	    growth_logs(growth) ? series->descent_ns : series->load_ns;

	if (!ns || growth == GROWTH_CONSTANT)
		return plain_formula(series, growth, i);
	return pow(n[i] / n[0], growth_power(growth)) * ns[i] / ns[0];
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

static void
fit_exponent(struct fit *fit, const double *n, const double *t, size_t sizes)
{
	struct law_line line = law_line(n, t, sizes);
	double reach = line.error * student_quantile(FIT_CONFIDENCE, sizes - 2);

	fit->exponent = line.slope;
	fit->exponent_low = line.slope - reach;
	fit->exponent_high = line.slope + reach;
}

/* ---- the class ---- */

static double
class_rms(const struct fit_series *series, const double *t, enum growth growth)
{
	double g[FIT_SIZES_MAX];
	double best = INFINITY;

	for (int m = 0; m <= MIXES; m++) {
		double share = (double)m / MIXES;

		for (size_t i = 0; i < series->sizes; i++)
			g[i] = (1 - share) * plain_formula(series, growth, i) +
			       share * memory_formula(series, growth, i);
		best = fmin(best, law_fit(t, g, series->sizes).rms);
		if (growth == GROWTH_CONSTANT || !series->load_ns)
			break; /* there is one formula */
	}
	return best;
}

/* Set the class and its rms. */
static void
classify(struct fit *fit, const struct fit_series *series, const double *t,
    double noise)
{
	double rms[GROWTH_COUNT];

	for (int g = 0; g < GROWTH_COUNT; g++)
		rms[g] = class_rms(series, t, (enum growth)g);
	fit->growth = law_choose(rms, noise, t, series->sizes);
	fit->rms = rms[fit->growth];
}

/* ---- repetitions ---- */

/* Medians of the repetitions, or where `rng` is given of as many that are drawn
 * from them with replacement. */
static void
take_medians(const struct fit_series *series, struct rng *rng, double *medians)
{
	double one[FIT_REPETITIONS_MAX];
	size_t m = series->repetitions;

	for (size_t i = 0; i < series->sizes; i++) {
		for (size_t k = 0; k < m; k++)
			one[k] =
			    series->ns[i * m + (rng ? rng_below(rng, m) : k)];
		medians[i] = timing_median(one, m);
	}
}

/* Median over the sizes of the repetitions' relative deviation. */
static double
noise_of(const struct fit_series *series, const double *medians)
{
	double of_size[FIT_SIZES_MAX], one[FIT_REPETITIONS_MAX];
	size_t m = series->repetitions;

	for (size_t i = 0; i < series->sizes; i++) {
		for (size_t k = 0; k < m; k++)
			one[k] = fabs(series->ns[i * m + k] - medians[i]);
		of_size[i] = timing_median(one, m) * NORMAL_MAD / medians[i];
	}
	return timing_median(of_size, series->sizes);
}

struct fit
fit_growth(const struct fit_series *series, uint64_t seed)
{
	double medians[FIT_SIZES_MAX];
	struct fit fit = {.support = 0};
	struct rng rng;
	double noise;
	int same = 0;

	assert(series->sizes >= FIT_SIZES_MIN);
	assert(series->sizes <= FIT_SIZES_MAX);
	assert(series->repetitions > 0);
	assert(series->repetitions <= FIT_REPETITIONS_MAX);
	take_medians(series, NULL, medians);
	noise = noise_of(series, medians);
	fit_exponent(&fit, series->n, medians, series->sizes);
	classify(&fit, series, medians, noise);
	rng_seed(&rng, seed);
	for (int i = 0; i < RESAMPLES; i++) {
		struct fit other = {.support = 0};

		take_medians(series, &rng, medians);
		classify(&other, series, medians, noise);
		same += other.growth == fit.growth;
	}
	fit.support = (double)same / RESAMPLES;
	return fit;
}

/* ---- the promise ---- */

struct fit_range
fit_range_of(const struct fit_series *series, enum growth growth)
{
	double plain[FIT_SIZES_MAX], memory[FIT_SIZES_MAX];
	double plain_slope, memory_slope;

	for (size_t i = 0; i < series->sizes; i++) {
		plain[i] = plain_formula(series, growth, i);
		memory[i] = memory_formula(series, growth, i);
	}
	plain_slope = law_line(series->n, plain, series->sizes).slope;
	memory_slope = law_line(series->n, memory, series->sizes).slope;
	return (struct fit_range){
	    .low = fmin(plain_slope, memory_slope) - FIT_ALLOWANCE_BELOW,
	    .high = fmax(plain_slope, memory_slope) + FIT_ALLOWANCE_ABOVE,
	};
}

enum fit_verdict
fit_judge(const struct fit *fit, const struct fit_series *series,
    enum growth promised)
{
	struct fit_range range = fit_range_of(series, promised);

	if (fit->exponent_low > range.high)
		return FIT_WORSE;
	if (fit->exponent_high < range.low)
		return FIT_BETTER;
	if (fit->exponent_low < range.low || fit->exponent_high > range.high)
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
