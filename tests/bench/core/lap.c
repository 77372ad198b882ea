#include "tests/bench/core/lap.h"

#include <linux/perf_event.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/bench/timing.h"
#include "core/interval/manager.h"

/* Counts the cache misses of this process; -1 where the system has none. */
static int counter = -1;

size_t
lap_heap_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static uint64_t
visits(void)
{
#ifdef INTERVAL_COUNT_VISITS
	return interval_visits;
#else
	return 0;
#endif
}

static int
counter_open(void)
{
	struct perf_event_attr attr = {
	    .type = PERF_TYPE_HARDWARE,
	    .size = sizeof attr,
	    .config = PERF_COUNT_HW_CACHE_MISSES,
	    .exclude_kernel = 1,
	    .exclude_hv = 1,
	};

	return (int)syscall(
	    SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static int64_t
counter_close(void)
{
	int64_t count = -1;

	if (counter < 0)
		return -1;
	if (read(counter, &count, sizeof count) != (ssize_t)sizeof count)
		count = -1;
	close(counter);
	counter = -1;
	return count;
}

void
lap_start(struct lap *lap)
{
	counter = counter_open();
	lap->visits = visits();
	lap->cpu_ns = timing_cpu_ns();
}

void
lap_stop(struct lap *lap)
{
	lap->cpu_ns = timing_cpu_ns() - lap->cpu_ns;
	lap->visits = visits() - lap->visits;
	lap->cache_misses = counter_close();
}
