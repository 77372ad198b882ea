/** What can be said of a series, and of a whole check. */
#ifndef BASELINES_VERDICT_H
#define BASELINES_VERDICT_H

#include <stddef.h>

/** Worst first: a check has the first that any of its series has. */
enum verdict {
	VERDICT_REGRESSED,
	VERDICT_ERROR, /**< its build or benchmark failed */
	VERDICT_MISSING, /**< declared or in the base, not measured */
	VERDICT_INCONCLUSIVE,
	VERDICT_ACKNOWLEDGED,
	VERDICT_IMPROVED,
	VERDICT_NEW, /**< the base has not got it */
	VERDICT_PASS,
	VERDICT_IDENTICAL /**< equal inputs or artifacts: no run was made */
};

#define VERDICT_COUNT (VERDICT_IDENTICAL + 1)

/** The programs' exit codes. */
enum exit_code {
	EXIT_CODE_PASS = 0,
	EXIT_CODE_REGRESSED = 1,
	EXIT_CODE_USAGE = 2,
	EXIT_CODE_UNJUDGED = 3,
	EXIT_CODE_FAILED = 4,
	EXIT_CODE_UNPUBLISHED = 5
};

/** "regressed", "error", ... as in result files. */
const char *verdict_name(enum verdict verdict);

/** @return 0 and *out, or -1 for a name that is none. */
int verdict_parse(const char *name, enum verdict *out);

/** The worse of the two. */
enum verdict verdict_worse(enum verdict a, enum verdict b);

/** Exit code of a check with this verdict; `new` counts as passing. */
enum exit_code verdict_exit_code(enum verdict verdict);

#endif
