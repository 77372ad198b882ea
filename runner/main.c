#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/interrupt.h"
#include "runner/app.h"
#include "runner/command.h"
#include "runner/exit_status.h"

const struct command *const commands[] = {
    &command_init,
    &command_run,
    &command_compare,
    &command_check,
    &command_bisect,
    &command_baseline,
    &command_trend,
    &command_report,
    &command_scaling,
    &command_publish,
    &command_doctor,
    &command_gc,
    NULL,
};

static void
print_help(FILE *file)
{
	fputs("usage: tidemark [options] COMMAND [options] [operands]\n\n"
	      "Find performance regressions in a git repository: build "
	      "commits, measure them in\ninterleaved pairs, say pass, "
	      "regressed or inconclusive.\n\ncommands:\n",
	    file);
	for (size_t i = 0; commands[i]; i++)
		fprintf(file, "  %-9s %s\n", commands[i]->name,
		    commands[i]->summary);
	fputs("\noptions of all commands:\n", file);
	options_help(app_option_table, file);
	fputs("\nexit status: 0 pass, 1 regression, 2 usage or config, 3 not "
	      "judged,\n4 a build or a benchmark failed.\n"
	      "tidemark COMMAND --help and man tidemark say more.\n",
	    file);
}

static void
print_command_help(const struct command *command)
{
	printf("usage: tidemark %s %s\n\n%s\n", command->name, command->usage,
	    command->summary);
	if (command->details)
		printf("\n%s", command->details);
	if (command->options->name || command->more_options)
		puts("\noptions:");
	options_help(command->options, stdout);
	if (command->more_options)
		options_help(command->more_options, stdout);
	puts("\noptions of all commands:");
	options_help(app_option_table, stdout);
}

static void
print_version(void)
{
	puts("tidemark " TIDEMARK_VERSION);
}

static const struct command *
find_command(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static enum err
check_operands(const struct command *command, int count)
{
	if (count < command->operands_min)
		return err_fail(ERR_USAGE, "usage: tidemark %s %s",
		    command->name, command->usage);
	if (command->operands_max >= 0 && count > command->operands_max)
		return err_fail(ERR_USAGE,
		    "one operand too many; usage: tidemark %s %s",
		    command->name, command->usage);
	return ERR_OK;
}

static enum err
check_globals(const struct app_options *options)
{
	const char *color = options->color;

	if (color && strcmp(color, "auto") != 0 &&
	    strcmp(color, "always") != 0 && strcmp(color, "never") != 0)
		return err_fail(ERR_USAGE,
		    "--color %s: auto, always or never was expected", color);
	if (options->folder && chdir(options->folder) < 0)
		return err_fail(ERR_USAGE,
		    "-C %s: no such folder, or it "
		    "cannot be entered",
		    options->folder);
	return ERR_OK;
}

static enum err
run_command(struct app *app, const struct command *command, int argc,
    char **argv, enum exit_code *code)
{
	_Alignas(max_align_t) char values[COMMAND_OPTIONS_MAX] = {0};
	const struct option_set sets[] = {
	    {app_option_table, &app->options},
	    {command->options, values},
	    {command->more_options, values},
	};
	size_t set_count = command->more_options ? 3 : 2;
	enum err err = options_parse(sets, set_count, false, &argc, argv);

	if (err)
		return err;
	if (app->options.version) {
		print_version();
		return ERR_OK;
	}
	if (app->options.help) {
		print_command_help(command);
		return ERR_OK;
	}
	err = check_operands(command, argc);
	if (!err)
		err = check_globals(&app->options);
	if (!err)
		err = interrupt_install();
	if (err)
		return err;
	progress_init(&app->progress, app->options.quiet);
	err = command->run(app, values, argc, argv, code);
	app_release(app);
	return err;
}

static enum err
run_program(struct app *app, int argc, char **argv, enum exit_code *code)
{
	const struct option_set globals = {app_option_table, &app->options};
	const struct command *command;
	enum err err;

	err = options_parse(&globals, 1, true, &argc, argv);
	if (err)
		return err;
	if (app->options.version) {
		print_version();
		return ERR_OK;
	}
	if (app->options.help && !argc) {
		print_help(stdout);
		return ERR_OK;
	}
	if (!argc) {
		print_help(stderr);
		return err_fail(ERR_USAGE, "a command was expected");
	}
	command = find_command(argv[0]);
	if (!command)
		return err_fail(ERR_USAGE,
		    "%s: no such command; tidemark --help lists those there "
		    "are",
		    argv[0]);
	return run_command(app, command, argc - 1, argv + 1, code);
}

/* A verdict that nobody could read is none. */
static enum err
close_output(void)
{
	if (ferror(stdout) || fflush(stdout) == EOF)
		return err_fail(ERR_IO, "standard output cannot be written");
	return ERR_OK;
}

/* A descriptor 0, 1 or 2 that is closed would be the next file we open. */
static void
open_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

int
main(int argc, char **argv)
{
	/* Before anything can fail. */
	bool for_git = argc > 0 && exit_status_for_git(argc - 1, argv + 1);
	enum exit_code code = EXIT_CODE_PASS;
	struct app app = {0};
	enum err err;

	open_standard_streams();
	err = run_program(&app, argc > 0 ? argc - 1 : 0, argv + 1, &code);
	if (!err) {
		err = close_output();
		/* No lost output hides a verdict. */
		if (!err || code != EXIT_CODE_PASS)
			return exit_status_of_code(code, for_git);
	}
	fprintf(stderr, "tidemark: %s\n", err_text());
	return exit_status_of_err(err, interrupt_signal(), for_git);
}
