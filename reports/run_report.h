/** What became of the commits of a `run`, for people and for programs. */
#ifndef REPORTS_RUN_REPORT_H
#define REPORTS_RUN_REPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"

enum run_status {
	RUN_LEFT, /**< not begun */
	RUN_MEASURED,
	RUN_SHARED, /**< has the samples of a commit of the same build */
	RUN_EXISTING, /**< had samples already */
	RUN_FAILED, /**< did not build, or a benchmark failed */
	RUN_UNJUDGED, /**< its rounds did not fit, or cannot be counted */
	RUN_STATUS_COUNT
};

/** Texts are borrowed. */
struct run_commit {
	const char *oid;
	const char *subject;
	enum run_status status;
	char shared_with[41]; /**< id of a commit, or "" */
	size_t series;
	size_t rounds; /**< of the benchmark that took most */
	int64_t elapsed_ns; /**< building and measuring */
	const char *error; /**< the first one, may have lines; or NULL */
};

struct run_report {
	const char *version; /**< of tidemark */
	const char *machine_key;
	const char *config_from;
	int64_t elapsed_ns;
	const struct run_commit *commits;
	size_t count;
};

/** "left", "measured", "shared", "existing", "failed", "unjudged". */
const char *run_status_name(enum run_status status);

/** How many commits have a status. */
size_t run_report_count(
    const struct run_report *report, enum run_status status);

/**
 * The summary: a line of how many there are of each status, and a line for
 * each commit that failed, with the first line of its error.
 * @return ERR_IO
 */
enum err run_report_text(const struct run_report *report, FILE *file);

/** tidemark.run/1, see reports/run.schema.json. @return ERR_IO, ERR_NOMEM */
enum err run_report_json(const struct run_report *report, FILE *file);

#endif
