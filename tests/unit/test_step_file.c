/* What a step tells GitHub: its summary, its outputs, its annotations. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "ci/step_file.h"
#include "core/base/path.h"
#include "reports/render.h"
#include "tests/support/git_fixture.h"
#include "tests/support/report_fixtures.h"

static struct fixture fx;
static char *path;

static void
setup(void)
{
	fixture_init(&fx);
	path = fixture_path(&fx, "summary.md");
	setenv("GITHUB_STEP_SUMMARY", path, 1);
}

static void
teardown(void)
{
	free(path);
	fixture_release(&fx);
}

TestSuite(step_summary, .init = setup, .fini = teardown);

static const struct report *
some_report(void)
{
	return report_fixtures[0].report;
}

static enum err
write_markdown(void *ctx, FILE *file)
{
	const struct render_options options = {0};

	(void)ctx;
	return render_write(
	    renderer_find("markdown"), some_report(), &options, file);
}

static enum err
write_summary(void)
{
	return step_summary_append(write_markdown, NULL);
}

/* The report as markdown; free() it. */
static char *
markdown(void)
{
	const struct render_options options = {0};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int,
	    renderer_find("markdown")->render(some_report(), &options, file),
	    ERR_OK));
	fclose(file);
	return text;
}

Test(step_summary, is_the_report_as_markdown)
{
	char *expected = markdown();
	char *got;

	cr_assert(eq(int, write_summary(), ERR_OK));
	got = fixture_read(fx.root, "summary.md");
	expect_text(got, expected);
	free(got);
	free(expected);
}

Test(step_summary, what_other_steps_wrote_stays)
{
	char *expected = markdown();
	char *got;

	fixture_write(fx.root, "summary.md", "# before\n");
	cr_assert(eq(int, write_summary(), ERR_OK));
	got = fixture_read(fx.root, "summary.md");
	cr_assert(eq(int, strncmp(got, "# before\n", 9), 0));
	expect_text(got + 9, expected);
	free(got);
	free(expected);
}

Test(step_summary, without_the_variable_nothing_is_written)
{
	unsetenv("GITHUB_STEP_SUMMARY");
	cr_expect(eq(int, write_summary(), ERR_OK));
	setenv("GITHUB_STEP_SUMMARY", "", 1);
	cr_expect(eq(int, write_summary(), ERR_OK));
	cr_expect(not(path_exists(path)));
}

Test(step_summary, a_file_that_cannot_be_written_is_named)
{
	setenv("GITHUB_STEP_SUMMARY", "/no/such/summary.md", 1);
	cr_expect(eq(int, write_summary(), ERR_IO));
	expect_error("GITHUB_STEP_SUMMARY /no/such/summary.md: ");
}

Test(step_summary, a_full_disk_is_an_error)
{
	setenv("GITHUB_STEP_SUMMARY", "/dev/full", 1);
	cr_expect(eq(int, write_summary(), ERR_IO));
}

/* ---- outputs ---- */

static char *outputs;

static void
setup_outputs(void)
{
	fixture_init(&fx);
	outputs = fixture_path(&fx, "outputs");
	setenv("GITHUB_OUTPUT", outputs, 1);
}

static void
teardown_outputs(void)
{
	free(outputs);
	fixture_release(&fx);
}

TestSuite(step_outputs, .init = setup_outputs, .fini = teardown_outputs);

Test(step_outputs, are_the_verdict_and_how_many_regressed)
{
	char *got;

	fixture_write(fx.root, "outputs", "other=1\n");
	cr_assert(
	    eq(int, step_outputs_append(report_fixture("regressed")), ERR_OK));
	got = fixture_read(fx.root, "outputs");
	expect_text(got, "other=1\nverdict=regressed\nregressions=2\n");
	free(got);
}

Test(step_outputs, without_the_variable_nothing_is_written)
{
	unsetenv("GITHUB_OUTPUT");
	cr_expect(
	    eq(int, step_outputs_append(report_fixture("regressed")), ERR_OK));
	cr_expect(not(path_exists(outputs)));
}

Test(step_outputs, a_full_disk_is_an_error)
{
	setenv("GITHUB_OUTPUT", "/dev/full", 1);
	cr_expect(
	    eq(int, step_outputs_append(report_fixture("regressed")), ERR_IO));
}

/* ---- annotations ---- */

static char *
annotate(const struct report *report)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, step_annotate(report, file), ERR_OK));
	fclose(file);
	return text;
}

Test(step_annotations, one_for_each_regressed_series)
{
	char *text;

	setenv("GITHUB_ACTIONS", "true", 1);
	text = annotate(report_fixture("regressed"));
	expect_text(text,
	    "::error title=store/append/ops_per_second::"
	    "store/append/ops_per_second is 31 %25 slower, tolerance 10 %25\n"
	    "::error title=protocol/boundary/10000/real_time::"
	    "protocol/boundary/10000/real_time is 26 %25 slower, tolerance "
	    "10 %25\n");
	free(text);
}

Test(step_annotations, none_elsewhere)
{
	char *text;

	unsetenv("GITHUB_ACTIONS");
	text = annotate(report_fixture("regressed"));
	expect_text(text, "");
	free(text);
}

Test(step_annotations, no_name_ends_its_line_or_its_property)
{
	static struct report_series row = {
	    .name = {"a,b::c\n::error::%0Ax", "real_time", "ns",
		DIRECTION_SMALLER},
	    .judged = true,
	    .verdict = VERDICT_REGRESSED,
	    .ratio = 1.5,
	    .tolerance = .1,
	};
	const struct report report = {
	    .verdict = VERDICT_REGRESSED, .series = &row, .series_count = 1};
	char *text;

	setenv("GITHUB_ACTIONS", "true", 1);
	text = annotate(&report);
	cr_expect(strncmp(text,
		      "::error title=a%2Cb%3A%3Ac\\n%3A%3Aerror%3A%3A"
		      "%250Ax/real_time::",
		      strlen("::error title=a%2Cb%3A%3Ac\\n%3A%3Aerror%3A%3A"
			     "%250Ax/real_time::")) == 0,
	    "%s", text);
	cr_expect(strchr(text, '\n') == text + strlen(text) - 1);
	free(text);
}
