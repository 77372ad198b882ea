/** The step summary of a GitHub Actions job. */
#ifndef CI_STEP_SUMMARY_H
#define CI_STEP_SUMMARY_H

#include "core/base/err.h"
#include "reports/place.h"

/**
 * Append what `write` writes to the file that GITHUB_STEP_SUMMARY names;
 * nothing where it is not set.
 * @return ERR_IO naming the file; what `write` returned
 */
enum err step_summary_append(place_write_fn *write, void *ctx);

#endif
