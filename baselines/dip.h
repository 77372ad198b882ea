/**
 * Hartigan's dip: how far a sample is from having a single mode. Unlike
 * coefficients of skewness and kurtosis it does not take an outlier for a
 * second mode.
 *
 * Source: J. A. Hartigan, P. M. Hartigan, "The dip test of unimodality", Annals
 * of Statistics 13 (1985).
 */
#ifndef BASELINES_DIP_H
#define BASELINES_DIP_H

#include <stdbool.h>
#include <stddef.h>

#define DIP_MIN 8 /**< values that the test wants */
#define DIP_MAX 60

/**
 * The largest distance between the sample's distribution function and the
 * nearest unimodal one, at least 1 / (2n). O(n^2).
 *
 * @param values finite, in any order; 0 < n <= DIP_MAX
 */
double dip(const double *values, size_t n);

/**
 * Whether one mode is refuted at the level .01, against the uniform
 * distribution, which is the worst of those with one mode. Bounds between the
 * tabled n are interpolated.
 *
 * @param n DIP_MIN to DIP_MAX
 */
bool dip_refutes_one_mode(double dip, size_t n);

#endif
