/**
 * Telling a forge how a check goes, from its begin to its end. What fails of
 * that is a warning: it never changes a verdict.
 */
#ifndef RUNNER_TELLING_H
#define RUNNER_TELLING_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/verdict.h"
#include "core/base/err.h"
#include "reports/report.h"
#include "runner/app.h"
#include "runner/output.h"
#include "runner/publishing.h"

struct telling {
	struct app *app;
	struct publishing_options options;
	struct source source;
	struct publishing *publishing; /**< NULL: nobody is told */
	const char *oid; /**< of head, borrowed */
	bool told; /**< a result */
};

/** Tell that the head of the first job that has a pair is being measured. The
 *  jobs are borrowed until telling_end(). */
void telling_begin(struct telling *telling, struct app *app,
    const struct output_job *jobs, size_t count);

/** Tell the result; comparison_options' `reported`, whose ctx is the telling.
 */
void telling_report(
    void *ctx, const struct report *report, enum exit_code code);

/** Where there was none, tell why: a status that stays pending keeps a change
 *  waiting for ever. @param err of the check; its text stays */
void telling_end(struct telling *telling, enum err err);

#endif
