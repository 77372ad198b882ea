/*
 * Counted work for bench-gate: WORK units of a dependent chain of additions and
 * multiplications, which no compiler and no processor can shorten, so that 12 %
 * more units are 12 % more time.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#ifndef WORK
#define WORK 1000
#endif
#define STEPS_A_UNIT 1000
#define REPETITIONS 7

static double
now_ns(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (double)ts.tv_sec * 1e9 + (double)ts.tv_nsec;
}

static uint64_t
work(uint64_t x)
{
	for (long i = 0; i < (long)WORK * STEPS_A_UNIT; i++)
		x = x * UINT64_C(6364136223846793005) + 1442695040888963407;
	return x;
}

int
main(void)
{
	uint64_t x = work(1); /* a warm-up */

	printf("{\"benchmarks\": [");
	for (int i = 0; i < REPETITIONS; i++) {
		double wall = now_ns(CLOCK_MONOTONIC);
		double cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID);

		x = work(x);
		wall = now_ns(CLOCK_MONOTONIC) - wall;
		cpu = now_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu;
		printf("%s{\"name\": \"chain\", \"run_type\": \"iteration\", "
		       "\"repetition_index\": %d, \"iterations\": 1, "
		       "\"real_time\": %.0f, \"cpu_time\": %.0f, "
		       "\"time_unit\": \"ns\"}",
		    i ? ", " : "", i, wall, cpu);
	}
	printf("]}\n");
	return x == 0; /* never, but the compiler cannot know */
}
