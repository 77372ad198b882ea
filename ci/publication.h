/** What is told about one commit, in the words that every publisher uses. */
#ifndef CI_PUBLICATION_H
#define CI_PUBLICATION_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "reports/report.h"

enum publication_state {
	PUBLICATION_PENDING, /**< measuring has begun */
	PUBLICATION_SUCCESS,
	PUBLICATION_FAILURE, /**< regressed, or not judged */
	PUBLICATION_ERROR /**< a build or a benchmark failed */
};

/** All borrowed. */
struct publication {
	enum publication_state state;
	/** NULL: measuring has only begun, or `why` says why there is none. */
	const struct report *report;
	const char *why;
	const char *oid; /**< of the commit, 40 hex digits */
	/** Tells several checks of a commit apart, "tidemark". */
	const char *context;
	const char *link; /**< where there is more to see; NULL */
	/** The samples are those of a job that ran a stranger's code. */
	bool untrusted;
};

/** What it is where the check exits with that: only 0 is a success. */
enum publication_state publication_state(enum exit_code code);

/**
 * Append one line without any markup: "regressed: protocol/x/real_time is 26 %
 * slower, tolerance 10 %; 1 regressed, 14 pass". Longer ones are cut between
 * characters and end with "…".
 */
void publication_line(
    struct buf *out, const struct publication *what, size_t max_bytes);

/**
 * Append the report as GitHub's markdown. Rows of the least weight are left out
 * and counted.
 * @param max_bytes at least 64 KiB less one
 * @return ERR_NOMEM
 */
enum err publication_markdown(
    struct buf *out, const struct publication *what, size_t max_bytes);

#endif
