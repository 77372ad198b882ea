/** Commands as a table: parser, help and completion read the same row. */
#ifndef RUNNER_COMMAND_H
#define RUNNER_COMMAND_H

#include <stddef.h>

#include "baselines/verdict.h"
#include "core/base/err.h"
#include "runner/app.h"
#include "core/base/options.h"

#define COMMAND_OPTIONS_MAX 1024 /**< bytes of a command's options struct */

struct command {
	const char *name;
	const char *usage; /**< operands, "[options] BASE [HEAD]" */
	const char *summary;
	const char *details; /**< paragraphs for its help, or NULL */
	const struct option *options;
	const struct option *more_options; /**< into the same struct, or NULL */
	int operands_min;
	int operands_max; /**< below 0: any number */
	/**
	 * Do it. `options` is zeroed memory that the table's rows filled.
	 *
	 * @param[out] code what the program exits with if ERR_OK is returned
	 */
	enum err (*run)(struct app *app, const void *options, int argc,
	    char **argv, enum exit_code *code);
};

/** All commands; ends with NULL. */
extern const struct command *const commands[];

extern const struct command command_init;
extern const struct command command_run;
extern const struct command command_compare;
extern const struct command command_check;
extern const struct command command_bisect;
extern const struct command command_baseline;
extern const struct command command_trend;
extern const struct command command_report;
extern const struct command command_scaling;
extern const struct command command_publish;
extern const struct command command_doctor;
extern const struct command command_gc;

#endif
