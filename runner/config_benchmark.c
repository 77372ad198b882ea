#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "runner/adapter.h"
#include "runner/config_loading.h"

#define OPTION_BYTES                                                           \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=:"

static const char *const judged_default[] = {"real_time"};

static bool
contains(const struct config_texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (strcmp(texts->items[i], text) == 0)
			return true;
	return false;
}

bool
config_judges(const struct config_benchmark *benchmark, const char *metric)
{
	return contains(&benchmark->metrics, metric);
}

bool
config_judges_any(const struct config *config, const char *metric)
{
	for (size_t i = 0; i < config->benchmark_count; i++)
		if (config_judges(&config->benchmarks[i], metric))
			return true;
	return false;
}

bool
config_counts(const struct config_benchmark *benchmark)
{
	return config_judges(benchmark, METRIC_INSTRUCTIONS);
}

bool
config_only_counts(const struct config_benchmark *benchmark)
{
	for (size_t i = 0; i < benchmark->metrics.count; i++)
		if (strcmp(benchmark->metrics.items[i], METRIC_INSTRUCTIONS) !=
		    0)
			return false;
	return benchmark->metrics.count > 0;
}

enum direction
config_direction(const struct config_benchmark *benchmark, const char *metric,
    enum direction otherwise)
{
	if (contains(&benchmark->bigger, metric))
		return DIRECTION_BIGGER;
	if (contains(&benchmark->smaller, metric))
		return DIRECTION_SMALLER;
	return otherwise;
}

static enum err
check_format(
    const struct config_loading *loaded, unsigned i, const char *format)
{
	struct buf known = BUF_INIT;
	char path[64];
	enum err err;

	if (adapter_find(format))
		return ERR_OK;
	for (size_t k = 0; adapters[k]; k++)
		buf_printf(&known, "%s%s", k ? ", " : "", adapters[k]->name);
	snprintf(path, sizeof path, "benchmarks[%u].format", i);
	err = config_fail_key(
	    loaded, path, "\"%s\" is none of %s", format, buf_text(&known));
	buf_release(&known);
	return err;
}

/* It becomes part of a shell command, between the command and a quoted name. */
static enum err
check_filter(
    const struct config_loading *loaded, unsigned i, const char *filter)
{
	char path[64];

	if (!filter || (filter[0] == '-' && filter[1] &&
			   filter[strspn(filter, OPTION_BYTES)] == '\0'))
		return ERR_OK;
	snprintf(path, sizeof path, "benchmarks[%u].filter", i);
	return config_fail_key(loaded, path,
	    "\"%s\" is not an option such as --filter or --filter=", filter);
}

/* A wrong guess would call every regression an improvement. */
static enum err
check_directions(const struct config_loading *loaded, unsigned i,
    const struct config_benchmark *benchmark)
{
	char path[64];

	for (size_t k = 0; k < benchmark->metrics.count; k++) {
		const char *metric = benchmark->metrics.items[k];

		snprintf(
		    path, sizeof path, "benchmarks[%u].metrics[%zu]", i, k);
		if (!metric_find(metric).known &&
		    !contains(&benchmark->bigger, metric) &&
		    !contains(&benchmark->smaller, metric))
			return config_fail_key(loaded, path,
			    "which way \"%s\" is better is not known: list it "
			    "under bigger or smaller, too",
			    metric);
	}
	for (size_t k = 0; k < benchmark->bigger.count; k++) {
		snprintf(path, sizeof path, "benchmarks[%u].bigger[%zu]", i, k);
		if (strcmp(benchmark->bigger.items[k], METRIC_INSTRUCTIONS) ==
		    0)
			return config_fail_key(loaded, path,
			    "fewer instructions are better, and tidemark "
			    "counts them itself");
		if (contains(&benchmark->smaller, benchmark->bigger.items[k]))
			return config_fail_key(loaded, path,
			    "\"%s\" is under bigger and under smaller",
			    benchmark->bigger.items[k]);
	}
	return ERR_OK;
}

static enum err
take_benchmark(struct config_loading *loaded, unsigned i)
{
	const struct config_file_benchmark *from = &loaded->file->benchmarks[i];
	struct config_benchmark *to = &loaded->benchmarks[i];
	bool process = from->format && strcmp(from->format, "command") == 0;
	uint64_t repetitions = process ? 3 : 1;
	uint64_t warmup = process ? 1 : 0;
	enum { NAME, COMMAND, SOURCES, TIMEOUT, REPETITIONS, WARMUP, PATHS };
	static const char *const keys[PATHS] = {
	    "name", "command", "sources", "timeout", "repetitions", "warmup"};
	char path[PATHS][64];
	enum err err;

	for (int k = 0; k < PATHS; k++)
		snprintf(
		    path[k], sizeof path[k], "benchmarks[%u].%s", i, keys[k]);
	if (!from->name || !*from->name)
		return config_fail_key(
		    loaded, path[NAME], "a name was expected");
	if (!from->command || !*from->command)
		return config_fail_key(
		    loaded, path[COMMAND], "a shell command was expected");
	*to = (struct config_benchmark){
	    .name = from->name,
	    .command = from->command,
	    .format = from->format ? from->format : "auto",
	    .sources = {from->sources, from->sources_count},
	    .filter = from->filter,
	    .metrics = {from->metrics, from->metrics_count},
	    .bigger = {from->bigger, from->bigger_count},
	    .smaller = {from->smaller, from->smaller_count},
	    .timeout_ns = 5 * 60 * CLOCK_NS_PER_S,
	};
	if (!to->metrics.count)
		to->metrics = (struct config_texts){
		    (char *const *)(const void *)judged_default, 1};
	err = check_format(loaded, i, to->format);
	if (!err)
		err = check_filter(loaded, i, to->filter);
	if (!err)
		err = check_directions(loaded, i, to);
	if (!err)
		err = config_check_paths(
		    loaded, path[SOURCES], from->sources, from->sources_count);
	if (!err)
		err = config_take_duration(
		    loaded, path[TIMEOUT], from->timeout, &to->timeout_ns);
	if (!err)
		err = config_take_count(loaded, path[REPETITIONS],
		    from->repetitions, 1, 1000, &repetitions);
	if (!err)
		err = config_take_count(
		    loaded, path[WARMUP], from->warmup, 0, 1000, &warmup);
	to->repetitions = (unsigned)repetitions;
	to->warmup = (unsigned)warmup;
	return err;
}

enum err
config_take_benchmarks(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	unsigned count = file->benchmarks_count;
	enum err err = ERR_OK;

	if (!count)
		return config_fail_key(loaded, "benchmarks",
		    "at least one benchmark was expected");
	loaded->benchmarks = calloc(count, sizeof *loaded->benchmarks);
	if (!loaded->benchmarks)
		return err_fail(ERR_NOMEM, "out of memory");
	for (unsigned i = 0; !err && i < count; i++) {
		err = take_benchmark(loaded, i);
		for (unsigned k = 0; !err && k < i; k++) {
			char path[64];

			snprintf(path, sizeof path, "benchmarks[%u].name", i);
			if (strcmp(loaded->benchmarks[k].name,
				loaded->benchmarks[i].name) == 0)
				err = config_fail_key(loaded, path,
				    "\"%s\" names two benchmarks",
				    loaded->benchmarks[i].name);
		}
	}
	loaded->config.benchmarks = loaded->benchmarks;
	loaded->config.benchmark_count = count;
	return err;
}
