#include "reports/trend_chart.h"

#include <math.h>
#include <stdlib.h>

#include "reports/escape.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

#define TITLE_BYTES 90
#define RELEASE_BYTES 24
#define LABELS_MAX 12
#define LABEL_ROOM 0.1 /* of the width, that the text of a change takes */
#define TICS_WIDE TREND_CHART_TICS
#define MARKS_MAX 200 /* points of more would lie upon each other */
#define LINES 4 /* what is drawn but for the changes */

/* How changes are shown. */
enum kind { KIND_WORSE, KIND_BETTER, KIND_ACCEPTED, KIND_RESOLVED, KIND_COUNT };

static const struct {
	const char *title;
	enum chart_look look;
} kinds[KIND_COUNT] = {
    [KIND_WORSE] = {"worse", CHART_LOOK_2},
    [KIND_BETTER] = {"better", CHART_LOOK_3},
    [KIND_ACCEPTED] = {"acknowledged", CHART_LOOK_4},
    [KIND_RESOLVED] = {"resolved", CHART_LOOK_GREY},
};

#define ROWS_EACH 3 /* of a segment: its ends, and a gap */

/* What the chart of one series points to. */
struct picture {
	double *xs; /* of the points, and gaps between epochs */
	double *ys;
	double *lone; /* the values that no line reaches, and the newest one */
	size_t points;
	double *ends; /* of the segments */
	double *levels;
	double *lows;
	double *highs;
	size_t rows;
	double *places; /* of the changes */
	double *values[KIND_COUNT]; /* NaN: of another kind */
	double *behind; /* the level after each */
	struct buf texts[LABELS_MAX];
	struct chart_label labels[LABELS_MAX];
	size_t label_count;
	struct buf *marks;
	size_t mark_count;
	struct chart_marker *markers;
	size_t marker_count;
	struct buf allowed; /* says what the tolerance is */
	double edges[2];
	double most[2];
	struct buf title;
	struct buf axis;
	struct trend_chart_tics tics;
};

static double *
room(size_t count, bool *failed)
{
	double *values = calloc(count + 1, sizeof *values);

	*failed = *failed || !values;
	return values;
}

static enum err
init(struct picture *picture, const struct trend_report *report,
    const struct trend_series *series)
{
	const struct history_line *line = series->line;
	size_t changes = series->trend->count;
	size_t rows = ROWS_EACH * (changes + line->epoch_count);
	size_t marks = line->epoch_count + report->release_count + 1;
	size_t points = line->point_count + line->epoch_count;
	bool failed = false;

	picture->xs = room(points, &failed);
	picture->ys = room(points, &failed);
	picture->lone = room(points, &failed);
	picture->ends = room(rows, &failed);
	picture->levels = room(rows, &failed);
	picture->lows = room(rows, &failed);
	picture->highs = room(rows, &failed);
	picture->places = room(changes, &failed);
	picture->behind = room(changes, &failed);
	for (size_t k = 0; k < KIND_COUNT; k++)
		picture->values[k] = room(changes, &failed);
	picture->marks = calloc(marks, sizeof *picture->marks);
	picture->markers = calloc(marks, sizeof *picture->markers);
	return failed || !picture->marks || !picture->markers
		   ? err_fail(ERR_NOMEM, "out of memory")
		   : ERR_OK;
}

static void
release(struct picture *picture)
{
	double *owned[] = {picture->xs, picture->ys, picture->lone,
	    picture->ends, picture->levels, picture->lows, picture->highs,
	    picture->places, picture->behind};

	for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++)
		free(owned[i]);
	for (size_t k = 0; k < KIND_COUNT; k++)
		free(picture->values[k]);
	for (size_t i = 0; i < LABELS_MAX; i++)
		buf_release(&picture->texts[i]);
	for (size_t i = 0; i < picture->mark_count; i++)
		buf_release(&picture->marks[i]);
	free(picture->marks);
	free(picture->markers);
	buf_release(&picture->allowed);
	buf_release(&picture->title);
	buf_release(&picture->axis);
}

/* ---- points and levels ---- */

static void
put_point(struct picture *picture, double x, double y)
{
	picture->xs[picture->points] = x;
	picture->ys[picture->points] = y;
	picture->points++;
}

/* Points of two epochs are not joined: they were not measured alike. */
static void
fill_points(struct picture *picture, const struct history_line *line)
{
	for (size_t e = 0; e < line->epoch_count; e++) {
		const struct history_epoch *epoch = &line->epochs[e];

		if (e)
			put_point(picture, NAN, NAN);
		for (size_t i = 0; i < epoch->count; i++)
			put_point(picture,
			    (double)line->points[epoch->first + i].commit,
			    line->points[epoch->first + i].value);
	}
}

static bool
is_drawn(const struct picture *picture, size_t i)
{
	return i < picture->points && isfinite(picture->ys[i]);
}

static void
fill_lone(struct picture *picture)
{
	for (size_t i = 0; i < picture->points; i++) {
		bool joined =
		    (i && is_drawn(picture, i - 1)) || is_drawn(picture, i + 1);

		picture->lone[i] =
		    joined && i + 1 < picture->points ? NAN : picture->ys[i];
	}
}

