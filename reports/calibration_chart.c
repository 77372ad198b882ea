#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/calibration_parts.h"
#include "reports/chart.h"
#include "reports/phrases.h"

#define SERIES_MAX 6
#define LOOKS_MAX RULE_LOOKS_MAX

/* What the charts of one report point to. */
struct picture {
	size_t shown[SERIES_MAX]; /* indices of series, noisiest first */
	size_t count;
	struct buf names[SERIES_MAX];
	double rounds[GATE_ROUNDS_MAX];
	double differences[SERIES_MAX][GATE_ROUNDS_MAX]; /* percent */
	double looks[LOOKS_MAX];
	size_t look_count;
	double mdes[SERIES_MAX][LOOKS_MAX]; /* percent */
	struct chart_series noise[SERIES_MAX];
	struct chart_series mde[SERIES_MAX];
	double edges[2];
	double low[2];
	double high[2];
	struct chart_band band;
};

static bool
is_shown(const struct picture *picture, size_t index)
{
	for (size_t i = 0; i < picture->count; i++)
		if (picture->shown[i] == index)
			return true;
	return false;
}

static void
choose_series(struct picture *picture, const struct calibration_report *report)
{
	size_t want = report->series_count < SERIES_MAX ? report->series_count
							: SERIES_MAX;

	while (picture->count < want) {
		size_t best = SIZE_MAX;

		for (size_t i = 0; i < report->series_count; i++)
			if (!is_shown(picture, i) &&
			    (best == SIZE_MAX ||
				report->series[i].spread >
				    report->series[best].spread))
				best = i;
		picture->shown[picture->count++] = best;
	}
}

static void
fill_series(struct picture *picture, const struct calibration_report *report,
    size_t place)
{
	size_t index = picture->shown[place];
	const struct calibration *one = &report->series[index];
	struct question question = calibration_question(one);
	double *d = picture->differences[place];

	calibration_differences(&report->samples[index], d);
	for (size_t i = 0; i < one->rounds; i++)
		d[i] = 100 * expm1(d[i]);
	for (size_t i = 0; i < picture->look_count; i++)
		picture->mdes[place][i] =
		    100 * gate_mde_at(&question, one->spread,
			      (size_t)picture->looks[i]);
	phrase_name(&picture->names[place], report->names[index].benchmark,
	    report->names[index].metric);
	picture->noise[place] =
	    (struct chart_series){buf_text(&picture->names[place]),
		CHART_POINTS, picture->rounds, d, one->rounds};
	picture->mde[place] = (struct chart_series){
	    buf_text(&picture->names[place]), CHART_LINES_POINTS,
	    picture->looks, picture->mdes[place], picture->look_count};
}

/* The suggested tolerance, either side of no difference. */
static void
fill_band(struct picture *picture, const struct calibration_report *report)
{
	double tolerance = 100 * report->suggestion.tolerance;

	for (size_t i = 0; i < 2; i++) {
		picture->edges[i] = i ? (double)report->rounds + 1 : 0;
		picture->low[i] = -tolerance;
		picture->high[i] = tolerance;
	}
	picture->band = (struct chart_band){"suggested tolerance",
	    picture->edges, picture->low, picture->high, 2};
}

static void
fill_picture(struct picture *picture, const struct calibration_report *report)
{
	for (size_t i = 0; i < GATE_ROUNDS_MAX; i++)
		picture->rounds[i] = (double)i + 1;
	for (const struct rule_look *look = gate_rule.main; look->rounds;
	     look++)
		picture->looks[picture->look_count++] = (double)look->rounds;
	choose_series(picture, report);
	for (size_t i = 0; i < picture->count; i++)
		fill_series(picture, report, i);
	fill_band(picture, report);
}

/* More rounds find smaller slowdowns: the first look's is the largest. */
static double
highest(const struct picture *picture)
{
	double high = 0;

	for (size_t i = 0; i < picture->count; i++)
		high = fmax(high, picture->mdes[i][0]);
	return high;
}

enum err
calibration_report_chart(
    const struct calibration_report *report, const char *path)
{
	struct picture *picture = calloc(1, sizeof *picture);
	enum err err = ERR_OK;

	if (!picture)
		return err_fail(ERR_NOMEM, "out of memory");
	fill_picture(picture, report);
	for (size_t i = 0; !err && i < picture->count; i++)
		err = buf_err(&picture->names[i]);
	if (!err) {
		const struct chart charts[] = {
		    {.title = "Differences of equal code",
			.x = {"round", CHART_LINEAR, 0, 0},
			.y = {"difference, %", CHART_LINEAR, 0, 0},
			.bands = &picture->band,
			.band_count = report->suggestion.tolerance > 0,
			.series = picture->noise,
			.series_count = picture->count},
		    {.title = "Slowdown that a look finds with 80 % power",
			.x = {"rounds", CHART_LINEAR, 0, 0},
			.y = {"slowdown, %", CHART_LINEAR, 0,
			    1.1 * highest(picture)},
			.series = picture->mde,
			.series_count = picture->count},
		};

		err = chart_write(charts, 2, path);
	}
	for (size_t i = 0; i < picture->count; i++)
		buf_release(&picture->names[i]);
	free(picture);
	return err;
}
