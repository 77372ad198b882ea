/**
 * Command-line options as rows of tables: the parser and the help read the same
 * row.
 */
#ifndef CORE_BASE_OPTIONS_H
#define CORE_BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"

#define OPTION_LIST_MAX 16

enum option_kind {
	OPTION_FLAG, /**< bool: true */
	OPTION_TEXT, /**< const char *: the value, borrowed from argv */
	OPTION_NUMBER, /**< uint64_t: a whole number from min to max */
	OPTION_DURATION, /**< int64_t: nanoseconds, from "10m" */
	OPTION_PERCENT, /**< double: a fraction, from "10%" */
	OPTION_LIST /**< struct option_list: may be given again */
};

struct option_list {
	const char *items[OPTION_LIST_MAX];
	size_t count;
};

struct option {
	const char *name; /**< without the dashes; NULL ends a table */
	char letter; /**< of the short form, 0 for none */
	enum option_kind kind;
	size_t offset; /**< of its value in the caller's struct */
	const char *value; /**< what help calls the value, "FILE" */
	const char *help; /**< one line */
	uint64_t min; /**< of an OPTION_NUMBER */
	uint64_t max;
};

/** Where options of one table go. */
struct option_set {
	const struct option *table;
	void *values;
};

/**
 * Take the options out of an argument list, leaving the operands in place and
 * in order. "--" ends the options.
 *
 * @param sets tables to look in, in this order
 * @param stop_at_operand leave everything from the first operand on alone
 * @param[in,out] argc entries of argv; afterwards, operands
 * @return ERR_USAGE naming the option and what was expected
 */
enum err options_parse(const struct option_set *sets, size_t set_count,
    bool stop_at_operand, int *argc, char **argv);

/** Print a table's rows for help. */
void options_help(const struct option *table, FILE *file);

#endif
