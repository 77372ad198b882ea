/** Where counts of instructions can come from on this machine. */
#ifndef RUNNER_COUNTING_PROBE_H
#define RUNNER_COUNTING_PROBE_H

#include <stdbool.h>

enum counting_source {
	COUNTING_NONE,
	COUNTING_PERF, /**< the processor's counter, at native speed */
	COUNTING_CALLGRIND /**< valgrind's, 20 to 100 times slower */
};

/** The best source that works: perf before callgrind. Takes microseconds and
 *  starts no process; callgrind is looked for in $PATH. */
enum counting_source counting_probe(void);

/** "none", "perf", "callgrind". */
const char *counting_source_name(enum counting_source source);

/**
 * Count some instructions of this process in user mode, as a child of ours
 * would be counted: opening alone may succeed where nothing is ever counted.
 *
 * @return 0 where it counts; else errno of the step that failed: EACCES or
 *         EPERM where the kernel's settings or a container forbid it, ENOENT,
 *         ENODEV or EOPNOTSUPP where the machine has no such counter, ENOSYS;
 *         ENODATA where it opened and counted nothing
 */
int counting_perf_errno(void);

/** Whether a program called valgrind lies in one of the folders of `path`, in
 *  the form of $PATH; NULL has none. Its empty entries are not searched. */
bool counting_has_callgrind(const char *path);

/** What counting_probe() says of these two. */
enum counting_source counting_choose(int perf_errno, bool has_callgrind);

#endif
