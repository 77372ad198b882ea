/** Reports that the golden tests render; also the ones that nobody wants. */
#ifndef TESTS_SUPPORT_REPORT_FIXTURES_H
#define TESTS_SUPPORT_REPORT_FIXTURES_H

#include "reports/report.h"

struct report_fixture {
	const char *name; /**< of its expected files */
	const struct report *report;
};

/** Ends with a row whose name is NULL. */
extern const struct report_fixture report_fixtures[];

/** NULL for an unknown name. */
const struct report *report_fixture(const char *name);

/** Names that try to be something else: markup, shell, terminal codes. */
extern const char *const hostile_names[];
extern const size_t hostile_name_count;

#endif
