/* interval-bench: benchmarks of the interval library. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "core/base/err.h"
#include "core/base/rng.h"
#include "core/bench/host.h"
#include "core/bench/bench_options.h"
#include "core/bench/protocol.h"
#include "core/bench/report.h"
#include "core/interval/interval.h"

#define EXIT_FAILED 1
#define EXIT_USAGE 2

/* `argv` is what follows the command's name. */
struct command {
	const char *name;
	const char *usage;
	const char *summary;
	enum err (*run)(const char *executable, int argc, char **argv);
};

static enum err
run_list(const char *executable, int argc, char **argv)
{
	const char *const *managers = interval_managers();
	const struct stream_mix *mixes;
	struct bench_options options;
	size_t n;

	(void)executable;
	if (argc > 0 && strcmp(argv[0], "--help") == 0) {
		puts("usage: interval-bench list\n\n"
		     "Show managers, mixes and the names of benchmarks.");
		return ERR_OK;
	}
	if (argc > 0)
		return err_fail(
		    ERR_USAGE, "list: \"%s\": expected no argument", argv[0]);
	bench_options_default(&options);
	mixes = stream_mixes(&n);
	for (size_t i = 0; managers[i]; i++)
		printf("manager    %s\n", managers[i]);
	for (size_t i = 0; i < n; i++)
		printf("mix        %-10s%s\n", mixes[i].name, mixes[i].summary);
	for (size_t i = 0; managers[i]; i++) {
		char name[PROTOCOL_NAME_SIZE];

		protocol_name(name, managers[i], &options.plan);
		printf("benchmark  %s\n", name);
	}
	return ERR_OK;
}

static enum err
run_protocol(const char *executable, int argc, char **argv)
{
	struct bench_options options;
	struct protocol_result result = {.n = 0};
	struct host host;
	enum err err;

	bench_options_default(&options);
	err = bench_options_parse(&options, argc, argv);
	if (err)
		return err;
	if (options.help) {
		puts("usage: interval-bench protocol [MANAGER|all] "
		     "[options]\n");
		bench_options_help(stdout);
		return ERR_OK;
	}
	options.plan.order_seed = rng_entropy();
	err = protocol_measure(&options.plan, &result);
	if (err)
		return err;
	if (options.json) {
		host_describe(&host);
		err = report_json(&result, &host, executable, stdout);
	} else {
		err = report_table(&result, stdout);
	}
	protocol_result_release(&result);
	return err;
}

static enum err
run_version(const char *executable, int argc, char **argv)
{
	(void)executable;
	(void)argc;
	(void)argv;
	puts("interval-bench " TIDEMARK_VERSION);
	return ERR_OK;
}

static enum err run_help(const char *executable, int argc, char **argv);

static const struct command commands[] = {
    {"list", "list", "show managers, mixes and benchmarks", run_list},
    {"protocol", "protocol [MANAGER|all] [options]",
	"time managers over one stream of operations", run_protocol},
    {"--help", "--help", "show this text", run_help},
    {"--version", "--version", "show the version", run_version},
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static enum err
run_help(const char *executable, int argc, char **argv)
{
	(void)executable;
	(void)argc;
	(void)argv;
	puts("usage: interval-bench COMMAND\n");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  %-34s%s\n", commands[i].usage, commands[i].summary);
	puts("\ninterval-bench COMMAND --help says more of a command.");
	return ERR_OK;
}

static enum err
dispatch(int argc, char **argv)
{
	if (argc < 2)
		return err_fail(ERR_USAGE,
		    "no command: expected list or protocol, see "
		    "interval-bench --help");
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[1]) == 0)
			return commands[i].run(argv[0], argc - 2, argv + 2);
	}
	return err_fail(ERR_USAGE,
	    "command \"%s\" is not known: expected list or protocol, see "
	    "interval-bench --help",
	    argv[1]);
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
