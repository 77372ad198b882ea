/*
 * A benchmark whose times are made up: the truth of truth.h times noise from a
 * generator that a counter file seeds, one number a process. Runs of a test are
 * therefore the same whatever the machine is doing.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "truth.h"

#define REPETITIONS 5
#define NOISE_SD 0.02
#define BASE_NS 1000.0

static uint64_t state;

static double
unit(void)
{
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static double
noise(void)
{
	double normal = sqrt(-2 * log(1 - unit())) *
			cos(2 * 3.14159265358979323846 * unit());
	double outlier = unit() < 0.02 ? 1 + 3 * unit() : 1;

	return exp(NOISE_SD * normal) * outlier;
}

/* The number of this process. */
static unsigned long
count(void)
{
	const char *path = getenv("SYNTHETIC_COUNTER");
	unsigned long number = 0;
	FILE *file = path ? fopen(path, "r") : NULL;

	if (file) {
		if (fscanf(file, "%lu", &number) != 1)
			number = 0;
		fclose(file);
	}
	file = path ? fopen(path, "w") : NULL;
	if (!file)
		exit(9);
	fprintf(file, "%lu\n", number + 1);
	fclose(file);
	return number;
}

int
main(void)
{
	double process;

	state = 1000003 * count() + 17;
	process = noise(); /* what all repetitions of a process share */
	printf("{\"benchmarks\": [\n");
	for (int i = 0; i < REPETITIONS; i++) {
		double ns = BASE_NS * TRUTH * process * noise();

		printf("%s{\"name\": \"work/%d\", \"run_type\": \"iteration\", "
		       "\"repetitions\": %d, \"repetition_index\": %d, "
		       "\"iterations\": 1000, \"real_time\": %.3f, "
		       "\"cpu_time\": %.3f, \"time_unit\": \"ns\"}",
		    i ? ",\n" : "", 64, REPETITIONS, i, ns, ns * 0.9);
	}
	printf("\n]}\n");
	return 0;
}
