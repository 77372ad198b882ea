/** A whole bisection of a simulated range, without a repository. */
#ifndef TESTS_BENCH_BISECT_SESSION_H
#define TESTS_BENCH_BISECT_SESSION_H

#include <stdint.h>

#include "baselines/bisect.h"
#include "tests/bench/bisect/simulated_range.h"

/** Behind so many runs it is closed, and counted as endless. */
#define SESSION_RUNS_MAX 4000

/** What is done while it goes on. */
struct session_watch {
	/** After each bisect_next(). @return false: that is enough */
	bool (*step)(void *context, const struct bisect *bisect,
	    const struct bisect_task *task,
	    const struct simulated_range *range);
	void *context;
};

/** What it came to. The stop is the first task that confirms what was searched
 *  in the whole range. */
struct session_outcome {
	bool stopped;
	bool right_at_stop; /**< the suspects hold a culprit */
	size_t stop_runs; /**< those of the end where it never stopped */
	size_t stop_builds;
	size_t runs;
	size_t builds; /**< GOOD and BAD included, and those that failed */
	size_t named; /**< culprits that were found */
	size_t within; /**< culprits in a range that was left */
	size_t wrong; /**< commits that were found and are none */
	enum bisect_status status; /**< of the first finding */
	bool reverted;
	bool paired;
	bool endless;
	size_t steps; /**< calls of bisect_next() */
	double step_ms; /**< of all these */
	double step_ms_max;
};

/**
 * Run one to its end.
 *
 * @param watch NULL: nothing
 * @return ERR_NOMEM
 */
enum err session_run(const struct range_plan *plan,
    const struct bisect_options *options, uint64_t seed,
    const struct session_watch *watch, struct session_outcome *out);

#endif
