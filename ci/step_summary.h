/** The step summary of a GitHub Actions job. */
#ifndef CI_STEP_SUMMARY_H
#define CI_STEP_SUMMARY_H

#include "core/base/err.h"
#include "reports/report.h"

/**
 * Append the report as markdown to the file that GITHUB_STEP_SUMMARY names;
 * nothing where it is not set.
 * @return ERR_IO naming the file
 */
enum err step_summary_write(const struct report *report);

#endif
