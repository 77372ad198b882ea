/** What is said of the machine beside the figures. */
#ifndef CORE_BENCH_HOST_H
#define CORE_BENCH_HOST_H

#include "core/base/clock.h"

#define HOST_NAME_SIZE 256

struct host {
	char date[CLOCK_DATE_SIZE];
	char name[HOST_NAME_SIZE];
	long cpus; /**< online; 0 if not known */
	double mhz; /**< of the first CPU; 0 if not known */
	double load[3]; /**< averages of 1, 5 and 15 minutes */
	int loads; /**< how many of them are known */
	const char *build; /**< "release" or "debug": compiler optimization */
};

/** Ask the system; what it does not tell is left out. */
void host_describe(struct host *out);

#endif
