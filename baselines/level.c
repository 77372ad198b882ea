#include "baselines/level.h"

#include <math.h>
#include <stdlib.h>

static bool
same_level(const struct store_point *a, const struct store_point *b)
{
	return a->series == b->series && a->machine == b->machine &&
	       a->commit == b->commit;
}

/* `work` has room for n values. */
static struct level
level_of(const struct store_point *points, size_t n, double *work)
{
	struct level level = {
	    .series = points->series,
	    .machine = points->machine,
	    .commit = points->commit,
	    .sessions = n,
	};

	for (size_t i = 0; i < n; i++) {
		level.samples += points[i].samples;
		work[i] = points[i].value;
	}
	level.value = median_in_place(work, n);
	for (size_t i = 0; i < n; i++)
		work[i] = points[i].spread;
	level.spread = median_in_place(work, n);
	return level;
}

enum err
levels_of(
    const struct store_history *history, struct level **out, size_t *out_count)
{
	const struct store_point *points = history->points;
	size_t n = history->point_count;
	struct level *levels = calloc(n + 1, sizeof *levels);
	double *work = calloc(n + 1, sizeof *work);
	size_t count = 0;

	if (!levels || !work) {
		free(levels);
		free(work);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1;
		     end < n && same_level(&points[i], &points[end]);)
			end++;
		levels[count++] = level_of(points + i, end - i, work);
	}
	free(work);
	*out = levels;
	*out_count = count;
	return ERR_OK;
}

static double
ratio_log(const struct store_history *history, const struct level *best,
    const struct level *other)
{
	const struct store_history_series *series =
	    &history->series[best->series];

	return series_log_ratio(
	    series->name.direction, best->value, other->value);
}

/* Levels of a series and machine come by the commits' dates. */
static struct level_record
record_of(
    const struct store_history *history, const struct level *levels, size_t n)
{
	struct level_record record = {
	    .best = levels, .latest = &levels[n - 1], .commits = n};

	for (size_t i = 1; i < n; i++)
		if (ratio_log(history, record.best, &levels[i]) < 0)
			record.best = &levels[i];
	record.ratio = exp(ratio_log(history, record.best, record.latest));
	return record;
}

static int
compare(const void *a, const void *b)
{
	const struct level *x = ((const struct level_record *)a)->best;
	const struct level *y = ((const struct level_record *)b)->best;

	if (x->machine != y->machine)
		return x->machine < y->machine ? -1 : 1;
	return (x->series > y->series) - (x->series < y->series);
}

enum err
levels_record(const struct store_history *history, const struct level *levels,
    size_t count, struct level_record **out, size_t *out_count)
{
	struct level_record *records = calloc(count + 1, sizeof *records);
	size_t n = 0;

	if (!records)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count &&
				  levels[end].series == levels[i].series &&
				  levels[end].machine == levels[i].machine;)
			end++;
		records[n++] = record_of(history, levels + i, end - i);
	}
	qsort(records, n, sizeof *records, compare);
	*out = records;
	*out_count = n;
	return ERR_OK;
}
