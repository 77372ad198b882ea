/** How long the next commit will take, from what the last ones took. Pure. */
#ifndef RUNNER_PACE_H
#define RUNNER_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** As many of each kind are remembered. */
#define PACE_TIMES 5

struct pace_times {
	int64_t ns[PACE_TIMES];
	size_t count; /**< that were ever added */
};

/** Zeroed: nothing is known, and there is no end. */
struct pace {
	int64_t end_ns; /**< of the monotonic clock; 0: none */
	int64_t budget_ns; /**< most that measuring a commit may take */
	struct pace_times builds;
	struct pace_times sessions; /**< of measuring, without builds */
};

void pace_add(struct pace_times *times, int64_t ns);

/** The longest of the last ones; `otherwise` where there are none. */
int64_t pace_longest(const struct pace_times *times, int64_t otherwise);

/**
 * Estimate of a commit: the longest of the last builds, nothing where none is
 * known, and the longest of the last sessions, the budget where none is known.
 *
 * @param is_built its build is there already
 */
int64_t pace_estimate(const struct pace *pace, bool is_built);

/** Whether a commit that is begun now will be done before the end. */
bool pace_fits(const struct pace *pace, int64_t now_ns, bool is_built);

/** Estimate of `commits` that are not built; below 0 before the first session.
 */
int64_t pace_left(const struct pace *pace, size_t commits);

#endif
