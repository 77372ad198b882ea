#include <stdlib.h>

#include "reports/bisect_parts.h"
#include "reports/chart.h"
#include "reports/escape.h"
#include "reports/phrases.h"

#define POSTERIOR_POINTS 1800 /* two a pixel column: each share's extreme */
#define SUBJECT_MAX 60
#define LEVEL_SERIES 3 /* samples, before, after */

/* What the charts of one answer point to. */
struct picture {
	struct buf title;
	struct buf label;
	struct buf axis;
	double *xs; /* of the samples */
	double *ys;
	size_t samples;
	double ends[LEVEL_SERIES][2]; /* places between which a level lies */
	double levels[LEVEL_SERIES][2];
	double places[POSTERIOR_POINTS];
	double probabilities[POSTERIOR_POINTS];
	size_t points;
	struct chart_series measured[LEVEL_SERIES];
	size_t measured_count;
	struct chart_series posterior;
	struct chart_label culprit;
};

static bool
is_drawn(const struct bisect_answer *answer)
{
	return answer->probabilities && answer->level_count > 0;
}

/* ---- levels ---- */

static enum err
fill_samples(struct picture *picture, const struct bisect_answer *answer)
{
	size_t count = 0;

	for (size_t i = 0; i < answer->level_count; i++)
		count += answer->levels[i].count;
	picture->xs = calloc(count + 1, sizeof *picture->xs);
	picture->ys = calloc(count + 1, sizeof *picture->ys);
	if (!picture->xs || !picture->ys)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < answer->level_count; i++)
		for (size_t k = 0; k < answer->levels[i].count; k++) {
			picture->xs[picture->samples] =
			    (double)answer->levels[i].place;
			picture->ys[picture->samples++] =
			    answer->levels[i].values[k];
		}
	picture->measured[picture->measured_count++] =
	    (struct chart_series){"samples", CHART_POINTS, picture->xs,
		picture->ys, picture->samples};
	return ERR_OK;
}

/* The median of one side of the culprit as a line over its places: half a place
 * more at each end, so that a single place has a line too. */
static enum err
fill_level(
    struct picture *picture, const struct bisect_answer *answer, bool is_after)
{
	const double *values = is_after ? answer->after : answer->before;
	size_t from = is_after ? answer->last : answer->good;
	size_t to = is_after ? answer->bad : answer->first - 1;
	size_t at = picture->measured_count;
	struct bisect_summary summary;
	enum err err;

	if (!values || !answer->rounds)
		return ERR_OK;
	err = bisect_summarize(values, answer->rounds, &summary);
	if (err)
		return err;
	picture->ends[at][0] = (double)from - 0.5;
	picture->ends[at][1] = (double)to + 0.5;
	picture->levels[at][0] = picture->levels[at][1] = summary.median;
	picture->measured[picture->measured_count++] =
	    (struct chart_series){is_after ? "after" : "before", CHART_LINES,
		picture->ends[at], picture->levels[at], 2};
	return ERR_OK;
}

/* The label stands at the level after the step, or among the samples; it is
 * short, as the culprit may be at the right end. */
static void
fill_label(struct picture *picture, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	const struct bisect_commit *commit = &range->commits[answer->last];
	const struct chart_series *top =
	    &picture->measured[picture->measured_count - 1];

	phrase_oid(&picture->label, commit->oid);
	picture->culprit = (struct chart_label){
	    buf_text(&picture->label), (double)answer->last, top->y[0]};
}

static void
fill_title(struct picture *picture, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	const struct bisect_commit *culprit = bisect_culprit(range, answer);

	phrase_name(
	    &picture->title, answer->name.benchmark, answer->name.metric);
	if (!culprit)
		return;
	buf_puts(&picture->title, ": ");
	term_text(&picture->title, culprit->subject, SUBJECT_MAX);
}

/* ---- the posterior ---- */

/* One point for each share of the places, at its largest probability: with
 * 100,000 places and 1,800 points a share is 55 or 56 places. */
