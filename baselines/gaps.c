#include "baselines/gaps.h"

#include <math.h>
#include <stdlib.h>

#include "baselines/series.h"

/* Half an interval is taken as at least so wide, in logarithms: counts may have
 * none at all. */
#define HALF_LEAST 1e-3

/* ---- collecting ---- */

static int
compare_gaps(const void *a, const void *b)
{
	const struct gap *x = a;
	const struct gap *y = b;

	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return (x->high > y->high) - (x->high < y->high);
}

static enum err
add(struct gaps *gaps, const struct gap *gap)
{
	struct gap *grown;

	if (gap->high < gap->low + 2)
		return ERR_OK;
	grown = reallocarray(gaps->items, gaps->count + 1, sizeof *grown);
	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	gaps->items = grown;
	grown[gaps->count++] = *gap;
	return ERR_OK;
}

/* Gaps between the same commits are one. */
static void
merge(struct gaps *gaps)
{
	size_t n = 0;

	if (gaps->count)
		qsort(gaps->items, gaps->count, sizeof *gaps->items,
		    compare_gaps);
	for (size_t i = 0; i < gaps->count; i++) {
		const struct gap *gap = &gaps->items[i];
		struct gap *last = n ? &gaps->items[n - 1] : NULL;

		if (!last || compare_gaps(last, gap) != 0) {
			gaps->items[n++] = *gap;
			continue;
		}
		last->weight += gap->weight;
		last->regression = last->regression || gap->regression;
	}
	gaps->count = n;
}

void
gaps_release(struct gaps *gaps)
{
	free(gaps->items);
	*gaps = (struct gaps){0};
}

/* ---- changes ---- */

/* Without a ratio it counts as one that is just firm. */
static double
weight_of(const struct trend_change *change)
{
	double half = log(change->ratio_high / change->ratio_low) / 2;
	double weight = fabs(log(change->ratio)) / fmax(half, HALF_LEAST);

	return isnan(weight) ? 1 : weight;
}

static enum err
add_change(struct gaps *gaps, const struct history_line *line,
    const struct trend *trend, size_t place)
{
	const struct trend_change *change = &trend->changes[place];
	const struct gap gap = {
	    .low = line->points[change->index - 1].commit,
	    .high = line->points[change->index].commit,
	    .regression =
		trend_change_is_worse(change) && change->back == place,
	    .weight = weight_of(change),
	};

	return add(gaps, &gap);
}

/* Whether a change was found at a point of the line. */
static bool
is_change(const struct trend *trend, size_t index)
{
	for (size_t i = 0; i < trend->count; i++)
		if (trend->changes[i].index == index)
			return true;
	return false;
}

/* ---- steps ---- */

/* Of the difference of two neighbours, in logarithms; 0 where it is not known.
 * Steps are few among the differences, so that the median is the noise's. */
static double
neighbours_sigma(const struct history_line *line,
    const struct history_epoch *epoch, double *differences)
{
	const struct history_point *points = &line->points[epoch->first];
	size_t n = epoch->count - 1;

	if (epoch->count < GAPS_NOISE_POINTS)
		return 0;
	for (size_t i = 0; i < n; i++)
		differences[i] =
		    fabs(log(points[i + 1].value / points[i].value));
	return 1.4826 * median_in_place(differences, n);
}

/* How far the nearest points before `index` and those from it on lie apart, in
 * logarithms; above 0 where the new ones are more, 0 where they overlap. */
static double
separation(const struct history_line *line, const struct history_epoch *epoch,
    size_t index)
{
	size_t from = epoch->first;
	size_t end = epoch->first + epoch->count;
	double old_low = INFINITY, old_high = 0;
	double new_low = INFINITY, new_high = 0;

	if (index > from + GAPS_STEP_NEIGHBOURS)
		from = index - GAPS_STEP_NEIGHBOURS;
	if (end > index + GAPS_STEP_NEIGHBOURS)
		end = index + GAPS_STEP_NEIGHBOURS;
	for (size_t i = from; i < end; i++) {
		double value = line->points[i].value;

		if (i < index) {
			old_low = fmin(old_low, value);
			old_high = fmax(old_high, value);
		} else {
			new_low = fmin(new_low, value);
			new_high = fmax(new_high, value);
		}
	}
	if (new_low > old_high)
		return log(new_low / old_high);
	return new_high < old_low ? log(new_high / old_low) : 0;
}

