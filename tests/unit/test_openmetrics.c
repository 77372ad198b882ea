#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "reports/openmetrics.h"

static const struct openmetrics_family seconds = {
    "a_seconds", OPENMETRICS_GAUGE, "seconds", "How long."};
static const struct openmetrics_family state = {
    "b", OPENMETRICS_STATESET, NULL, "Which."};
static const struct openmetrics_family info = {
    "c", OPENMETRICS_INFO, NULL, "What."};

static struct openmetrics_writer writer;
static FILE *file;
static char *text;
static size_t text_len;

static void
open_text(void)
{
	file = open_memstream(&text, &text_len);
	cr_assert(file != NULL);
	openmetrics_init(&writer, file);
}

static void
close_text(void)
{
	fclose(file);
	free(text);
}

TestSuite(openmetrics, .init = open_text, .fini = close_text);

static void
expect_text(const char *want)
{
	cr_assert(eq(int, openmetrics_finish(&writer), ERR_OK));
	cr_expect(eq(str, text, (char *)want));
}

static void
sample(const char *value, double number)
{
	const struct openmetrics_label labels[] = {
	    {"l", value}, {"none", NULL}, {NULL, NULL}};

	openmetrics_sample(&writer, labels, number);
}

Test(openmetrics, nothing_is_only_its_end)
{
	openmetrics_family(&writer, &seconds);
	expect_text("# EOF\n");
}

Test(openmetrics, a_family_stands_before_its_first_sample)
{
	openmetrics_family(&writer, &seconds);
	sample("x", 0.25);
	sample(NULL, -2);
	expect_text("# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n"
		    "# HELP a_seconds How long.\na_seconds{l=\"x\"} 0.25\n"
		    "a_seconds -2\n# EOF\n");
}

Test(openmetrics, an_info_has_its_suffix_and_a_state_its_label)
{
	struct openmetrics_label labels[] = {{"b", NULL}, {NULL, NULL}};

	openmetrics_family(&writer, &info);
	sample("x", 1);
	openmetrics_family(&writer, &state);
	openmetrics_state(&writer, labels, "on", true);
	openmetrics_state(&writer, labels, "off", false);
	expect_text("# TYPE c info\n# HELP c What.\nc_info{l=\"x\"} 1\n"
		    "# TYPE b stateset\n# HELP b Which.\nb{b=\"on\"} 1\n"
		    "b{b=\"off\"} 0\n# EOF\n");
}

Test(openmetrics, labels_keep_quotes_backslashes_and_show_the_rest)
{
	openmetrics_family(&writer, &seconds);
	sample("\"} 1\n# EOF\\\xff", 1);
	expect_text("# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n"
		    "# HELP a_seconds How long.\n"
		    "a_seconds{l=\"\\\"} 1\\\\n# EOF\\\\\xef\xbf\xbd\"} 1\n"
		    "# EOF\n");
}

Test(openmetrics, values_that_are_not_finite_have_their_names)
{
	openmetrics_family(&writer, &seconds);
	sample("n", NAN);
	sample("p", INFINITY);
	sample("m", -INFINITY);
	expect_text("# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n"
		    "# HELP a_seconds How long.\na_seconds{l=\"n\"} NaN\n"
		    "a_seconds{l=\"p\"} +Inf\na_seconds{l=\"m\"} -Inf\n"
		    "# EOF\n");
}

/* A line break and a spelled one look alike; so do two broken bytes. */
Test(openmetrics_copies, names_that_look_alike_are_numbered)
{
	static const struct openmetrics_name names[] = {
	    {"o", "a\n", "m"},
	    {"o", "a", "m"},
	    {"o", "a\\n", "m"},
	    {"o", "\xff", "m"},
	    {"o", "\xfe", "m"},
	    {"p", "\xff", "m"},
	    {NULL, "a", NULL},
	    {"", "a", ""},
	};
	static const char *const want[] = {"", "", "2", "", "2", "", "", "2"};
	char copies[8][OPENMETRICS_COPY_SIZE];

	cr_assert(eq(int, openmetrics_copies(names, 8, copies), ERR_OK));
	for (size_t i = 0; i < 8; i++)
		cr_expect(eq(str, copies[i], (char *)want[i]), "%zu", i);
}

Test(openmetrics_copies, no_names_are_fine)
{
	cr_expect(eq(int, openmetrics_copies(NULL, 0, NULL), ERR_OK));
}

Test(openmetrics_quantity, units_have_base_units)
{
	double divisor = 0;

	cr_expect(openmetrics_quantity("ms", &divisor) == OPENMETRICS_SECONDS);
	cr_expect(eq(dbl, divisor, 1000));
	cr_expect(openmetrics_quantity("bytes", &divisor) == OPENMETRICS_BYTES);
	cr_expect(
	    openmetrics_quantity("1/s", &divisor) == OPENMETRICS_PER_SECOND);
	cr_expect(openmetrics_quantity("q", &divisor) == OPENMETRICS_OTHER);
	cr_expect(eq(dbl, divisor, 1));
}

Test(openmetrics_errors, a_full_disk_is_told_at_the_end)
{
	FILE *full = fopen("/dev/full", "w");
	struct openmetrics_writer metrics;

	cr_assert(full != NULL);
	openmetrics_init(&metrics, full);
	cr_expect(eq(int, openmetrics_finish(&metrics), ERR_IO));
	fclose(full);
}
