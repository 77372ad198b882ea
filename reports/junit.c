#include "reports/junit.h"

void
junit_add(struct junit_counts *sum, const struct junit_counts *more)
{
	for (int i = 0; i < JUNIT_OUTCOME_COUNT; i++)
		sum->of[i] += more->of[i];
}

static void
put_counts(
    struct xml_writer *xml, const char *name, const struct junit_counts *counts)
{
	size_t tests = 0;

	for (int i = 0; i < JUNIT_OUTCOME_COUNT; i++)
		tests += counts->of[i];
	xml_attr(xml, "name", name);
	xml_attr_count(xml, "tests", tests);
	xml_attr_count(xml, "failures", counts->of[JUNIT_FAILED]);
	xml_attr_count(xml, "errors", counts->of[JUNIT_BROKEN]);
	xml_attr_count(xml, "skipped", counts->of[JUNIT_SKIPPED]);
}

void
junit_suites_begin(
    struct xml_writer *xml, const char *name, const struct junit_counts *counts)
{
	xml_begin(xml, "testsuites");
	put_counts(xml, name, counts);
}

void
junit_suite_begin(
    struct xml_writer *xml, const char *name, const struct junit_counts *counts)
{
	xml_begin(xml, "testsuite");
	put_counts(xml, name, counts);
}

void
junit_property(struct xml_writer *xml, const char *name, const char *value)
{
	if (!value)
		return;
	xml_begin(xml, "property");
	xml_attr(xml, "name", name);
	xml_attr(xml, "value", value);
	xml_end(xml);
}

/* A skip has no type, and what passed has an output in place of a cause. */
void
junit_case_write(struct xml_writer *xml, const struct junit_case *one)
{
	static const char *const elements[] = {
	    [JUNIT_PASSED] = "system-out",
	    [JUNIT_FAILED] = "failure",
	    [JUNIT_BROKEN] = "error",
	    [JUNIT_SKIPPED] = "skipped",
	};

	xml_begin(xml, "testcase");
	xml_attr(xml, "classname", one->classname);
	xml_attr(xml, "name", one->name);
	if (one->outcome != JUNIT_PASSED || *one->body) {
		xml_begin(xml, elements[one->outcome]);
		if (one->outcome != JUNIT_PASSED)
			xml_attr(xml, "message", one->message);
		if (one->outcome == JUNIT_FAILED ||
		    one->outcome == JUNIT_BROKEN)
			xml_attr(xml, "type", one->type);
		if (*one->body)
			xml_lines(xml, one->body);
		xml_end(xml);
	}
	xml_end(xml);
}
