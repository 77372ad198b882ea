#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "reports/escape.h"
#include "reports/trend_chart.h"
#include "reports/trend_rows.h"

#define START_POINTS 5 /* of an epoch: their median is what it began with */
#define NAME_BYTES 36
#define ROW_HEIGHT 16
#define FRAME_HEIGHT 170
#define TICS 4 /* names and colours leave little width */
#define LIMIT_LEAST 5 /* percent: noise is not to look like a change */
#define LIMIT_MOST 100
#define LIMIT_SHARE 0.98 /* of the cells that the colours tell apart */

/* A series and how far it is from its start. */
struct ranked {
	const struct trend_series *series;
	size_t place; /* in the report */
	double change; /* percent; NaN: not known */
};

struct map {
	size_t *measured; /* places of commits with a point, oldest first */
	size_t *columns; /* of each commit */
	size_t *first; /* the place of each column's first commit */
	size_t column_count;
	struct ranked *ranked; /* worst first */
	size_t row_count;
	double *values; /* percent, the worst row last: it is the top one */
	double limit;
	struct buf names[TREND_CHART_ROWS];
	struct chart_tic tics[TREND_CHART_ROWS];
};

static bool
is_value(double value)
{
	return isfinite(value) && value > 0;
}

/* ---- changes ---- */

/* Median of the first, or last, few values above 0; NaN where there are none.
 */
static double
end_of(const struct history_line *line, const struct history_epoch *epoch,
    bool last)
{
	double values[START_POINTS];
	size_t count = 0;

	for (size_t i = 0; i < epoch->count && count < START_POINTS; i++) {
		size_t at = last ? epoch->count - 1 - i : i;
		double value = line->points[epoch->first + at].value;

		if (is_value(value))
			values[count++] = value;
	}
	return count ? median_in_place(values, count) : NAN;
}

static double
change_of(enum direction direction, double start, double value)
{
	if (!is_value(start) || !is_value(value))
		return NAN;
	return 100 * expm1(series_log_ratio(direction, start, value));
}

static void
rank(struct ranked *out, const struct trend_series *series, size_t place)
{
	const struct history_line *line = series->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];

	*out = (struct ranked){series, place,
	    change_of(last->name.direction, end_of(line, last, false),
		end_of(line, last, true))};
}

static int
compare(const void *a, const void *b)
{
	const struct ranked *x = a;
	const struct ranked *y = b;

	if (isnan(x->change) != isnan(y->change))
		return isnan(x->change) ? 1 : -1;
	if (x->change < y->change || x->change > y->change)
		return x->change < y->change ? 1 : -1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* ---- columns ---- */

static void
mark_measured(struct map *map, const struct trend_report *report)
{
	for (size_t s = 0; s < report->series_count; s++) {
		const struct history_line *line = report->series[s].line;

		for (size_t i = 0; i < line->point_count; i++)
			map->columns[line->points[i].commit] = 1;
	}
}

/* Measured commits share the columns evenly: with 1,000 of them and 400 columns
 * two or three are in each. */
static void
fill_columns(struct map *map, const struct trend_report *report)
{
	size_t count = 0;

	mark_measured(map, report);
	for (size_t i = 0; i < report->commit_count; i++)
		if (map->columns[i])
			map->measured[count++] = i;
	map->column_count =
	    count < TREND_CHART_COLUMNS ? count : TREND_CHART_COLUMNS;
	for (size_t i = count; i-- > 0;) {
		size_t column = i * map->column_count / count;

		map->columns[map->measured[i]] = column;
		map->first[column] = map->measured[i];
	}
}

/* ---- cells ---- */

static void
fill_row(struct map *map, const struct history_line *line, double *row)
{
	for (size_t e = 0; e < line->epoch_count; e++) {
		const struct history_epoch *epoch = &line->epochs[e];
		double start = end_of(line, epoch, false);

		for (size_t i = 0; i < epoch->count; i++) {
			const struct history_point *point =
			    &line->points[epoch->first + i];
			double *cell = &row[map->columns[point->commit]];
			double change = change_of(
			    epoch->name.direction, start, point->value);

			if (!isnan(change) &&
			    (isnan(*cell) || fabs(change) > fabs(*cell)))
				*cell = change;
		}
	}
}

static int
compare_values(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

/* A single outlier is not to leave all others without colour. */
static enum err
choose_limit(struct map *map)
{
	size_t cells = map->row_count * map->column_count;
	double *sizes = calloc(cells + 1, sizeof *sizes);
	size_t known = 0;

	if (!sizes)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < cells; i++)
		if (isfinite(map->values[i]))
			sizes[known++] = fabs(map->values[i]);
	qsort(sizes, known, sizeof *sizes, compare_values);
	map->limit = LIMIT_LEAST;
	if (known)
		map->limit = ceil(fmin(LIMIT_MOST,
		    fmax(LIMIT_LEAST,
			sizes[(size_t)(LIMIT_SHARE * (double)(known - 1))])));
	free(sizes);
	return ERR_OK;
}

static void
fill_name(struct map *map, size_t row)
{
	size_t height = map->row_count - 1 - row;
	struct buf name = BUF_INIT;

	trend_name(&name, map->ranked[row].series->line);
	term_text(&map->names[row], buf_text(&name), NAME_BYTES);
	map->names[row].failed = map->names[row].failed || name.failed;
	map->tics[row] =
	    (struct chart_tic){(double)height, buf_text(&map->names[row])};
	buf_release(&name);
}

static enum err
fill_rows(struct map *map, const struct trend_report *report)
{
	size_t count = report->series_count;
	size_t cells;
	enum err err = ERR_OK;

	for (size_t i = 0; i < count; i++)
		rank(&map->ranked[i], &report->series[i], i);
	qsort(map->ranked, count, sizeof *map->ranked, compare);
	map->row_count = count < TREND_CHART_ROWS ? count : TREND_CHART_ROWS;
	cells = map->row_count * map->column_count;
	map->values = calloc(cells + 1, sizeof *map->values);
	if (!map->values)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < cells; i++)
		map->values[i] = NAN;
	for (size_t i = 0; i < map->row_count; i++) {
		size_t height = map->row_count - 1 - i;

		fill_row(map, map->ranked[i].series->line,
		    &map->values[height * map->column_count]);
		fill_name(map, i);
		if (!err)
			err = buf_err(&map->names[i]);
	}
	return err ? err : choose_limit(map);
}

