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
#define SEGMENT_LEAST 3

/* The points of the window that are there, oldest first. */
struct window {
	double x[DRIFT_POINTS_MAX]; /* index in the series */
	double y[DRIFT_POINTS_MAX]; /* logarithm */
	size_t n;
};

static bool
is_there(double value)
{
	return isfinite(value) && value > 0;
}

static void
window_fill(struct window *window, const double *values, size_t n)
{
	size_t first = n, count = 0;

	while (first > 0 && count < DRIFT_POINTS_MAX)
		count += is_there(values[--first]);
	window->n = 0;
	for (size_t i = first; i < n; i++) {
		if (!is_there(values[i]))
			continue;
		window->x[window->n] = (double)i;
		window->y[window->n++] = log(values[i]);
	}
}

/* ---- which model explains more ---- */

/* Sum of the distances of y[start..end) from their median. */
static double
distances(const double *y, size_t start, size_t end)
{
	double work[DRIFT_POINTS_MAX];
	double sum = 0, level;

	if (start >= end)
		return 0;
	memcpy(work, y + start, (end - start) * sizeof *work);
	level = order_median(work, end - start);
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
criterion_of_line(const struct window *window, double slope)
{
	double rest[DRIFT_POINTS_MAX];

	for (size_t i = 0; i < window->n; i++)
		rest[i] = window->y[i] - slope * window->x[i];
	return criterion(
	    distances(rest, 0, window->n), window->n, LINE_PARAMETERS);
}

static double
criterion_of_changes(
    const struct window *window, const size_t *changes, size_t count)
{
	size_t start = 0, parameters = 1;
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		size_t end = start;

		while (end < window->n && window->x[end] < (double)changes[i])
			end++;
		if (end == start || end == window->n)
			continue;
		sum += distances(window->y, start, end);
		parameters += STEP_PARAMETERS;
		start = end;
	}
	sum += distances(window->y, start, window->n);
	return criterion(sum, window->n, parameters);
}

/* The best single step, which may be one that was too weak to be found. */
static double
criterion_of_step(const struct window *window)
{
	double least = INFINITY;

	for (size_t at = SEGMENT_LEAST; at + SEGMENT_LEAST <= window->n; at++)
		least = fmin(least, distances(window->y, 0, at) +
					distances(window->y, at, window->n));
	return criterion(least, window->n, 1 + STEP_PARAMETERS);
}

/* Exact lines and exact steps have criteria of minus infinity; such a line is
 * no better than such steps. */
static bool
line_is_better(const struct window *window, double slope, const size_t *changes,
    size_t count)
{
	double line = criterion_of_line(window, slope);

	return line < criterion_of_changes(window, changes, count) &&
	       line < criterion_of_step(window);
}

/* One pair less, as S goes in steps of 2. */
static bool
is_firm(struct kendall kendall)
{
	return fabs(kendall.s) - 1 >= DRIFT_Z * sqrt(kendall.variance);
}

struct drift
drift_find(const double *values, size_t n, const size_t *changes,
    size_t change_count, double least)
{
	struct drift out = {.change_log = NAN, .low_log = NAN, .high_log = NAN};
	struct window window;
	struct theil_sen line;
	struct kendall kendall;
	double length;

	window_fill(&window, values, n);
	out.points = window.n;
	if (window.n < DRIFT_POINTS_MIN)
		return out;
	kendall = kendall_of(window.y, window.n);
	line = theil_sen_of(window.x, window.y, window.n, kendall.variance);
	kendall.variance *=
	    kendall_inflation(window.x, window.y, window.n, line.slope);
	line = theil_sen_of(window.x, window.y, window.n, kendall.variance);
	length = window.x[window.n - 1] - window.x[0];
	out.change_log = line.slope * length;
	out.low_log = line.low * length;
	out.high_log = line.high * length;
	out.found = (out.low_log > 0 || out.high_log < 0) && is_firm(kendall) &&
		    fabs(out.change_log) >= log1p(least) &&
		    line_is_better(&window, line.slope, changes, change_count);
	return out;
}
