/* Turns: a process's readings, and whose fault it is where there are none. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/turn.h"
#include "tests/support/git_fixture.h"

static char real_time[] = "real_time";
static char *const judged[] = {real_time};
static struct environment *environment;
static struct config_benchmark benchmark;
static struct fixture fx;
static struct turn turn;

static void
setup(void)
{
	const struct config_texts none = {NULL, 0};

	fixture_init(&fx);
	cr_assert(
	    eq(int, environment_new(&environment, &none, fx.root), ERR_OK));
	benchmark = (struct config_benchmark){
	    .name = "main",
	    .format = "google",
	    .metrics = {judged, 1},
	    .timeout_ns = 60 * CLOCK_NS_PER_S,
	    .repetitions = 1,
	};
	turn = (struct turn){
	    .benchmark = &benchmark,
	    .side = SIDE_HEAD,
	    .tree = fx.repo,
	    .environment = environment,
	    .logs = fx.root,
	};
	cr_assert(eq(int, tracks_new(&turn.tracks, 100), ERR_OK));
	tracks_block_begin(turn.tracks, 0, &benchmark);
}

static void
teardown(void)
{
	tracks_free(turn.tracks);
	environment_free(environment);
	fixture_release(&fx);
}

TestSuite(turn, .init = setup, .fini = teardown, .timeout = 60);

static enum err
run(const char *command)
{
	benchmark.command = command;
	return turn_run(&turn);
}

/* Some CI systems obey a line of the log that begins with "::". */
static void
expect_no_command_in_the_text(void)
{
	cr_expect(eq(ptr, strstr(err_text(), "\n::"), NULL), "%s", err_text());
}

Test(turn, a_row_becomes_a_sample)
{
	cr_assert(eq(int,
	    run("echo '{\"benchmarks\": [{\"name\": \"a\", \"real_time\": 5, "
		"\"time_unit\": \"ns\"}]}'"),
	    ERR_OK));
	cr_expect(eq(sz, tracks_count(turn.tracks), 1));
	cr_expect(eq(sz, turn.processes, 1));
}

Test(turn, a_failure_shows_the_last_lines_and_names_side_and_log)
{
	cr_assert(eq(int, run("seq 20 >&2; exit 3"), ERR_CHILD));
	expect_error("head side: seq 20 >&2; exit 3: exit status 3\n| 9\n");
	expect_error("\n| 20\nlog: ");
	expect_error("/bench-main-head.log");
	cr_expect(eq(ptr, strstr(err_text(), "| 8\n"), NULL));
}

Test(turn, a_silent_failure_has_no_last_lines)
{
	cr_assert(eq(int, run("exit 3"), ERR_CHILD));
	expect_error("exit status 3\nlog: ");
}

Test(turn, a_failed_process_begins_no_line_of_the_text)
{
	cr_assert(
	    eq(int, run("echo ::error::spoof >&2\n::x 2>/dev/null; exit 1"),
		ERR_CHILD));
	expect_error("\n| ::x 2>/dev/null; exit 1: exit status 1");
	expect_error("\n| ::error::spoof\nlog: ");
	expect_no_command_in_the_text();
}

Test(turn, a_name_from_its_output_begins_no_line_of_the_text)
{
	cr_assert(eq(int,
	    run("printf '%s' '{\"benchmarks\": [{\"name\": "
		"\"a\\n::stop-commands::x\", \"real_time\": 0, "
		"\"time_unit\": \"ns\"}]}'"),
	    ERR_PARSE));
	expect_error("\n| ::stop-commands::x");
	expect_no_command_in_the_text();
}

Test(turn, broken_json_begins_no_line_of_the_text)
{
	cr_assert(eq(int,
	    run("printf '%s\\n' '{\"benchmarks\": [{\"name\": \"a' "
		"'::error::x\", 1}]}'"),
	    ERR_PARSE));
	expect_error("head side: output of main");
	expect_no_command_in_the_text();
}
