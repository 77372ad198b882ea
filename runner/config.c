#include "runner/config.h"

#include <cyaml/cyaml.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/number.h"
#include "runner/adapter.h"
#include "runner/config_index.h"
#include "runner/config_schema.h"

#define ROUNDS_MIN 8 /* the gate's first look */
#define ROUNDS_MAX 60

/* A config while it is read, and what it owns afterwards. */
struct loaded {
	struct config config; /* first: config_free() finds the rest by it */
	struct config_file *file;
	struct config_benchmark *benchmarks;
	struct policy_rule *rules;
	/* while reading */
	const char *where;
	struct config_index index;
};

static const char *const judged_default[] = {"real_time"};

/* `path` names the key, with its place in the file. */
static enum err fail_key(const struct loaded *loaded, const char *path,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static enum err
fail_key(const struct loaded *loaded, const char *path, const char *fmt, ...)
{
	const struct config_node *node =
	    config_index_find(&loaded->index, path);
	struct buf what = BUF_INIT;
	char text[512];
	va_list args;
	enum err err;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	buf_printf(&what, "%s:%zu:%zu: %s: %s", loaded->where, node->line,
	    node->column, *path ? path : "the file", text);
	err = err_fail(ERR_USAGE, "%s", buf_text(&what));
	buf_release(&what);
	return err;
}

/* ---- the shape of the file: one walk over the index by cyaml's schema ---- */

static enum config_node_kind
kind_of(const cyaml_schema_value_t *value)
{
	if (value->type == CYAML_MAPPING)
		return CONFIG_MAPPING;
	return value->type == CYAML_SEQUENCE ? CONFIG_SEQUENCE : CONFIG_SCALAR;
}

static enum err
check_shape(const struct loaded *loaded)
{
	static const char *const names[] = {
	    [CONFIG_SCALAR] = "a value",
	    [CONFIG_SEQUENCE] = "a list",
	    [CONFIG_MAPPING] = "a mapping of keys",
	};

	for (size_t i = 0; i < loaded->index.count; i++) {
		const struct config_node *node = &loaded->index.nodes[i];
		const cyaml_schema_value_t *value =
		    config_schema_at(node->path);

		if (!value)
			return fail_key(loaded, node->path, "unknown key");
		if (kind_of(value) != node->kind)
			return fail_key(loaded, node->path,
			    "%s was expected, not %s", names[kind_of(value)],
			    names[node->kind]);
	}
	return ERR_OK;
}

/* ---- values ---- */

static enum err
take_percent(const struct loaded *loaded, const char *path, const char *text,
    double *out)
{
	if (text && number_parse_percent(text, out))
		return fail_key(loaded, path,
		    "\"%s\" is not a percentage such as 10%%", text);
	return ERR_OK;
}

static enum err
take_duration(const struct loaded *loaded, const char *path, const char *text,
    int64_t *out)
{
	if (text && clock_parse_duration(text, out))
		return fail_key(loaded, path,
		    "\"%s\" is not a duration such as 90s, 10m or 1h", text);
	return ERR_OK;
}

static enum err
take_count(const struct loaded *loaded, const char *path, const char *text,
    uint64_t min, uint64_t max, uint64_t *out)
{
	if (text && number_parse_whole(text, min, max, out))
		return fail_key(loaded, path,
		    "\"%s\" is not a whole number from %" PRIu64 " to %" PRIu64,
		    text, min, max);
	return ERR_OK;
}

static enum err
take_bool(
    const struct loaded *loaded, const char *path, const char *text, bool *out)
{
	if (!text)
		return ERR_OK;
	if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
		return fail_key(
		    loaded, path, "\"%s\" is neither true nor false", text);
	*out = strcmp(text, "true") == 0;
	return ERR_OK;
}

static enum err
take_bytes(const struct loaded *loaded, const char *path, const char *text,
    int64_t *out)
{
	static const char *const units[] = {"MiB", "GiB", "TiB"};
	char *end = NULL;
	double number = 0;

	if (!text)
		return ERR_OK;
	/* strtod also takes signs, spaces, "inf" and hexadecimal. */
	if (*text >= '0' && *text <= '9' && !strpbrk(text, "xX"))
		number = strtod(text, &end);
	for (int i = 0; end && number > 0 && number < 1e6 && i < 3; i++) {
		if (strcmp(end, units[i]) != 0)
			continue;
		*out =
		    (int64_t)(number * (double)(INT64_C(1) << (20 + 10 * i)));
		return ERR_OK;
	}
	return fail_key(
	    loaded, path, "\"%s\" is not a size such as 500MiB or 4GiB", text);
}

/* A relative path that stays inside the tree. */
static enum err
check_paths(const struct loaded *loaded, const char *path, char *const *items,
    unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const char *item = items[i];
		char place[128];

		snprintf(place, sizeof place, "%s[%u]", path, i);
		if (!*item || *item == '/' || strcmp(item, "..") == 0 ||
		    strncmp(item, "../", 3) == 0 || strstr(item, "/../") ||
		    (strlen(item) > 2 &&
			strcmp(item + strlen(item) - 3, "/..") == 0))
			return fail_key(loaded, place,
			    "\"%s\" is not a path below the repository's root",
			    item);
	}
	return ERR_OK;
}

