/**
 * tidemark.yml, read with libcyaml against one schema. runner/config*.c are the
 * owners of cyaml.h and yaml.h.
 *
 * Every error is ERR_USAGE and names the file, line, column and key, and what
 * was expected.
 */
#ifndef RUNNER_CONFIG_H
#define RUNNER_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/policy.h"
#include "baselines/series.h"
#include "core/base/cpus.h"
#include "core/base/err.h"

/** Name of the file at the root of a repository. */
#define CONFIG_FILE "tidemark.yml"
#define CONFIG_BYTES_MAX ((size_t)1 << 20)
#define CONFIG_TOLERANCE_DEFAULT 0.10
#define CONFIG_BASELINES_MAX 8
#define CONFIG_CACHE_BYTES (INT64_C(4) << 30)

/** Borrowed texts. */
struct config_texts {
	char *const *items;
	size_t count;
};

struct config_build {
	const char *command; /**< NULL: nothing is built */
	int64_t timeout_ns;
	/** Paths that decide what is built; none: the whole commit. */
	struct config_texts inputs;
	/** Files that the benchmarks run, relative to the root. */
	struct config_texts artifacts;
};

struct config_benchmark {
	const char *name;
	const char *command; /**< for /bin/sh -c at the tree's root */
	const char *format; /**< name of an adapter */
	struct config_texts sources; /**< its own code, see DESIGN rule 8 */
	const char *filter; /**< option that takes a regex of names, or NULL,
				 see narrow.h */
	struct config_texts metrics; /**< judged ones, at least one */
	/** Metrics that say by themselves neither that bigger nor that smaller
	 *  is better, such as a counter "qps". */
	struct config_texts bigger;
	struct config_texts smaller;
	int64_t timeout_ns; /**< of one process */
	/** Processes a side and round whose values count; the best is the
	 *  sample. Above 1 only where a process is one repetition. */
	unsigned repetitions;
	unsigned warmup; /**< processes a side and round before them */
};

/** How the benchmarks' processes run. All zero: as tidemark does. */
struct config_conditions {
	bool pin; /**< on one CPU, the same for all sides of a round */
	struct cpus cpus; /**< on these alone; empty: on any */
	bool sets_nice;
	int nice; /**< where sets_nice */
	bool no_aslr;
	bool shut_in; /**< in a sandbox: no key, but set once that is known */
};

#define CONFIG_NICE_MIN (-5)
#define CONFIG_NICE_MAX 19

/** What builds and benchmarks are kept from, see sandbox.h. */
enum sandbox_mode {
	SANDBOX_AUTO, /**< shut in wherever that works here */
	SANDBOX_BWRAP,
	SANDBOX_NONE
};

struct config_sandbox {
	enum sandbox_mode mode;
	/** Absolute paths, or ones that begin with "~/", that they may read. */
	struct config_texts visible;
	/* limits of one build or benchmark process; 0: none */
	int64_t memory_bytes; /**< that it may write to */
	int64_t file_bytes; /**< a file that it writes */
	uint64_t processes; /**< that run at a time */
	/** Free space that they leave on the disk of the trees. */
	int64_t disk_bytes;
};

#define CONFIG_FILE_BYTES (INT64_C(16) << 30)
#define CONFIG_PROCESSES 4096
#define CONFIG_DISK_BYTES (INT64_C(1) << 30)

/** Names of the modes: "auto", "bwrap", "none". @return whether it is one */
bool sandbox_mode_parse(const char *text, enum sandbox_mode *out);

struct config_measure {
	int64_t budget_ns;
	bool control;
	size_t rounds; /**< at most */
	size_t max_series; /**< further ones are not judged, and that is said */
	struct config_conditions conditions;
};

/** A place to publish at. NULL: as ci/publisher.h and the CI service say. */
struct config_publish {
	const char *to; /**< name of a publisher */
	const char *repository; /**< "owner/name" */
	const char *api_url;
	const char *token_env; /**< variable with the token */
	const char *token_file; /**< file with it, in place of a variable */
	const char *context;
	bool status;
	bool check_run;
	bool comment;
	int64_t retry_ns; /**< 0: PUBLISHING_RETRY_NS */
};

struct config {
	struct config_build build;
	const struct config_benchmark *benchmarks;
	size_t benchmark_count;
	const struct policy_rule *rules;
	size_t rule_count;
	/** What a check is made against, see against.h; none: the merge-base.
	 */
	struct config_texts baselines;
	double fdr; /**< the largest q-value of a regressed series; 0: any */
	struct config_measure measure;
	struct config_sandbox sandbox;
	size_t history_window; /**< sessions of a history that count */
	bool first_run_passes; /**< where there is no history to judge by */
	/** Names of variables of the caller that children may see. */
	struct config_texts environment;
	int64_t cache_bytes; /**< builds beyond it are dropped, oldest first */
	const struct config_publish *publish;
	size_t publish_count;
};

/**
 * Parse a config.
 *
 * @param where names the text in errors: a path, or "tidemark.yml at 1a2b3c4"
 * @param[out] out the caller's: config_free()
 */
enum err config_parse(
    struct config **out, const char *text, size_t len, const char *where);
void config_free(struct config *config);

/** Whether `metric` is one of the benchmark's judged ones. */
bool config_judges(
    const struct config_benchmark *benchmark, const char *metric);

/** Whether it is judged of any benchmark. */
bool config_judges_any(const struct config *config, const char *metric);

/** Whether its instructions are to be counted: METRIC_INSTRUCTIONS is judged.
 */
bool config_counts(const struct config_benchmark *benchmark);
/** Whether nothing else of it is judged, so that no round is needed. */
bool config_only_counts(const struct config_benchmark *benchmark);

/** The band of a rule with its window, that of the history where it names none;
 *  of NULL, where no rule matches, the default band. */
struct band_rule config_band(
    const struct config *config, const struct policy_rule *rule);

/** What the config says is better of `metric`, else `otherwise`. */
enum direction config_direction(const struct config_benchmark *benchmark,
    const char *metric, enum direction otherwise);

#endif
