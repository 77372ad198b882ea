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

/**
 * Compare, write every output that was asked for (the text to standard output
 * unless another one goes there) and the step summary.
 *
 * @param[out] code the verdict's, after --inconclusive. An output that cannot
 *        be written never turns it into a pass
 */
enum err output_comparison(struct app *app, const char *command,
    output_compare_fn *compare, const struct base_pair *pair,
    const struct comparison_options *options, enum exit_code *code);

#endif
