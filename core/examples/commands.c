#include "core/examples/commands.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 256
#define BLANKS " \t\r\n"

/* Where a line is wrong. */
struct place {
	const char *program;
	unsigned line;
};

/* "09:30" is 570. */
static bool
parse_time(const char *text, int64_t *out)
{
	if (strlen(text) != 5)
		return false;
	for (size_t i = 0; i < 5; i++) {
		if (i == 2 ? text[i] != ':' : !isdigit((unsigned char)text[i]))
			return false;
	}
	*out = (text[0] - '0') * 600 + (text[1] - '0') * 60 +
	       (text[3] - '0') * 10 + (text[4] - '0');
	return text[3] <= '5';
}

static bool
parse_whole(const char *text, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(text, &end, 10);
	return errno == 0 && end != text && *end == '\0';
}

bool
command_number(
    const char *text, const struct command_argument *argument, int64_t *out)
{
	int64_t number;
	bool parsed = argument->time ? parse_time(text, &number)
				     : parse_whole(text, &number);

	if (!parsed)
		return false;
	if (number < argument->min || number > argument->max)
		return false;
	*out = number;
	return true;
}

static void
print_place(const struct place *place)
{
	fflush(stdout); /* answers come before it, also on one terminal */
	fprintf(stderr, "%s: line %u: ", place->program, place->line);
}

static bool
fail_name(const struct place *place, const struct command *table, char *name)
{
	print_place(place);
	fprintf(stderr, "\"%s\" is not one of", name);
	for (const struct command *row = table; row->name; row++)
		fprintf(stderr, "%s %s", row == table ? "" : ",", row->name);
	fputc('\n', stderr);
	return false;
}

static bool
fail_usage(const struct place *place, const struct command *row)
{
	print_place(place);
	fprintf(stderr, "expected %s", row->name);
	for (int i = 0; i < COMMAND_ARGUMENTS_MAX && row->arguments[i]; i++)
		fprintf(stderr, row->arguments[i]->optional ? " [%s]" : " %s",
		    row->arguments[i]->name);
	fputc('\n', stderr);
	return false;
}

static bool
fail_argument(const struct place *place,
    const struct command_argument *argument, const char *text)
{
	print_place(place);
	if (argument->time)
		fprintf(stderr, "%s: \"%s\" is not a time such as 09:30\n",
		    argument->name, text);
	else
		fprintf(stderr,
		    "%s: \"%s\" is not a number from %" PRId64 " to %" PRId64
		    "\n",
		    argument->name, text, argument->min, argument->max);
	return false;
}

/* The rest of a line that strtok has begun. @return whether it was right. */
static bool
take_arguments(
    const struct place *place, const struct command *row, int64_t *given)
{
	for (int i = 0; i < COMMAND_ARGUMENTS_MAX && row->arguments[i]; i++) {
		const struct command_argument *argument = row->arguments[i];
		const char *text = strtok(NULL, BLANKS);

		given[i] = argument->min;
		if (!text && !argument->optional)
			return fail_usage(place, row);
		if (text && !command_number(text, argument, &given[i]))
			return fail_argument(place, argument, text);
	}
	return !strtok(NULL, BLANKS) || fail_usage(place, row);
}

/* @return whether to go on with the next line */
static bool
do_line(const struct place *place, const struct command *table, void *ctx,
    char *text)
{
	int64_t given[COMMAND_ARGUMENTS_MAX] = {0};
	const struct command *row = table;
	char *name = strtok(text, BLANKS);
	enum interval_status status;

	if (!name)
		return true; /* an empty line */
	while (row->name && strcmp(row->name, name) != 0)
		row++;
	if (!row->name)
		return fail_name(place, table, name);
	if (!take_arguments(place, row, given))
		return false;
	status = row->run(ctx, given);
	if (status == INTERVAL_NOMEM) {
		print_place(place);
		fprintf(stderr, "%s\n", interval_status_text(status));
		return false;
	}
	if (status != INTERVAL_OK)
		printf("%s: %s\n", name, interval_status_text(status));
	return true;
}

int
commands_run(const char *program, const struct command *table, void *ctx)
{
	struct place place = {program, 0};
	char text[LINE_SIZE];

	while (fgets(text, sizeof text, stdin)) {
		place.line++;
		if (!strchr(text, '\n') && !feof(stdin)) {
			print_place(&place);
			fprintf(stderr, "expected at most %d characters\n",
			    LINE_SIZE - 2);
			return EXIT_FAILURE;
		}
		if (!do_line(&place, table, ctx, text))
			return EXIT_FAILURE;
	}
	if (ferror(stdin) || ferror(stdout) || fflush(stdout) != 0) {
		perror(program);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

int
commands_fail(const char *program, enum interval_status status)
{
	fprintf(stderr, "%s: %s\n", program, interval_status_text(status));
	return EXIT_FAILURE;
}
