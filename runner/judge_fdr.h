/** The judged series of a check as one set of questions, see baselines/fdr.h.
 */
#ifndef RUNNER_JUDGE_FDR_H
#define RUNNER_JUDGE_FDR_H

#include "core/base/err.h"
#include "runner/judgement.h"

/**
 * Set the q-values of the rows, and where a rate is required make regressed
 * ones whose q is above it inconclusive; what is beyond its limit is so by
 * another question and stays.
 *
 * The null hypothesis of a series is the gate's own: that it is not slower than
 * its tolerance. Its p-value is that of all its rounds at once, as if their
 * number had been fixed beforehand. It was not: a gate stops at a look that
 * decides, so p and q are nominal, smaller than they should be.
 *
 * @param p p(d > L) of each row; NaN where it is not judged
 * @param limit required rate, 0.05 for 5 %; 0: none
 * @return ERR_NOMEM
 */
enum err judge_fdr(struct judgement *judgement, const double *p, double limit);

#endif
