#include "runner/config.h"

#include <cyaml/cyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/gate.h"
#include "core/base/clock.h"
#include "runner/config_loading.h"

static enum err
take_build(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_build *build = &loaded->config.build;
	enum err err;

	if (file->build.command && !*file->build.command)
		return config_fail_key(loaded, "build.command",
		    "empty, a shell command was expected");
	build->command = file->build.command;
	build->timeout_ns = 10 * 60 * CLOCK_NS_PER_S;
	build->inputs =
	    (struct config_texts){file->build.inputs, file->build.inputs_count};
	build->artifacts = (struct config_texts){
	    file->build.artifacts, file->build.artifacts_count};
	err = config_take_duration(
	    loaded, "build.timeout", file->build.timeout, &build->timeout_ns);
	if (!err)
		err = config_check_paths(loaded, "build.inputs",
		    file->build.inputs, file->build.inputs_count);
	if (!err)
		err = config_check_paths(loaded, "build.artifacts",
		    file->build.artifacts, file->build.artifacts_count);
	return err;
}

static enum err
take_fdr(struct config_loading *loaded)
{
	const char *text = loaded->file->fdr;
	enum err err =
	    config_take_percent(loaded, "fdr", text, &loaded->config.fdr);

	if (!err && loaded->config.fdr >= 1)
		err = config_fail_key(loaded, "fdr",
		    "\"%s\" is not a percentage below 100%%", text);
	return err;
}

static enum err
take_history(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	const char *first = file->history.first_run;
	uint64_t window = 30;
	enum err err = config_take_count(loaded, "history.window",
	    file->history.window, 1, BAND_VALUES_MAX, &window);

	loaded->config.history_window = window;
	if (err || !first)
		return err;
	if (strcmp(first, "pass") != 0 && strcmp(first, "fail") != 0)
		return config_fail_key(loaded, "history.first-run",
		    "\"%s\" is neither pass nor fail", first);
	loaded->config.first_run_passes = strcmp(first, "pass") == 0;
	return ERR_OK;
}

static enum err
take_measure(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_measure *measure = &loaded->config.measure;
	uint64_t rounds = RULE_ROUNDS_MAX;
	uint64_t max_series = 10000;
	enum err err;

	*measure = (struct config_measure){
	    .budget_ns = 10 * 60 * CLOCK_NS_PER_S, .control = true};
	err = config_take_duration(loaded, "measure.budget",
	    file->measure.budget, &measure->budget_ns);
	if (!err)
		err = config_take_bool(loaded, "measure.control",
		    file->measure.control, &measure->control);
	if (!err)
		err = config_take_count(loaded, "measure.rounds",
		    file->measure.rounds, GATE_ROUNDS_FIRST, RULE_ROUNDS_MAX,
		    &rounds);
	if (!err)
		err = config_take_count(loaded, "measure.max-series",
		    file->measure.max_series, 1, 100000, &max_series);
	if (!err)
		err = config_take_conditions(loaded);
	measure->rounds = rounds;
	measure->max_series = max_series;
	return err;
}

static enum err
take_baselines(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	struct config_texts *baselines = &loaded->config.baselines;

	*baselines =
	    (struct config_texts){file->baseline, file->baseline_count};
	if (baselines->count > CONFIG_BASELINES_MAX)
		return config_fail_key(loaded, "baseline",
		    "at most %d are compared with", CONFIG_BASELINES_MAX);
	for (size_t i = 0; i < baselines->count; i++) {
		char path[64];

		snprintf(path, sizeof path, "baseline[%zu]", i);
		if (!*baselines->items[i])
			return config_fail_key(loaded, path,
			    "merge-base, history, pin:NAME, =REV or REV was "
			    "expected");
	}
	return ERR_OK;
}

static enum err
take_rest(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	struct config *config = &loaded->config;
	enum err err;

	if (!file->version || strcmp(file->version, "1") != 0)
		return config_fail_key(loaded, "version",
		    "\"%s\", 1 was expected",
		    file->version ? file->version : "");
	config->environment =
	    (struct config_texts){file->environment, file->environment_count};
	for (size_t i = 0; i < config->environment.count; i++) {
		const char *name = config->environment.items[i];
		char path[64];

		snprintf(path, sizeof path, "environment[%zu]", i);
		if (!*name || strchr(name, '='))
			return config_fail_key(loaded, path,
			    "\"%s\" is not a variable's name", name);
	}
	config->cache_bytes = CONFIG_CACHE_BYTES;
	err = config_take_bytes(
	    loaded, "cache.size", file->cache.size, &config->cache_bytes);
	if (!err)
		err = config_take_sandbox(loaded);
	if (!err)
		err = config_take_publish(loaded);
	return err ? err : take_baselines(loaded);
}

static enum err
load(struct config_loading *loaded, const char *text, size_t len)
{
	cyaml_err_t code;
	enum err err =
	    config_index_make(&loaded->index, text, len, loaded->where);

	if (!err)
		err = config_check_shape(loaded, &config_schema,
		    "a config was expected (tidemark init writes one)");
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
		err = config_take_benchmarks(loaded);
	if (!err)
		err = config_take_rules(loaded);
	if (!err)
		err = take_fdr(loaded);
	if (!err)
		err = take_measure(loaded);
	if (!err)
		err = take_history(loaded);
	return err;
}

enum err
config_parse(
    struct config **out, const char *text, size_t len, const char *where)
{
	struct config_loading *loaded = calloc(1, sizeof *loaded);
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
	struct config_loading *loaded = (struct config_loading *)(void *)config;

	if (!loaded)
		return;
	cyaml_free(&config_cyaml, &config_schema, loaded->file, 0);
	free(loaded->benchmarks);
	free(loaded->rules);
	free(loaded->publish);
	free(loaded);
}