static enum err
take_build(struct loaded *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_build *build = &loaded->config.build;
	enum err err;

	if (file->build.command && !*file->build.command)
		return fail_key(loaded, "build.command",
		    "empty, a shell command was expected");
	build->command = file->build.command;
	build->timeout_ns = 10 * 60 * CLOCK_NS_PER_S;
	build->inputs =
	    (struct config_texts){file->build.inputs, file->build.inputs_count};
	build->artifacts = (struct config_texts){
	    file->build.artifacts, file->build.artifacts_count};
	err = take_duration(
	    loaded, "build.timeout", file->build.timeout, &build->timeout_ns);
	if (!err)
		err = check_paths(loaded, "build.inputs", file->build.inputs,
		    file->build.inputs_count);
	if (!err)
		err = check_paths(loaded, "build.artifacts",
		    file->build.artifacts, file->build.artifacts_count);
	return err;
}

static enum err
check_format(const struct loaded *loaded, unsigned i, const char *format)
{
	struct buf known = BUF_INIT;
	char path[64];
	enum err err;

	if (adapter_find(format))
		return ERR_OK;
	for (size_t k = 0; adapters[k]; k++)
		buf_printf(&known, "%s%s", k ? ", " : "", adapters[k]->name);
	snprintf(path, sizeof path, "benchmarks[%u].format", i);
	err = fail_key(
	    loaded, path, "\"%s\" is none of %s", format, buf_text(&known));
	buf_release(&known);
	return err;
}

static enum err
take_benchmark(struct loaded *loaded, unsigned i)
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
		return fail_key(loaded, path[NAME], "a name was expected");
	if (!from->command || !*from->command)
		return fail_key(
		    loaded, path[COMMAND], "a shell command was expected");
	*to = (struct config_benchmark){
	    .name = from->name,
	    .command = from->command,
	    .format = from->format ? from->format : "auto",
	    .sources = {from->sources, from->sources_count},
	    .filter = from->filter,
	    .metrics = {from->metrics, from->metrics_count},
	    .timeout_ns = 5 * 60 * CLOCK_NS_PER_S,
	};
	if (!to->metrics.count)
		to->metrics = (struct config_texts){
		    (char *const *)(const void *)judged_default, 1};
	err = check_format(loaded, i, to->format);
	if (!err)
		err = check_paths(
		    loaded, path[SOURCES], from->sources, from->sources_count);
	if (!err)
		err = take_duration(
		    loaded, path[TIMEOUT], from->timeout, &to->timeout_ns);
	if (!err)
		err = take_count(loaded, path[REPETITIONS], from->repetitions,
		    1, 1000, &repetitions);
	if (!err)
		err = take_count(
		    loaded, path[WARMUP], from->warmup, 0, 1000, &warmup);
	to->repetitions = (unsigned)repetitions;
	to->warmup = (unsigned)warmup;
	return err;
}

static enum err
take_benchmarks(struct loaded *loaded)
{
	const struct config_file *file = loaded->file;
	unsigned count = file->benchmarks_count;
	enum err err = ERR_OK;

	if (!count)
		return fail_key(loaded, "benchmarks",
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
				err = fail_key(loaded, path,
				    "\"%s\" names two benchmarks",
				    loaded->benchmarks[i].name);
		}
	}
	loaded->config.benchmarks = loaded->benchmarks;
	loaded->config.benchmark_count = count;
	return err;
}

