#include "baselines/change_stream.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/change_place.h"
#include "baselines/change_sieve.h"
#include "baselines/hampel.h"
#include "baselines/order.h"
#include "baselines/segmentation.h"
#include "baselines/step_noise.h"

/* Above CHANGE_STREAM_EXACT sizes grow by one in so many. */
#define GROWTH 16
/* Noise below this share of the least change tells nothing of changes: a
 * constant series has noise 0, and must not cost a division. */
#define NOISE_SHARE .05
#define NOISE_LEAST 1e-9
/* Differences beyond so many times the median size are as good as this. */
#define LINEAR_MAX 1e6
/* Points of the last segment that its level is the median of. */
#define LEVEL_POINTS 1024

/* How values become the numbers that are worked on, and their noise. */
struct model {
	size_t points; /* that it was made of; 0: none yet */
	bool linear;
	double scale; /* linear alone */
	double centre;
	double noise;
	double sd; /* the noise, or the least that is taken for it */
};

/* A value that is there, with its place in the series. */
struct point {
	double value;
	size_t index;
};

/* A change with what it was made of: equal sides of settled values give equal
 * answers. */
struct description {
	size_t at; /* where it was found among the values that are there */
	size_t before_count;
	size_t after_count;
	bool settled;
	size_t placed; /* where it is among them */
	struct change_point point;
};

struct change_stream {
	const struct change_options *options;
	struct point *points;
	double *levels; /* transformed */
	double *filtered;
	double *work;
	size_t count;
	size_t cap;
	size_t length; /* of the series, with what is missing */
	size_t unusual; /* values of 0 and below */
	struct model model;
	size_t fed; /* filtered for good, and in the segmentation */
	struct segmentation *segmentation;
	struct change_sieve *sieve;
	size_t *changes;
	size_t changes_cap;
	struct description *told; /* by the last question, ascending */
	size_t told_count;
	size_t told_cap;
};

struct change_stream *
change_stream_new(const struct change_options *options)
{
	struct change_stream *stream = calloc(1, sizeof *stream);

	assert(options->segment_least >= 2);
	assert(options->filter_half <= HAMPEL_HALF_MAX);
	if (!stream)
		return NULL;
	stream->options = options;
	stream->segmentation = segmentation_new(0, options->segment_least);
	stream->sieve = change_sieve_new();
	if (!stream->segmentation || !stream->sieve) {
		change_stream_free(stream);
		return NULL;
	}
	return stream;
}

void
change_stream_free(struct change_stream *stream)
{
	if (!stream)
		return;
	segmentation_free(stream->segmentation);
	change_sieve_free(stream->sieve);
	free(stream->points);
	free(stream->levels);
	free(stream->filtered);
	free(stream->work);
	free(stream->changes);
	free(stream->told);
	free(stream);
}

/* ---- values in ---- */

static bool
grow(void **array, size_t count, size_t size)
{
	void *bigger = realloc(*array, count * size);

	if (bigger)
		*array = bigger;
	return bigger;
}

static enum err
reserve(struct change_stream *s, size_t count)
{
	size_t cap = s->cap + s->cap / 2;

	if (count <= s->cap)
		return ERR_OK;
	cap = cap < 64 ? 64 : cap;
	if (!grow((void **)&s->points, cap, sizeof *s->points) ||
	    !grow((void **)&s->levels, cap, sizeof *s->levels) ||
	    !grow((void **)&s->filtered, cap, sizeof *s->filtered) ||
	    !grow((void **)&s->work, cap, sizeof *s->work))
		return err_fail(ERR_NOMEM, "out of memory");
	s->cap = cap;
	return ERR_OK;
}

enum err
change_stream_append(struct change_stream *s, double value)
{
	enum err err;

	if (!isfinite(value)) {
		s->length++;
		return ERR_OK;
	}
	err = reserve(s, s->count + 1);
	if (err)
		return err;
	s->points[s->count++] = (struct point){value, s->length++};
	s->unusual += value <= 0;
	return ERR_OK;
}

/* ---- the model ---- */

/* 256 and below as they are; then 256, 272, 289, 307, ... */
static size_t
model_points(size_t count)
{
	size_t size = CHANGE_STREAM_EXACT;

	if (count <= size)
		return count;
	while (size + size / GROWTH <= count)
		size += size / GROWTH;
	return size;
}

