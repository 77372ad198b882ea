/** The options of `interval-bench protocol`: one table for parser and help. */
#ifndef CORE_BENCH_OPTIONS_H
#define CORE_BENCH_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"
#include "core/bench/protocol.h"

enum options_format { OPTIONS_TABLE, OPTIONS_JSON };

struct options {
	struct protocol_plan plan; /**< its strings lie in argv */
	enum options_format format;
	bool help; /**< --help was given; nothing after it was read */
};

/** What holds where nothing is said; order_seed is 0. */
void options_default(struct options *options);

/**
 * Read argv[0..argc): options as `--name value` or `--name=value`, and at most
 * one manager, in any order; `--` ends the options.
 * @return ERR_USAGE, saying what was expected; *out then as it was
 */
enum err options_parse(struct options *out, int argc, char **argv);

/** Write one line an option. */
void options_help(FILE *file);

#endif
