#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/redirect.h>
#include <stddef.h>
#include <string.h>

#include "core/bench/command.h"

struct own {
	uint64_t rounds;
	bool loud;
};

static const struct option own_table[] = {
    {"rounds", 0, OPTION_NUMBER, offsetof(struct own, rounds), "N", "times", 1,
	9},
    {"loud", 0, OPTION_FLAG, offsetof(struct own, loud), NULL, "be loud"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};
static const struct own own_defaults = {.rounds = 3};

static struct own got;
static struct bench_options got_options;
static int got_argc = -1;
static char got_operand[16];

static enum err
run_example(const struct bench_call *call)
{
	got = *(const struct own *)call->own;
	got_options = *call->options;
	got_argc = call->argc;
	if (call->argc > 0)
		strcpy(got_operand, call->argv[0]);
	return ERR_CONFLICT;
}

static const struct bench_command example = {
    .name = "example",
    .usage = "[options] A [B]",
    .summary = "do nothing much",
    .details = "Even less than that.\n",
    .shared = BENCH_SEED,
    .options = own_table,
    .defaults = &own_defaults,
    .own_size = sizeof(struct own),
    .operands_min = 1,
    .operands_max = 2,
    .run = run_example,
};

/* Run the words of `line`, which are cut apart in place. */
static enum err
run(char *line)
{
	char *argv[16];
	int argc = 0;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	return bench_command_run(&example, "./bench", argc, argv);
}

Test(bench_command, own_and_shared_options_have_their_defaults)
{
	char line[] = "first";

	cr_assert(eq(int, run(line), ERR_CONFLICT));
	cr_expect(eq(u64, got.rounds, 3));
	cr_expect(not(got.loud));
	cr_expect(eq(u64, got_options.stream.seed, 42));
	cr_expect(eq(int, got_argc, 1));
}

Test(bench_command, own_and_shared_options_may_come_mixed)
{
	char line[] = "--loud first --seed 5 second --rounds 9";

	cr_assert(eq(int, run(line), ERR_CONFLICT));
	cr_expect(eq(u64, got.rounds, 9));
	cr_expect(got.loud);
	cr_expect(eq(u64, got_options.stream.seed, 5));
	cr_expect(eq(int, got_argc, 2));
	cr_expect(eq(str, got_operand, "first"));
}

Test(bench_command, operands_are_counted)
{
	char none[] = "--loud";
	char three[] = "a b c";

	cr_expect(eq(int, run(none), ERR_USAGE));
	cr_expect(eq(str, (char *)err_text(),
	    "usage: interval-bench example [options] A [B]"));
	cr_expect(eq(int, run(three), ERR_USAGE));
	cr_expect(eq(str, (char *)err_text(),
	    "\"c\": one operand too many; usage: interval-bench example "
	    "[options] A [B]"));
	cr_expect(eq(int, got_argc, -1));
}

Test(bench_command, options_of_other_commands_are_unknown)
{
	char line[] = "a --ops 5";

	cr_expect(eq(int, run(line), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "--ops: unknown option"), NULL));
	cr_expect(eq(int, got_argc, -1));
}

Test(bench_command, help_needs_no_operand_and_runs_nothing)
{
	char line[] = "--help";

	cr_redirect_stdout();
	cr_assert(eq(int, run(line), ERR_OK));
	fflush(stdout);
	cr_assert_stdout_eq_str(
	    "usage: interval-bench example [options] A [B]\n"
	    "\n"
	    "do nothing much\n"
	    "\n"
	    "Even less than that.\n"
	    "\n"
	    "options:\n"
	    "      --rounds N                times\n"
	    "      --loud                    be loud\n"
	    "      --seed N                  seed of the stream (default 42)\n"
	    "  -h, --help                    show this text\n");
	cr_expect(eq(int, got_argc, -1));
}

Test(bench_command, rows_are_written_in_the_format_that_was_asked_for)
{
	const struct row_context context[] = {{"k", "v"}, {NULL, NULL}};
	struct bench_options options = {.format = BENCH_CSV};
	const struct bench_call call = {
	    .executable = "./bench", .options = &options};
	struct rows rows = ROWS_INIT;

	cr_redirect_stdout();
	cr_assert(eq(int, bench_write_rows(&call, &rows, context), ERR_OK));
	cr_assert_stdout_eq_str(
	    "name,family_index,per_family_instance_index,repetitions,"
	    "repetition_index,iterations,real_time,cpu_time,time_unit,k\r\n");
}
