#include <math.h>
#include <stdlib.h>

#include "reports/comparison_chart.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"

#define NOISY_MAX 6
#define ECDF_MAX 4
#define NAME_BYTES 36
#define TITLE_BYTES 90

static void
put_name(struct buf *out, const struct series_name *name, size_t max_bytes)
{
	struct buf whole = BUF_INIT;

	phrase_name(&whole, name->benchmark, name->metric);
	term_text(out, buf_text(&whole), max_bytes);
	out->failed = out->failed || whole.failed;
	buf_release(&whole);
}

/* ---- noise ---- */

/* Rounds of one series, control against base. */
struct noise {
	const struct series_name *name;
	struct buf title;
	double *rounds; /* from 1 */
	double *differences; /* percent; NaN: not known */
	size_t count;
	double spread;
};

static bool
is_value(double value)
{
	return isfinite(value) && value > 0;
}

static enum err
fill_noise(struct noise *noise, const struct report_series *series)
{
	const struct report_samples *base = &series->samples[SIDE_BASE];
	const struct report_samples *control = &series->samples[SIDE_CONTROL];
	size_t known = 0;
	double *sorted;

	noise->name = &series->name;
	noise->spread = -1;
	noise->count =
	    base->count < control->count ? base->count : control->count;
	noise->rounds = calloc(noise->count + 1, sizeof(double));
	noise->differences = calloc(noise->count + 1, sizeof(double));
	sorted = calloc(noise->count + 1, sizeof *sorted);
	if (!noise->rounds || !noise->differences || !sorted) {
		free(sorted);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 0; i < noise->count; i++) {
		double before = base->values[i];
		double after = control->values[i];
		bool whole = is_value(before) && is_value(after);

		noise->rounds[i] = (double)i + 1;
		noise->differences[i] =
		    whole ? 100 * expm1(series_log_ratio(
				      series->name.direction, before, after))
			  : NAN;
		if (whole)
			sorted[known++] = noise->differences[i];
	}
	if (known)
		noise->spread = mad_sd_in_place(sorted, known);
	free(sorted);
	return ERR_OK;
}

static void
release_noise(struct noise *noise)
{
	buf_release(&noise->title);
	free(noise->rounds);
	free(noise->differences);
}

/* Widest spread first; of equal ones the first of the report. */
static int
compare_noise(const void *a, const void *b)
{
	const struct noise *x = a;
	const struct noise *y = b;

	if (x->spread != y->spread)
		return x->spread < y->spread ? 1 : -1;
	return (x->name > y->name) - (x->name < y->name);
}

static size_t
most_rounds(const struct noise *noises, size_t count)
{
	size_t most = 0;

	for (size_t i = 0; i < count; i++)
		if (noises[i].count > most)
			most = noises[i].count;
	return most;
}

static enum err
draw_noise(
    struct noise *noises, size_t count, double floor, struct chart_drawing *out)
{
	struct chart_series series[NOISY_MAX];
	const double ends[] = {0, (double)most_rounds(noises, count) + 1};
	const double low[] = {-100 * floor, -100 * floor};
	const double high[] = {100 * floor, 100 * floor};
	const struct chart_band band = {"noise floor", ends, low, high, 2};
	struct chart chart = {
	    .title = "Noise: the base against itself, round by round",
	    .x = {"round", CHART_LINEAR, ends[0], ends[1]},
	    .y = {"difference, %", CHART_LINEAR, 0, 0},
	    .bands = &band,
	    .band_count = isfinite(floor) && floor > 0,
	    .series = series,
	    .key_below = true,
	};

	for (size_t i = 0; i < count && i < NOISY_MAX; i++) {
		if (noises[i].spread < 0)
			break;
		put_name(&noises[i].title, noises[i].name, NAME_BYTES);
		series[chart.series_count++] = (struct chart_series){
		    buf_text(&noises[i].title), CHART_LINES_POINTS,
		    noises[i].rounds, noises[i].differences, noises[i].count};
		if (noises[i].title.failed)
			return err_fail(ERR_NOMEM, "out of memory");
	}
	if (!chart.series_count)
		return err_fail(ERR_UNJUDGED,
		    "no series has a control, so no noise can be drawn");
	return chart_draw(&chart, out);
}

enum err
comparison_chart_noise(const struct report *report, struct chart_drawing *out)
{
	size_t count = report->series_count;
	struct noise *noises = calloc(count + 1, sizeof *noises);
	enum err err = ERR_OK;

	if (!noises)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++)
		err = fill_noise(&noises[i], &report->series[i]);
	if (!err) {
		qsort(noises, count, sizeof *noises, compare_noise);
		err = draw_noise(noises, count, report->noise_floor, out);
	}
	for (size_t i = 0; i < count; i++)
		release_noise(&noises[i]);
	free(noises);
	return err;
}

/* ---- samples ---- */

/* One side's, sorted, and the share of them up to each; the first one is there
 * twice, as the line begins at no share. */
struct shares {
	double *values;
	double *shares;
	size_t count;
};

