#include "baselines/drift.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/kendall.h"
#include "baselines/order.h"

static_assert(DRIFT_POINTS_MAX <= KENDALL_POINTS_MAX, "it takes the window");

/* A step costs its place and its size. */
#define STEP_PARAMETERS 2
#define LINE_PARAMETERS 2
/* One beside a slope costs more: the search for steps has put it where it looks
 * largest, and a stair must not pass for one. */
#define OWN_PARAMETERS 6
#define SEGMENT_LEAST 3
/* 1.645 / 2.576: of the interval at 99 % that at 90 %. */
#define PERSISTS_WIDTH .64
/* 3.291 / 2.576: that at 99.9 %, since a series is looked at every night. */
#define FOUND_WIDTH 1.28

#define STEPS_MAX (DRIFT_POINTS_MAX / SEGMENT_LEAST)

/* The points of the window that are there, oldest first. */
struct window {
	double x[DRIFT_POINTS_MAX]; /* index in the series */
	double y[DRIFT_POINTS_MAX]; /* logarithm */
	size_t n;
	/* Changes that have points on both sides: places in the window of the
	 * first points behind them. */
	size_t changes[STEPS_MAX];
	size_t change_count;
	size_t first_change; /* of the given ones */
	bool own[STEPS_MAX]; /* steps of their own; taken out of `y` */
	size_t own_count;
};

static bool
is_there(double value)
{
	return isfinite(value) && value > 0;
}

static void
window_fill(struct window *window, const double *values, size_t n, size_t most)
{
	size_t first = n, count = 0;

	while (first > 0 && count < most)
		count += is_there(values[--first]);
	window->n = 0;
	for (size_t i = first; i < n; i++) {
		if (!is_there(values[i]))
			continue;
		window->x[window->n] = (double)i;
		window->y[window->n++] = log(values[i]);
	}
}

static void
window_add_changes(struct window *window, const size_t *changes, size_t count)
{
	size_t at = 0;

	window->change_count = 0;
	window->own_count = 0;
	window->first_change = count;
	for (size_t i = 0; i < count; i++) {
		size_t before = at;

		while (at < window->n && window->x[at] < (double)changes[i])
			at++;
		if (at == before && window->change_count == 0)
			continue; /* it is before the window */
		if (at == before || at == window->n ||
		    window->change_count == STEPS_MAX)
			break;
		if (window->change_count == 0)
			window->first_change = i;
		window->own[window->change_count] = false;
		window->changes[window->change_count++] = at;
	}
}

/* ---- which model explains more ---- */

static double
median_of(const double *y, size_t start, size_t end)
{
	double work[DRIFT_POINTS_MAX];

	memcpy(work, y + start, (end - start) * sizeof *work);
	return order_median(work, end - start);
}

/* Sum of the distances of y[start..end) from their median. */
static double
distances(const double *y, size_t start, size_t end)
{
	double sum = 0, level;

	if (start >= end)
		return 0;
	level = median_of(y, start, end);
	for (size_t i = start; i < end; i++)
		sum += fabs(y[i] - level);
	return sum;
}

/* Schwarz's criterion where distances are exponential on both sides, which
 * outliers move less than squares. */
static double
criterion(double sum, size_t n, size_t parameters)
{
	double points = (double)n;

	return 2 * points * log(sum / points) +
	       (double)parameters * log(points);
}

static double
distances_from_line(const double *x, const double *y, size_t n, double slope)
{
	double rest[DRIFT_POINTS_MAX];

	for (size_t i = 0; i < n; i++)
		rest[i] = y[i] - slope * x[i];
	return distances(rest, 0, n);
}

static double
criterion_of_line(const struct window *window, double slope)
{
	return criterion(
	    distances_from_line(window->x, window->y, window->n, slope),
	    window->n, LINE_PARAMETERS + OWN_PARAMETERS * window->own_count);
}

/* Levels alone: `y` is as it was before any step was taken out. */
static double
criterion_of_changes(const struct window *window, const double *y)
{
	size_t start = 0, parameters = 1;
	double sum = 0;

	for (size_t i = 0; i < window->change_count; i++) {
		sum += distances(y, start, window->changes[i]);
		parameters += STEP_PARAMETERS;
		start = window->changes[i];
	}
	sum += distances(y, start, window->n);
	return criterion(sum, window->n, parameters);
}

/* The best single step, which may be one that was too weak to be found. */
static double
criterion_of_step(const struct window *window)
{
	const double *y = window->y;
	double least = INFINITY;

	for (size_t at = SEGMENT_LEAST; at + SEGMENT_LEAST <= window->n; at++)
		least = fmin(
		    least, distances(y, 0, at) + distances(y, at, window->n));
	return criterion(least, window->n,
	    1 + STEP_PARAMETERS + OWN_PARAMETERS * window->own_count);
}

/* Exact lines and exact steps have criteria of minus infinity; such a line is
 * no better than such steps. */
static bool
line_is_better(const struct window *window, const double *y, double slope)
{
	double line = criterion_of_line(window, slope);

	return line < criterion_of_changes(window, y) &&
	       line < criterion_of_step(window);
}

