/** A report under construction, with the texts that it owns. */
#ifndef RUNNER_JUDGEMENT_H
#define RUNNER_JUDGEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/terms.h"
#include "core/base/err.h"
#include "reports/report.h"

struct judgement {
	struct report report;
	struct report_series *series;
	size_t series_count;
	struct report_unjudged *unjudged;
	size_t unjudged_count;
	struct report_part *parts;
	const char **warnings;
	size_t warning_count;
	char **texts; /**< freed with it */
	size_t text_count;
};

/** A check or comparison in which nothing was judged yet: verdict pass. */
void judgement_init(struct judgement *judgement);
void judgement_release(struct judgement *judgement);

/** Copy a formatted text into the judgement. @return NULL when memory ran out
 */
const char *judgement_text(struct judgement *judgement, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Add a benchmark (metric NULL) or a series that was not judged. `reason` is
 *  copied, the names are borrowed. */
enum err judgement_add_unjudged(struct judgement *judgement,
    const char *benchmark, const char *metric, enum verdict verdict,
    const char *reason);

/** Add a series whose rule cannot hold it to its words: an error, with what
 *  terms_explain() says. */
enum err judgement_add_fault(struct judgement *judgement,
    const struct series_name *name, const struct terms *terms);

/** Add a warning, copied. */
enum err judgement_warn(struct judgement *judgement, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Set the report's verdict from its parts, and its arrays. Nothing judged and
 * not `identical`: inconclusive.
 */
void judgement_finish(struct judgement *judgement, bool identical);

#endif
