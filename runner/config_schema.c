#include "runner/config_schema.h"

#include <string.h>

/* libcyaml's macros take the address of a field with offsetof on a struct type;
 * the sections of the file are anonymous structs, hence __typeof__. */
typedef __typeof__(((struct config_file *)0)->build) build_section;
typedef __typeof__(((struct config_file *)0)->measure) measure_section;
typedef __typeof__(((struct config_file *)0)->history) history_section;
typedef __typeof__(((struct config_file *)0)->cache) cache_section;
typedef __typeof__(((struct config_file *)0)->limits) limits_section;

#define TEXT(key, type, field)                                                 \
	CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,  \
	    type, field, 0, CYAML_UNLIMITED)
#define LIST(key, type, field, entry)                                          \
	CYAML_FIELD_SEQUENCE(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,    \
	    type, field, entry, 0, CYAML_UNLIMITED)
#define SECTION(key, type, field, fields)                                      \
	CYAML_FIELD_MAPPING(key, CYAML_FLAG_OPTIONAL, type, field, fields)

static const cyaml_schema_value_t text_value = {
    CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};

static const cyaml_schema_field_t build_fields[] = {
    TEXT("command", build_section, command),
    TEXT("timeout", build_section, timeout),
    LIST("inputs", build_section, inputs, &text_value),
    LIST("artifacts", build_section, artifacts, &text_value),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t benchmark_fields[] = {
    TEXT("name", struct config_file_benchmark, name),
    TEXT("command", struct config_file_benchmark, command),
    TEXT("format", struct config_file_benchmark, format),
    TEXT("filter", struct config_file_benchmark, filter),
    TEXT("timeout", struct config_file_benchmark, timeout),
    TEXT("repetitions", struct config_file_benchmark, repetitions),
    TEXT("warmup", struct config_file_benchmark, warmup),
    LIST("sources", struct config_file_benchmark, sources, &text_value),
    LIST("metrics", struct config_file_benchmark, metrics, &text_value),
    LIST("bigger", struct config_file_benchmark, bigger, &text_value),
    LIST("smaller", struct config_file_benchmark, smaller, &text_value),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t benchmark_value = {
    CYAML_VALUE_MAPPING(
	CYAML_FLAG_DEFAULT, struct config_file_benchmark, benchmark_fields),
};

static const cyaml_schema_field_t rule_fields[] = {
    TEXT("match", struct config_file_rule, match),
    TEXT("tolerance", struct config_file_rule, tolerance),
    TEXT("min-effect", struct config_file_rule, min_effect),
    TEXT("max", struct config_file_rule, max),
    TEXT("min", struct config_file_rule, min),
    TEXT("band", struct config_file_rule, band),
    TEXT("band-window", struct config_file_rule, band_window),
    TEXT("band-min", struct config_file_rule, band_min),
    TEXT("band-side", struct config_file_rule, band_side),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t rule_value = {
    CYAML_VALUE_MAPPING(
	CYAML_FLAG_DEFAULT, struct config_file_rule, rule_fields),
};

static const cyaml_schema_field_t measure_fields[] = {
    TEXT("budget", measure_section, budget),
    TEXT("control", measure_section, control),
    TEXT("rounds", measure_section, rounds),
    TEXT("max-series", measure_section, max_series),
    TEXT("pin", measure_section, pin),
    TEXT("cpus", measure_section, cpus),
    TEXT("nice", measure_section, nice),
    TEXT("no-aslr", measure_section, no_aslr),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t history_fields[] = {
    TEXT("window", history_section, window),
    TEXT("first-run", history_section, first_run),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t publish_fields[] = {
    TEXT("to", struct config_file_publish, to),
    TEXT("repository", struct config_file_publish, repository),
    TEXT("api-url", struct config_file_publish, api_url),
    TEXT("token-env", struct config_file_publish, token_env),
    TEXT("token-file", struct config_file_publish, token_file),
    TEXT("context", struct config_file_publish, context),
    TEXT("status", struct config_file_publish, status),
    TEXT("check-run", struct config_file_publish, check_run),
    TEXT("comment", struct config_file_publish, comment),
    TEXT("retry-for", struct config_file_publish, retry_for),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t publish_value = {
    CYAML_VALUE_MAPPING(
	CYAML_FLAG_DEFAULT, struct config_file_publish, publish_fields),
};

static const cyaml_schema_field_t cache_fields[] = {
    TEXT("size", cache_section, size),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t limits_fields[] = {
    TEXT("memory", limits_section, memory),
    TEXT("file-size", limits_section, file_size),
    TEXT("processes", limits_section, processes),
    TEXT("disk-free", limits_section, disk_free),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t file_fields[] = {
    TEXT("version", struct config_file, version),
    SECTION("build", struct config_file, build, build_fields),
    LIST("benchmarks", struct config_file, benchmarks, &benchmark_value),
    LIST("rules", struct config_file, rules, &rule_value),
    LIST("baseline", struct config_file, baseline, &text_value),
    TEXT("fdr", struct config_file, fdr),
    SECTION("measure", struct config_file, measure, measure_fields),
    SECTION("history", struct config_file, history, history_fields),
    LIST("publish", struct config_file, publish, &publish_value),
    SECTION("cache", struct config_file, cache, cache_fields),
    TEXT("sandbox", struct config_file, sandbox),
    LIST("visible", struct config_file, visible, &text_value),
    SECTION("limits", struct config_file, limits, limits_fields),
    LIST("environment", struct config_file, environment, &text_value),
    CYAML_FIELD_END,
};

const cyaml_schema_value_t config_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct config_file, file_fields),
};

const cyaml_config_t config_cyaml = {
    .log_fn = NULL, /* config_index.c says what is wrong, and where */
    .mem_fn = cyaml_mem,
    .log_level = CYAML_LOG_ERROR,
    .flags = CYAML_CFG_DEFAULT,
};

static const cyaml_schema_field_t *
field_of(const cyaml_schema_value_t *mapping, const char *key, size_t len)
{
	const cyaml_schema_field_t *field = mapping->mapping.fields;

	for (; field->key; field++)
		if (strlen(field->key) == len &&
		    strncmp(field->key, key, len) == 0)
			return field;
	return NULL;
}

const cyaml_schema_value_t *
config_schema_at(const cyaml_schema_value_t *root, const char *path)
{
	const cyaml_schema_value_t *value = root;

	while (*path && value) {
		size_t len = strcspn(path, ".[");
		const cyaml_schema_field_t *field;

		if (*path == '[') {
			if (value->type != CYAML_SEQUENCE)
				return NULL;
			value = value->sequence.entry;
			path = strchr(path, ']') + 1;
		} else {
			if (value->type != CYAML_MAPPING)
				return NULL;
			field = field_of(value, path, len);
			value = field ? &field->value : NULL;
			path += len;
		}
		if (*path == '.')
			path++;
	}
	return value;
}
