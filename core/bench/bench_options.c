#include "core/bench/bench_options.h"

#include <assert.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/bench/trace.h"
#include "core/interval/interval.h"

#define REPETITIONS_MAX 100000
#define MIX_DEFAULT "standard"

#define FIELD(name) offsetof(struct bench_words, name)

static const struct row {
	unsigned shared; /* of enum bench_shared; 0: always */
	struct option option;
} rows[] = {
    {BENCH_OPS,
	{"ops", 0, OPTION_NUMBER, FIELD(ops), "N",
	    "operations in the stream (default 10000)", 1, STREAM_OPS_MAX}},
    {BENCH_SEED, {"seed", 0, OPTION_NUMBER, FIELD(seed), "N",
		     "seed of the stream (default 42)", 0, UINT64_MAX}},
    {BENCH_MIX, {"mix", 0, OPTION_TEXT, FIELD(mix), "MIX",
		    "kind of stream, see list (default standard)"}},
    {BENCH_LIVE, {"live", 0, OPTION_NUMBER, FIELD(live), "N",
		     "space for N live intervals in the long run",
		     STREAM_LIVE_MIN, STREAM_LIVE_MAX}},
    {BENCH_TRACE, {"trace", 0, OPTION_TEXT, FIELD(trace), "FILE",
		      "replay this trace instead"}},
    {BENCH_TRACE, {"trace-out", 0, OPTION_TEXT, FIELD(trace_out), "FILE",
		      "also write the stream as a trace"}},
    {BENCH_MANAGER, {"manager", 0, OPTION_LIST, FIELD(managers), "MANAGER",
			"only this manager; may be given again (default all)"}},
    {BENCH_WARMUP,
	{"warmup", 0, OPTION_NUMBER, FIELD(warmup), "N",
	    "runs before those that count (default 1)", 0, REPETITIONS_MAX}},
    {BENCH_REPETITIONS,
	{"repetitions", 0, OPTION_NUMBER, FIELD(repetitions), "N",
	    "runs that count (default 5)", 1, REPETITIONS_MAX}},
    {BENCH_FORMAT, {"format", 0, OPTION_TEXT, FIELD(format), "table|json|csv",
		       "of the report (default table)"}},
    {BENCH_FILTER, {"filter", 0, OPTION_TEXT, FIELD(filter), "REGEX",
		       "only the benchmarks whose name matches"}},
    {0, {"help", 'h', OPTION_FLAG, FIELD(help), NULL, "show this text"}},
};

_Static_assert(sizeof rows / sizeof rows[0] == BENCH_OPTIONS,
    "a table of options has room for all rows");

void
bench_options_table(unsigned shared, struct option out[BENCH_OPTIONS + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < BENCH_OPTIONS; i++) {
		if (!rows[i].shared || (rows[i].shared & shared))
			out[n++] = rows[i].option;
	}
	out[n] = (struct option){.name = NULL};
}

static enum err
take_mix(const char *name, const struct stream_mix **out)
{
	struct buf names = BUF_INIT;
	const struct stream_mix *mixes;
	size_t n;
	enum err err;

	*out = stream_mix_named(name);
	if (*out)
		return ERR_OK;
	mixes = stream_mixes(&n);
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", mixes[i].name);
	err = err_fail(ERR_USAGE, "--mix: \"%s\" is not one of %s", name,
	    buf_text(&names));
	buf_release(&names);
	return err;
}

/* A trace is a whole stream: nothing of it can be asked for otherwise. The seed
 * that is the default cannot be told from none, and does no harm. */
static enum err
take_stream(const struct bench_words *words, struct bench_options *options)
{
	if (words->trace && (words->mix || words->ops || words->live ||
				words->seed != BENCH_SEED_DEFAULT))
		return err_fail(ERR_USAGE,
		    "--trace: expected none of --mix, --ops, --live, --seed "
		    "beside it");
	options->trace = words->trace;
	options->trace_out = words->trace_out;
	options->stream.seed = words->seed;
	options->stream.ops =
	    words->ops ? (size_t)words->ops : BENCH_OPS_DEFAULT;
	options->stream.live = words->live;
	return take_mix(
	    words->mix ? words->mix : MIX_DEFAULT, &options->stream.mix);
}

enum err
bench_manager_named(const char **out, const char *name)
{
	const char *const *names = interval_managers();
	struct buf list = BUF_INIT;
	enum err err;

	for (size_t i = 0; names[i]; i++) {
		if (strcmp(names[i], name) == 0) {
			*out = names[i];
			return ERR_OK;
		}
	}
	for (size_t i = 0; names[i]; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", names[i]);
	err = err_fail(ERR_USAGE, "manager \"%s\" is not one of %s", name,
	    buf_text(&list));
	buf_release(&list);
	return err;
}

static bool
chosen(const struct option_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->items[i], name) == 0 ||
		    strcmp(list->items[i], "all") == 0)
			return true;
	}
	return list->count == 0;
}

enum err
bench_managers_choose(
    struct bench_options *options, const struct option_list *list)
{
	const char *const *names = interval_managers();
	size_t n = 0;

	for (size_t i = 0; i < list->count; i++) {
		const char *name;
		enum err err = ERR_OK;

		if (strcmp(list->items[i], "all") != 0)
			err = bench_manager_named(&name, list->items[i]);
		if (err)
			return err;
	}
	for (size_t i = 0; names[i]; i++) {
		assert(i < BENCH_MANAGERS_MAX);
		if (chosen(list, names[i]))
			options->managers[n++] = names[i];
	}
	options->managers[n] = NULL;
	return ERR_OK;
}

static enum err
take_format(const char *name, enum bench_format *out)
{
	static const char *const formats[] = {
	    [BENCH_TABLE] = "table",
	    [BENCH_JSON] = "json",
	    [BENCH_CSV] = "csv",
	};

	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		if (!name || strcmp(formats[i], name) == 0) {
			*out = (enum bench_format)i;
			return ERR_OK;
		}
	}
	return err_fail(
	    ERR_USAGE, "--format: \"%s\" is not one of table, json, csv", name);
}

enum err
bench_options_take(struct bench_options *out, const struct bench_words *words)
{
	struct bench_options options = {
	    .managers_named = words->managers.count > 0,
	    .warmup = (unsigned)words->warmup,
	    .repetitions = (unsigned)words->repetitions,
	    .filter = words->filter,
	};
	enum err err = take_stream(words, &options);

	if (!err)
		err = take_format(words->format, &options.format);
	if (!err)
		err = bench_managers_choose(&options, &words->managers);
	if (!err)
		*out = options;
	return err;
}

enum err
bench_options_stream(const struct bench_options *options, struct stream *out)
{
	struct stream stream = STREAM_INIT;
	enum err err;

	err = options->trace ? trace_read(options->trace, &stream)
			     : stream_init(&stream, &options->stream);
	if (!err && options->trace_out)
		err = trace_write(options->trace_out, &stream);
	if (err) {
		stream_release(&stream);
		return err;
	}
	*out = stream;
	return ERR_OK;
}
