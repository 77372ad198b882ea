#include "baselines/change_place.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/order.h"

/* What a move is weighed with. */
struct move {
	const double *raw;
	const double *filtered;
	size_t index;
	double before; /* median of that side */
	double after;
	double distance_most;
};

static double
side_median(const double *values, size_t n)
{
	double work[SHIFT_SIDE_MAX];

	memcpy(work, values, n * sizeof *work);
	return order_median(work, n);
}

/* Above 0: the value belongs behind the change. A spike is far from both
 * levels, and belongs to neither. */
static double
leaning(const struct move *move, size_t i)
{
	double before = fabs(move->raw[i] - move->before);
	double after = fabs(move->raw[i] - move->after);

	return fmin(before, move->distance_most) -
	       fmin(after, move->distance_most);
}

/* Of 3 points 1 may go over, of 8 points 3; never so many that a segment gets
 * too short. */
static size_t
most_moved(size_t count, const struct change_reach *reach)
{
	size_t most = (count - 1) / 2;

	if (count < reach->segment_least + most)
		most = count > reach->segment_least
			   ? count - reach->segment_least
			   : 0;
	return most < reach->points ? most : reach->points;
}

/* The gain of a place is the sum of distances that it saves. Beyond a point
 * that the filter left alone the segmentation has seen what there is to see. */
static size_t
best_place(const struct move *move, size_t back, size_t on)
{
	size_t best = move->index;
	double gain = 0, most = 0;

	for (size_t i = move->index; i > move->index - back; i--) {
		if (move->filtered[i - 1] == move->raw[i - 1])
			break;
		gain += leaning(move, i - 1);
		if (gain > most) {
			most = gain;
			best = i - 1;
		}
	}
	gain = 0;
	for (size_t i = move->index; i < move->index + on; i++) {
		if (move->filtered[i] == move->raw[i])
			break;
		gain -= leaning(move, i);
		if (gain > most) {
			most = gain;
			best = i + 1;
		}
	}
	return best;
}

static size_t
at_most(size_t count, size_t most)
{
	return count < most ? count : most;
}

void
change_place_init(struct change_place *place,
    const struct change_values *values, size_t index, size_t before_count,
    size_t after_count, const struct change_reach *reach)
{
	const double *filtered = values->filtered;
	struct move move = {.raw = values->raw,
	    .filtered = values->filtered,
	    .index = index,
	    .distance_most = reach->distance_most};
	size_t first, end, at;

	assert(before_count > 0 && before_count <= SHIFT_SIDE_MAX);
	assert(after_count > 0 && after_count <= SHIFT_SIDE_MAX);
	move.before =
	    side_median(filtered + index - before_count, before_count);
	move.after = side_median(filtered + index, after_count);
	at = best_place(&move, most_moved(before_count, reach),
	    most_moved(after_count, reach));
	place->at = at;
	place->before_count =
	    at_most(at - (index - before_count), reach->neighbours);
	place->after_count =
	    at_most(index + after_count - at, reach->neighbours);
	first = at - place->before_count;
	end = at + place->after_count;
	for (size_t i = first; i < end; i++)
		place->values[i - first] =
		    (i >= index) == (i >= at) ? filtered[i] : values->raw[i];
}

struct shift_sides
change_place_sides(const struct change_place *place)
{
	return (struct shift_sides){.before = place->values,
	    .before_count = place->before_count,
	    .after = place->values + place->before_count,
	    .after_count = place->after_count};
}
