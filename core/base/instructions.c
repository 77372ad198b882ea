#include "core/base/instructions.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

int
instructions_open(pid_t pid)
{
	struct perf_event_attr attr = {
	    .type = PERF_TYPE_HARDWARE,
	    .size = sizeof attr,
	    .config = PERF_COUNT_HW_INSTRUCTIONS,
	    .read_format =
		PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
	    .disabled = 1,
	    .enable_on_exec = 1,
	    .inherit = 1,
	    .exclude_kernel = 1,
	    .exclude_hv = 1,
	};

	return (int)syscall(
	    SYS_perf_event_open, &attr, pid, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

int
instructions_read(int fd, uint64_t *out)
{
	struct {
		uint64_t count;
		uint64_t enabled_ns;
		uint64_t running_ns;
	} got = {0};

	if (read(fd, &got, sizeof got) != (ssize_t)sizeof got || !got.count)
		return ENODATA;
	/* Counters that take turns run for a part of the time only. */
	if (got.running_ns != got.enabled_ns)
		return EBUSY;
	*out = got.count;
	return 0;
}
