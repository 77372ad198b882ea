/*
 * workload: a process whose times are real. `workload NAME UNITS` does UNITS
 * units of work once to get warm and then seven times on the clock, and prints
 * the seven times in nanoseconds, a line each. A tenth more units are a tenth
 * more work.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/number.h"
#include "core/base/rng.h"
#include "core/interval/interval.h"

#define SEED 7
#define REPETITIONS 7
#define UNITS_MAX 1000000
#define WALK_STEPS 100 /* a unit */
#define WALK_CELLS ((size_t)1 << 15) /* 256 KiB */
#define CACHE_CELLS ((size_t)1 << 17) /* 1 MiB */
#define SORT_ITEMS 16 /* a unit */
#define INTERVAL_OPS 20 /* a unit */
#define SPACE INT64_C(1000000)

struct work {
	struct rng rng;
	size_t *cells;
	size_t at;
	struct interval_set *set;
	uint64_t result; /* printed nowhere, but the compiler cannot know */
};

/* ---- intervals: a fragmented set of free space, as an allocator has ---- */

static int
intervals_prepare(struct work *work)
{
	const struct interval all = {0, SPACE};

	if (interval_set_new(&work->set, "boundary", NULL, NULL) != INTERVAL_OK)
		return -1;
	return interval_set_release(work->set, all) == INTERVAL_OK ? 0 : -1;
}

static void
intervals_unit(struct work *work)
{
	for (int i = 0; i < INTERVAL_OPS; i++) {
		int64_t start =
		    (int64_t)rng_below(&work->rng, (uint64_t)SPACE - 100);
		int64_t length = 10 + (int64_t)rng_below(&work->rng, 90);
		struct interval iv = {start, start + length};

		work->result += i % 2 == 0
				    ? interval_set_reserve(work->set, iv, NULL)
				    : interval_set_release(work->set, iv);
	}
}

/* ---- walk and cache: loads that wait for one another ---- */

/* One cycle through all cells in random order. */
static int
prepare_cells(struct work *work, size_t count)
{
	size_t *order = malloc(count * sizeof *order);

	work->cells = malloc(count * sizeof *work->cells);
	if (!order || !work->cells) {
		free(order);
		return -1;
	}
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	rng_shuffle(&work->rng, order, count);
	for (size_t i = 0; i < count; i++)
		work->cells[order[i]] = order[(i + 1) % count];
	free(order);
	return 0;
}

static int
walk_prepare(struct work *work)
{
	return prepare_cells(work, WALK_CELLS);
}

/* As large as many a processor's own cache: it depends on where the pages lie
 * and on what neighbours do. */
static int
cache_prepare(struct work *work)
{
	return prepare_cells(work, CACHE_CELLS);
}

static void
walk_unit(struct work *work)
{
	size_t at = work->at;

	for (int i = 0; i < WALK_STEPS; i++)
		at = work->cells[at];
	work->at = at;
	work->result += at;
}

/* ---- sort: comparisons that no processor foresees ---- */

static int
sort_prepare(struct work *work)
{
	(void)work;
	return 0;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
sort_unit(struct work *work)
{
	char items[SORT_ITEMS][24];

	for (size_t i = 0; i < SORT_ITEMS; i++)
		snprintf(items[i], sizeof items[i], "%016" PRIx64,
		    rng_next(&work->rng));
	qsort(items, SORT_ITEMS, sizeof items[0], compare);
	work->result += (unsigned char)items[0][15];
}

static const struct workload {
	const char *name;
	int (*prepare)(struct work *work);
	void (*unit)(struct work *work);
} workloads[] = {
    {"intervals", intervals_prepare, intervals_unit},
    {"walk", walk_prepare, walk_unit},
    {"cache", cache_prepare, walk_unit},
    {"sort", sort_prepare, sort_unit},
};

static const struct workload *
workload_named(const char *name)
{
	for (size_t i = 0; i < sizeof workloads / sizeof workloads[0]; i++)
		if (strcmp(workloads[i].name, name) == 0)
			return &workloads[i];
	return NULL;
}

static void
measure(const struct workload *workload, struct work *work, uint64_t units)
{
	for (int i = 0; i <= REPETITIONS; i++) {
		int64_t start = clock_monotonic_ns();

		for (uint64_t unit = 0; unit < units; unit++)
			workload->unit(work);
		if (i > 0)
			printf("%" PRId64 "\n", clock_monotonic_ns() - start);
	}
}

int
main(int argc, char **argv)
{
	const struct workload *workload;
	struct work work = {.result = 0};
	uint64_t units;
	int status = 1;

	workload = argc == 3 ? workload_named(argv[1]) : NULL;
	if (!workload || number_parse_whole(argv[2], 1, UNITS_MAX, &units)) {
		fprintf(stderr, "workload: expected intervals, walk, cache or "
				"sort, and a number of units\n");
		return 2;
	}
	rng_seed(&work.rng, SEED);
	if (workload->prepare(&work) == 0) {
		measure(workload, &work, units);
		status = work.result == 1; /* as good as never */
	}
	interval_set_free(work.set);
	free(work.cells);
	return status;
}
