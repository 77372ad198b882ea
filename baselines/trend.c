#include "baselines/trend.h"

#include <math.h>
#include <stdlib.h>

#include "baselines/shift.h"
#include "baselines/spread_change.h"

/* One epoch's values, and what was found in them. */
struct epoch_work {
	const struct history_epoch *epoch;
	size_t place; /* of the epoch in the line */
	const double *values;
	size_t *indices; /* of the changes, in the epoch */
	struct change_points points;
};

static void
epoch_work_release(struct epoch_work *w)
{
	free(w->indices);
	change_points_release(&w->points);
}

static enum err
find_changes(struct epoch_work *w, const struct change_options *options)
{
	size_t *indices;
	enum err err =
	    change_points_find(w->values, w->epoch->count, options, &w->points);

	if (err)
		return err;
	indices = calloc(w->points.count + 1, sizeof *indices);
	if (!indices)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < w->points.count; i++)
		indices[i] = w->points.items[i].index;
	w->indices = indices;
	return ERR_OK;
}

/* The sign that makes a difference of logarithms positive where it is worse. */
static double
worse_sign(const struct epoch_work *w)
{
	return w->epoch->name.direction == DIRECTION_BIGGER ? -1 : 1;
}

static enum err
add_changes(struct trend *trend, const struct epoch_work *w)
{
	double sign = worse_sign(w);
	struct trend_change *grown = reallocarray(
	    trend->changes, trend->count + w->points.count + 1, sizeof *grown);

	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	trend->changes = grown;
	for (size_t i = 0; i < w->points.count; i++) {
		const struct change_point *point = &w->points.items[i];
		double a = exp(sign * point->low_log);
		double b = exp(sign * point->high_log);

		grown[trend->count] = (struct trend_change){
		    .index = w->epoch->first + point->index,
		    .epoch = w->place,
		    .ratio = exp(sign * point->shift_log),
		    .ratio_low = fmin(a, b),
		    .ratio_high = fmax(a, b),
		    .back = trend->count,
		    .left = INFINITY,
		};
		trend->count++;
	}
	return ERR_OK;
}

/* Where later changes of the same epoch took a worsening back. */
static void
find_back(struct trend *trend)
{
	for (size_t i = 0; i < trend->count; i++) {
		struct trend_change *change = &trend->changes[i];
		double left = change->ratio;

		for (size_t k = i + 1; change->ratio > 1 && k < trend->count &&
				       trend->changes[k].epoch == change->epoch;
		     k++) {
			left *= trend->changes[k].ratio;
			change->left = fmin(change->left, left);
			if (left <= 1 + TREND_BACK && change->back == i)
				change->back = k;
		}
	}
}

/* A slope is cut into stairs, of which none is a change for itself. */
static void
mark_stairs(struct trend *trend, const struct epoch_work *w, const bool *own)
{
	size_t end = w->epoch->first + w->epoch->count;
	size_t first = trend->count - w->points.count;

	for (size_t i = 0; i < w->points.count; i++) {
		struct trend_change *change = &trend->changes[first + i];

		change->is_stair =
		    !own[i] && change->index > end - trend->drift.points &&
		    (change->ratio > 1) == (trend->drift.ratio > 1);
		change->in_drift = change->is_stair && trend->drift.found;
	}
}

static enum err
describe_drift(struct trend *trend, const struct epoch_work *w)
{
	double sign = worse_sign(w);
	bool *own = calloc(w->points.count + 1, sizeof *own);
	struct drift drift;
	double a, b;

	if (!own)
		return err_fail(ERR_NOMEM, "out of memory");
	drift = drift_find(w->values, w->epoch->count, w->indices,
	    w->points.count, TREND_DRIFT_LEAST, own);
	a = exp(sign * drift.low_log);
	b = exp(sign * drift.high_log);
	trend->drift = (struct trend_drift){
	    .points = drift.points,
	    .ratio = exp(sign * drift.change_log),
	    .ratio_low = fmin(a, b),
	    .ratio_high = fmax(a, b),
	    .found = drift.found,
	    .persists = drift.persists,
	};
	mark_stairs(trend, w, own);
	free(own);
	return ERR_OK;
}

void
trend_hold_drift(struct trend *trend)
{
	trend->drift.found = trend->drift.persists;
	for (size_t i = 0; i < trend->count; i++)
		trend->changes[i].in_drift =
		    trend->changes[i].is_stair && trend->drift.found;
}

static enum err
describe_spread(struct trend *trend, const struct epoch_work *w)
{
	struct spread_change change;
	enum err err = spread_change_find(
	    w->values, w->epoch->count, w->indices, w->points.count, &change);

	if (err)
		return err;
	trend->spread = (struct trend_spread){
	    .found = change.found,
	    .index = w->epoch->first + change.index,
	    .ratio = change.ratio,
	};
	return ERR_OK;
}

