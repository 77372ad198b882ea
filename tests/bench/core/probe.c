#include "tests/bench/core/probe.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/bench/pass.h"
#include "core/bench/timing.h"
#include "core/interval/interval.h"

#define SEED 42
#define STRIDE 20 /* from one interval to the next */
#define SHORT 10
#define LONG 15
#define WANTED 12
#define FINDS_NS 20000000 /* a time long enough for a mean */
#define LINE 64
#define LOADS 2000000

static enum err
open_empty(struct interval_set **out, const char *manager, size_t n)
{
	struct interval space = {0, (int64_t)n * STRIDE};
	const struct stream nothing = {.space = space};

	return pass_open(out, &nothing, manager);
}

static enum err
load(
    struct interval_set *set, const char *manager, enum probe_fit fit, size_t n)
{
	struct interval *ivs = calloc(n, sizeof *ivs);
	enum interval_status status;

	if (!ivs)
		return err_fail(ERR_NOMEM, "no memory for %zu intervals", n);
	for (size_t i = 0; i < n; i++) {
		ivs[i].start = (int64_t)i * STRIDE;
		ivs[i].end = ivs[i].start + SHORT;
	}
	if (fit == PROBE_FIT_BEFORE)
		ivs[0].end = ivs[0].start + LONG;
	if (fit == PROBE_FIT_LAST)
		ivs[n - 1].end = ivs[n - 1].start + LONG;
	status = interval_set_load(set, ivs, n);
	free(ivs);
	return pass_err(status, manager);
}

/* Whether so many finds all answered right. */
static bool
find_some(const struct interval_set *set, enum probe_fit fit, struct rng *rng,
    size_t finds)
{
	size_t n = interval_set_count(set);
	int64_t last = (int64_t)(n - 1) * STRIDE;

	for (size_t i = 0; i < finds; i++) {
		/* Not in the first interval, which may be long enough. */
		int64_t index = 1 + (int64_t)rng_below(rng, n / 100);
		struct interval found = {last, 0};
		enum interval_status status =
		    interval_set_find(set, index * STRIDE, WANTED, &found);

		if ((status == INTERVAL_OK) != (fit == PROBE_FIT_LAST) ||
		    found.start != last)
			return false;
	}
	return true;
}

/* Twice as many finds each time, until they take long enough. */
static enum err
time_finds(const struct interval_set *set, enum probe_fit fit, double *ns)
{
	int64_t took_ns = 0;
	size_t finds = 1;
	struct rng rng;

	rng_seed(&rng, SEED);
	while (took_ns < FINDS_NS) {
		int64_t begin = timing_cpu_ns();

		finds *= 2;
		if (!find_some(set, fit, &rng, finds))
			return err_fail(ERR_MISMATCH, "%s: wrong first fit",
			    interval_set_manager(set));
		took_ns = timing_cpu_ns() - begin;
	}
	*ns = (double)took_ns / (double)finds;
	return ERR_OK;
}

enum err
probe_first_fit(const char *manager, enum probe_fit fit, size_t n, double *ns)
{
	struct interval_set *set;
	enum err err = open_empty(&set, manager, n);

	assert(n >= PROBE_FIT_MIN);
	if (err)
		return err;
	err = load(set, manager, fit, n);
	if (!err)
		err = time_finds(set, fit, ns);
	interval_set_free(set);
	return err;
}

enum err
probe_height(const char *manager, size_t n, size_t *height)
{
	struct interval_set *set;
	enum interval_status status;
	struct interval_stats stats;
	enum err err = open_empty(&set, manager, n);

	if (err)
		return err;
	status = interval_set_release(set, interval_set_domain(set));
	for (size_t i = 0; i < n && status == INTERVAL_OK; i++) {
		int64_t at = (int64_t)i * STRIDE;
		struct interval piece = {at, at + STRIDE - SHORT};

		status = interval_set_require(set, piece);
	}
	err = pass_err(status, manager);
	if (!err && interval_set_count(set) != n)
		err = err_fail(ERR_MISMATCH, "%s: %zu intervals, expected %zu",
		    manager, interval_set_count(set), n);
	interval_set_stats(set, &stats);
	if (!err)
		*height = stats.height;
	interval_set_free(set);
	return err;
}

/* One cycle through all lines in a random order (Sattolo, 1986). */
static void
make_cycle(size_t *lines, size_t n)
{
	const size_t step = LINE / sizeof *lines;
	struct rng rng;

	rng_seed(&rng, SEED);
	for (size_t i = 0; i < n; i++)
		lines[i * step] = i;
	for (size_t i = n - 1; i > 0; i--) {
		size_t j = (size_t)rng_below(&rng, i);
		size_t swap = lines[i * step];

		lines[i * step] = lines[j * step];
		lines[j * step] = swap;
	}
}

enum err
probe_load(size_t size_bytes, double *ns)
{
	const size_t step = LINE / sizeof(size_t);
	size_t n = size_bytes / LINE;
	size_t *lines = aligned_alloc(LINE, n * LINE);
	volatile size_t last;
	size_t at = 0;
	int64_t begin;

	assert(size_bytes >= PROBE_LOAD_MIN);
	if (!lines)
		return err_fail(
		    ERR_NOMEM, "no memory for %zu bytes", size_bytes);
	make_cycle(lines, n);
	begin = timing_cpu_ns();
	for (size_t i = 0; i < LOADS; i++)
		at = lines[at * step];
	*ns = (double)(timing_cpu_ns() - begin) / LOADS;
	last = at; /* so that the loop is not left out */
	(void)last;
	free(lines);
	return ERR_OK;
}
