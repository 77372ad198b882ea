/* Progress: plain lines in a log, one renewing line on a terminal. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/progress.h"
#include "tests/support/git_fixture.h"

static struct progress progress;
static char *text;
static size_t len;

static void
setup(void)
{
	progress_init(&progress, false);
	progress.file = open_memstream(&text, &len);
	progress.terminal = false;
}

static void
teardown(void)
{
	fclose(progress.file);
	free(text);
}

TestSuite(progress, .init = setup, .fini = teardown);

static void
says(const char *expected)
{
	cr_assert(eq(int, fflush(progress.file), 0));
	expect_text(text, expected);
}

/* As if the last line had been shown so long ago. */
static void
after(int64_t ns)
{
	progress.shown_ns = clock_monotonic_ns() - ns;
}

Test(progress, a_phase_is_a_line)
{
	progress_phase(&progress, "building %s", "x");
	progress_phase(&progress, "measuring");
	says("building x\nmeasuring\n");
}

Test(progress, a_log_gets_a_step_in_30_seconds)
{
	after(29 * CLOCK_NS_PER_S);
	progress_step(&progress, 1, 0, "round", -1);
	says("");
	after(30 * CLOCK_NS_PER_S);
	progress_step(&progress, 2, 0, "round", -1);
	progress_step(&progress, 3, 0, "round", -1);
	says("  round 2\n");
}

Test(progress, a_step_shows_its_total_and_the_time_left)
{
	after(30 * CLOCK_NS_PER_S);
	progress_step(&progress, 3, 8, "files", -1);
	after(30 * CLOCK_NS_PER_S);
	progress_step(&progress, 4, 0, "round", 90 * CLOCK_NS_PER_S);
	says("  files 3/8\n  round 4, at most 90.0 s left\n");
}

Test(progress, a_new_phase_counts_as_shown)
{
	after(60 * CLOCK_NS_PER_S);
	progress_phase(&progress, "measuring");
	progress_step(&progress, 1, 0, "round", -1);
	says("measuring\n");
}

Test(progress, a_terminals_line_renews_itself)
{
	progress.terminal = true;
	after(100 * CLOCK_NS_PER_MS);
	progress_step(&progress, 1, 2, "round", -1);
	after(100 * CLOCK_NS_PER_MS);
	progress_step(&progress, 2, 2, "round", -1);
	progress_phase(&progress, "done");
	progress_clear(&progress);
	says("  round 1/2\r\033[K  round 2/2\r\033[Kdone\n");
}

Test(progress, quiet_says_nothing_but_warnings)
{
	progress.quiet = true;
	progress_phase(&progress, "building");
	after(60 * CLOCK_NS_PER_S);
	progress_step(&progress, 1, 0, "round", -1);
	progress_warn(&progress, "%d left", 3);
	says("tidemark: warning: 3 left\n");
}

Test(progress, foreign_text_cannot_steer_a_terminal)
{
	progress_phase(&progress, "building %s", "a\033[2Jb\r\n\x7f\xc3\xa9");
	progress_warn(&progress, "%s", "\a");
	after(60 * CLOCK_NS_PER_S);
	progress_step(&progress, 1, 0, "\t", -1);
	says("building a?[2Jb???\xc3\xa9\ntidemark: warning: ?\n  ? 1\n");
}

Test(progress, eight_bit_controls_cannot_either)
{
	/* U+009B is to some terminals what ESC [ is; U+00A0 is a space. */
	progress_phase(&progress, "%s",
	    "a\xc2\x9b"
	    "2Jb\xc2\xa0");
	says("a?2Jb\xc2\xa0\n");
}

Test(progress, a_phase_that_is_too_long_is_cut)
{
	char name[500];

	memset(name, 'n', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	progress_phase(&progress, "%s", name);
	name[sizeof progress.phase - 1] = '\n';
	name[sizeof progress.phase] = '\0';
	says(name);
}
