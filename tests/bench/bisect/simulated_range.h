/** A range of commits whose speeds are known, and the machine that runs them.
 */
#ifndef TESTS_BENCH_BISECT_SIMULATED_RANGE_H
#define TESTS_BENCH_BISECT_SIMULATED_RANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/base/rng.h"

enum range_shape {
	RANGE_STEP, /**< at one commit, each equally likely */
	RANGE_RAMP, /**< evenly over all commits */
	RANGE_TWO, /**< a step at a quarter, another one at three quarters */
	RANGE_REVERTED, /**< the same, and back again halfway */
	RANGE_FLAT
};

/** What ranges are like. Shares and steps are .10 for 10 %. */
struct range_plan {
	const char *name;
	enum range_shape shape;
	size_t commits; /**< behind GOOD */
	double step; /**< below 0: faster */
	double step_most; /**< above 0: a step is even between `step` and it */
	double sd; /**< of a run, in logarithms */
	double sd_most; /**< above 0: even between `sd` and it */
	double bias; /**< sd of a commit's own level */
	double outliers; /**< share of runs that take 1 to 5 times as long */
	double broken; /**< share of commits that cannot be built */
	size_t broken_row; /**< mean length of their rows; 0: independent */
	double sine; /**< amplitude of a slow wave over all runs */
	double state; /**< a second state is slower by this; the machine
			   stays in each for 20 runs on average */
};

#define RANGE_CULPRITS_MAX 2

struct simulated_range {
	const struct range_plan *plan;
	size_t count; /**< places, GOOD and BAD included */
	double *levels; /**< in logarithms */
	bool *broken;
	size_t culprits[RANGE_CULPRITS_MAX];
	size_t culprit_count;
	double sd;
	/* the machine */
	struct rng rng;
	size_t runs; /**< that were made */
	double phase; /**< of the wave */
	bool slow;
};

/** Draw a range. The same seed gives the same commits, whatever is run.
 *  @return ERR_NOMEM */
enum err simulated_range_init(struct simulated_range *range,
    const struct range_plan *plan, uint64_t seed);
void simulated_range_release(struct simulated_range *range);

/** Run a commit once. */
double simulated_range_run(struct simulated_range *range, size_t place);

/** Whether a culprit is one of first ... last. */
bool simulated_range_has(
    const struct simulated_range *range, size_t first, size_t last);

#endif
