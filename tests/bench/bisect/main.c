/*
 * bisect: figures of the bisection on simulated ranges. scripts/bench-bisect
 * runs it; without arguments it says what it takes.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bisect/figures.h"

#define TRIALS_MAX 100000

/* A part more is a row more. */
static const struct figures_part *const parts[] = {
    &figures_cases,
    &figures_calibration,
    &figures_plain,
    &figures_speed,
    NULL,
};

static int
usage(void)
{
	fprintf(stderr, "usage: bisect PART TRIALS SEED [CASE]\nparts:\n");
	for (size_t i = 0; parts[i]; i++)
		fprintf(
		    stderr, "  %-12s %s\n", parts[i]->name, parts[i]->summary);
	return 2;
}

static const struct figures_part *
part_named(const char *name)
{
	for (size_t i = 0; parts[i]; i++)
		if (strcmp(parts[i]->name, name) == 0)
			return parts[i];
	return NULL;
}

static bool
read_count(const char *text, uint64_t max, uint64_t *out)
{
	char *end;

	*out = strtoull(text, &end, 10);
	return end != text && !*end && *text != '-' && *out <= max;
}

int
main(int argc, char **argv)
{
	const struct figures_part *part;
	struct figures_plan plan;
	uint64_t trials;

	if (argc != 4 && argc != 5)
		return usage();
	part = part_named(argv[1]);
	if (!part || !read_count(argv[2], TRIALS_MAX, &trials) || trials == 0 ||
	    !read_count(argv[3], UINT64_MAX, &plan.seed))
		return usage();
	plan.trials = (size_t)trials;
	plan.only = argv[4];
	if (part->run(&plan)) {
		fprintf(stderr, "bisect: %s\n", err_text());
		return 1;
	}
	return 0;
}
