/**
 * JUnit's XML, as far as GitLab, Jenkins and others agree on it: testsuites of
 * a testsuite each, testcases with a failure, an error, a skip or nothing.
 * Written with xml.h, whose xml_end() ends what is begun here.
 */
#ifndef REPORTS_JUNIT_H
#define REPORTS_JUNIT_H

#include <stddef.h>

#include "reports/xml.h"

enum junit_outcome {
	JUNIT_PASSED,
	JUNIT_FAILED,
	JUNIT_BROKEN, /**< an <error>: it could not be measured */
	JUNIT_SKIPPED /**< nothing is proven of it */
};

#define JUNIT_OUTCOME_COUNT (JUNIT_SKIPPED + 1)

struct junit_counts {
	size_t of[JUNIT_OUTCOME_COUNT];
};

/** Texts are borrowed and may be hostile. */
struct junit_case {
	const char *classname;
	const char *name;
	enum junit_outcome outcome;
	const char *type; /**< of a failure or an error: "regressed" */
	const char *message; /**< why it did not pass, one line */
	const char *body; /**< evidence, lines; of one that passed its
			       system-out. "": none */
};

void junit_add(struct junit_counts *sum, const struct junit_counts *more);

/** The root, with the counts over all suites. */
void junit_suites_begin(struct xml_writer *xml, const char *name,
    const struct junit_counts *counts);
void junit_suite_begin(struct xml_writer *xml, const char *name,
    const struct junit_counts *counts);

/** One of the suite's properties, inside an element "properties". Nothing is
 *  written for a `value` of NULL. */
void junit_property(
    struct xml_writer *xml, const char *name, const char *value);

void junit_case_write(struct xml_writer *xml, const struct junit_case *one);

#endif
