/** Bisecting a slowdown: the work of `bisect`. */
#ifndef RUNNER_BISECTING_H
#define RUNNER_BISECTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/verdict.h"
#include "core/base/err.h"
#include "core/base/options.h"
#include "reports/bisect_report.h"
#include "runner/app.h"

#define BISECTING_CONFIDENCE 0.95
#define BISECTING_TOLERANCE 0.02

struct bisecting_options {
	const char *good; /**< revisions */
	const char *bad;
	const char *match; /**< glob of benchmark/metric; NULL: all judged */
	/** These series alone, in place of `match`; benchmark and metric. */
	const struct series_name *only;
	size_t only_count;
	double tolerance; /**< smallest step that counts; 0: the default */
	double confidence; /**< 0: the default */
	int64_t budget_ns; /**< of this call; 0: none */
	bool improvement;
	bool all_parents; /**< into the side branch of a guilty merge */
	bool restart; /**< forget what an earlier call did */
	bool replay; /**< measure nothing: what earlier calls did */
	struct option_list paths; /**< only commits that touch them */
	const char *bench_from; /**< freeze the benchmarks' sources there */
	const char *command; /**< that does the same again, for the report */
};

struct bisecting;

/**
 * Search, going on with what an earlier call of the same search found out. The
 * store has each step when it is done.
 *
 * @param[out] out bisecting_free() it, also where an error is returned
 * @return ERR_USAGE for ends of no range, or equal ones; ERR_CHILD where an end
 *         cannot be built or run; ERR_UNJUDGED where no series is to be
 *         searched, and of a replay where there is nothing to show;
 *         ERR_INTERRUPTED: the same command goes on
 */
enum err bisecting_run(struct bisecting **out, struct app *app,
    const struct bisecting_options *options);
void bisecting_free(struct bisecting *bisecting);

/** Borrowed. */
const struct bisect_report *bisecting_report(const struct bisecting *bisecting);

/** What it would take, by simulated searches of this range. */
struct bisecting_plan {
	size_t commits; /**< in the range, GOOD left out */
	size_t suspects; /**< of them, those that can be guilty */
	double noise; /**< taken of a run, as a share */
	double step; /**< taken of the culprit, as a share */
	double runs; /**< mean, with those that confirm it */
	double builds; /**< mean */
	int64_t build_ns; /**< of one; below 0: not known */
};

/** Find the range and estimate; nothing is built or measured.
 *  @return bisecting_run()'s errors of finding a range */
enum err bisecting_estimate(struct app *app,
    const struct bisecting_options *options, struct bisecting_plan *out);

#endif
