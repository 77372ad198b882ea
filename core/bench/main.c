/* interval-bench: benchmarks of the interval library. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/err.h"
#include "core/bench/command.h"
#include "core/interval/interval.h"

#define EXIT_FAILED 1
#define EXIT_USAGE 2

static const struct bench_command *const commands[] = {
    &bench_command_list,
    &bench_command_protocol,
    &bench_command_scaling,
    &bench_command_memory,
    &bench_command_batch,
    &bench_command_compare,
    &bench_command_regress,
    &bench_command_advise,
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static void
print_help(void)
{
	puts("usage: interval-bench COMMAND [options] [operands]\n\n"
	     "Benchmarks of the interval library; every result is checked.\n\n"
	     "commands:");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  %-9s %s\n", commands[i]->name, commands[i]->summary);
	puts("\noptions:\n"
	     "  -h, --help                    show this text\n"
	     "      --version                 show the version\n\n"
	     "interval-bench COMMAND --help and man interval-bench say more.");
}

/* No manager would run: said here once, before a stream is made. */
static enum err
check_isa(void)
{
	const char *isa = getenv("INTERVAL_ISA");

	if (interval_isa())
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "INTERVAL_ISA: \"%s\": expected generic, avx2 or avx512, of this "
	    "processor",
	    isa ? isa : "");
}

static enum err
dispatch(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	enum err err;

	if (argc < 2)
		return err_fail(ERR_USAGE,
		    "no command: interval-bench --help lists those there are");
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
		print_help();
		return ERR_OK;
	}
	if (strcmp(name, "--version") == 0) {
		puts("interval-bench " TIDEMARK_VERSION);
		return ERR_OK;
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i]->name, name) != 0)
			continue;
		err = check_isa();
		return err ? err
			   : bench_command_run(
				 commands[i], argv[0], argc - 2, argv + 2);
	}
	return err_fail(ERR_USAGE,
	    "command \"%s\" is not known: interval-bench --help lists those "
	    "there are",
	    name);
}

int
main(int argc, char **argv)
{
	enum err err = dispatch(argc, argv);

	/* A full disk shows up only when the last bytes are written. */
	if (!err && (ferror(stdout) || fflush(stdout) != 0))
		err = err_fail(ERR_IO, "standard output: %s", strerror(errno));
	if (!err)
		return 0;
	fprintf(stderr, "interval-bench: %s\n", err_text());
	return err == ERR_USAGE ? EXIT_USAGE : EXIT_FAILED;
}
