/**
 * The options that commands of interval-bench share. A command names those it
 * takes; its own are in a table of its own.
 */
#ifndef CORE_BENCH_BENCH_OPTIONS_H
#define CORE_BENCH_BENCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/options.h"
#include "core/bench/stream.h"

/** Which of them a command takes; all take --help. */
enum bench_shared {
	BENCH_OPS = 1 << 0,
	BENCH_SEED = 1 << 1,
	BENCH_MIX = 1 << 2,
	BENCH_LIVE = 1 << 3,
	BENCH_TRACE = 1 << 4, /**< --trace and --trace-out */
	BENCH_MANAGER = 1 << 5,
	BENCH_WARMUP = 1 << 6,
	BENCH_REPETITIONS = 1 << 7,
	BENCH_FORMAT = 1 << 8,
	BENCH_FILTER = 1 << 9,
	/** All that says what stream is meant. */
	BENCH_STREAM =
	    BENCH_OPS | BENCH_SEED | BENCH_MIX | BENCH_LIVE | BENCH_TRACE
};

#define BENCH_OPTIONS 12 /**< rows of all of them, --help among them */
#define BENCH_MANAGERS_MAX 16

enum bench_format { BENCH_TABLE = 0, BENCH_JSON, BENCH_CSV };

/** As given. Zeros are "not given"; a seed has a default. */
struct bench_words {
	uint64_t ops;
	uint64_t seed;
	uint64_t live;
	uint64_t warmup;
	uint64_t repetitions;
	const char *mix;
	const char *trace;
	const char *trace_out;
	const char *format;
	const char *filter;
	struct option_list managers;
	bool help;
};

#define BENCH_OPS_DEFAULT 10000
#define BENCH_SEED_DEFAULT 42
#define BENCH_WORDS_INIT                                                       \
	{                                                                      \
		.seed = BENCH_SEED_DEFAULT, .warmup = 1, .repetitions = 5      \
	}

/** Checked. Those that the command does not take have their defaults. */
struct bench_options {
	struct stream_plan stream; /**< meaningless where `trace` is not NULL */
	const char *trace; /**< file to replay instead of the plan, or NULL */
	const char *trace_out; /**< file to write the stream to, or NULL */
	/** The managers to run, in interval_managers()' order; all where none
	 *  was named. Ends with NULL. */
	const char *managers[BENCH_MANAGERS_MAX + 1];
	bool managers_named; /**< whether --manager was given */
	unsigned warmup;
	unsigned repetitions; /**< at least 1 */
	enum bench_format format;
	const char *filter; /**< extended regex of names; NULL for all */
};

/** Write the rows of those in `shared` (BENCH_... ored) and of --help, ended
 *  by a row without a name; they go into a struct bench_words. */
void bench_options_table(unsigned shared, struct option out[BENCH_OPTIONS + 1]);

/**
 * Check the words. The texts stay the caller's.
 * @return ERR_USAGE, saying what was expected; *out then as it was
 */
enum err bench_options_take(
    struct bench_options *out, const struct bench_words *words);

/**
 * The name of a manager as interval_managers() has it.
 * @return ERR_USAGE for a name that is none, which lists those there are
 */
enum err bench_manager_named(const char **out, const char *name);

/**
 * Choose managers by name; "all", and an empty list, stand for all.
 * @return ERR_USAGE for a name that is none
 */
enum err bench_managers_choose(
    struct bench_options *options, const struct option_list *list);

/**
 * Make the stream that the options ask for, or read it from their trace, and
 * write it as a trace where they ask for that. stream_release() it.
 * @return ERR_NOMEM; ERR_IO, ERR_PARSE, ERR_LIMIT naming the file
 */
enum err bench_options_stream(
    const struct bench_options *options, struct stream *out);

#endif
