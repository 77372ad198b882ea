/** The options of `interval-bench protocol`. */
#ifndef CORE_BENCH_BENCH_OPTIONS_H
#define CORE_BENCH_BENCH_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"
#include "core/bench/protocol.h"

struct bench_options {
	struct protocol_plan plan; /**< its strings lie in argv */
	bool json; /**< else a table */
	bool help; /**< --help was given */
};

/** What holds where nothing is said; order_seed is 0. */
void bench_options_default(struct bench_options *options);

/**
 * Read the words after the command: options and at most one manager.
 * @return ERR_USAGE, saying what was expected; *out then as it was
 */
enum err bench_options_parse(struct bench_options *out, int argc, char **argv);

/** Write one line an option. */
void bench_options_help(FILE *file);

#endif
