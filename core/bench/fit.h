/**
 * How the time of an operation grows with the size n of what it works on: the
 * class of growth that fits best, and the exponent e of t ~ n^e.
 *
 * A class but O(1), which works in one place, has two formulas: the plain one,
 * and one in which each step costs what the machine's memory takes at that size
 * (latency.h). Times are expected between the two: without the second, every
 * tree that outgrows the caches would look like O(n^0.4).
 */
#ifndef CORE_BENCH_FIT_H
#define CORE_BENCH_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/law.h"

#define FIT_SIZES_MIN 3
#define FIT_SIZES_MAX 32
#define FIT_REPETITIONS_MAX 64
#define FIT_CONFIDENCE .99 /**< of the exponent's interval */

/**
 * How far above the exponent of the formula with memory an exponent may be: a
 * factor of four over sizes 2^7 to 2^20 is ln 4 / ln 2^13 = 0.15. The latencies
 * are not known more exactly than that: other programs share the caches, and
 * managers differ in how many lines of memory a step takes.
 */
#define FIT_ALLOWANCE_ABOVE .15

/**
 * How far below the exponent of the plain formula: a fixed cost that outweighs
 * the smallest sizes flattens the curve. n / 1000 + 1 from 2^7 to 2^20 has the
 * exponent 0.8 instead of 1. O(log n) and O(n) are 0.88 apart.
 */
#define FIT_ALLOWANCE_BELOW .4

/** Times at growing sizes. */
struct fit_series {
	size_t sizes; /**< FIT_SIZES_MIN to FIT_SIZES_MAX */
	size_t repetitions; /**< 1 to FIT_REPETITIONS_MAX */
	const double *n; /**< `sizes` of them, growing, above 1 */
	/** Above 0; those of n[i] begin at ns[i * repetitions]. */
	const double *ns;
	/** At n[i]: a load from anywhere in the memory that is worked on, and a
	 *  descent from the root of a binary tree of it. Above 0; both NULL:
	 *  the formulas with memory are the plain ones. */
	const double *load_ns;
	const double *descent_ns;
};

struct fit {
	enum growth growth;
	double rms; /**< of the relative residuals: .05 is 5 % */
	/** Share of the series resampled from the repetitions at each size
	 *  that have the same class, 0 to 1. */
	double support;
	double exponent; /**< slope of ln t on ln n, least squares */
	double exponent_low; /**< FIT_CONFIDENCE interval, Student's t */
	double exponent_high;
};

/**
 * Fit the medians of the repetitions.
 *
 * A class is fitted as a + c ((1 - m) plain + m memory), m from 0 to 1, by
 * law_fit(); O(1) is a alone. law_choose() chooses among them by the median
 * relative deviation within the sizes.
 *
 * @param seed of the resampling
 */
struct fit fit_growth(const struct fit_series *series, uint64_t seed);

/** Exponents that a class may show: the slopes of its two formulas at the
 *  series' sizes, with the allowances. */
struct fit_range {
	double low;
	double high;
};

struct fit_range fit_range_of(
    const struct fit_series *series, enum growth growth);

enum fit_verdict {
	FIT_AS_PROMISED = 0, /**< the interval lies in the range */
	FIT_BETTER, /**< it lies wholly below */
	FIT_WORSE, /**< it lies wholly above */
	FIT_UNCLEAR /**< it reaches over an end */
};

const char *fit_verdict_text(enum fit_verdict verdict);

/** Hold the exponent's interval against the range of a promised class. */
enum fit_verdict fit_judge(const struct fit *fit,
    const struct fit_series *series, enum growth promised);

#endif
