/**
 * Laws of growth: t = a + c g(n) with a, c >= 0 and g one of a few classes. The
 * arithmetic that every fit of a complexity class shares.
 */
#ifndef CORE_BASE_LAW_H
#define CORE_BASE_LAW_H

#include <stddef.h>

/** Classes, from the simplest to the steepest. */
enum growth {
	GROWTH_CONSTANT = 0,
	GROWTH_LOG,
	GROWTH_LINEAR,
	GROWTH_LINEAR_LOG,
	GROWTH_SQUARE,
	GROWTH_CUBE
};

#define GROWTH_COUNT (GROWTH_CUBE + 1)

/** The slowest is so many times the fastest, below which nothing grows. */
#define LAW_FLAT_RATIO 1.35

/** "O(1)", "O(log n)", "O(n)", "O(n log n)", "O(n^2)", "O(n^3)". */
const char *growth_name(enum growth growth);

/** g(n): 1, log2 n, n, n log2 n, n^2, n^3. @param n at least 1 */
double growth_value(enum growth growth, double n);

/** Power of n in it, without its logarithm: 1 of O(n log n). */
int growth_power(enum growth growth);
/** 1 where it has a logarithm, else 0. */
int growth_logs(enum growth growth);

struct law {
	double a; /**< fixed cost, in the unit of t */
	double c; /**< cost of one g */
	double rms; /**< root mean square of (t - a - c g) / t: .05 is 5 % */
};

/**
 * Fit by least squares of the relative residuals, so that each size counts
 * alike, with neither a nor c below 0 (C. L. Lawson, R. J. Hanson, "Solving
 * Least Squares Problems", 1974, chapter 23; of two unknowns a closed form).
 * Where g does not differ between the sizes, c is 0.
 *
 * @param t finite, above 0
 * @param g finite, 0 or above
 * @param count above 0
 */
struct law law_fit(const double *t, const double *g, size_t count);

/**
 * The simplest class whose rms is good: at most 1.3 times the best one's, or
 * above that by at most 0.35 of `noise`, or at most 2 %. O(1) where the slowest
 * of `t` is less than LAW_FLAT_RATIO times the fastest.
 *
 * @param rms of each class
 * @param noise relative spread of a repetition, .03 for 3 %
 */
enum growth law_choose(const double rms[GROWTH_COUNT], double noise,
    const double *t, size_t count);

/** Least squares of ln t on ln n. */
struct law_line {
	double slope; /**< the exponent e of t ~ n^e */
	double error; /**< standard error; NaN of two sizes */
};

/** @param n, t above 0; two different n at least */
struct law_line law_line(const double *n, const double *t, size_t count);

#endif
