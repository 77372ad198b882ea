/* What a bisection as a whole came to, and its renderers. */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/bisect_report.h"
#include "tests/support/bisect_fixture.h"
#include "tests/support/git_fixture.h"

static enum bisect_status
status_of(enum bisect_status a, enum bisect_status b)
{
	const struct bisect_answer answers[] = {{.status = a}, {.status = b}};
	const struct bisect_range ranges[] = {
	    {.answers = &answers[0], .answer_count = 1},
	    {.answers = &answers[1], .answer_count = 1}};
	const struct bisect_report report = {
	    .ranges = ranges, .range_count = 2};

	return bisect_report_status(&report);
}

Test(bisect_report, the_worst_news_is_the_status)
{
	static const enum bisect_status order[] = {BISECT_FOUND, BISECT_DRIFT,
	    BISECT_UNRESOLVED, BISECT_TOO_NOISY, BISECT_REVERSED,
	    BISECT_NO_CHANGE};
	size_t count = sizeof order / sizeof *order;

	cr_assert(eq(sz, count, BISECT_STATUS_COUNT));
	for (size_t i = 0; i < count; i++)
		for (size_t k = i; k < count; k++) {
			cr_expect(
			    eq(int, status_of(order[i], order[k]), order[i]));
			cr_expect(
			    eq(int, status_of(order[k], order[i]), order[i]));
		}
}

Test(bisect_report, no_answer_is_not_no_change)
{
	const struct bisect_report report = {.range_count = 0};

	cr_expect(eq(int, bisect_report_status(&report), BISECT_TOO_NOISY));
}

Test(bisect_report, renderers_are_found_by_name)
{
	cr_expect(bisect_renderer_find("text")->render == bisect_render_text);
	cr_expect(bisect_renderer_find("git")->render == bisect_render_git);
	cr_expect(eq(ptr, (void *)bisect_renderer_find("html"), NULL));
}

Test(bisect_report, a_full_disk_is_an_error_in_every_format)
{
	const struct render_options options = {.verbose = true};

	for (const struct bisect_renderer *row = bisect_renderers; row->name;
	     row++) {
		FILE *full = fopen("/dev/full", "w");

		cr_assert(ne(ptr, full, NULL));
		cr_expect(eq(int,
			      row->render(bisect_fixture("bisect-found"),
				  &options, full),
			      ERR_IO),
		    "%s", row->name);
		fclose(full);
	}
}