/* Median of |values| that are not 0, so that mostly 0 is no scale of 0. */
static double
scale_of(const struct change_stream *s, size_t points)
{
	size_t count = 0;

	for (size_t i = 0; i < points; i++)
		if (s->points[i].value != 0)
			s->work[count++] = fabs(s->points[i].value);
	return count > 0 ? order_median(s->work, count) : 1;
}

static double
transformed(const struct model *model, double value)
{
	if (!model->linear)
		return log(value) - model->centre;
	return fmax(fmin(value / model->scale, LINEAR_MAX), -LINEAR_MAX) -
	       model->centre;
}

static void
make_model(struct change_stream *s, size_t points)
{
	double least =
	    fmax(NOISE_SHARE * log1p(s->options->change_least), NOISE_LEAST);
	struct model model = {.points = points, .linear = s->unusual > 0};

	if (model.linear)
		model.scale = scale_of(s, points);
	for (size_t i = 0; i < points; i++)
		s->levels[i] = transformed(&model, s->points[i].value);
	memcpy(s->work, s->levels, points * sizeof *s->work);
	model.centre = order_median(s->work, points);
	model.noise = step_noise(s->levels, points, s->work);
	model.sd = fmax(model.noise, least);
	s->model = model;
	s->fed = 0;
	for (size_t i = 0; i < points; i++)
		s->levels[i] -= model.centre;
	segmentation_reset(
	    s->segmentation, 2 * s->options->penalty * log((double)points));
	change_sieve_reset(s->sieve);
	s->told_count = 0;
}

/* ---- the segmentation, in units of the noise ---- */

static enum err
feed(struct change_stream *s, size_t end)
{
	struct hampel filter = {.half = s->options->filter_half,
	    .limit = s->options->filter_limit,
	    .sd_least = s->model.sd};
	enum err err = ERR_OK;

	for (size_t i = segmentation_points(s->segmentation); i < end && !err;
	     i++) {
		s->filtered[i] = hampel_at(&filter, s->levels, s->count, i);
		err = segmentation_append(
		    s->segmentation, s->filtered[i] / s->model.sd);
	}
	return err;
}

static enum err
take_changes(struct change_stream *s, size_t *count)
{
	*count = segmentation_count(s->segmentation);
	if (*count > s->changes_cap) {
		if (!grow((void **)&s->changes, 2 * *count, sizeof *s->changes))
			return err_fail(ERR_NOMEM, "out of memory");
		s->changes_cap = 2 * *count;
	}
	segmentation_changes(s->segmentation, s->changes);
	return ERR_OK;
}

/* What later values can still change of the filter comes out again. */
static enum err
segment(struct change_stream *s, size_t *count)
{
	size_t half =
	    s->options->filter_limit > 0 ? s->options->filter_half : 0;
	size_t settled = s->count > half ? s->count - half : 0;
	enum err err = feed(s, settled);

	if (!err)
		err = segmentation_mark(s->segmentation);
	if (err)
		return err;
	s->fed = settled;
	err = feed(s, s->count);
	if (!err)
		err = take_changes(s, count);
	segmentation_rewind(s->segmentation);
	return err;
}

static struct change_bounds
bounds_of(const struct change_stream *s)
{
	return (struct change_bounds){.t_least = s->options->t_least,
	    .shift_least = log1p(s->options->change_least),
	    .noise = s->model.sd,
	    .neighbours = s->options->neighbours};
}

/* ---- what comes out ---- */

/* Of the values from `first` to before `end`, the last ones if there are many.
 */
static double
level_of(struct change_stream *s, size_t first, size_t end)
{
	if (end - first > LEVEL_POINTS)
		first = end - LEVEL_POINTS;
	for (size_t i = first; i < end; i++)
		s->work[i - first] = s->points[i].value;
	return order_median(s->work, end - first);
}

static struct description
describe(struct change_stream *s, size_t at, const struct shift_sides *found)
{
	const struct change_values values = {s->levels, s->filtered};
	const struct change_reach reach = {.points = s->options->filter_half,
	    .distance_most = s->options->filter_limit * s->model.sd,
	    .segment_least = s->options->segment_least,
	    .neighbours = s->options->neighbours};
	struct change_place place;
	struct shift_sides sides;
	struct shift_interval shift;

	change_place_init(&place, &values, at, found->before_count,
	    found->after_count, &reach);
	sides = change_place_sides(&place);
	shift = shift_interval_of(&sides, s->model.sd);
	return (struct description){.at = at,
	    .before_count = found->before_count,
	    .after_count = found->after_count,
	    .settled = at + found->after_count <= s->fed,
	    .placed = place.at,
	    .point = {
		.index = s->points[place.at].index,
		.shift_log = shift.shift,
		.low_log = shift.low,
		.high_log = shift.high,
		.t = shift_t(&sides, s->model.sd),
		.before = level_of(s, place.at - place.before_count, place.at),
		.after = level_of(s, place.at, place.at + place.after_count),
	    }};
}

