/**
 * The processor's own count of the instructions that a process and what it
 * starts execute in user mode (Linux's perf_event_open). Many virtual machines
 * and containers have none. No error text is set here.
 */
#ifndef CORE_BASE_INSTRUCTIONS_H
#define CORE_BASE_INSTRUCTIONS_H

#include <stdint.h>
#include <sys/types.h>

/**
 * Count from the next exec of `pid` on, with the processes and threads that it
 * starts then.
 *
 * @return a descriptor to read and close, or -1 with errno: EACCES or EPERM
 *         where it is forbidden, ENOENT, ENODEV or EOPNOTSUPP where the machine
 *         has no such counter, ENOSYS
 */
int instructions_open(pid_t pid);

/**
 * The count, once all of these processes have ended.
 *
 * @return 0, or errno: EBUSY where others used the counter, too, and a part is
 *         only guessed; ENODATA where nothing was counted
 */
int instructions_read(int fd, uint64_t *out);

#endif
