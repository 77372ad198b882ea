/** Which manager is advised for a stream, and whether measuring confirms it. */
#ifndef CORE_BENCH_ADVICE_H
#define CORE_BENCH_ADVICE_H

#include "core/bench/contest.h"
#include "core/bench/profile.h"

#define ADVICE_VERDICT_SIZE 256

struct advice {
	struct profile profile; /**< on which it rests; the caller's */
	const char *manager;
	const char *reason;
};

/** Set `manager` and `reason` for the profile: interval_advise(). */
void advice_take(struct advice *advice);

/**
 * Write what a contest of managers says of an advice, without a full stop:
 * "confirmed: ..." unless one of them was shown to be faster, which is when the
 * interval of its ratio to the advised one is above 1; or "not confirmed: ...",
 * also where the advised one was not in the contest or the fastest one's run
 * was too short.
 */
void advice_verdict(char out[ADVICE_VERDICT_SIZE], const struct advice *advice,
    const struct contest *contest);

#endif
