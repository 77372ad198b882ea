#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/junit.h"

/* What a case looks like inside a suite of its own; the caller frees it. */
static char *
write_case(const struct junit_case *one, const struct junit_counts *counts)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	struct xml_writer xml;

	cr_assert(file != NULL);
	xml_init(&xml, file);
	junit_suites_begin(&xml, "s", counts);
	junit_case_write(&xml, one);
	junit_property(&xml, "none", NULL);
	xml_end(&xml);
	cr_assert(eq(int, xml_finish(&xml), ERR_OK));
	fclose(file);
	return text;
}

static void
expect_case(const struct junit_case *one, const char *want)
{
	const struct junit_counts counts = {{1, 2, 3, 4}};
	char *text = write_case(one, &counts);

	cr_expect(strstr(text, want) != NULL, "%s", text);
	/* 1 + 2 + 3 + 4 */
	cr_expect(strstr(text, "tests=\"10\" failures=\"2\" errors=\"3\" "
			       "skipped=\"4\"") != NULL,
	    "%s", text);
	free(text);
}

Test(junit, each_outcome_has_its_element)
{
	struct junit_case one = {"c", "n", JUNIT_FAILED, "t", "m", "b"};

	expect_case(&one, "<failure message=\"m\" type=\"t\">b</failure>");
	one.outcome = JUNIT_BROKEN;
	expect_case(&one, "<error message=\"m\" type=\"t\">b</error>");
	one.outcome = JUNIT_SKIPPED;
	expect_case(&one, "<skipped message=\"m\">b</skipped>");
	one.outcome = JUNIT_PASSED;
	expect_case(&one, "<system-out>b</system-out>");
	one.body = "";
	expect_case(&one, "<testcase classname=\"c\" name=\"n\"/>");
}

Test(junit, counts_add_up)
{
	struct junit_counts sum = {{1, 2, 3, 4}};
	const struct junit_counts more = {{10, 20, 30, 40}};

	junit_add(&sum, &more);
	cr_expect(eq(sz, sum.of[JUNIT_PASSED], 11));
	cr_expect(eq(sz, sum.of[JUNIT_FAILED], 22));
	cr_expect(eq(sz, sum.of[JUNIT_BROKEN], 33));
	cr_expect(eq(sz, sum.of[JUNIT_SKIPPED], 44));
}
