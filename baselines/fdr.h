/**
 * False discovery rate over the series of a check. Pure.
 *
 * A check of 1,000 series asks 1,000 questions. The q-value of a series is the
 * smallest rate of false alarms, among the series called slower, at which this
 * one is still called so.
 *
 * Source: Y. Benjamini, Y. Hochberg, "Controlling the False Discovery Rate: A
 * Practical and Powerful Approach to Multiple Testing", J. R. Statist. Soc. B
 * 57 (1995), 289-300: the step-up procedure, as adjusted p-values.
 */
#ifndef BASELINES_FDR_H
#define BASELINES_FDR_H

#include <stddef.h>

#include "core/base/err.h"

/**
 * q of the i-th smallest p is the least of p_(k) n / k over all k >= i, at most
 * 1; so q never falls as p rises. The rate holds for independent and for
 * positively dependent tests, such as series of one process. O(n log n).
 *
 * @param p each in [0, 1]
 * @param[out] q `n` values, in the order of p; may be p itself
 * @return ERR_NOMEM; then q is as it was
 */
enum err fdr_adjust(const double *p, size_t n, double *q);

#endif
