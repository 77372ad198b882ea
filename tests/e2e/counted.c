/*
 * Counted work: WORK steps of a fixed number of instructions. The argument
 * "adapt" lets the amount of work depend on the time of day, as a harness does
 * that looks for a good number of iterations.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "work.h"

int
main(int argc, char **argv)
{
	volatile unsigned sum = 0;
	unsigned long work = WORK;
	struct timespec now;

	if (argc > 1 && strcmp(argv[1], "adapt") == 0) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		work += (unsigned long)now.tv_nsec % WORK;
	}
	for (unsigned long i = 0; i < work; i++)
		sum += (unsigned)i;
	printf("{\"benchmarks\": [{\"name\": \"%s\", \"time_unit\": \"ns\", "
	       "\"real_time\": %s, \"cpu_time\": 1, \"instructions\": 7}]}\n",
	    argc > 2 ? argv[2] : "work", NS);
	return 0;
}
