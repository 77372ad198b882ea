#include "reports/comparison_chart.h"

#include <math.h>
#include <stdlib.h>

#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/units.h"

#define ROWS COMPARISON_CHART_ROWS
#define NAME_BYTES 44
#define ROW_HEIGHT 18
#define FRAME_HEIGHT 190 /* title, tics, label; room for the key */
#define CHANGE_LOW (-60.0) /* percent */
#define CHANGE_HIGH 150.0
#define CLASSES (VERDICT_COUNT + 1)
#define CLASS_SHOWN VERDICT_COUNT /* not judged: its verdict says nothing */

static const enum chart_look looks[CLASSES] = {
    [VERDICT_REGRESSED] = CHART_LOOK_2,
    [VERDICT_ERROR] = CHART_LOOK_7,
    [VERDICT_MISSING] = CHART_LOOK_7,
    [VERDICT_INCONCLUSIVE] = CHART_LOOK_5,
    [VERDICT_ACKNOWLEDGED] = CHART_LOOK_4,
    [VERDICT_IMPROVED] = CHART_LOOK_3,
    [VERDICT_NEW] = CHART_LOOK_6,
    [VERDICT_PASS] = CHART_LOOK_1,
    [VERDICT_IDENTICAL] = CHART_LOOK_6,
    [CLASS_SHOWN] = CHART_LOOK_GREY,
};

/* What the chart of changes points to; row 0 is the worst, on top. */
struct forest {
	size_t count;
	size_t left_out;
	size_t unknown; /* series without a ratio */
	struct buf title;
	struct buf names[ROWS];
	struct chart_tic tics[ROWS];
	double places[ROWS];
	double changes[CLASSES][ROWS]; /* percent; NaN: of another class */
	double lows[ROWS];
	double highs[ROWS];
	double tolerated[ROWS]; /* NaN: not known */
	double tolerated_low[ROWS];
	double tolerated_high[ROWS];
	struct chart_series series[CLASSES + 1];
	size_t series_count;
	double low; /* of the axis */
	double high;
};

static bool
is_ratio(double ratio)
{
	return isfinite(ratio) && ratio > 0;
}

/* NaN stays NaN. */
static double
percent_of(double ratio)
{
	double percent = 100 * (ratio - 1);

	if (percent < CHANGE_LOW)
		return CHANGE_LOW;
	return percent > CHANGE_HIGH ? CHANGE_HIGH : percent;
}

static void
widen(struct forest *forest, double percent)
{
	if (isfinite(percent)) {
		forest->low = fmin(forest->low, percent);
		forest->high = fmax(forest->high, percent);
	}
}

static void
fill_tolerance(struct forest *forest, const struct report_series *series)
{
	size_t row = forest->count;
	double tolerance = series->tolerance;
	bool known = series->judged && isfinite(tolerance) && tolerance > 0;

	forest->tolerated[row] = known ? 0 : NAN;
	forest->tolerated_low[row] = percent_of(1 / (1 + tolerance));
	forest->tolerated_high[row] = percent_of(1 + tolerance);
	if (known) {
		widen(forest, forest->tolerated_low[row]);
		widen(forest, forest->tolerated_high[row]);
	}
}

static void
fill_name(struct forest *forest, const struct report_series *series)
{
	struct buf *name = &forest->names[forest->count];
	struct buf whole = BUF_INIT;

	phrase_name(&whole, series->name.benchmark, series->name.metric);
	term_text(name, buf_text(&whole), NAME_BYTES);
	buf_puts(name, "  ");
	units_change(name, series->ratio);
	name->failed = name->failed || whole.failed;
	buf_release(&whole);
}

static void
fill_row(struct forest *forest, const struct report_series *series)
{
	size_t row = forest->count;
	size_t class = series->judged ? series->verdict : CLASS_SHOWN;

	for (size_t c = 0; c < CLASSES; c++)
		forest->changes[c][row] = NAN;
	forest->changes[class][row] = percent_of(series->ratio);
	forest->lows[row] = percent_of(series->ratio_low);
	forest->highs[row] = percent_of(series->ratio_high);
	widen(forest, forest->changes[class][row]);
	widen(forest, forest->lows[row]);
	widen(forest, forest->highs[row]);
	fill_tolerance(forest, series);
	fill_name(forest, series);
	forest->count++;
}

