#include <math.h>
#include <stdlib.h>

#include "reports/chart.h"
#include "reports/phrases.h"
#include "reports/scaling_parts.h"

#define LAW_POINTS 100 /* of a curve, evenly over the logarithm of n */
#define SIDES 2
#define MARGIN 1.25 /* of the sizes, on either side */

/* What the chart of one family points to. */
struct picture {
	struct buf title;
	struct buf axis;
	struct buf keys[SIDES];
	double law_n[LAW_POINTS];
	double laws[SIDES][LAW_POINTS];
	struct chart_band bands[SIDES];
	struct chart_series series[2 * SIDES];
	size_t sides;
};

static void
fill_law(double *values, const double *n, const struct scaling_side *side,
    enum direction direction)
{
	for (size_t i = 0; i < LAW_POINTS; i++)
		values[i] = scaling_law_value(&side->fit, direction, n[i]);
}

/* A side has one colour, whether or not the other one is there. */
static void
add_side(struct picture *picture, const struct scaling_family *family,
    enum side which)
{
	static const enum chart_look looks[SIDE_COUNT] = {
	    [SIDE_BASE] = CHART_LOOK_1, [SIDE_HEAD] = CHART_LOOK_2};
	const struct scaling_side *side =
	    which == SIDE_BASE ? &family->base : &family->head;
	size_t at = picture->sides;

	if (!side->measured)
		return;
	scaling_law(&picture->keys[at], side_name(which), side);
	fill_law(
	    picture->laws[at], picture->law_n, side, family->name.direction);
	picture->bands[at] = (struct chart_band){
	    NULL, family->n, side->low, side->high, family->sizes};
	picture->series[2 * at] = (struct chart_series){
	    .title = buf_text(&picture->keys[at]),
	    .style = CHART_LINES,
	    .x = picture->law_n,
	    .y = picture->laws[at],
	    .count = LAW_POINTS,
	    .look = looks[which],
	};
	picture->series[2 * at + 1] = (struct chart_series){
	    .title = side_name(which),
	    .style = CHART_POINTS,
	    .x = family->n,
	    .y = side->values,
	    .count = family->sizes,
	    .look = looks[which],
	};
	picture->sides++;
}

static enum err
fill_picture(struct picture *picture, const struct scaling_family *family)
{
	double first = family->n[0];
	double span = family->n[family->sizes - 1] / first;

	for (size_t i = 0; i < LAW_POINTS; i++)
		picture->law_n[i] =
		    first * pow(span, (double)i / (LAW_POINTS - 1));
	phrase_name(
	    &picture->title, family->name.benchmark, family->name.metric);
	buf_printf(&picture->axis, "value%s%s", *family->name.unit ? ", " : "",
	    family->name.unit);
	add_side(picture, family, SIDE_BASE);
	add_side(picture, family, SIDE_HEAD);
	if (picture->title.failed || picture->axis.failed ||
	    picture->keys[0].failed || picture->keys[1].failed)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

static void
release_picture(struct picture *picture)
{
	buf_release(&picture->title);
	buf_release(&picture->axis);
	for (int i = 0; i < SIDES; i++)
		buf_release(&picture->keys[i]);
}

static struct chart
chart_of(const struct picture *picture)
{
	return (struct chart){
	    .title = buf_text(&picture->title),
	    .x = {.label = "size n",
		.scale = CHART_LOG,
		.low = picture->law_n[0] / MARGIN,
		.high = picture->law_n[LAW_POINTS - 1] * MARGIN},
	    .y = {.label = buf_text(&picture->axis), .scale = CHART_LOG},
	    .bands = picture->bands,
	    .band_count = picture->sides,
	    .series = picture->series,
	    .series_count = 2 * picture->sides,
	    .key_below = true,
	};
}

enum err
scaling_chart(const struct scaling_report *report,
    const struct scaling_family *family, struct buf *out)
{
	struct picture picture = {.title = BUF_INIT};
	enum err err = fill_picture(&picture, family);

	(void)report;
	if (!err) {
		struct chart chart = chart_of(&picture);

		err = chart_script(&chart, 1, out);
	}
	release_picture(&picture);
	return err;
}

enum err
scaling_draw(const struct scaling_report *report, const char *path)
{
	size_t count = report->family_count;
	struct picture *pictures;
	struct chart charts[SCALING_CHARTS_MAX];
	enum err err = ERR_OK;

	if (!count)
		return err_fail(
		    ERR_UNJUDGED, "%s: no family was measured", path);
	if (count > SCALING_CHARTS_MAX)
		count = SCALING_CHARTS_MAX;
	pictures = calloc(count, sizeof *pictures);
	if (!pictures)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++) {
		err = fill_picture(&pictures[i], &report->families[i]);
		charts[i] = chart_of(&pictures[i]);
	}
	if (!err)
		err = chart_write(charts, count, path);
	for (size_t i = 0; i < count; i++)
		release_picture(&pictures[i]);
	free(pictures);
	return err;
}
