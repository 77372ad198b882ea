/**
 * How the time of an operation grows with the size n of what it works on: the
 * class of growth that fits best, and the exponent e of t ~ n^e.
 */
#ifndef CORE_BENCH_FIT_H
#define CORE_BENCH_FIT_H

#include <stddef.h>
#include <stdint.h>

#define FIT_SIZES_MIN 3
#define FIT_SIZES_MAX 32
#define FIT_REPETITIONS_MAX 64
#define FIT_CONFIDENCE .99 /**< of the exponent's interval */

/**
 * How far the exponent of a class may be from that of its formula. A step that
 * misses every cache costs up to 40 times one that hits the first: over sizes
 * 2^7 to 2^20 that is an exponent of ln 40 / ln 2^13 = 0.4 that no algorithm
 * has earned. In the other direction, a fixed cost that outweighs the smallest
 * sizes flattens the curve. O(log n) and O(n) are 0.88 apart.
 */
#define FIT_ALLOWANCE .4

enum growth {
	GROWTH_CONSTANT = 0,
	GROWTH_LOG,
	GROWTH_LINEAR,
	GROWTH_LINEAR_LOG,
	GROWTH_SQUARE,
	GROWTHS
};

/** "O(1)", "O(log n)", "O(n)", "O(n log n)", "O(n^2)". */
const char *growth_name(enum growth growth);

/** Times at growing sizes. */
struct fit_series {
	size_t sizes; /**< FIT_SIZES_MIN to FIT_SIZES_MAX */
	size_t repetitions; /**< 1 to FIT_REPETITIONS_MAX */
	const double *n; /**< `sizes` of them, growing, above 1 */
	/** Above 0; those of n[i] begin at ns[i * repetitions]. */
	const double *ns;
};

struct fit {
	enum growth growth;
	double rms; /**< root mean square of that class's relative residuals */
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
 * Of the classes whose formula has an exponent within FIT_ALLOWANCE of the
 * exponent's interval, the simplest a + c g(n), with a and c not negative, that
 * is nearly as good as the best: its normalized root mean square is at most 1.3
 * times the best one's, or at most 2 %. Where the slowest median is less than
 * 1.35 times the fastest, O(1).
 *
 * @param seed of the resampling
 */
struct fit fit_growth(const struct fit_series *series, uint64_t seed);

/** The slope of ln g(n) on ln n at the series' sizes, least squares: 0 for
 *  O(1), 1 for O(n), 0.12 for O(log n) from 2^7 to 2^20. */
double fit_formula_exponent(const double *n, size_t sizes, enum growth growth);

enum fit_verdict {
	FIT_AS_PROMISED = 0,
	FIT_BETTER,
	FIT_WORSE,
	FIT_UNCLEAR /**< the exponent's interval reaches over a bound */
};

const char *fit_verdict_text(enum fit_verdict verdict);

/**
 * Hold the exponent's interval against a promised class: worse (better) where
 * it lies wholly more than FIT_ALLOWANCE above (below) the formula's exponent.
 * Classes nearer to each other than that are not told apart.
 */
enum fit_verdict fit_judge(const struct fit *fit, const double *n, size_t sizes,
    enum growth promised);

#endif
