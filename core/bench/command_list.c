#include <stdio.h>

#include "core/bench/command.h"
#include "core/bench/protocol.h"
#include "core/interval/interval.h"

static enum err
run_list(const struct bench_call *call)
{
	const char *const *managers = interval_managers();
	const struct stream_mix *mixes;
	size_t n;

	(void)call;
	mixes = stream_mixes(&n);
	for (size_t i = 0; managers[i]; i++)
		printf("manager    %s\n", managers[i]);
	for (size_t i = 0; i < n; i++)
		printf("mix        %-12s%s\n", mixes[i].name, mixes[i].summary);
	for (size_t i = 0; managers[i]; i++) {
		char name[ROW_NAME_SIZE];

		protocol_name(name, managers[i], "", BENCH_OPS_DEFAULT);
		printf("benchmark  %s\n", name);
	}
	return ERR_OK;
}

const struct bench_command bench_command_list = {
    .name = "list",
    .usage = "",
    .summary = "show managers, mixes and benchmarks",
    .details = "Show managers, mixes and the names of benchmarks with the "
	       "default options.\n",
    .run = run_list,
};
