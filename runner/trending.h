/** Looking at the stored history of a branch: the work of `trend`. */
#ifndef RUNNER_TRENDING_H
#define RUNNER_TRENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "baselines/change_points.h"
#include "baselines/series.h"
#include "core/base/err.h"
#include "reports/trend_report.h"
#include "runner/app.h"

struct trending_options {
	const char *revision; /**< whose first-parent history; NULL: HEAD */
	uint64_t last; /**< its newest commits alone; 0: all */
	const char *machine_key; /**< NULL: of all machines */
	const char *match; /**< glob of benchmark/metric, or NULL */
	bool all_metrics; /**< also those that no benchmark is judged by */
	enum trend_extent extent; /**< for the report */
	const struct change_options *method;
};

struct trending;

/**
 * Read the history from the store, find what changed, and say which of it was
 * told before. Nothing is written.
 *
 * @param[out] out trending_free() it
 * @return ERR_UNJUDGED where no sample of the branch is stored; ERR_USAGE for
 *         a revision or a config; the store's errors
 */
enum err trending_of_branch(struct trending **out, struct app *app,
    const struct trending_options *options);

/** The same of a table in a file, see trend_table.h. Needs no repository; there
 *  are no alerts, so each change is new. */
enum err trending_of_table(struct trending **out, const char *path,
    enum direction direction, const struct change_options *method);
void trending_free(struct trending *trending);

/** Borrowed; valid as long as the trending. */
const struct trend_report *trending_report(const struct trending *trending);

/**
 * Settle suspect last points by rounds of pairs: the newest commit that is
 * suspect against the last one before. Builds and measures; the samples are
 * stored as of a comparison.
 *
 * @return comparison_run()'s errors; what cannot be judged is in the report
 */
enum err trending_confirm(struct trending *trending);

/**
 * Bisect what is worse and came between two measured commits that have others
 * between them, for each such pair of commits once. What earlier calls found
 * out is taken up, so that it costs nothing to ask again.
 *
 * @param budget_ns for all of it; 0: none
 * @return bisecting_run()'s errors where nothing else can be told; what cannot
 *         be bisected is a warning
 */
enum err trending_bisect(struct trending *trending, int64_t budget_ns);

/** Enter what was told, so that the next run knows it. */
enum err trending_record(struct trending *trending);

#endif
