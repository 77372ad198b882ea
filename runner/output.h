/** Where the report of a comparison goes, and what the program exits with. */
#ifndef RUNNER_OUTPUT_H
#define RUNNER_OUTPUT_H

#include "baselines/verdict.h"
#include "core/base/err.h"
#include "reports/report.h"
#include "runner/app.h"
#include "runner/comparison.h"

/** Check --output, --inconclusive before any work. @return ERR_USAGE */
enum err output_check(const struct comparison_options *options);

/** comparison_run or comparison_of_stored. */
typedef enum err output_compare_fn(struct comparison *comparison,
    struct app *app, const char *command, const struct base_pair *pair,
    const struct comparison_options *options);

/** One base that head is compared with. */
struct output_job {
	output_compare_fn *compare;
	const struct base_pair *pair;
	enum err err; /**< why there is no pair; ERR_OK: there is one */
	const char *why; /**< its text */
};

#define OUTPUT_JOBS_MAX 8

/**
 * Compare, one job after the other, and write every output that was asked for
 * (the text to standard output unless another one goes there) and the step
 * summary. A job that fails keeps no other from being done; its error comes
 * back, unless another one found a regression.
 *
 * @param count 1 to OUTPUT_JOBS_MAX
 * @param[out] code the worst of theirs, after --inconclusive. An output
 *        that cannot be written never turns it into a pass
 */
enum err output_comparisons(struct app *app, const char *command,
    const struct output_job *jobs, size_t count,
    const struct comparison_options *options, enum exit_code *code);

#endif