static int
compare_values(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static enum err
fill_shares(struct shares *shares, const struct report_samples *samples)
{
	size_t known = 0;

	shares->values = calloc(samples->count + 1, sizeof(double));
	shares->shares = calloc(samples->count + 1, sizeof(double));
	if (!shares->values || !shares->shares)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < samples->count; i++)
		if (isfinite(samples->values[i]))
			shares->values[1 + known++] = samples->values[i];
	if (!known)
		return ERR_OK;
	qsort(shares->values + 1, known, sizeof(double), compare_values);
	shares->values[0] = shares->values[1];
	for (size_t i = 0; i <= known; i++)
		shares->shares[i] = (double)i / (double)known;
	shares->count = known + 1;
	return ERR_OK;
}

static enum err
draw_shares(const struct shares shares[SIDE_COUNT],
    const struct series_name *name, struct chart_drawing *out)
{
	static const enum chart_look looks[SIDE_COUNT] = {
	    [SIDE_BASE] = CHART_LOOK_1,
	    [SIDE_CONTROL] = CHART_LOOK_6,
	    [SIDE_HEAD] = CHART_LOOK_2,
	};
	struct chart_series series[SIDE_COUNT];
	struct buf title = BUF_INIT;
	struct buf axis = BUF_INIT;
	struct chart chart = {
	    .x = {NULL, CHART_LINEAR, 0, 0},
	    .y = {"share of the samples", CHART_LINEAR, 0, 1.02},
	    .series = series,
	    .series_count = SIDE_COUNT,
	};
	enum err err;

	for (size_t s = 0; s < SIDE_COUNT; s++)
		series[s] = (struct chart_series){side_name((enum side)s),
		    CHART_STEPS, shares[s].values, shares[s].shares,
		    shares[s].count, looks[s]};
	put_name(&title, name, TITLE_BYTES);
	buf_printf(&axis, "value%s%s", *name->unit ? ", " : "", name->unit);
	chart.title = buf_text(&title);
	chart.x.label = buf_text(&axis);
	err = title.failed || axis.failed ? err_fail(ERR_NOMEM, "out of memory")
					  : chart_draw(&chart, out);
	buf_release(&title);
	buf_release(&axis);
	return err;
}

enum err
comparison_chart_samples(
    const struct report_series *series, struct chart_drawing *out)
{
	struct shares shares[SIDE_COUNT] = {{.count = 0}};
	enum err err = ERR_OK;

	for (size_t s = 0; !err && s < SIDE_COUNT; s++)
		err = fill_shares(&shares[s], &series->samples[s]);
	if (!err)
		err = draw_shares(shares, &series->name, out);
	for (size_t s = 0; s < SIDE_COUNT; s++) {
		free(shares[s].values);
		free(shares[s].shares);
	}
	return err;
}

/* ---- all of them ---- */

struct charts {
	struct chart_drawing *drawings;
	size_t count;
	size_t samples; /* drawings of samples among them */
};

/* What has nothing to show is left out. */
static enum err
keep(struct charts *charts, enum err err)
{
	if (!err)
		charts->count++;
	else
		chart_drawing_release(&charts->drawings[charts->count]);
	return err == ERR_UNJUDGED ? ERR_OK : err;
}

static enum err
add_samples(struct charts *charts, const struct report *report)
{
	struct ranking ranking;
	enum err err = ranking_init(&ranking, report);

	if (err)
		return err;
	for (size_t i = 0;
	     !err && i < ranking.notable && charts->samples < ECDF_MAX; i++) {
		size_t before = charts->count;

		err = keep(charts, comparison_chart_samples(ranking.rows[i],
				       &charts->drawings[charts->count]));
		charts->samples += charts->count - before;
	}
	ranking_release(&ranking);
	return err;
}

static enum err
add_report(struct charts *charts, const struct report *report)
{
	enum err err = keep(charts,
	    comparison_chart_changes(report, &charts->drawings[charts->count]));

	if (!err)
		err = keep(charts, comparison_chart_noise(report,
				       &charts->drawings[charts->count]));
	return err ? err : add_samples(charts, report);
}

enum err
comparison_chart(const struct report *report, const char *path)
{
	/* One more: what is tried last may have nothing to show. */
	size_t most = 2 * (report->other_count + 1) + ECDF_MAX + 1;
	struct charts charts = {
	    .drawings = calloc(most, sizeof *charts.drawings)};
	enum err err;

	if (!charts.drawings)
		return err_fail(ERR_NOMEM, "out of memory");
	err = add_report(&charts, report);
	for (size_t i = 0; !err && i < report->other_count; i++)
		err = add_report(&charts, report->others[i]);
	if (!err && !charts.count)
		err = err_fail(ERR_UNJUDGED,
		    "%s: nothing was measured, so there is nothing to draw",
		    path);
	if (!err)
		err = chart_write_drawings(charts.drawings, charts.count, path);
	for (size_t i = 0; i < charts.count; i++)
		chart_drawing_release(&charts.drawings[i]);
	free(charts.drawings);
	return err;
}
