/* Times and memory. */
#include "tests/bench/history/figures.h"

#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "baselines/change_stream.h"
#include "core/base/clock.h"
#include "core/base/rng.h"

#define LONG 100000
#define SHORT 10000
#define LEVEL_LENGTH 100 /* of a long series with steps */
#define FLEET 5000
#define FLEET_POINTS 400
#define THREADS 2

static void
make(struct rng *rng, double *values, size_t n, size_t level_length)
{
	double level = 0;

	for (size_t i = 0; i < n; i++) {
		if (level_length > 0 && i % level_length == 0)
			level = .1 * rng_normal(rng);
		values[i] = exp(level + .01 * rng_normal(rng));
	}
}

static double
seconds_since(int64_t start_ns)
{
	return (double)(clock_monotonic_ns() - start_ns) /
	       (double)CLOCK_NS_PER_S;
}

/* ---- one long series ---- */

static enum err
batch(const struct figures_plan *plan, const char *name, const double *values)
{
	struct change_points points;
	int64_t start = clock_monotonic_ns();
	enum err err = change_points_find(values, LONG, plan->options, &points);

	if (err)
		return err;
	figure_print(plan, "speed", name, "batch_s", seconds_since(start));
	figure_print(plan, "speed", name, "changes", (double)points.count);
	change_points_release(&points);
	return ERR_OK;
}

static double
held_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return (double)(info.uordblks + info.hblkhd);
}

/* Appends at the end of a long series, each with its question, and over so many
 * as make everything anew once. */
static enum err
appends(const struct figures_plan *plan, const char *name, const double *values)
{
	struct change_stream *stream = change_stream_new(plan->options);
	double held = held_bytes(), worst = 0, all = 0;
	size_t first = LONG - LONG / 16;
	struct change_points points;
	enum err err = stream ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");

	for (size_t i = 0; i < LONG && !err; i++) {
		int64_t start = clock_monotonic_ns();

		err = change_stream_append(stream, values[i]);
		if (err || (i + 1 != SHORT && i < first))
			continue;
		err = change_stream_points(stream, &points);
		if (err)
			break;
		change_points_release(&points);
		if (i + 1 == SHORT)
			figure_print(plan, "speed", name, "bytes_10000",
			    held_bytes() - held);
		if (i <= first)
			continue; /* the first question is a batch */
		worst = fmax(worst, seconds_since(start));
		all += seconds_since(start);
	}
	if (!err) {
		figure_print(plan, "speed", name, "append_ms",
		    1e3 * all / (double)(LONG - first - 1));
		figure_print(
		    plan, "speed", name, "append_worst_ms", 1e3 * worst);
		figure_print(
		    plan, "speed", name, "bytes_100000", held_bytes() - held);
	}
	change_stream_free(stream);
	return err;
}

static enum err
long_series(
    const struct figures_plan *plan, const char *name, size_t level_length)
{
	double *values = calloc(LONG, sizeof *values);
	struct rng rng;
	enum err err = values ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");

	rng_seed(&rng, plan->seed);
	if (!err) {
		make(&rng, values, LONG, level_length);
		err = batch(plan, name, values);
	}
	if (!err)
		err = appends(plan, name, values);
	free(values);
	return err;
}

/* ---- many short ones ---- */

struct worker {
	pthread_t thread;
	const struct figures_plan *plan;
	const double *values;
	size_t first;
	bool failed;
};

static void *
work(void *context)
{
	struct worker *worker = context;

	for (size_t i = worker->first; i < FLEET; i += THREADS) {
		struct change_points points;

		if (change_points_find(worker->values + i * FLEET_POINTS,
			FLEET_POINTS, worker->plan->options, &points)) {
			worker->failed = true;
			return NULL;
		}
		change_points_release(&points);
	}
	return NULL;
}

static enum err
run_workers(const struct figures_plan *plan, const double *values)
{
	struct worker workers[THREADS];
	size_t started = 0;
	bool failed = false;

	for (; started < THREADS; started++) {
		workers[started] = (struct worker){
		    .plan = plan, .values = values, .first = started};
		if (pthread_create(&workers[started].thread, NULL, work,
			&workers[started]) != 0)
			break;
	}
	for (size_t i = 0; i < started; i++) {
		pthread_join(workers[i].thread, NULL);
		failed = failed || workers[i].failed;
	}
	if (started < THREADS)
		return err_fail(ERR_IO, "cannot start a thread");
	return failed ? err_fail(ERR_NOMEM, "out of memory") : ERR_OK;
}

static enum err
fleet(const struct figures_plan *plan)
{
	double *values = calloc((size_t)FLEET * FLEET_POINTS, sizeof *values);
	struct rng rng;
	int64_t start;
	enum err err;

	if (!values)
		return err_fail(ERR_NOMEM, "out of memory");
	rng_seed(&rng, plan->seed);
	make(&rng, values, (size_t)FLEET * FLEET_POINTS, LEVEL_LENGTH);
	start = clock_monotonic_ns();
	err = run_workers(plan, values);
	if (!err)
		figure_print(plan, "speed", "5000 x 400", "batch_s",
		    seconds_since(start));
	free(values);
	return err;
}

static enum err
run(const struct figures_plan *plan)
{
	enum err err = long_series(plan, "flat", 0);

	if (!err)
		err = long_series(plan, "stepped", LEVEL_LENGTH);
	if (!err)
		err = fleet(plan);
	return err;
}

const struct figures_part figures_speed = {
    .name = "speed",
    .summary = "100,000 points at once and appended, 5,000 series, memory",
    .run = run,
};
