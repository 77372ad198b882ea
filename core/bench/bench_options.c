#include "core/bench/bench_options.h"

#include <stddef.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/options.h"
#include "core/interval/interval.h"

#define REPETITIONS_MAX 100000

/* As given; the plan is made of it. */
struct words {
	uint64_t ops;
	uint64_t seed;
	uint64_t warmup;
	uint64_t repetitions;
	const char *mix;
	const char *format;
	const char *filter;
	bool help;
};

#define FIELD(name) offsetof(struct words, name)

static const struct option option_table[] = {
    {"ops", 0, OPTION_NUMBER, FIELD(ops), "N",
	"operations in the stream (default 10000)", 1, STREAM_OPS_MAX},
    {"seed", 0, OPTION_NUMBER, FIELD(seed), "N",
	"seed of the stream (default 42)", 0, UINT64_MAX},
    {"mix", 0, OPTION_TEXT, FIELD(mix), "NAME",
	"kind of stream, see list (default standard)"},
    {"warmup", 0, OPTION_NUMBER, FIELD(warmup), "N",
	"runs before those that count (default 1)", 0, REPETITIONS_MAX},
    {"repetitions", 0, OPTION_NUMBER, FIELD(repetitions), "N",
	"runs that count (default 5)", 1, REPETITIONS_MAX},
    {"format", 0, OPTION_TEXT, FIELD(format), "FORMAT",
	"table or json (default table)"},
    {"filter", 0, OPTION_TEXT, FIELD(filter), "REGEX",
	"only the benchmarks whose name matches"},
    {"help", 'h', OPTION_FLAG, FIELD(help), NULL, "show this text"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

void
bench_options_default(struct bench_options *options)
{
	size_t n;

	*options = (struct bench_options){
	    .plan = {.mix = stream_mixes(&n),
		.seed = 42,
		.ops = 10000,
		.warmup = 1,
		.repetitions = 5},
	};
}

void
bench_options_help(FILE *file)
{
	options_help(option_table, file);
}

static enum err
take_mix(const char *text, struct protocol_plan *plan)
{
	struct buf names = BUF_INIT;
	const struct stream_mix *mixes;
	size_t n;
	enum err err;

	plan->mix = stream_mix_named(text);
	if (plan->mix)
		return ERR_OK;
	mixes = stream_mixes(&n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", mixes[i].name);
	err = err_fail(ERR_USAGE, "--mix: \"%s\" is not one of %s", text,
	    buf_text(&names));
	buf_release(&names);
	return err;
}

static enum err
take_manager(const char *text, struct protocol_plan *plan)
{
	const char *const *names = interval_managers();
	struct buf list = BUF_INIT;
	enum err err;

	plan->manager = NULL;
	if (strcmp(text, "all") == 0)
		return ERR_OK;
	for (size_t i = 0; names[i]; i++) {
		if (strcmp(names[i], text) != 0)
			continue;
		plan->manager = names[i];
		return ERR_OK;
	}
	for (size_t i = 0; names[i]; i++)
		buf_printf(&list, "%s, ", names[i]);
	err = err_fail(ERR_USAGE, "manager \"%s\" is not one of %sall", text,
	    buf_text(&list));
	buf_release(&list);
	return err;
}

static enum err
take_format(const char *text, bool *json)
{
	*json = strcmp(text, "json") == 0;
	if (*json || strcmp(text, "table") == 0)
		return ERR_OK;
	return err_fail(
	    ERR_USAGE, "--format: \"%s\" is not one of table, json", text);
}

enum err
bench_options_parse(struct bench_options *out, int argc, char **argv)
{
	struct bench_options options = *out;
	struct protocol_plan *plan = &options.plan;
	struct words words = {
	    .ops = plan->ops,
	    .seed = plan->seed,
	    .warmup = plan->warmup,
	    .repetitions = plan->repetitions,
	    .mix = plan->mix->name,
	    .format = "table",
	};
	const struct option_set set = {option_table, &words};
	enum err err = options_parse(&set, 1, false, &argc, argv);

	if (!err && argc > 1)
		err = err_fail(ERR_USAGE,
		    "\"%s\": expected one manager, \"%s\" was given", argv[1],
		    argv[0]);
	if (!err)
		err = take_mix(words.mix, plan);
	if (!err)
		err = take_format(words.format, &options.json);
	if (!err)
		err = take_manager(argc ? argv[0] : "all", plan);
	if (err)
		return err;
	plan->ops = (size_t)words.ops;
	plan->seed = words.seed;
	plan->warmup = (unsigned)words.warmup;
	plan->repetitions = (unsigned)words.repetitions;
	plan->filter = words.filter;
	options.help = words.help;
	*out = options;
	return ERR_OK;
}
