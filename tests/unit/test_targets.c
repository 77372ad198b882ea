/* Where reports go. */
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/buf.h"
#include "runner/targets.h"
#include "tests/support/git_fixture.h"

static const char *
format_at(size_t index)
{
	static const char *const names[] = {"text", "json", "markdown", NULL};

	return names[index];
}

static enum err
note_target(void *ctx, const struct target *target)
{
	buf_printf(ctx, "%s=%s ", target->format, target->path);
	return strcmp(target->path, "bad") == 0 ? err_fail(ERR_IO, "bad: no")
						: ERR_OK;
}

Test(targets, the_text_goes_to_standard_output_unless_another_does)
{
	const struct option_list outputs = {{"text=a.txt"}, 1};
	const struct option_list all = {{"json"}, 1};
	struct buf written = BUF_INIT;
	struct targets targets;

	cr_assert(eq(int,
	    targets_parse(&targets, &outputs, "r.json", "r.md", format_at),
	    ERR_OK));
	cr_assert(
	    eq(int, targets_write(&targets, note_target, &written), ERR_OK));
	expect_text(
	    buf_text(&written), "json=r.json markdown=r.md text=a.txt text=- ");
	buf_reset(&written);
	cr_assert(eq(
	    int, targets_parse(&targets, &all, NULL, NULL, format_at), ERR_OK));
	cr_assert(
	    eq(int, targets_write(&targets, note_target, &written), ERR_OK));
	expect_text(buf_text(&written), "json=- ");
	buf_release(&written);
}

Test(targets, one_that_fails_does_not_keep_the_others_from_being_written)
{
	const struct option_list outputs = {{"text=bad", "json=good"}, 2};
	struct buf written = BUF_INIT;
	struct targets targets;

	cr_assert(eq(int,
	    targets_parse(&targets, &outputs, NULL, NULL, format_at), ERR_OK));
	cr_assert(
	    eq(int, targets_write(&targets, note_target, &written), ERR_IO));
	expect_text(err_text(), "bad: no");
	expect_text(buf_text(&written), "text=bad json=good text=- ");
	buf_release(&written);
}

Test(targets, unknown_formats_and_places_named_twice_are_refused)
{
	static const char *const formats[] = {"xml=a", "json=", "", "jso"};
	const struct option_list twice = {{"json=a", "text=a"}, 2};
	struct targets targets;

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct option_list outputs = {{formats[i]}, 1};
		char expected[128];

		cr_assert(eq(int,
		    targets_parse(&targets, &outputs, NULL, NULL, format_at),
		    ERR_USAGE));
		snprintf(expected, sizeof expected,
		    "--output %s: FORMAT or FORMAT=FILE was expected, formats "
		    "are text json markdown",
		    formats[i]);
		expect_text(err_text(), expected);
	}
	cr_assert(eq(int,
	    targets_parse(&targets, &twice, NULL, NULL, format_at), ERR_USAGE));
	expect_text(err_text(), "two reports to the same place: a");
}
