/** Student's t distribution, by the regularized incomplete beta function. */
#ifndef BASELINES_STUDENT_H
#define BASELINES_STUDENT_H

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

/**
 * The t with P(T <= t) = p: student_above() turned around by bisection, to
 * about 1e-11 relative, 1e-9 where p is within .01 of one half.
 * @param p above 0, below 1
 * @param df as above
 */
double student_quantile(double p, double df);

#endif
