/**
 * What the examples share: commands on standard input, a line each, with their
 * answers on standard output.
 */
#ifndef CORE_EXAMPLES_COMMANDS_H
#define CORE_EXAMPLES_COMMANDS_H

#include <stdbool.h>
#include <stdint.h>

#include <interval.h>

#define COMMAND_ARGUMENTS_MAX 3

/** A number from min to max, written as such or as a time of the day. */
struct command_argument {
	const char *name;
	int64_t min;
	int64_t max;
	bool optional;
	bool time; /**< 09:30, which is 570 */
};

struct command {
	const char *name; /**< NULL ends a table */
	/**
	 * Do it and print the answer.
	 *
	 * @param given one for each argument; `min` where it was left out
	 * @return any but INTERVAL_OK is answered by its text. INTERVAL_NOMEM
	 *         ends the program too
	 */
	enum interval_status (*run)(void *ctx, const int64_t *given);
	const struct command_argument *arguments[COMMAND_ARGUMENTS_MAX];
};

/** Take a number from the command line or a line. @return whether it is one. */
bool command_number(
    const char *text, const struct command_argument *argument, int64_t *out);

/**
 * Do the commands on standard input until it ends or a line is wrong, which is
 * then said on standard error.
 *
 * @param table all of its rows get `ctx`
 * @return the program's exit status
 */
int commands_run(const char *program, const struct command *table, void *ctx);

/** Say on standard error why there is nothing to run. @return as above */
int commands_fail(const char *program, enum interval_status status);

#endif
