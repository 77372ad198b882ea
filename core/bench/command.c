#include "core/bench/command.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/bench/host.h"

static void
print_help(const struct bench_command *command, const struct option *shared)
{
	printf("usage: interval-bench %s%s%s\n\n%s\n", command->name,
	    *command->usage ? " " : "", command->usage, command->summary);
	if (command->details)
		printf("\n%s", command->details);
	puts("\noptions:");
	if (command->options)
		options_help(command->options, stdout);
	options_help(shared, stdout);
}

static enum err
check_operands(const struct bench_command *command, int argc, char **argv)
{
	if (argc < command->operands_min)
		return err_fail(ERR_USAGE, "usage: interval-bench %s %s",
		    command->name, command->usage);
	if (argc > command->operands_max)
		return err_fail(ERR_USAGE,
		    "\"%s\": one operand too many; usage: interval-bench "
		    "%s%s%s",
		    argv[command->operands_max], command->name,
		    *command->usage ? " " : "", command->usage);
	return ERR_OK;
}

enum err
bench_command_run(const struct bench_command *command, const char *executable,
    int argc, char **argv)
{
	static const struct option none[] = {
	    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
	};
	_Alignas(max_align_t) char own[BENCH_OWN_SIZE] = {0};
	struct option shared[BENCH_OPTIONS + 1];
	struct bench_words words = BENCH_WORDS_INIT;
	struct bench_options options;
	const struct option_set sets[] = {
	    {command->options ? command->options : none, own},
	    {shared, &words},
	};
	struct bench_call call = {
	    .executable = executable, .options = &options, .own = own};
	enum err err;

	assert(command->own_size <= sizeof own);
	if (command->defaults)
		memcpy(own, command->defaults, command->own_size);
	bench_options_table(command->shared, shared);
	err = options_parse(sets, 2, false, &argc, argv);
	if (err)
		return err;
	if (words.help) {
		print_help(command, shared);
		return ERR_OK;
	}
	err = check_operands(command, argc, argv);
	if (!err)
		err = bench_options_take(&options, &words);
	if (err)
		return err;
	call.argc = argc;
	call.argv = argv;
	return command->run(&call);
}

enum err
bench_write_rows(const struct bench_call *call, const struct rows *rows,
    const struct row_context *context)
{
	struct host host;

	assert(call->options->format != BENCH_TABLE);
	if (call->options->format == BENCH_CSV)
		return rows_write_csv(rows, context, stdout);
	host_describe(&host);
	return rows_write_json(rows, &host, call->executable, context, stdout);
}