/* What is said of the present is of the last epoch. */
static enum err
describe_present(struct trend *trend, const struct epoch_work *w)
{
	enum err err;

	trend->level = w->points.level;
	trend->level_from = w->epoch->first + w->points.level_from;
	trend->suspects = w->points.suspects;
	trend->suspect_ratio = exp(worse_sign(w) * w->points.suspect_shift_log);
	err = describe_drift(trend, w);
	return err ? err : describe_spread(trend, w);
}

static enum err
make_epochs(struct trend *trend, const struct history_line *line,
    const double *values, const struct change_options *options)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < line->epoch_count; i++) {
		const struct history_epoch *epoch = &line->epochs[i];
		struct epoch_work w = {.epoch = epoch,
		    .place = i,
		    .values = values + epoch->first};

		err = find_changes(&w, options);
		if (!err)
			err = add_changes(trend, &w);
		if (!err && i + 1 == line->epoch_count)
			err = describe_present(trend, &w);
		epoch_work_release(&w);
	}
	return err;
}

enum err
trend_make(struct trend *out, const struct history_line *line,
    const struct change_options *options)
{
	struct trend trend = {.level = NAN};
	double *values = calloc(line->point_count, sizeof *values);
	enum err err;

	if (!values)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < line->point_count; i++)
		values[i] = line->points[i].value;
	err = make_epochs(&trend, line, values, options);
	free(values);
	if (err) {
		trend_release(&trend);
		return err;
	}
	find_back(&trend);
	*out = trend;
	return ERR_OK;
}

void
trend_release(struct trend *trend)
{
	free(trend->changes);
	trend->changes = NULL;
	trend->count = 0;
}

/* The points around one that lie between the same changes of its epoch. */
struct stretch {
	const struct history_epoch *epoch; /* NULL: of none */
	size_t low; /* [low, high) */
	size_t high;
};

static struct stretch
stretch_around(
    const struct trend *trend, const struct history_line *line, size_t index)
{
	struct stretch out = {0};

	for (size_t i = 0; i < line->epoch_count; i++) {
		const struct history_epoch *epoch = &line->epochs[i];

		if (index >= epoch->first &&
		    index < epoch->first + epoch->count)
			out = (struct stretch){
			    epoch, epoch->first, epoch->first + epoch->count};
	}
	for (size_t i = 0; i < trend->count; i++) {
		size_t at = trend->changes[i].index;

		if (at <= index && at > out.low)
			out.low = at;
		if (at > index && at < out.high)
			out.high = at;
	}
	return out;
}

/* The interval's sense is that of the ranks, so logarithms are not needed; and
 * too few points for one are no evidence. */
bool
trend_bears_out(const struct trend *trend, const struct history_line *line,
    size_t index, bool worse)
{
	struct stretch around = stretch_around(trend, line, index);
	double before[SHIFT_SIDE_MAX], after[SHIFT_SIDE_MAX];
	struct shift_sides sides = {before, 0, after, 0};
	struct shift_interval got;

	if (!around.epoch)
		return false;
	for (size_t i = index;
	     i > around.low && sides.before_count < SHIFT_SIDE_MAX; i--)
		before[sides.before_count++] = line->points[i - 1].value;
	for (size_t i = index;
	     i < around.high && sides.after_count < SHIFT_SIDE_MAX; i++)
		after[sides.after_count++] = line->points[i].value;
	if (!sides.before_count || !sides.after_count)
		return false;
	got = shift_interval_of(&sides, INFINITY);
	if (around.epoch->name.direction == DIRECTION_BIGGER)
		worse = !worse;
	return worse ? got.low > 0 : got.high < 0;
}

double
trend_since(
    const struct trend *trend, const struct history_line *line, size_t index)
{
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	struct stretch around = stretch_around(trend, line, index);
	double values[TREND_AROUND];
	size_t low = around.low, n = 0;
	double then;

	if (around.epoch != last)
		return NAN;
	if (index > low + TREND_AROUND / 2)
		low = index - TREND_AROUND / 2;
	for (size_t i = low; i < around.high && n < TREND_AROUND; i++)
		values[n++] = line->points[i].value;
	then = median_in_place(values, n);
	return exp(series_log_ratio(last->name.direction, then, trend->level));
}

double
trend_level_at(
    const struct trend *trend, const struct history_line *line, size_t change)
{
	const struct trend_change *at = &trend->changes[change];
	const struct history_epoch *epoch = &line->epochs[at->epoch];
	size_t end = epoch->first + epoch->count;
	double *values;
	double level;

	if (change + 1 < trend->count &&
	    trend->changes[change + 1].epoch == at->epoch)
		end = trend->changes[change + 1].index;
	values = calloc(end - at->index, sizeof *values);
	if (!values)
		return NAN;
	for (size_t i = at->index; i < end; i++)
		values[i - at->index] = line->points[i].value;
	level = median_in_place(values, end - at->index);
	free(values);
	return level;
}
