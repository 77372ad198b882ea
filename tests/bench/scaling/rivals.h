/** Other ways to choose a class from costs at growing sizes. */
#ifndef TESTS_BENCH_SCALING_RIVALS_H
#define TESTS_BENCH_SCALING_RIVALS_H

#include <stddef.h>

#include "core/base/law.h"

/** Google Benchmark's: t = c g by least squares, without a fixed cost; the
 * class of the lowest rms. */
enum growth rival_google(const double *n, const double *t, size_t count);

/** t = a + c g as law_fit() fits it; the lowest Bayesian information criterion,
 *  count ln(rms^2) + parameters ln(count). */
enum growth rival_bic(const double *n, const double *t, size_t count);

#endif
