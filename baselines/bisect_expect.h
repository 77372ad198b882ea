/** What a bisection is expected to take, by simulated ones. */
#ifndef BASELINES_BISECT_EXPECT_H
#define BASELINES_BISECT_EXPECT_H

#include <stdint.h>

#include "baselines/bisect.h"

struct bisect_expected {
	double runs; /**< mean, the confirmation included */
	double builds;
};

/**
 * Simulate bisections whose culprits are drawn by the weights and whose values
 * have normal noise, through bisect_next().
 *
 * @param weights as for bisect_new()
 * @param noise standard deviation of a run, in logarithms, 0.03
 * @param step_log what the culprit adds, log(1.1)
 * @param trials above 0
 * @return ERR_NOMEM; ERR_UNJUDGED where nobody can be guilty
 */
enum err bisect_expect(const struct bisect_options *options,
    const double *weights, size_t count, double noise, double step_log,
    size_t trials, uint64_t seed, struct bisect_expected *out);

#endif
