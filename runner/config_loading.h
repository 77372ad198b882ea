/** What the files that read the config share. Internal to runner/config*.c. */
#ifndef RUNNER_CONFIG_LOADING_H
#define RUNNER_CONFIG_LOADING_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/config.h"
#include "runner/config_index.h"
#include "runner/config_schema.h"

/** A config while it is read, and what it owns afterwards. */
struct config_loading {
	struct config config; /* first: config_free() finds the rest by it */
	struct config_file *file;
	struct config_benchmark *benchmarks;
	struct policy_rule *rules;
	struct config_publish *publish;
	/* while reading */
	const char *where;
	struct config_index index;
};

/* Errors of all of these are ERR_USAGE with the place of the key that `path`
 * names. A text of NULL is a key that is not there: nothing changes. */

/**
 * Check by one walk over the index that every key is one of the schema's and
 * its value of the kind that is told there.
 *
 * @param expected what is to be said of an empty text
 */
enum err config_check_shape(const struct config_loading *loaded,
    const cyaml_schema_value_t *root, const char *expected);

/** Say what is wrong with the key at `path`. @return ERR_USAGE */
enum err config_fail_key(const struct config_loading *loaded, const char *path,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

enum err config_take_percent(const struct config_loading *loaded,
    const char *path, const char *text, double *out);
enum err config_take_duration(const struct config_loading *loaded,
    const char *path, const char *text, int64_t *out_ns);
enum err config_take_count(const struct config_loading *loaded,
    const char *path, const char *text, uint64_t min, uint64_t max,
    uint64_t *out);
enum err config_take_bool(const struct config_loading *loaded, const char *path,
    const char *text, bool *out);
enum err config_take_bytes(const struct config_loading *loaded,
    const char *path, const char *text, int64_t *out);

/** Relative paths that stay inside the tree. */
enum err config_check_paths(const struct config_loading *loaded,
    const char *path, char *const *items, unsigned count);

/** Read how benchmarks run: four keys of `measure`. */
enum err config_take_conditions(struct config_loading *loaded);

/** Read `sandbox`, `visible` and `limits`. */
enum err config_take_sandbox(struct config_loading *loaded);

/** Read `publish`, after `environment`. */
enum err config_take_publish(struct config_loading *loaded);

/** Read the list of rules. */
enum err config_take_rules(struct config_loading *loaded);

/** Read the list of benchmarks. */
enum err config_take_benchmarks(struct config_loading *loaded);

#endif
