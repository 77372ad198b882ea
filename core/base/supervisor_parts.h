/** What the supervisor's own parts share. Internal to supervisor*.c. */
#ifndef CORE_BASE_SUPERVISOR_PARTS_H
#define CORE_BASE_SUPERVISOR_PARTS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/base/supervisor.h"

/* From a child that could not become its program, on a pipe. */
struct supervisor_failure {
	int32_t step; /* enum supervisor_step */
	int32_t code; /* errno */
};

struct supervisor_job {
	struct supervisor_request request;
	const struct supervisor_room *room; /* NULL: none */
	int out;
	int err;
	char *text;
	int go[2]; /* holds a child back until it is counted */
	int counter; /* -1: none */
	char *cwd; /* "" for none */
	char **argv;
	char **env;
};

/** Read all of `len` bytes. @return -1 where they do not come */
int supervisor_read(int fd, void *data, size_t len);

/** Of every signal: to what the kernel lets be changed. */
void supervisor_signals(void (*handler)(int));

/** Take conditions on. @return whether all were set; else *step, an enum
 *  supervisor_step, was refused, with errno */
bool supervisor_conditions(
    const struct child_conditions *conditions, int32_t *step);

/** Turn a forked child into the job's program; why that failed goes to
 *  `status_fd`. */
_Noreturn void supervisor_become(
    const struct supervisor_job *job, int status_fd, pid_t supervisor);

#endif
