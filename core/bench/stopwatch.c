#include "core/bench/stopwatch.h"

#include "core/base/clock.h"
#include "core/bench/timing.h"

void
stopwatch_init(struct stopwatch *watch)
{
	*watch = (struct stopwatch){.clock_cost_ns = timing_clock_cost_ns()};
}

void
stopwatch_start(struct stopwatch *watch)
{
	watch->cpu_begin_ns = timing_cpu_ns();
	watch->begin_ns = clock_monotonic_ns();
}

struct stopwatch_time
stopwatch_read(const struct stopwatch *watch)
{
	struct stopwatch_time time;

	time.real_ns =
	    clock_monotonic_ns() - watch->begin_ns - watch->clock_cost_ns;
	time.cpu_ns = timing_cpu_ns() - watch->cpu_begin_ns;
	if (time.real_ns < 1)
		time.real_ns = 1; /* a coarse clock */
	if (time.cpu_ns < 1 || time.cpu_ns > time.real_ns)
		time.cpu_ns = time.real_ns; /* it has the readings in it */
	return time;
}