static enum err
add_steps(struct gaps *gaps, const struct history_line *line,
    const struct trend *trend, const struct history_epoch *epoch,
    double *differences)
{
	bool bigger = epoch->name.direction == DIRECTION_BIGGER;
	double least = fmax(log1p(GAPS_STEP_LEAST),
	    GAPS_STEP_SIGMAS * neighbours_sigma(line, epoch, differences));
	enum err err = ERR_OK;

	for (size_t i = 1; !err && i < epoch->count; i++) {
		size_t index = epoch->first + i;
		double apart = separation(line, epoch, index);
		const struct gap gap = {
		    .low = line->points[index - 1].commit,
		    .high = line->points[index].commit,
		    .regression = bigger ? apart < 0 : apart > 0,
		    .weight = fabs(apart) / least,
		};

		if (fabs(apart) > least && !is_change(trend, index))
			err = add(gaps, &gap);
	}
	return err;
}

enum err
gaps_add(struct gaps *gaps, const struct history_line *line,
    const struct trend *trend, gaps_compares_fn *compares, void *ctx)
{
	double *differences =
	    calloc(line->point_count + 1, sizeof *differences);
	enum err err = ERR_OK;

	if (!differences)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < line->epoch_count; i++) {
		const struct history_epoch *epoch = &line->epochs[i];
		size_t last = epoch->first + epoch->count - 1;
		size_t before = gaps->count;

		for (size_t k = 0; !err && k < trend->count; k++)
			if (trend->changes[k].epoch == i)
				err = add_change(gaps, line, trend, k);
		if (!err)
			err = add_steps(gaps, line, trend, epoch, differences);
		if (gaps->count > before &&
		    !compares(ctx, epoch, line->points[last].commit))
			gaps->count = before;
	}
	free(differences);
	merge(gaps);
	return err;
}

/* ---- choosing ---- */

/* The commit of a gap that is nearest to its middle and not closed. */
static size_t
middle(const struct gap *gap, const bool *closed)
{
	size_t half = gap->low + (gap->high - gap->low) / 2;

	for (size_t step = 0; step < gap->high - gap->low; step++) {
		if (half - gap->low > step && !closed[half - step])
			return half - step;
		if (gap->high - half > step && !closed[half + step])
			return half + step;
	}
	return HISTORY_NOWHERE;
}

/* What measuring a place is worth. */
static struct gap
worth(const struct gaps *gaps, size_t place)
{
	struct gap sum = {.low = place, .high = place};

	for (size_t i = 0; i < gaps->count; i++) {
		const struct gap *gap = &gaps->items[i];

		if (gap->low >= place || gap->high <= place)
			continue;
		sum.weight += gap->weight;
		sum.regression = sum.regression || gap->regression;
	}
	return sum;
}

size_t
gaps_choose(const struct gaps *gaps, const bool *closed)
{
	size_t chosen = HISTORY_NOWHERE;
	struct gap most = {0};

	for (size_t i = 0; i < gaps->count; i++) {
		size_t place = middle(&gaps->items[i], closed);
		struct gap here;

		if (place == HISTORY_NOWHERE)
			continue;
		here = worth(gaps, place);
		if (chosen != HISTORY_NOWHERE &&
		    (here.regression < most.regression ||
			(here.regression == most.regression &&
			    here.weight <= most.weight)))
			continue;
		chosen = place;
		most = here;
	}
	return chosen;
}

size_t
gaps_steps(const struct gap *gap)
{
	size_t left = gap->high - gap->low - 1;
	size_t steps = 0;

	for (; left; left /= 2)
		steps++;
	return steps;
}