static bool
is_same(
    const struct description *told, size_t at, const struct shift_sides *sides)
{
	return told->settled && told->at == at &&
	       told->before_count == sides->before_count &&
	       told->after_count == sides->after_count;
}

/* What the last question was told is taken over; the lists ascend. The old
 * list moves out of the way of the new one. */
static enum err
describe_changes(struct change_stream *s, size_t count)
{
	struct description *old, *end;

	if (count == 0) {
		s->told_count = 0;
		return ERR_OK;
	}
	if (count + s->told_count > s->told_cap) {
		size_t cap = 2 * (count + s->told_count);

		if (!grow((void **)&s->told, cap, sizeof *s->told))
			return err_fail(ERR_NOMEM, "out of memory");
		s->told_cap = cap;
	}
	old = s->told + count;
	end = old + s->told_count;
	if (s->told_count > 0)
		memmove(old, s->told, s->told_count * sizeof *old);
	for (size_t i = 0; i < count; i++) {
		size_t at = s->changes[i];
		size_t before = i > 0 ? s->changes[i - 1] : 0;
		size_t after = i + 1 < count ? s->changes[i + 1] : s->count;
		struct shift_sides sides = change_sides(
		    s->filtered, before, at, after, s->options->neighbours);

		while (old < end && old->at < at)
			old++;
		s->told[i] = old < end && is_same(old, at, &sides)
				 ? *old
				 : describe(s, at, &sides);
	}
	s->told_count = count;
	return ERR_OK;
}

/* The last points from `from` on that lie beyond the limit, all to one side of
 * the median: at most half of them do, so points remain that they are held
 * against. Of 100, 100, 100, 130, 130, 130 the median is 115, so 3 are suspect,
 * by ln 1.3 and not by ln 1.13. Values so large that their median is infinite
 * would all be: then none is. */
static void
suspect(struct change_stream *s, size_t from, struct change_points *out)
{
	double limit = s->options->filter_limit * s->model.sd;
	double level = transformed(&s->model, out->level);
	double sum = 0;
	size_t first = s->count;

	if (!(limit > 0))
		return;
	for (; first > from; first--) {
		double shift = s->levels[first - 1] - level;

		if (!(fabs(shift) > limit) || sum * shift < 0)
			break;
		sum += shift;
	}
	if (first == s->count || first == from)
		return;
	out->suspects = s->count - first;
	out->suspect_before = level_of(s, from, first);
	out->suspect_shift_log = sum / (double)out->suspects + level -
				 transformed(&s->model, out->suspect_before);
}

static void
describe_last(
    struct change_stream *s, size_t changes, struct change_points *out)
{
	size_t from = changes > 0 ? s->told[changes - 1].placed : 0;

	out->level_from = s->points[from].index;
	out->level = level_of(s, from, s->count);
	suspect(s, from, out);
}

static enum err
describe_all(struct change_stream *s, size_t count, struct change_points *out)
{
	struct change_points points = {.count = count,
	    .sigma = s->model.noise,
	    .linear = s->model.linear,
	    .scale = s->model.scale};
	enum err err = describe_changes(s, count);

	if (err)
		return err;
	points.items = calloc(count + 1, sizeof *points.items);
	if (!points.items)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < count; i++)
		points.items[i] = s->told[i].point;
	describe_last(s, count, &points);
	*out = points;
	return ERR_OK;
}

enum err
change_stream_points(struct change_stream *s, struct change_points *out)
{
	size_t points = model_points(s->count);
	struct change_bounds bounds;
	size_t count = 0;
	enum err err;

	if (s->count == 0) {
		*out = (struct change_points){.level = NAN, .sigma = NAN};
		return ERR_OK;
	}
	if (s->model.points != points || s->model.linear != (s->unusual > 0))
		make_model(s, points);
	for (size_t i = s->fed > points ? s->fed : points; i < s->count; i++)
		s->levels[i] = transformed(&s->model, s->points[i].value);
	err = segment(s, &count);
	if (err)
		return err;
	bounds = bounds_of(s);
	err = change_sieve_run(s->sieve, &bounds, s->filtered, s->count, s->fed,
	    s->changes, &count);
	if (err)
		return err;
	return describe_all(s, count, out);
}
