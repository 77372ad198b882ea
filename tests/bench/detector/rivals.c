#include "tests/bench/detector/rivals.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/series.h"
#include "tests/bench/detector/mann_whitney.h"
#include "baselines/student.h"

static double
mean_of(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return sum / (double)n;
}

/* Unbiased; 0 of a single value. */
static double
variance_of(const double *values, size_t n, double mean)
{
	double sum = 0;

	if (n < 2)
		return 0;
	for (size_t i = 0; i < n; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return sum / (double)(n - 1);
}

static double
median_of(const double *values, size_t n)
{
	double copy[RIVAL_RUNS_MAX];

	assert(n <= RIVAL_RUNS_MAX);
	memcpy(copy, values, n * sizeof *values);
	return median_in_place(copy, n);
}

/* ---- one number a side (github-action-benchmark) ---- */

/* Its README, "alert-threshold": an alert where a result is worse than the
 * previous one by more than the given percentage; 200 % is the default, 110 %
 * what projects set that want to see less than a doubling. */
static bool
mean_ratio_above(const struct two_samples *s, double limit)
{
	return mean_of(s->head, s->head_n) >
	       limit * mean_of(s->base, s->base_n);
}

static bool
above_110(const struct two_samples *s, struct rng *rng)
{
	(void)rng;
	return mean_ratio_above(s, 1.1);
}

static bool
above_200(const struct two_samples *s, struct rng *rng)
{
	(void)rng;
	return mean_ratio_above(s, 2);
}

/* ---- t tests ---- */

/* B. L. Welch, "The generalization of Student's problem when several different
 * population variances are involved", 1947. */
static bool
welch(const struct two_samples *s, struct rng *rng)
{
	double base = mean_of(s->base, s->base_n);
	double head = mean_of(s->head, s->head_n);
	double u = variance_of(s->base, s->base_n, base) / (double)s->base_n;
	double v = variance_of(s->head, s->head_n, head) / (double)s->head_n;
	double df;

	(void)rng;
	if (u + v == 0)
		return head > base;
	df =
	    (u + v) * (u + v) /
	    (u * u / (double)(s->base_n - 1) + v * v / (double)(s->head_n - 1));
	return 2 * student_above((head - base) / sqrt(u + v), df) < .05;
}

/* Bencher's documentation, "Thresholds & Alerts", t-test: a new metric is
 * judged against the historical ones; the upper boundary .98 that its examples
 * give is the share of the t distribution below the limit. A prediction
 * interval: the spread of one new value around a mean of n. */
static bool
bencher(const struct two_samples *s, struct rng *rng)
{
	double n = (double)s->base_n;
	double mean = mean_of(s->base, s->base_n);
	double sd = sqrt(variance_of(s->base, s->base_n, mean) * (1 + 1 / n));
	double value = mean_of(s->head, s->head_n);

	(void)rng;
	if (s->base_n < 2)
		return false;
	if (sd == 0)
		return value > mean;
	return student_above((value - mean) / sd, n - 1) < .02;
}

/* hyperfine prints mean and standard deviation of each side and gives no
 * verdict; this is how its readers take one from them. */
static bool
hyperfine(const struct two_samples *s, struct rng *rng)
{
	double base = mean_of(s->base, s->base_n);
	double head = mean_of(s->head, s->head_n);

	(void)rng;
	return head - sqrt(variance_of(s->head, s->head_n, head)) >
	       base + sqrt(variance_of(s->base, s->base_n, base));
}

/* ---- ranks ---- */

static double
two_sided(const struct two_samples *s)
{
	return 2 * mann_whitney_p(s->base, s->base_n, s->head, s->head_n);
}

/* benchstat's documentation: a change is shown where the U test has p < .05. */
static bool
mann_whitney(const struct two_samples *s, struct rng *rng)
{
	(void)rng;
	return two_sided(s) < .05;
}

/* Google Benchmark, docs/tools.md, "U test": alpha .05, and a warning below 9
 * repetitions that the result means nothing; who heeds it is not told. */
static bool
google_benchmark(const struct two_samples *s, struct rng *rng)
{
	(void)rng;
	return s->base_n >= 9 && two_sided(s) < .05;
}

/* asv's documentation of `compare` and `continuous`: medians differ by more
 * than the factor 1.1, and the U test has p < .002. */
static bool
asv(const struct two_samples *s, struct rng *rng)
{
	(void)rng;
	return median_of(s->head, s->head_n) >
		   1.1 * median_of(s->base, s->base_n) &&
	       two_sided(s) < .002;
}

/* ---- the bootstrap (criterion.rs) ---- */

static void
resample(struct rng *rng, const double *from, size_t n, double *to, size_t m)
{
	for (size_t i = 0; i < m; i++)
		to[i] = from[rng_below(rng, n)];
}

static double
t_statistic(const double *base, size_t n, const double *head, size_t m)
{
	double of_base = mean_of(base, n), of_head = mean_of(head, m);
	double error = variance_of(base, n, of_base) / (double)n +
		       variance_of(head, m, of_head) / (double)m;

	if (error == 0)
		return of_head == of_base ? 0 : INFINITY;
	return (of_head - of_base) / sqrt(error);
}

/* Share of the resamples of both sides thrown together whose t is farther from
 * 0 than the one seen. */
static double
bootstrapped_p(const struct two_samples *s, struct rng *rng)
{
	double pool[2 * RIVAL_RUNS_MAX], drawn[2 * RIVAL_RUNS_MAX];
	size_t n = s->base_n, m = s->head_n;
	double seen = fabs(t_statistic(s->base, n, s->head, m));
	size_t farther = 0;

	assert(n + m <= 2 * RIVAL_RUNS_MAX);
	memcpy(pool, s->base, n * sizeof *pool);
	memcpy(pool + n, s->head, m * sizeof *pool);
	for (int i = 0; i < RIVAL_RESAMPLES; i++) {
		resample(rng, pool, n + m, drawn, n + m);
		farther += fabs(t_statistic(drawn, n, drawn + n, m)) > seen;
	}
	return (double)farther / RIVAL_RESAMPLES;
}

/* Whether the lower end of the 95 % percentile interval of the ratio of means
 * lies above `limit`: at most 2.5 % of the resamples lie at or below it. */
static bool
ratio_lies_above(const struct two_samples *s, struct rng *rng, double limit)
{
	double base[RIVAL_RUNS_MAX], head[RIVAL_RUNS_MAX];
	size_t below = 0;

	for (int i = 0; i < RIVAL_RESAMPLES; i++) {
		resample(rng, s->base, s->base_n, base, s->base_n);
		resample(rng, s->head, s->head_n, head, s->head_n);
		below += mean_of(head, s->head_n) <=
			 limit * mean_of(base, s->base_n);
	}
	return (double)below <= .025 * RIVAL_RESAMPLES;
}

/* The user guide, "Analysis Process", Comparison: bootstrapped t scores give a
 * p-value, .05 by default, and changes within the noise threshold, 1 % by
 * default, are ignored. It takes 100,000 resamples; here there are fewer. */
static bool
criterion(const struct two_samples *s, struct rng *rng)
{
	return bootstrapped_p(s, rng) < .05 && ratio_lies_above(s, rng, 1.01);
}

const struct rival rivals[] = {
    {"github-action-110", RIVAL_BLOCK, above_110, "ratio of means above 110 %"},
    {"github-action-200", RIVAL_BLOCK, above_200, "ratio of means above 200 %"},
    {"welch", RIVAL_BLOCK, welch, "Welch's t, p < .05"},
    {"benchstat", RIVAL_BLOCK, mann_whitney, "Mann-Whitney, p < .05"},
    {"benchstat-paired", RIVAL_PAIRED, mann_whitney,
	"Mann-Whitney, p < .05, sides interleaved"},
    {"google-benchmark", RIVAL_BLOCK, google_benchmark,
	"Mann-Whitney, p < .05 from 9 runs on"},
    {"asv", RIVAL_BLOCK, asv, "medians 1.1 apart, Mann-Whitney p < .002"},
    {"asv-paired", RIVAL_PAIRED, asv,
	"medians 1.1 apart, Mann-Whitney p < .002, sides interleaved"},
    {"hyperfine", RIVAL_BLOCK, hyperfine, "mean +- sd do not overlap"},
    {"bencher", RIVAL_HISTORY, bencher,
	"t prediction interval of the history, .98"},
    {"criterion", RIVAL_BLOCK, criterion,
	"bootstrapped t, p < .05, change above 1 %"},
    {NULL, RIVAL_BLOCK, NULL, NULL},
};

const struct rival *
rival_named(const char *name)
{
	for (const struct rival *row = rivals; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}
