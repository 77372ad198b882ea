#include "runner/counting_probe.h"

#include <errno.h>
#include <limits.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* User mode alone is what an unprivileged user may count up to
 * perf_event_paranoid 2, and inherited counters are what a process with
 * children needs. */
static int
open_counter(void)
{
	struct perf_event_attr attr = {
	    .type = PERF_TYPE_HARDWARE,
	    .size = sizeof attr,
	    .config = PERF_COUNT_HW_INSTRUCTIONS,
	    .disabled = 1,
	    .inherit = 1,
	    .exclude_kernel = 1,
	    .exclude_hv = 1,
	};

	return (int)syscall(
	    SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static int
count_something(int fd)
{
	volatile unsigned left = 1000;
	uint64_t count = 0;

	if (ioctl(fd, PERF_EVENT_IOC_ENABLE, 0) < 0)
		return errno;
	while (left)
		left--;
	if (ioctl(fd, PERF_EVENT_IOC_DISABLE, 0) < 0)
		return errno;
	if (read(fd, &count, sizeof count) != (ssize_t)sizeof count)
		return ENODATA;
	return count ? 0 : ENODATA;
}

int
counting_perf_errno(void)
{
	int fd = open_counter();
	int error;

	if (fd < 0)
		return errno;
	error = count_something(fd);
	close(fd);
	return error;
}

static bool
is_program(const char *folder, size_t len)
{
	struct stat status;
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%.*s/valgrind", (int)len, folder);

	return n > 0 && (size_t)n < sizeof path && stat(path, &status) == 0 &&
	       S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

bool
counting_has_callgrind(const char *path)
{
	while (path && *path) {
		size_t len = strcspn(path, ":");

		if (len && len < PATH_MAX && is_program(path, len))
			return true;
		path += len + (path[len] == ':');
	}
	return false;
}

enum counting_source
counting_choose(int perf_errno, bool has_callgrind)
{
	if (!perf_errno)
		return COUNTING_PERF;
	return has_callgrind ? COUNTING_CALLGRIND : COUNTING_NONE;
}

enum counting_source
counting_probe(void)
{
	return counting_choose(
	    counting_perf_errno(), counting_has_callgrind(getenv("PATH")));
}

const char *
counting_source_name(enum counting_source source)
{
	static const char *const names[] = {
	    [COUNTING_NONE] = "none",
	    [COUNTING_PERF] = "perf",
	    [COUNTING_CALLGRIND] = "callgrind",
	};

	return names[source];
}
