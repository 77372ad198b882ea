/** From tracks to a family of the report. Internal to runner/growing*.c. */
#ifndef RUNNER_GROWING_PARTS_H
#define RUNNER_GROWING_PARTS_H

#include "baselines/family.h"
#include "reports/scaling_report.h"
#include "runner/growing.h"
#include "runner/track.h"

struct growing {
	const struct growing_options *options;
	struct comparison *comparison;
	struct scaling_report report;
	bool identical;
	struct series_name *names; /* of the tracks that count */
	struct track **tracks; /* the same */
	size_t track_count;
	struct families families;
	struct scaling_family *rows;
	double **values; /* of each row, which points into it */
	struct scaling_unjudged *unjudged;
	char **texts;
	size_t text_count;
};

/** Copy a formatted text. @return NULL when memory ran out */
const char *growing_text(struct growing *growing, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Add a row to what has no class. @return ERR_NOMEM where its reason is NULL
 */
enum err growing_add_unjudged(
    struct growing *growing, const struct scaling_unjudged *row);

/** Fit and judge a family whose union of sizes can be judged: a row of the
 *  report, or why there is none. */
enum err growing_add_family(
    struct growing *growing, const struct family *family);

#endif