/* ---- steps of their own ---- */

/* The slope of the pairs that lie on the same side of a step; of all pairs at
 * the window's end. */
static double
slope_beside(const struct window *window, size_t at)
{
	double slopes[DRIFT_POINTS_MAX * (DRIFT_POINTS_MAX - 1) / 2];
	size_t count = 0;

	for (size_t i = 0; i < window->n; i++) {
		size_t end = i < at ? at : window->n;

		for (size_t j = i + 1; j < end; j++)
			slopes[count++] = (window->y[j] - window->y[i]) /
					  (window->x[j] - window->x[i]);
	}
	return order_median(slopes, count);
}

/* Take a step out, at the size that the slope leaves to it. */
static void
take_out(struct window *window, size_t change)
{
	size_t at = window->changes[change];
	double slope = slope_beside(window, at);
	double rest[DRIFT_POINTS_MAX];
	double step;

	for (size_t i = 0; i < window->n; i++)
		rest[i] = window->y[i] - slope * window->x[i];
	step = order_median(rest + at, window->n - at) - order_median(rest, at);
	for (size_t i = at; i < window->n; i++)
		window->y[i] -= step;
	window->own[change] = true;
	window->own_count++;
}

static double
criterion_now(const struct window *window)
{
	return criterion_of_line(window, slope_beside(window, window->n));
}

/* One after the other, the one that helps most first. */
static void
take_out_steps(struct window *window)
{
	double best = criterion_now(window);
	bool is_better = true;

	while (is_better) {
		struct window found = *window;

		is_better = false;
		for (size_t i = 0; i < window->change_count; i++) {
			struct window trial = *window;
			double now;

			if (window->own[i])
				continue;
			take_out(&trial, i);
			now = criterion_now(&trial);
			if (now >= best)
				continue;
			best = now;
			found = trial;
			is_better = true;
		}
		*window = found;
	}
}

/* ---- one window ---- */

/* Whether the interval, this times as wide, leaves out 0. */
static bool
is_beyond(const struct drift *drift, double width)
{
	double change = drift->change_log;

	return change + width * (drift->low_log - change) > 0 ||
	       change + width * (drift->high_log - change) < 0;
}

/* Whether a change in it has the drift's sense and is no step of its own. */
static bool
has_stair(const struct window *window, const double *y, double change_log)
{
	size_t start = 0;

	for (size_t i = 0; i < window->change_count; i++) {
		size_t end = i + 1 < window->change_count
				 ? window->changes[i + 1]
				 : window->n;
		double shift = median_of(y, window->changes[i], end) -
			       median_of(y, start, window->changes[i]);

		if (!window->own[i] && (shift > 0) == (change_log > 0))
			return true;
		start = window->changes[i];
	}
	return false;
}

static struct drift
find_in(struct window *window, double least, bool needs_stair)
{
	struct drift out = {.change_log = NAN, .low_log = NAN, .high_log = NAN};
	double y[DRIFT_POINTS_MAX];
	struct theil_sen line;
	double variance, length;

	out.points = window->n;
	if (window->n < DRIFT_POINTS_MIN)
		return out;
	memcpy(y, window->y, window->n * sizeof *y);
	if (window->change_count)
		take_out_steps(window);
	variance = kendall_of(window->y, window->n).variance;
	variance *= kendall_inflation(
	    window->x, window->y, window->n, slope_beside(window, window->n));
	line = theil_sen_of(window->x, window->y, window->n, variance);
	length = window->x[window->n - 1] - window->x[0];
	out.change_log = line.slope * length;
	out.low_log = line.low * length;
	out.high_log = line.high * length;
	out.persists = is_beyond(&out, PERSISTS_WIDTH) &&
		       fabs(out.change_log) >= log1p(least) / 2 &&
		       (!needs_stair || has_stair(window, y, out.change_log));
	out.found = out.persists && is_beyond(&out, FOUND_WIDTH) &&
		    fabs(out.change_log) >= log1p(least) &&
		    line_is_better(window, y, line.slope);
	return out;
}

struct drift
drift_find(const double *values, size_t n, const size_t *changes,
    size_t change_count, double least, bool *own)
{
	struct window window, shown;
	struct drift out, one;

	window_fill(&window, values, n, DRIFT_POINTS_MAX);
	window_add_changes(&window, changes, change_count);
	out = find_in(&window, least, false);
	shown = window;
	for (size_t most = DRIFT_POINTS_MAX / 2;
	     !out.found && most >= DRIFT_POINTS_SHORT; most /= 2) {
		window_fill(&window, values, n, most);
		window_add_changes(&window, changes, change_count);
		if (window.n < most || !window.change_count)
			break;
		one = find_in(&window, least / 2, true);
		if (!one.found && (out.persists || !one.persists))
			continue;
		out = one;
		shown = window;
	}
	for (size_t i = 0; own && i < change_count; i++)
		own[i] = i >= shown.first_change &&
			 i - shown.first_change < shown.change_count &&
			 shown.own[i - shown.first_change];
	return out;
}
