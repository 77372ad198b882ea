/** The files by which a step of a GitHub Actions job tells what it found:
 *  "Workflow commands for GitHub Actions", docs.github.com. */
#ifndef CI_STEP_FILE_H
#define CI_STEP_FILE_H

#include "core/base/err.h"
#include "reports/place.h"
#include "reports/report.h"

/**
 * Append what `write` writes to the summary of the step, the file that
 * GITHUB_STEP_SUMMARY names; nothing where it is not set.
 * @return ERR_IO naming the file; what `write` returned
 */
enum err step_summary_append(place_write_fn *write, void *ctx);

/**
 * Append the outputs "verdict", the worst of all bases, and "regressions", the
 * number of series that are slower than they may be, to the file that
 * GITHUB_OUTPUT names; nothing where it is not set.
 * @return ERR_IO naming the file
 */
enum err step_outputs_append(const struct report *report);

/** Series that are annotated; GitHub shows ten errors of a step. */
#define STEP_ANNOTATIONS_MAX 10

/** Write a line to `file` for each regressed series, which GitHub shows beside
 *  the change; nothing unless GITHUB_ACTIONS is "true". @return ERR_NOMEM */
enum err step_annotate(const struct report *report, FILE *file);

#endif