/* ---- drawing ---- */

static enum err
init(struct map *map, const struct trend_report *report)
{
	size_t commits = report->commit_count + 1;

	map->measured = calloc(commits, sizeof *map->measured);
	map->columns = calloc(commits, sizeof *map->columns);
	map->first = calloc(TREND_CHART_COLUMNS, sizeof *map->first);
	map->ranked = calloc(report->series_count + 1, sizeof *map->ranked);
	return map->measured && map->columns && map->first && map->ranked
		   ? ERR_OK
		   : err_fail(ERR_NOMEM, "out of memory");
}

static void
release(struct map *map)
{
	free(map->measured);
	free(map->columns);
	free(map->first);
	free(map->ranked);
	free(map->values);
	for (size_t i = 0; i < TREND_CHART_ROWS; i++)
		buf_release(&map->names[i]);
}

static enum err
draw(const struct map *map, const struct trend_report *report,
    struct chart_drawing *out)
{
	const struct chart_heat heat = {map->values, map->row_count,
	    map->column_count, map->limit, "change, %"};
	struct trend_chart_tics tics;
	struct buf title = BUF_INIT;
	enum err err;

	trend_chart_tics(&tics, report, map->first, map->column_count, TICS);
	buf_puts(&title, "Change against the start of the history");
	if (map->row_count < report->series_count)
		buf_printf(&title, ", the worst %zu of %zu series",
		    map->row_count, report->series_count);
	const struct chart chart = {
	    .title = buf_text(&title),
	    .x = {report->is_file ? "row" : "measured commit", CHART_LINEAR,
		-0.5, (double)map->column_count - 0.5, tics.tics, tics.count},
	    .y = {NULL, CHART_LINEAR, -0.5, (double)map->row_count - 0.5,
		map->tics, map->row_count},
	    .heat = &heat,
	    .height = FRAME_HEIGHT + ROW_HEIGHT * (int)map->row_count,
	};
	err = title.failed ? err_fail(ERR_NOMEM, "out of memory")
			   : chart_draw(&chart, out);
	buf_release(&title);
	return err;
}

enum err
trend_chart_heat(const struct trend_report *report, struct chart_drawing *out)
{
	struct map map = {.limit = 0};
	enum err err = init(&map, report);

	if (!err) {
		fill_columns(&map, report);
		err = fill_rows(&map, report);
	}
	if (!err && !map.column_count)
		err = err_fail(ERR_UNJUDGED,
		    "no commit was measured, so there is no history to draw");
	if (!err)
		err = draw(&map, report, out);
	release(&map);
	return err;
}
