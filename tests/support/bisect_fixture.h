/** Bisections that the golden tests render; also the ones that nobody wants. */
#ifndef TESTS_SUPPORT_BISECT_FIXTURE_H
#define TESTS_SUPPORT_BISECT_FIXTURE_H

#include "reports/bisect_report.h"

struct bisect_fixture {
	const char *name; /**< of its expected files */
	const struct bisect_report *report;
};

/** Ends with a row whose name is NULL. */
extern const struct bisect_fixture bisect_fixtures[];

/** The report of that name, which must be there. */
const struct bisect_report *bisect_fixture(const char *name);

#endif
