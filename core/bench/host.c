#include "core/bench/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __OPTIMIZE__
#define BUILD "release"
#else
#define BUILD "debug"
#endif

/* Only some architectures have the line "cpu MHz : 2600.000". */
static double
first_cpu_mhz(void)
{
	FILE *file = fopen("/proc/cpuinfo", "re");
	char line[512];
	double mhz = 0;

	if (!file)
		return 0;
	while (mhz == 0 && fgets(line, sizeof line, file)) {
		const char *colon = strchr(line, ':');

		if (colon && strncmp(line, "cpu MHz", 7) == 0)
			mhz = strtod(colon + 1, NULL);
	}
	fclose(file); /* was only read */
	return mhz;
}

void
host_describe(struct host *out)
{
	clock_date(clock_wall_s(), out->date);
	if (gethostname(out->name, sizeof out->name) != 0)
		memcpy(out->name, "-", 2);
	out->name[sizeof out->name - 1] = '\0'; /* a cut name has no end */
	out->cpus = sysconf(_SC_NPROCESSORS_ONLN);
	if (out->cpus < 0)
		out->cpus = 0;
	out->mhz = first_cpu_mhz();
	out->loads = getloadavg(out->load, 3);
	if (out->loads < 0)
		out->loads = 0;
	out->build = BUILD;
}
