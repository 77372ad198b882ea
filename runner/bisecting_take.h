/** The samples of one run on their way to the plan. Internal to
 *  runner/bisecting*.c. */
#ifndef RUNNER_BISECTING_TAKE_H
#define RUNNER_BISECTING_TAKE_H

#include "runner/bisecting_parts.h"

struct taken {
	struct series_name name; /* own texts */
	size_t owner;
	size_t round;
	enum side side;
	double value;
};

struct taking {
	struct bisected_range *range;
	char (*setups)[HASH_HEX_SIZE]; /* of the benchmarks at GOOD */
	struct taken *items;
	size_t count;
	size_t capacity;
};

/** Say which series there are, by the first samples of both ends. */
enum err bisecting_know_series(struct taking *taking);

/** Whether it is the series of these names. */
bool bisected_is(
    const struct bisected *series, const char *benchmark, const char *metric);

#endif