static enum err
take_rules(struct loaded *loaded)
{
	const struct config_file *file = loaded->file;
	unsigned count = file->rules_count;
	enum err err = ERR_OK;

	loaded->rules = calloc(count + 1, sizeof *loaded->rules);
	if (!loaded->rules)
		return err_fail(ERR_NOMEM, "out of memory");
	for (unsigned i = 0; !err && i < count; i++) {
		const struct config_file_rule *rule = &file->rules[i];
		char path[64];

		snprintf(path, sizeof path, "rules[%u].match", i);
		if (!rule->match || !*rule->match)
			return fail_key(loaded, path,
			    "a glob of benchmark/metric was expected");
		snprintf(path, sizeof path, "rules[%u].tolerance", i);
		if (!rule->tolerance)
			return fail_key(loaded, path,
			    "a percentage such as 10%% was expected");
		loaded->rules[i].match = rule->match;
		err = take_percent(
		    loaded, path, rule->tolerance, &loaded->rules[i].tolerance);
	}
	loaded->config.rules = loaded->rules;
	loaded->config.rule_count = count;
	return err;
}

static enum err
take_measure(struct loaded *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_measure *measure = &loaded->config.measure;
	uint64_t rounds = ROUNDS_MAX;
	uint64_t max_series = 10000;
	uint64_t window = 30;
	enum err err;

	*measure = (struct config_measure){
	    .budget_ns = 10 * 60 * CLOCK_NS_PER_S, .control = true};
	err = take_duration(loaded, "measure.budget", file->measure.budget,
	    &measure->budget_ns);
	if (!err)
		err = take_bool(loaded, "measure.control",
		    file->measure.control, &measure->control);
	if (!err)
		err = take_count(loaded, "measure.rounds", file->measure.rounds,
		    ROUNDS_MIN, ROUNDS_MAX, &rounds);
	if (!err)
		err = take_count(loaded, "measure.max-series",
		    file->measure.max_series, 1, 100000, &max_series);
	if (!err)
		err = take_count(loaded, "history.window", file->history.window,
		    1, 1000, &window);
	measure->rounds = rounds;
	measure->max_series = max_series;
	loaded->config.history_window = window;
	return err;
}

static enum err
take_rest(struct loaded *loaded)
{
	const struct config_file *file = loaded->file;
	struct config *config = &loaded->config;

	if (!file->version || strcmp(file->version, "1") != 0)
		return fail_key(loaded, "version", "\"%s\", 1 was expected",
		    file->version ? file->version : "");
	config->environment =
	    (struct config_texts){file->environment, file->environment_count};
	for (size_t i = 0; i < config->environment.count; i++) {
		const char *name = config->environment.items[i];
		char path[64];

		snprintf(path, sizeof path, "environment[%zu]", i);
		if (!*name || strchr(name, '='))
			return fail_key(loaded, path,
			    "\"%s\" is not a variable's name", name);
	}
	config->publishes = file->publish_count > 0;
	config->cache_bytes = CONFIG_CACHE_BYTES;
	return take_bytes(
	    loaded, "cache.size", file->cache.size, &config->cache_bytes);
}

static enum err
load(struct loaded *loaded, const char *text, size_t len)
{
	cyaml_err_t code;
	enum err err =
	    config_index_make(&loaded->index, text, len, loaded->where);

	if (!err)
		err = check_shape(loaded);
	if (err)
		return err;
	code = cyaml_load_data((const uint8_t *)text, len, &config_cyaml,
	    &config_schema, (cyaml_data_t **)&loaded->file, NULL);
	if (code != CYAML_OK)
		return err_fail(code == CYAML_ERR_OOM ? ERR_NOMEM : ERR_USAGE,
		    "%s: %s", loaded->where, cyaml_strerror(code));
	err = take_rest(loaded);
	if (!err)
		err = take_build(loaded);
	if (!err)
		err = take_benchmarks(loaded);
	if (!err)
		err = take_rules(loaded);
	if (!err)
		err = take_measure(loaded);
	return err;
}

enum err
config_parse(
    struct config **out, const char *text, size_t len, const char *where)
{
	struct loaded *loaded = calloc(1, sizeof *loaded);
	enum err err;

	if (!loaded)
		return err_fail(ERR_NOMEM, "out of memory");
	loaded->where = where;
	err = load(loaded, text, len);
	config_index_release(&loaded->index);
	if (err)
		config_free(&loaded->config);
	else
		*out = &loaded->config;
	return err;
}

void
config_free(struct config *config)
{
	struct loaded *loaded = (struct loaded *)(void *)config;

	if (!loaded)
		return;
	cyaml_free(&config_cyaml, &config_schema, loaded->file, 0);
	free(loaded->benchmarks);
	free(loaded->rules);
	free(loaded);
}
