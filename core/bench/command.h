/**
 * Commands of interval-bench as rows: the dispatch, the help and the completion
 * read the same row.
 */
#ifndef CORE_BENCH_COMMAND_H
#define CORE_BENCH_COMMAND_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/base/options.h"
#include "core/bench/bench_options.h"
#include "core/bench/rows.h"

#define BENCH_OWN_SIZE 512 /**< bytes of a command's own options, at most */

/** What a command is called with. */
struct bench_call {
	const char *executable; /**< the program's name as it was called */
	const struct bench_options *options; /**< the shared ones */
	const void *own; /**< the command's own options, its table's struct */
	int argc; /**< operands */
	char **argv;
};

struct bench_command {
	const char *name;
	const char *usage; /**< operands, "[MANAGER|all] [options]" */
	const char *summary;
	const char *details; /**< paragraphs for its help, or NULL */
	unsigned shared; /**< the BENCH_... that it takes, ored */
	const struct option *options; /**< its own, or NULL */
	const void *defaults; /**< of the struct of its own, or NULL: zeros */
	size_t own_size; /**< of that struct, 0 without own options */
	int operands_min;
	int operands_max;
	/** Do it: the report goes to standard output. */
	enum err (*run)(const struct bench_call *call);
};

extern const struct bench_command bench_command_list;
extern const struct bench_command bench_command_protocol;
extern const struct bench_command bench_command_scaling;
extern const struct bench_command bench_command_memory;
extern const struct bench_command bench_command_batch;
extern const struct bench_command bench_command_compare;
extern const struct bench_command bench_command_regress;
extern const struct bench_command bench_command_advise;

/**
 * Parse what follows the command's name, then run it, or show its help.
 * @return ERR_USAGE for words that are not understood; what `run` returns
 */
enum err bench_command_run(const struct bench_command *command,
    const char *executable, int argc, char **argv);

/**
 * Write rows to standard output in the format that was asked for, which is not
 * the table.
 * @return ERR_IO, ERR_NOMEM
 */
enum err bench_write_rows(const struct bench_call *call,
    const struct rows *rows, const struct row_context *context);

#endif