static void
put_level(struct picture *picture, double x, double level, double spread)
{
	size_t row = picture->rows++;

	picture->ends[row] = x;
	picture->levels[row] = level;
	picture->lows[row] = level - spread;
	picture->highs[row] = level + spread;
}

/* The points from `from` to before `to`; the change at `to`, if there is one,
 * is where the next level begins. @return its level, NaN without a value */
static double
put_segment(struct picture *picture, const struct history_line *line,
    size_t from, size_t to, double *scratch)
{
	double level, spread;
	size_t known = 0;

	for (size_t i = from; i < to; i++)
		if (isfinite(line->points[i].value))
			scratch[known++] = line->points[i].value;
	if (!known)
		return NAN;
	spread = mad_sd_in_place(scratch, known);
	known = 0;
	for (size_t i = from; i < to; i++)
		if (isfinite(line->points[i].value))
			scratch[known++] = line->points[i].value;
	level = median_in_place(scratch, known);
	put_level(picture, (double)line->points[from].commit, level, spread);
	put_level(picture, (double)line->points[to - 1].commit, level, spread);
	return level;
}

/* Changes are in the order of their index, and lie inside epochs. */
static void
fill_epoch(struct picture *picture, const struct trend_series *series,
    const struct history_epoch *epoch, double *scratch)
{
	const struct trend *trend = series->trend;
	size_t end = epoch->first + epoch->count;
	size_t from = epoch->first;

	for (size_t i = 0; i < trend->count; i++) {
		size_t at = trend->changes[i].index;
		size_t to = end;

		if (at <= epoch->first || at >= end)
			continue;
		if (from == epoch->first)
			(void)put_segment(
			    picture, series->line, from, at, scratch);
		if (i + 1 < trend->count && trend->changes[i + 1].index < end)
			to = trend->changes[i + 1].index;
		picture->behind[i] =
		    put_segment(picture, series->line, at, to, scratch);
		from = at;
	}
	if (from == epoch->first)
		(void)put_segment(picture, series->line, from, end, scratch);
	put_level(picture, NAN, NAN, NAN);
}

static enum err
fill_levels(struct picture *picture, const struct trend_series *series)
{
	const struct history_line *line = series->line;
	double *scratch = calloc(line->point_count + 1, sizeof *scratch);

	if (!scratch)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < series->trend->count; i++)
		picture->behind[i] = NAN;
	for (size_t e = 0; e < line->epoch_count; e++)
		fill_epoch(picture, series, &line->epochs[e], scratch);
	free(scratch);
	return ERR_OK;
}

/* ---- changes ---- */

static enum kind
kind_of(const struct trend_change *change, const struct trend_alert *alert)
{
	if (alert->state == TREND_ACKNOWLEDGED)
		return KIND_ACCEPTED;
	if (alert->state == TREND_RESOLVED)
		return KIND_RESOLVED;
	return trend_change_is_worse(change) ? KIND_WORSE : KIND_BETTER;
}

static bool
is_free(const struct picture *picture, double x, double width)
{
	for (size_t i = 0; i < picture->label_count; i++)
		if (fabs(picture->labels[i].x - x) < LABEL_ROOM * width)
			return false;
	return true;
}

/* The largest change that has no label yet and room for one; `count` for none.
 */
static size_t
choose_label(
    const struct picture *picture, const struct trend *trend, double width)
{
	size_t best = trend->count;

	for (size_t i = 0; i < trend->count; i++)
		if (isfinite(trend->changes[i].ratio) &&
		    isfinite(picture->behind[i]) &&
		    is_free(picture, picture->places[i], width) &&
		    (best == trend->count ||
			fabs(trend->changes[i].shift) >
			    fabs(trend->changes[best].shift)))
			best = i;
	return best;
}

static void
fill_labels(struct picture *picture, const struct trend *trend, double width)
{
	while (picture->label_count < LABELS_MAX) {
		size_t i = choose_label(picture, trend, width);
		struct buf *text = &picture->texts[picture->label_count];

		if (i == trend->count)
			return;
		units_change(text, trend->changes[i].ratio);
		picture->labels[picture->label_count++] = (struct chart_label){
		    buf_text(text), picture->places[i], picture->behind[i]};
	}
}

static void
fill_changes(struct picture *picture, const struct trend_series *series)
{
	for (size_t i = 0; i < series->trend->count; i++) {
		const struct trend_change *change = &series->trend->changes[i];
		enum kind kind = kind_of(change, &series->alerts[i]);

		picture->places[i] =
		    (double)series->line->points[change->index].commit;
		for (size_t k = 0; k < KIND_COUNT; k++)
			picture->values[k][i] = NAN;
		picture->values[kind][i] = picture->behind[i];
	}
}

/* ---- lines across ---- */

static void
put_mark(struct picture *picture, struct chart_marker marker)
{
	marker.text = buf_text(&picture->marks[picture->mark_count++]);
	picture->markers[picture->marker_count++] = marker;
}

/* Epochs come first: of texts that would lie upon each other theirs is shown.
 */
