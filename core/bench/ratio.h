/** How many times as fast: the median of paired ratios with its interval. */
#ifndef CORE_BENCH_RATIO_H
#define CORE_BENCH_RATIO_H

#include <stdbool.h>
#include <stddef.h>

#define RATIO_CONFIDENCE .99
#define RATIO_ROUNDS_MIN 8 /**< below, no exact interval has 99 % */
#define RATIO_ROUNDS_MAX 1000

struct ratio {
	double median; /**< geometric mean of the middle two where n is even */
	double low;
	double high;
	double confidence; /**< the interval's own: at least RATIO_CONFIDENCE */
};

/**
 * The ratio a / b of what was measured in pairs. The interval is exact whatever
 * the distribution of the ratios, as long as the pairs are independent: that of
 * the sign test, from the k-th smallest to the k-th greatest with k as great as
 * RATIO_CONFIDENCE allows.
 *
 * @param a,b above 0, `rounds` each; a[i] and b[i] are a pair
 * @param rounds RATIO_ROUNDS_MIN to RATIO_ROUNDS_MAX
 */
struct ratio ratio_of_pairs(const double *a, const double *b, size_t rounds);

/** Whether the interval leaves out 1. */
bool ratio_shows_difference(const struct ratio *ratio);

#endif
