/** Student's t distribution, by the regularized incomplete beta function. */
#ifndef TESTS_BENCH_DETECTOR_STUDENT_H
#define TESTS_BENCH_DETECTOR_STUDENT_H

/**
 * I_x(a, b), the distribution function of the beta distribution, to about
 * 1e-14 relative: the continued fraction 8.17.22 of the NIST Digital Library of
 * Mathematical Functions, evaluated by W. J. Lentz's method (1976).
 *
 * @param a,b above 0
 * @param x from 0 to 1
 */
double incomplete_beta(double a, double b, double x);

/**
 * P(T > t) for Student's distribution.
 * @param df degrees of freedom, above 0, not necessarily whole
 */
double student_above(double t, double df);

#endif
