/*
 * Any numbers as a series. Finding its changes must not crash, each change must
 * be where a value is, with a finite shift inside its interval, in ascending
 * order; and a stream of the same values must say the same, whenever it was
 * asked before.
 *
 * The first byte says which options and how often the stream is asked; then
 * each byte is a kind of value: most are levels near each other, some take the
 * next eight bytes as they are.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/change_points.h"
#include "baselines/change_stream.h"
#include "baselines/drift.h"
#include "baselines/spread_change.h"

#define N_MAX 1500
#define SETS 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool condition)
{
	if (!condition)
		abort();
}

static size_t
read_values(const uint8_t *data, size_t size, double *values)
{
	static const double odd[] = {0, -0., NAN, INFINITY, -INFINITY, 1e308,
	    -1e308, 5e-324, 1e-300, -1};
	size_t n = 0, i = 0;

	while (i < size && n < N_MAX) {
		uint8_t kind = data[i++];

		if (kind == 255 && size - i >= sizeof *values) {
			memcpy(&values[n++], data + i, sizeof *values);
			i += sizeof *values;
		} else if (kind >= 240) {
			values[n++] = odd[(kind - 240) % 10];
		} else {
			values[n++] = 100 + kind / 16 * 10 + kind % 16 * .1;
		}
	}
	return n;
}

static void
check(const struct change_points *points, const double *values, size_t n)
{
	for (size_t i = 0; i < points->count; i++) {
		const struct change_point *p = &points->items[i];

		require(p->index > 0 && p->index < n);
		require(i == 0 || p->index > points->items[i - 1].index);
		require(isfinite(values[p->index]));
		require(isfinite(p->shift_log) && isfinite(p->t));
		require(p->low_log <= p->shift_log);
		require(p->high_log >= p->shift_log);
	}
	require(points->suspects <= n / 2);
	require(isfinite(points->suspect_shift_log));
}

static void
check_stream(const double *values, size_t n, size_t every,
    const struct change_options *options, const struct change_points *batch)
{
	struct change_stream *stream = change_stream_new(options);
	struct change_points points;

	require(stream != NULL);
	for (size_t i = 0; i < n; i++) {
		require(!change_stream_append(stream, values[i]));
		if (i % every != 0)
			continue;
		require(!change_stream_points(stream, &points));
		change_points_release(&points);
	}
	require(!change_stream_points(stream, &points));
	require(points.count == batch->count);
	for (size_t i = 0; i < points.count; i++) {
		require(points.items[i].index == batch->items[i].index);
		require(points.items[i].t == batch->items[i].t);
	}
	change_points_release(&points);
	change_stream_free(stream);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct change_options *options;
	struct change_points points;
	struct spread_change spread;
	double values[N_MAX];
	size_t changes[N_MAX], n;

	if (size == 0)
		return 0;
	options = &change_option_sets[data[0] % SETS];
	n = read_values(data + 1, size - 1, values);
	require(!change_points_find(values, n, options, &points));
	check(&points, values, n);
	check_stream(values, n, 1 + data[0] / SETS, options, &points);
	for (size_t i = 0; i < points.count; i++)
		changes[i] = points.items[i].index;
	require(!spread_change_find(values, n, changes, points.count, &spread));
	require(!spread.found || (spread.index < n && isfinite(spread.ratio)));
	drift_find(values, n, changes, points.count, .01, NULL);
	change_points_release(&points);
	return 0;
}
