/** A year of a nightly benchmark: each night measures one more commit, looks at
 *  the history and tells what is new. */
#ifndef TESTS_MODEL_NIGHTS_H
#define TESTS_MODEL_NIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/rng.h"

#define NIGHTS 365
#define NIGHTS_STEPS_MAX 2
#define NIGHTS_EVENTS_MAX 400
#define NIGHTS_NEVER SIZE_MAX

/** From its night on all values are multiplied. */
struct nights_step {
	size_t night; /**< 0: there is none */
	double factor;
};

/** The truth of a series. Nights count from 0. */
struct nights_plan {
	const char *name;
	double (*noise)(struct rng *rng); /**< of scale 1, in logarithms */
	double sd; /**< what it is multiplied by */
	struct nights_step steps[NIGHTS_STEPS_MAX];
	size_t drift_from; /**< the first night that creeps */
	double drift_week; /**< factor of a week of it; 0: none */
	double quantum; /**< values are whole multiples; 0: any. Near 1000 */
	size_t machine_at; /**< first night on another machine, 8 % slower */
	size_t gap_from; /**< nights [from, to) measured nothing */
	size_t gap_to;
	size_t filled_at; /**< night on which the gap was measured; 0: never */
};

enum nights_kind {
	NIGHTS_WORSE, /**< a regression is told as new */
	NIGHTS_BETTER,
	NIGHTS_DRIFT, /**< a drift is told as new */
	NIGHTS_RESOLVED,
	NIGHTS_WITHDRAWN /**< told that it is over: not borne out */
};

struct nights_event {
	enum nights_kind kind;
	size_t night; /**< on which it was told */
	size_t commit; /**< of what: the night whose commit it is */
	size_t id; /**< of the alert */
	bool worse;
};

struct nights_log {
	struct nights_event events[NIGHTS_EVENTS_MAX];
	size_t count;
};

/** Noise: normal; Student's t with 3 degrees of freedom; 2 % of outliers; three
 *  values of ten four standard deviations above. */
double nights_normal(struct rng *rng);
double nights_heavy(struct rng *rng);
double nights_spiky(struct rng *rng);
double nights_modes(struct rng *rng);

/** Live through the year. */
void nights_live(
    const struct nights_plan *plan, uint64_t seed, struct nights_log *out);

#endif
