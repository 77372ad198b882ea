/**
 * Child processes: the only place that forks and executes.
 *
 * Children are started by a supervisor, a small process forked from this one.
 * It is there for three things: a child's peak memory does not begin at this
 * process's own (Linux carries it over fork), whatever a child leaves running,
 * also in sessions of its own, is ended with it, and if this process dies, even
 * by SIGKILL, the child's processes are ended too. If the supervisor dies, the
 * child dies with it, and child_run() fails.
 */
#ifndef CORE_BASE_CHILD_H
#define CORE_BASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/capture.h"
#include "core/base/cpus.h"
#include "core/base/err.h"
#include "core/base/room.h"

/** Resource limits of a child; 0 leaves one as it is. Core files are off. */
struct child_limits {
	uint64_t memory_bytes; /**< that it may write to, each process */
	uint64_t file_bytes; /**< each file that it writes */
	uint64_t processes; /**< of this user at the same time */
};

/** How a child runs, and what it starts. All zero: as this process does. */
struct child_conditions {
	struct cpus cpus; /**< it may run on these; empty: where we may */
	bool sets_nice;
	int nice; /**< -20 to 19, where sets_nice */
	bool no_aslr; /**< its address space is laid out alike each time */
};

/** Called with output as it comes. An error ends the child with it. */
typedef enum err child_output_fn(void *ctx, const char *data, size_t len);

struct child_spec {
	/** Program and arguments, NULL-terminated; the program is searched in
	 *  env's PATH. NULL where `shell` is given. */
	const char *const *argv;
	const char *shell; /**< for /bin/sh -c, from the user's config */
	const char *cwd; /**< NULL: this process's */
	const char *const *env; /**< the whole environment, "NAME=value" */
	int64_t timeout_ns; /**< 0: none */
	struct child_limits limits;
	struct child_conditions conditions;
	struct room *room; /**< where it runs; NULL: where this process does */
	/** It is ended when the file system of this path has less space left.
	 */
	const char *disk; /**< NULL: it is not watched */
	uint64_t disk_bytes;
	/** By the processor's counter; where there is none, the child fails. */
	bool count_instructions;
	bool merge_stderr; /**< stderr into the same stream as stdout */
	size_t keep_bytes; /**< kept of head and of tail; 0: 64 KiB */
	child_output_fn *on_stdout; /**< NULL: only captured */
	void *ctx;
};

enum child_end {
	CHILD_EXITED,
	CHILD_SIGNALLED,
	CHILD_TIMED_OUT,
	CHILD_FILLED_DISK
};

struct child_result {
	enum child_end end;
	int exit_code; /**< CHILD_EXITED */
	int signal; /**< CHILD_SIGNALLED */
	int64_t wall_ns;
	int64_t user_ns; /**< of it and of the children that it waited for */
	int64_t sys_ns;
	int64_t max_rss_bytes; /**< of the largest of these processes */
	/** In user mode, of it and of all that it started; 0: not counted. */
	uint64_t instructions;
	struct capture out;
	struct capture err; /**< empty with merge_stderr */
};

/**
 * Start the supervisor now, while this process is small; else the first
 * child_run() does. @return ERR_IO
 */
enum err child_init(void);

/**
 * Run a child to its end. On timeout, on a signal to this process and on an
 * error of on_stdout its process group gets SIGTERM, 2 s later (or at the
 * second signal) SIGKILL.
 *
 * @param result filled, and the caller's to release, whatever is returned
 * @return ERR_OK when it ran and ended in whatever way; ERR_CHILD if it could
 *         not be started, naming the program, or the condition that the system
 *         refused: "nice: -5 needs privileges: Permission denied", "cpus: ...",
 *         "no-aslr: ...", "instructions: ..."; ERR_INTERRUPTED; on_stdout's
 * error; ERR_IO, ERR_NOMEM
 */
enum err child_run(const struct child_spec *spec, struct child_result *result);
void child_result_release(struct child_result *result);

/** Whether it exited with 0. */
bool child_ok(const struct child_result *result);

/** "exit status 2", "killed by signal 9 (Killed)", "timed out after 2 s". */
void child_describe(const struct child_result *result, struct buf *out);

#endif
