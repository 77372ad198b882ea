#include "core/bench/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/interval/interval.h"

#define REPETITIONS_MAX 100000
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static enum err
parse_number(const char *option, const char *text, uint64_t min, uint64_t max,
    uint64_t *out)
{
	char *end;
	uint64_t number;

	errno = 0;
	number = strtoull(text, &end, 10);
	/* strtoull takes signs and spaces before the digits: those are not. */
	if (*text < '0' || *text > '9' || *end || errno || number < min ||
	    number > max)
		return err_fail(ERR_USAGE,
		    "--%s: \"%s\" is not a whole number from %" PRIu64
		    " to %" PRIu64,
		    option, text, min, max);
	*out = number;
	return ERR_OK;
}

static enum err
parse_count(const char *option, const char *text, unsigned min, unsigned *out)
{
	uint64_t number = 0;
	enum err err;

	err = parse_number(option, text, min, REPETITIONS_MAX, &number);
	if (!err)
		*out = (unsigned)number;
	return err;
}

static enum err
parse_ops(struct options *options, const char *text)
{
	uint64_t number = 0;
	enum err err;

	err = parse_number("ops", text, 1, STREAM_OPS_MAX, &number);
	if (!err)
		options->plan.ops = (size_t)number;
	return err;
}

static enum err
parse_seed(struct options *options, const char *text)
{
	return parse_number("seed", text, 0, UINT64_MAX, &options->plan.seed);
}

static enum err
parse_warmup(struct options *options, const char *text)
{
	return parse_count("warmup", text, 0, &options->plan.warmup);
}

static enum err
parse_repetitions(struct options *options, const char *text)
{
	return parse_count("repetitions", text, 1, &options->plan.repetitions);
}

static enum err
parse_filter(struct options *options, const char *text)
{
	options->plan.filter = text;
	return ERR_OK;
}

static enum err
parse_mix(struct options *options, const char *text)
{
	const struct stream_mix *mix = stream_mix_named(text);
	struct buf names = BUF_INIT;
	const struct stream_mix *mixes;
	size_t n;
	enum err err;

	if (mix) {
		options->plan.mix = mix;
		return ERR_OK;
	}
	mixes = stream_mixes(&n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", mixes[i].name);
	err = err_fail(ERR_USAGE, "--mix: \"%s\" is not one of %s", text,
	    buf_text(&names));
	buf_release(&names);
	return err;
}

static enum err
parse_format(struct options *options, const char *text)
{
	if (strcmp(text, "table") == 0)
		options->format = OPTIONS_TABLE;
	else if (strcmp(text, "json") == 0)
		options->format = OPTIONS_JSON;
	else
		return err_fail(ERR_USAGE,
		    "--format: \"%s\" is not one of table, json", text);
	return ERR_OK;
}

static enum err
parse_help(struct options *options, const char *text)
{
	(void)text;
	options->help = true;
	return ERR_OK;
}

static const struct option {
	const char *name;
	const char *value; /* NULL: takes none */
	const char *help;
	enum err (*parse)(struct options *options, const char *text);
} table[] = {
    {"ops", "N", "operations in the stream (default 10000)", parse_ops},
    {"seed", "N", "seed of the stream (default 42)", parse_seed},
    {"mix", "NAME", "kind of stream, see list (default standard)", parse_mix},
    {"warmup", "N", "runs before those that count (default 1)", parse_warmup},
    {"repetitions", "N", "runs that count (default 5)", parse_repetitions},
    {"format", "FORMAT", "table or json (default table)", parse_format},
    {"filter", "REGEX", "only the benchmarks whose name matches", parse_filter},
    {"help", NULL, "show this text", parse_help},
};

void
options_default(struct options *options)
{
	size_t n;

	*options = (struct options){
	    .plan = {.mix = stream_mixes(&n),
		.seed = 42,
		.ops = 10000,
		.warmup = 1,
		.repetitions = 5},
	    .format = OPTIONS_TABLE,
	};
}

void
options_help(FILE *file)
{
	for (size_t i = 0; i < LENGTH(table); i++)
		fprintf(file, "  --%s%s%-*s%s\n", table[i].name,
		    table[i].value ? " " : "",
		    (int)(20 - strlen(table[i].name) -
			  (table[i].value != NULL)),
		    table[i].value ? table[i].value : "", table[i].help);
}

static enum err
manager_unknown(const char *text)
{
	const char *const *names = interval_managers();
	struct buf list = BUF_INIT;
	enum err err;

	for (size_t i = 0; names[i]; i++)
		buf_printf(&list, "%s, ", names[i]);
	err = err_fail(ERR_USAGE, "manager \"%s\" is not one of %sall", text,
	    buf_text(&list));
	buf_release(&list);
	return err;
}

static enum err
parse_manager(struct options *options, const char *text)
{
	const char *const *names = interval_managers();

	if (strcmp(text, "all") == 0) {
		options->plan.manager = NULL;
		return ERR_OK;
	}
	for (size_t i = 0; names[i]; i++) {
		if (strcmp(names[i], text) == 0) {
			options->plan.manager = names[i];
			return ERR_OK;
		}
	}
	return manager_unknown(text);
}

static enum err
option_unknown(const char *word)
{
	return err_fail(ERR_USAGE,
	    "option \"%s\" is not known: see interval-bench protocol --help",
	    word);
}

/* Read the option in argv[*i] and step *i onto its last word. */
static enum err
parse_option(struct options *options, int argc, char **argv, int *i)
{
	const char *word = argv[*i] + 2;
	size_t length = strcspn(word, "=");
	const char *value = word[length] ? word + length + 1 : NULL;
	const struct option *option = NULL;

	for (size_t k = 0; k < LENGTH(table); k++) {
		if (strlen(table[k].name) == length &&
		    strncmp(table[k].name, word, length) == 0)
			option = &table[k];
	}
	if (!option)
		return option_unknown(argv[*i]);
	if (!option->value && value)
		return err_fail(ERR_USAGE, "--%s takes no value", option->name);
	if (option->value && !value) {
		if (*i + 1 >= argc)
			return err_fail(ERR_USAGE, "--%s: expected %s after it",
			    option->name, option->value);
		value = argv[++*i];
	}
	return option->parse(options, value);
}

enum err
options_parse(struct options *out, int argc, char **argv)
{
	struct options options = *out;
	const char *manager = NULL;
	bool open = true; /* options may still come */
	enum err err = ERR_OK;

	for (int i = 0; i < argc && !err && !options.help; i++) {
		if (open && strcmp(argv[i], "--") == 0) {
			open = false;
		} else if (open && strncmp(argv[i], "--", 2) == 0) {
			err = parse_option(&options, argc, argv, &i);
		} else if (open && argv[i][0] == '-') {
			err = option_unknown(argv[i]);
		} else if (manager) {
			err = err_fail(ERR_USAGE,
			    "\"%s\": expected one manager, \"%s\" was given",
			    argv[i], manager);
		} else {
			manager = argv[i];
			err = parse_manager(&options, manager);
		}
	}
	if (!err)
		*out = options;
	return err;
}