static void
fill_posterior(struct picture *picture, const struct bisect_answer *answer)
{
	size_t count = answer->bad - answer->good;
	size_t points = count < POSTERIOR_POINTS ? count : POSTERIOR_POINTS;

	for (size_t i = 0; i < points; i++) {
		size_t best = answer->good + 1 + i * count / points;
		size_t end = answer->good + 1 + (i + 1) * count / points;

		for (size_t k = best + 1; k < end; k++)
			if (answer->probabilities[k] >
			    answer->probabilities[best])
				best = k;
		picture->places[i] = (double)best;
		picture->probabilities[i] = answer->probabilities[best];
	}
	picture->points = points;
	picture->posterior = (struct chart_series){NULL, CHART_LINES_POINTS,
	    picture->places, picture->probabilities, points};
}

static enum err
fill_picture(struct picture *picture, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	bool placed = bisect_is_placed(answer);
	enum err err = fill_samples(picture, answer);

	if (!err && placed)
		err = fill_level(picture, answer, false);
	if (!err && placed)
		err = fill_level(picture, answer, true);
	if (err)
		return err;
	if (placed)
		fill_label(picture, range, answer);
	fill_title(picture, range, answer);
	fill_posterior(picture, answer);
	buf_printf(&picture->axis, "value%s%s", *answer->name.unit ? ", " : "",
	    answer->name.unit);
	if (picture->title.failed || picture->label.failed ||
	    picture->axis.failed)
		err = err_fail(ERR_NOMEM, "out of memory");
	return err;
}

static void
release_picture(struct picture *picture)
{
	buf_release(&picture->title);
	buf_release(&picture->label);
	buf_release(&picture->axis);
	free(picture->xs);
	free(picture->ys);
}

/* ---- charts ---- */

static void
put_charts(struct chart charts[2], const struct picture *picture,
    const struct bisect_answer *answer)
{
	const struct chart_axis places = {"commit, by its place in the range",
	    CHART_LINEAR, (double)answer->good - 0.5,
	    (double)answer->bad + 0.5};

	charts[0] = (struct chart){
	    .title = buf_text(&picture->title),
	    .x = places,
	    .y = {buf_text(&picture->axis), CHART_LINEAR, 0, 0},
	    .series = picture->measured,
	    .series_count = picture->measured_count,
	    .labels = &picture->culprit,
	    .label_count = picture->culprit.text != NULL,
	};
	charts[1] = (struct chart){
	    .title = "Which commit did it",
	    .x = places,
	    .y = {"probability", CHART_LINEAR, 0, 0},
	    .series = &picture->posterior,
	    .series_count = 1,
	};
}

static size_t
count_drawn(const struct bisect_report *report)
{
	size_t drawn = 0;

	for (size_t r = 0; r < report->range_count; r++)
		for (size_t a = 0; a < report->ranges[r].answer_count; a++)
			drawn += is_drawn(&report->ranges[r].answers[a]);
	return drawn;
}

static enum err
fill_charts(const struct bisect_report *report, struct picture *pictures,
    struct chart *charts)
{
	size_t at = 0;
	enum err err = ERR_OK;

	for (size_t r = 0; !err && r < report->range_count; r++) {
		const struct bisect_range *range = &report->ranges[r];

		for (size_t a = 0; !err && a < range->answer_count; a++) {
			const struct bisect_answer *answer = &range->answers[a];

			if (!is_drawn(answer))
				continue;
			err = fill_picture(&pictures[at], range, answer);
			put_charts(&charts[2 * at], &pictures[at], answer);
			at++;
		}
	}
	return err;
}

enum err
bisect_chart(const struct bisect_report *report, const char *path)
{
	size_t drawn = count_drawn(report);
	struct picture *pictures = NULL;
	struct chart *charts = NULL;
	enum err err = ERR_OK;

	if (!drawn)
		return err_fail(ERR_UNJUDGED,
		    "%s: no range was searched, so there is nothing to draw",
		    path);
	pictures = calloc(drawn, sizeof *pictures);
	charts = calloc(2 * drawn, sizeof *charts);
	if (!pictures || !charts)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		err = fill_charts(report, pictures, charts);
	if (!err)
		err = chart_write(charts, 2 * drawn, path);
	for (size_t i = 0; pictures && i < drawn; i++)
		release_picture(&pictures[i]);
	free(pictures);
	free(charts);
	return err;
}