/* The worst row has the highest place. */
static void
fill_places(struct forest *forest)
{
	for (size_t i = 0; i < forest->count; i++) {
		forest->places[i] = (double)(forest->count - i);
		forest->tics[i] = (struct chart_tic){
		    forest->places[i], buf_text(&forest->names[i])};
	}
}

static void
fill_series(struct forest *forest)
{
	forest->series[forest->series_count++] =
	    (struct chart_series){"tolerance", CHART_BARS, forest->tolerated,
		forest->places, forest->count, .low = forest->tolerated_low,
		.high = forest->tolerated_high};
	for (size_t c = 0; c < CLASSES; c++)
		forest->series[forest->series_count++] = (struct chart_series){
		    c == CLASS_SHOWN ? "shown only"
				     : verdict_name((enum verdict)c),
		    CHART_INTERVALS, forest->changes[c], forest->places,
		    forest->count, looks[c], forest->lows, forest->highs};
}

static void
fill_title(struct forest *forest, const struct report *report)
{
	buf_printf(&forest->title, "Changes from ");
	phrase_oid(&forest->title, report->base.oid);
	buf_puts(&forest->title, " to ");
	phrase_oid(&forest->title, report->head.oid);
	if (forest->left_out)
		buf_printf(&forest->title, ", the worst %zu of %zu series",
		    forest->count, forest->count + forest->left_out);
	if (forest->unknown)
		buf_printf(
		    &forest->title, ", %zu without a ratio", forest->unknown);
}

static enum err
fill_forest(struct forest *forest, const struct report *report)
{
	struct ranking ranking;
	enum err err = ranking_init(&ranking, report);

	if (err)
		return err;
	for (size_t i = 0; i < ranking.count; i++) {
		if (!is_ratio(ranking.rows[i]->ratio))
			forest->unknown++;
		else if (forest->count == ROWS)
			forest->left_out++;
		else
			fill_row(forest, ranking.rows[i]);
	}
	ranking_release(&ranking);
	fill_places(forest);
	fill_series(forest);
	fill_title(forest, report);
	err = buf_err(&forest->title);
	for (size_t i = 0; !err && i < forest->count; i++)
		err = buf_err(&forest->names[i]);
	return err;
}

static enum err
draw_forest(const struct forest *forest, struct chart_drawing *out)
{
	const struct chart_marker no_change = {NULL, 0, CHART_LOOK_7};
	double margin = 0.05 * (forest->high - forest->low) + 0.5;
	const struct chart chart = {
	    .title = buf_text(&forest->title),
	    .x = {"change, %; right is worse", CHART_LINEAR,
		forest->low - margin, forest->high + margin},
	    .y = {NULL, CHART_LINEAR, 0, (double)forest->count + 1,
		forest->tics, forest->count},
	    .series = forest->series,
	    .series_count = forest->series_count,
	    .markers = &no_change,
	    .marker_count = 1,
	    .height = FRAME_HEIGHT + ROW_HEIGHT * (int)forest->count,
	};

	return chart_draw(&chart, out);
}

enum err
comparison_chart_changes(const struct report *report, struct chart_drawing *out)
{
	struct forest *forest = calloc(1, sizeof *forest);
	enum err err;

	if (!forest)
		return err_fail(ERR_NOMEM, "out of memory");
	err = fill_forest(forest, report);
	if (!err && !forest->count)
		err = err_fail(ERR_UNJUDGED,
		    "no series has a ratio, so no change can be drawn");
	if (!err)
		err = draw_forest(forest, out);
	buf_release(&forest->title);
	for (size_t i = 0; i < forest->count; i++)
		buf_release(&forest->names[i]);
	free(forest);
	return err;
}
