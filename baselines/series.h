/** The words for what is measured: series, sides, samples. */
#ifndef BASELINES_SERIES_H
#define BASELINES_SERIES_H

#include <stddef.h>

enum direction {
	DIRECTION_SMALLER, /**< smaller is better: times, bytes, counts */
	DIRECTION_BIGGER /**< bigger is better: operations a second */
};

enum side {
	SIDE_BASE, /**< the commit compared with */
	SIDE_CONTROL, /**< the base again, a second build at a second path */
	SIDE_HEAD, /**< the commit in question; a single run's only side */
	SIDE_COUNT
};

/** A benchmark's name is at most so long, in bytes; longer is an error. */
#define BENCHMARK_NAME_MAX 4096
/** The same of a metric's name. */
#define METRIC_NAME_MAX 256

/** The metric that tidemark counts itself: instructions of a benchmark's whole
 *  process and of all that it starts. */
#define METRIC_INSTRUCTIONS "instructions"

/** One series: a benchmark and what is measured of it. Borrowed texts. */
struct series_name {
	const char *benchmark;
	const char *metric;
	const char *unit; /**< "ns", "bytes", "1/s"; "" for a bare number */
	enum direction direction;
};

/** The one value of one series from one side in one round, in its unit. */
struct sample {
	struct series_name series;
	enum side side;
	double value; /**< finite, and above 0 */
};

/** "base", "control", "head". */
const char *side_name(enum side side);

/** "smaller", "bigger". */
const char *direction_name(enum direction direction);

/**
 * ln(other/base), the other way round where bigger is better: above 0 is worse.
 * Both values are finite and above 0; so is every result finite, also where
 * their quotient would not be.
 */
double series_log_ratio(enum direction direction, double base, double other);

/** Median of n > 0 values; they are sorted in place. */
double median_in_place(double *values, size_t n);

/** 1.4826 times the median absolute deviation, a robust standard deviation.
 *  `values` stay; n > 0 and n <= 1024. */
double mad_sd(const double *values, size_t n);

/** The same of any n > 0, whose values are lost. */
double mad_sd_in_place(double *values, size_t n);

#endif
