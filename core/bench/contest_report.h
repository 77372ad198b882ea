/** What the commands say of a contest. */
#ifndef CORE_BENCH_CONTEST_REPORT_H
#define CORE_BENCH_CONTEST_REPORT_H

#include <stdio.h>

#include "core/base/err.h"
#include "core/base/options.h"
#include "core/bench/command.h"
#include "core/bench/contest.h"

/** The commands' own options. */
struct contest_own {
	uint64_t rounds;
};

extern const struct option contest_own_options[];
extern const struct contest_own contest_own_defaults;

/**
 * Those of the call's managers that take the stream's space; a line on standard
 * error for each of the others.
 *
 * @param chosen room for BENCH_MANAGERS_MAX
 * @param[out] n how many, at least 1
 * @return ERR_USAGE where there is none
 */
enum err contest_choose(const struct bench_call *call,
    const struct stream *stream, const char **chosen, size_t *n);

/** Run it, showing on a terminal how far it is. @return as contest_run() */
enum err contest_run_shown(struct contest *contest);

/** "compare: 10,000 operations, mix standard, seed 42; 15 rounds ...". */
void contest_print_heading(
    const struct contest *contest, const char *command, FILE *file);

/** A line for each contestant: times and the ratio to the fastest.
 *  @return ERR_NOMEM */
enum err contest_print_table(const struct contest *contest, FILE *file);

/** Write all rows in the format that was asked for, not the table; `prefix` as
 *  contest_rows() has it. @return ERR_IO, ERR_NOMEM */
enum err contest_write_rows(const struct bench_call *call,
    const struct contest *contest, const char *prefix);

#endif
