/**
 * The one schema of tidemark.yml: each key's name, type and place. Values are
 * texts here; config.c gives them meaning. Internal to config.c.
 */
#ifndef RUNNER_CONFIG_SCHEMA_H
#define RUNNER_CONFIG_SCHEMA_H

#include <cyaml/cyaml.h>

struct config_file_benchmark {
	char *name;
	char *command;
	char *format;
	char *filter;
	char *timeout;
	char *repetitions;
	char *warmup;
	char **sources;
	unsigned sources_count;
	char **metrics;
	unsigned metrics_count;
	char **bigger;
	unsigned bigger_count;
	char **smaller;
	unsigned smaller_count;
};

struct config_file_rule {
	char *match;
	char *tolerance;
	char *min_effect;
	char *max;
	char *min;
	char *band;
	char *band_window;
	char *band_min;
	char *band_side;
};

struct config_file_publish {
	char *to;
	char *repository;
	char *api_url;
	char *token_env;
	char *token_file;
	char *context;
	char *status;
	char *check_run;
	char *comment;
	char *retry_for;
};

struct config_file {
	char *version;
	struct {
		char *command;
		char *timeout;
		char **inputs;
		unsigned inputs_count;
		char **artifacts;
		unsigned artifacts_count;
	} build;
	struct config_file_benchmark *benchmarks;
	unsigned benchmarks_count;
	struct config_file_rule *rules;
	unsigned rules_count;
	char **baseline;
	unsigned baseline_count;
	char *fdr;
	struct {
		char *budget;
		char *control;
		char *rounds;
		char *max_series;
		char *pin;
		char *cpus;
		char *nice;
		char *no_aslr;
	} measure;
	struct {
		char *window;
		char *first_run;
	} history;
	struct config_file_publish *publish;
	unsigned publish_count;
	struct {
		char *size;
	} cache;
	char *sandbox;
	char **visible;
	unsigned visible_count;
	struct {
		char *memory;
		char *file_size;
		char *processes;
		char *disk_free;
	} limits;
	char **environment;
	unsigned environment_count;
};

extern const cyaml_schema_value_t config_schema;
extern const cyaml_config_t config_cyaml;

/** The schema of the value at a path of config_index.h, "rules[2].match", below
 *  `root`; NULL where it knows none. */
const cyaml_schema_value_t *config_schema_at(
    const cyaml_schema_value_t *root, const char *path);

#endif
