/* How many nights pass until a step is reported, and how many false alarms a
 * nightly job gives: a point is appended, then the changes are asked for. */
#include "tests/bench/history/figures.h"

#include <math.h>
#include <stdlib.h>

#include "baselines/change_stream.h"
#include "baselines/order.h"
#include "tests/bench/history/score.h"
#include "tests/bench/history/simulated_history.h"

#define FLAT_BEFORE 100
#define STEP .05
#define NIGHTS_AFTER 60
#define NIGHTS_FLAT 1000
#define OUTLIERS .02
#define LEVEL 1000.

static const struct {
	const char *name;
	double sd;
} noises[] = {{"sd 1 %", .01}, {"sd 2 %", .02}, {"sd 4 %", .04}};

static void
make(struct rng *rng, double sd, size_t flat, size_t n, double *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = sd * rng_normal(rng) + (i < flat ? 0 : log1p(STEP));
	history_outliers(rng, out, n, OUTLIERS);
	for (size_t i = 0; i < n; i++)
		out[i] = LEVEL * exp(out[i]);
}

/* Is there a change that is not one of those before, by more than the margin
 * that scores allow? */
static bool
is_near(const size_t *indices, size_t count, size_t index)
{
	for (size_t i = 0; i < count; i++)
		if (indices[i] <= index + SCORE_MARGIN &&
		    index <= indices[i] + SCORE_MARGIN)
			return true;
	return false;
}

static enum err
append(struct change_stream *stream, double value, struct change_points *out)
{
	enum err err = change_stream_append(stream, value);

	return err ? err : change_stream_points(stream, out);
}

/* Nights from the first of the new level to the report, both counted; infinite
 * where there is none. */
static enum err
delay_of(const struct figures_plan *plan, const double *values, double *out)
{
	struct change_stream *stream = change_stream_new(plan->options);
	const size_t step = FLAT_BEFORE;
	enum err err = stream ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");

	*out = INFINITY;
	for (size_t i = 0; i < FLAT_BEFORE + NIGHTS_AFTER && !err; i++) {
		struct change_points points;

		err = append(stream, values[i], &points);
		if (err)
			break;
		for (size_t j = 0; j < points.count; j++)
			if (is_near(&step, 1, points.items[j].index) &&
			    points.items[j].shift_log > 0 && i >= step)
				*out = fmin(*out, (double)(i - step + 1));
		change_points_release(&points);
		if (isfinite(*out))
			break;
	}
	change_stream_free(stream);
	return err;
}

static enum err
alarms_of(const struct figures_plan *plan, const double *values, double *out)
{
	struct change_stream *stream = change_stream_new(plan->options);
	size_t told[NIGHTS_FLAT], count = 0;
	enum err err = stream ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");

	for (size_t i = 0; i < NIGHTS_FLAT && !err; i++) {
		struct change_points points;

		err = append(stream, values[i], &points);
		if (err)
			break;
		for (size_t j = 0; j < points.count && count < NIGHTS_FLAT; j++)
			if (!is_near(told, count, points.items[j].index))
				told[count++] = points.items[j].index;
		change_points_release(&points);
	}
	*out = (double)count;
	change_stream_free(stream);
	return err;
}

static enum err
measure(
    const struct figures_plan *plan, double sd, double *delays, double *alarms)
{
	double values[NIGHTS_FLAT];
	struct rng rng;
	enum err err = ERR_OK;

	rng_seed(&rng, plan->seed);
	*alarms = 0;
	for (size_t i = 0; i < plan->series && !err; i++) {
		double count;

		make(&rng, sd, FLAT_BEFORE, FLAT_BEFORE + NIGHTS_AFTER, values);
		err = delay_of(plan, values, &delays[i]);
		if (err)
			break;
		make(&rng, sd, NIGHTS_FLAT, NIGHTS_FLAT, values);
		err = alarms_of(plan, values, &count);
		*alarms += count / (double)plan->series;
	}
	return err;
}

static void
show(const struct figures_plan *plan, const char *name, double *delays,
    double alarms)
{
	size_t n = plan->series, found = 0;

	for (size_t i = 0; i < n; i++)
		found += isfinite(delays[i]);
	figure_print(plan, "delay", name, "found", (double)found / (double)n);
	figure_print(
	    plan, "delay", name, "nights_p50", order_kth(delays, n, n / 2));
	figure_print(plan, "delay", name, "nights_p90",
	    order_kth(delays, n, 9 * n / 10));
	figure_print(plan, "delay", name, "alarms_1000", alarms);
}

static enum err
run(const struct figures_plan *plan)
{
	double *delays = calloc(plan->series, sizeof *delays);
	enum err err = delays ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");

	for (size_t i = 0; i < sizeof noises / sizeof *noises && !err; i++) {
		double alarms;

		err = measure(plan, noises[i].sd, delays, &alarms);
		if (!err)
			show(plan, noises[i].name, delays, alarms);
	}
	free(delays);
	return err;
}

const struct figures_part figures_delay = {
    .name = "delay",
    .summary = "nights until a step of 5 % is reported, and false alarms",
    .run = run,
};
