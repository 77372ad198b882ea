/**
 * Counting instructions by valgrind: of a shell command and of all that it
 * starts, by its tool cachegrind with the simulation of caches left off, the
 * fastest of its tools that count.
 *
 * Each process writes its count when it ends; one that is killed has none. What
 * a process did before it became another program (exec) is not counted. What it
 * did before it forked is counted in the fork, too, where that execs nothing.
 */
#ifndef RUNNER_VALGRIND_H
#define RUNNER_VALGRIND_H

#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/child.h"
#include "core/base/err.h"

#define VALGRIND_ARGUMENTS_MAX 20
/** Names of its folders begin so; one that was killed leaves its own. */
#define VALGRIND_FOLDER_PREFIX "counting-"

/** One run of a command. */
struct valgrind {
	char *folder; /**< for its files; removed with it */
	char *count_option;
	char *log_option;
	/** Program and arguments, NULL-terminated, for a child. */
	const char *argv[VALGRIND_ARGUMENTS_MAX];
};

/**
 * Make a temporary folder below `below` and the arguments that count `command`,
 * for /bin/sh, which is borrowed.
 *
 * @return ERR_IO, ERR_NOMEM; then there is nothing to release
 */
enum err valgrind_init(
    struct valgrind *valgrind, const char *below, const char *command);
void valgrind_release(struct valgrind *valgrind);

/**
 * The sum over all processes, once the command has ended.
 * @return ERR_PARSE where there is none, or a file is not as it should be;
 *         ERR_IO
 */
enum err valgrind_count(const struct valgrind *valgrind, uint64_t *out);

/**
 * Append to `out`, after a line that says how the command failed, what is
 * known of the cause: an instruction that valgrind does not know, and what to
 * do; else the last lines that valgrind wrote. @return ERR_IO, ERR_NOMEM
 */
enum err valgrind_explain(const struct valgrind *valgrind,
    const struct child_result *result, struct buf *out);

#endif
