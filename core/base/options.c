#include "core/base/options.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/number.h"

#define HELP_COLUMN 28

struct match {
	const struct option *option;
	void *values;
};

static bool
takes_value(const struct option *option)
{
	return option->kind != OPTION_FLAG;
}

static bool
find_long(const struct option_set *sets, size_t count, const char *name,
    size_t len, struct match *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct option *option = sets[i].table;

		for (; option->name; option++) {
			if (strlen(option->name) != len ||
			    strncmp(option->name, name, len) != 0)
				continue;
			*out = (struct match){option, sets[i].values};
			return true;
		}
	}
	return false;
}

static bool
find_short(
    const struct option_set *sets, size_t count, char letter, struct match *out)
{
	for (size_t i = 0; letter && i < count; i++) {
		const struct option *option = sets[i].table;

		for (; option->name; option++) {
			if (option->letter != letter)
				continue;
			*out = (struct match){option, sets[i].values};
			return true;
		}
	}
	return false;
}

static enum err
bad_value(const struct option *option, const char *value, const char *wanted)
{
	return err_fail(
	    ERR_USAGE, "--%s %s: %s was expected", option->name, value, wanted);
}

static enum err
take_number(const struct option *option, const char *value, void *place)
{
	char wanted[80];

	if (!number_parse_whole(value, option->min, option->max, place))
		return ERR_OK;
	snprintf(wanted, sizeof wanted,
	    "a whole number from %" PRIu64 " to %" PRIu64, option->min,
	    option->max);
	return bad_value(option, value, wanted);
}

static enum err
take_list(const struct option *option, const char *value, void *place)
{
	struct option_list *list = place;

	if (list->count == OPTION_LIST_MAX)
		return err_fail(ERR_USAGE, "--%s: given more than %d times",
		    option->name, OPTION_LIST_MAX);
	list->items[list->count++] = value;
	return ERR_OK;
}

static enum err
take(const struct match *match, const char *value)
{
	const struct option *option = match->option;
	void *place = (char *)match->values + option->offset;

	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)place = true;
		return ERR_OK;
	case OPTION_TEXT:
		*(const char **)place = value;
		return ERR_OK;
	case OPTION_NUMBER:
		return take_number(option, value, place);
	case OPTION_DURATION:
		if (clock_parse_duration(value, place))
			return bad_value(
			    option, value, "a duration such as 90s, 10m or 1h");
		return ERR_OK;
	case OPTION_PERCENT:
		if (number_parse_percent(value, place))
			return bad_value(
			    option, value, "a percentage such as 10%");
		return ERR_OK;
	case OPTION_LIST:
		return take_list(option, value, place);
	}
	return ERR_OK;
}

/* The argument at *at is an option; move *at past it and its value. */
static enum err
take_at(
    const struct option_set *sets, size_t count, int argc, char **argv, int *at)
{
	const char *argument = argv[*at];
	const char *value = NULL;
	struct match match;
	bool found;

	if (argument[1] == '-') {
		size_t len = strcspn(argument + 2, "=");

		found = find_long(sets, count, argument + 2, len, &match);
		if (argument[2 + len] == '=')
			value = argument + 2 + len + 1;
	} else {
		found = find_short(sets, count, argument[1], &match);
		if (found && argument[2] && takes_value(match.option))
			value = argument + 2;
		else if (argument[2])
			found = false; /* letters are not joined */
	}
	if (!found)
		return err_fail(ERR_USAGE,
		    "%s: unknown option; --help lists those there are",
		    argument);
	if (!takes_value(match.option) && value)
		return err_fail(
		    ERR_USAGE, "--%s takes no value", match.option->name);
	(*at)++;
	if (takes_value(match.option) && !value) {
		if (*at == argc)
			return err_fail(ERR_USAGE, "--%s: %s was expected",
			    match.option->name, match.option->value);
		value = argv[(*at)++];
	}
	return take(&match, value);
}

enum err
options_parse(const struct option_set *sets, size_t set_count,
    bool stop_at_operand, int *argc, char **argv)
{
	int operands = 0;
	bool all_operands = false;
	int at = 0;

	while (at < *argc) {
		bool option =
		    !all_operands && argv[at][0] == '-' && argv[at][1] != '\0';
		enum err err;

		if (option && strcmp(argv[at], "--") == 0) {
			all_operands = true;
			at++;
		} else if (option) {
			err = take_at(sets, set_count, *argc, argv, &at);
			if (err)
				return err;
		} else {
			all_operands = all_operands || stop_at_operand;
			argv[operands++] = argv[at++];
		}
	}
	*argc = operands;
	return ERR_OK;
}

void
options_help(const struct option *table, FILE *file)
{
	for (; table->name; table++) {
		char left[64];
		int len;

		len = table->letter ? snprintf(left, sizeof left, "-%c, --%s",
					  table->letter, table->name)
				    : snprintf(left, sizeof left, "    --%s",
					  table->name);
		if (table->value && len > 0)
			snprintf(left + len, sizeof left - (size_t)len, " %s",
			    table->value);
		fprintf(file, "  %-*s  %s\n", HELP_COLUMN, left, table->help);
	}
}