static void
fill_markers(struct picture *picture, const struct trend_report *report,
    const struct trend_series *series)
{
	const struct history_line *line = series->line;

	for (size_t e = 1; e < line->epoch_count; e++) {
		const struct history_epoch *epoch = &line->epochs[e];

		buf_printf(&picture->marks[picture->mark_count], "other %s",
		    history_cause_name(epoch->cause));
		put_mark(picture,
		    (struct chart_marker){NULL,
			(double)line->points[epoch->first].commit - 0.5,
			CHART_LOOK_7});
	}
	for (size_t r = report->release_count; r-- > 0;) {
		term_text(&picture->marks[picture->mark_count],
		    report->releases[r].name, RELEASE_BYTES);
		put_mark(picture,
		    (struct chart_marker){NULL,
			(double)report->releases[r].place, CHART_LOOK_GREY});
	}
}

/* As high as the last level may rise before a check fails. */
static void
fill_tolerance(struct picture *picture, const struct trend_report *report,
    const struct trend_series *series)
{
	const struct history_line *line = series->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	double allowed = 1 + series->tolerance;
	double level = series->trend->level;

	if (!(series->tolerance > 0))
		level = NAN;
	buf_puts(&picture->allowed, "tolerance, ");
	units_percent(&picture->allowed, series->tolerance);
	picture->edges[0] = -0.5;
	picture->edges[1] = (double)report->commit_count - 0.5;
	for (size_t i = 0; i < 2; i++)
		picture->most[i] = last->name.direction == DIRECTION_BIGGER
				       ? level / allowed
				       : level * allowed;
}

/* ---- one series ---- */

static enum err
fill(struct picture *picture, const struct trend_report *report,
    const struct trend_series *series)
{
	const struct history_line *line = series->line;
	const char *unit = line->epochs[line->epoch_count - 1].name.unit;
	struct buf name = BUF_INIT;
	bool failed;
	enum err err;

	fill_points(picture, line);
	fill_lone(picture);
	err = fill_levels(picture, series);
	if (err)
		return err;
	fill_changes(picture, series);
	fill_labels(picture, series->trend, (double)report->commit_count);
	fill_markers(picture, report, series);
	fill_tolerance(picture, report, series);
	trend_chart_tics(
	    &picture->tics, report, NULL, report->commit_count, TICS_WIDE);
	trend_name(&name, line);
	term_text(&picture->title, buf_text(&name), TITLE_BYTES);
	buf_printf(&picture->axis, "value%s%s", unit && *unit ? ", " : "",
	    unit ? unit : "");
	failed = name.failed || picture->allowed.failed ||
		 picture->title.failed || picture->axis.failed;
	for (size_t i = 0; i < picture->label_count; i++)
		failed = failed || picture->texts[i].failed;
	for (size_t i = 0; i < picture->mark_count; i++)
		failed = failed || picture->marks[i].failed;
	buf_release(&name);
	return failed ? err_fail(ERR_NOMEM, "out of memory") : ERR_OK;
}

static enum err
draw(const struct picture *picture, const struct trend_report *report,
    const struct trend *trend, struct chart_drawing *out)
{
	const struct chart_band band = {"spread of the level", picture->ends,
	    picture->lows, picture->highs, picture->rows};
	bool many = picture->points > MARKS_MAX;
	struct chart_series series[LINES + KIND_COUNT] = {
	    {"commits", many ? CHART_LINES : CHART_POINTS, picture->xs,
		picture->ys, picture->points, CHART_LOOK_6, .thin = many},
	    {"level", CHART_LINES, picture->ends, picture->levels,
		picture->rows, CHART_LOOK_1},
	    {buf_text(&picture->allowed), CHART_LINES, picture->edges,
		picture->most, 2, CHART_LOOK_5},
	    {NULL, CHART_POINTS, picture->xs, picture->lone,
		many ? picture->points : 0, CHART_LOOK_6},
	};
	const struct chart chart = {
	    .title = buf_text(&picture->title),
	    .x = {report->is_file ? "row" : "commit", CHART_LINEAR, -0.5,
		(double)report->commit_count - 0.5, picture->tics.tics,
		picture->tics.count},
	    .y = {buf_text(&picture->axis), CHART_LINEAR, 0, 0},
	    .bands = &band,
	    .band_count = 1,
	    .series = series,
	    .series_count = LINES + KIND_COUNT,
	    .labels = picture->labels,
	    .label_count = picture->label_count,
	    .markers = picture->markers,
	    .marker_count = picture->marker_count,
	    .key_below = true,
	};

	for (size_t k = 0; k < KIND_COUNT; k++)
		series[LINES + k] = (struct chart_series){kinds[k].title,
		    CHART_POINTS, picture->places, picture->values[k],
		    trend->count, kinds[k].look, .large = true};
	return chart_draw(&chart, out);
}

enum err
trend_chart_series(const struct trend_report *report,
    const struct trend_series *series, struct chart_drawing *out)
{
	struct picture picture = {.points = 0};
	enum err err = init(&picture, report, series);

	if (!err)
		err = fill(&picture, report, series);
	if (!err)
		err = draw(&picture, report, series->trend, out);
	release(&picture);
	return err;
}
