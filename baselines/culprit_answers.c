/* What the posterior says: of the gaps as they were at the last update, so that
 * values added since change nothing here. */
#include <assert.h>
#include <math.h>

#include "baselines/culprit_parts.h"

/* Of less probability a level is not known. */
#define PROBABILITY_LEAST 1e-12

/* ---- who ---- */

/* The gap that has `place` behind its beginning, not behind its end. */
static size_t
gap_of(const struct culprit *culprit, size_t place)
{
	size_t low = 0;
	size_t high = culprit->gap_count - 1;

	assert(culprit->gap_count > 0);
	assert(place < culprit->range->count);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (culprit->gaps[middle].end < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Within a gap the culprit is anywhere, by the weights. */
static double
share_of_gap(const struct culprit *culprit, size_t gap, size_t place)
{
	const double *reach = culprit->range->reach;
	size_t from = gap ? culprit->gaps[gap - 1].end : 0;
	double mass = reach[culprit->gaps[gap].end] - reach[from];

	return mass > 0 ? (reach[place] - reach[from]) / mass : 0;
}

static double
reached_in(const struct culprit *culprit, size_t gap, size_t place)
{
	double below = gap ? culprit->gaps[gap - 1].reached : 0;

	return below + culprit->gaps[gap].probability *
			   share_of_gap(culprit, gap, place);
}

double
culprit_reached(const struct culprit *culprit, size_t place)
{
	return reached_in(culprit, gap_of(culprit, place), place);
}

void
culprit_probabilities(const struct culprit *culprit, double *out)
{
	double below = 0;
	size_t gap = 0;

	assert(culprit->gap_count > 0);
	out[0] = 0;
	for (size_t i = 1; i < culprit->range->count; i++) {
		double reached;

		while (culprit->gaps[gap].end < i)
			gap++;
		reached = reached_in(culprit, gap, i);
		out[i] = fmax(reached - below, 0);
		below = reached;
	}
}

/* Those at its ends that cannot be guilty are none of it. */
static void
trim(struct culprit_suspect *suspect, const double *reach)
{
	while (suspect->first < suspect->last &&
	       !(reach[suspect->first] > reach[suspect->first - 1]))
		suspect->first++;
	while (suspect->last > suspect->first &&
	       !(reach[suspect->last] > reach[suspect->last - 1]))
		suspect->last--;
}

struct culprit_suspect
culprit_best(const struct culprit *culprit)
{
	const struct culprit_range *range = culprit->range;
	struct culprit_suspect best = {1, range->count - 1, -1};
	double below = 0;
	size_t first = 1;
	size_t gap = 0;

	assert(culprit->gap_count > 0);
	for (size_t i = 1; i < range->count; i++) {
		double reached;

		if (range->broken[i] && i + 1 < range->count)
			continue;
		while (culprit->gaps[gap].end < i)
			gap++;
		reached = reached_in(culprit, gap, i);
		if (reached - below > best.probability)
			best =
			    (struct culprit_suspect){first, i, reached - below};
		below = reached;
		first = i + 1;
	}
	trim(&best, range->reach);
	return best;
}

/* ---- levels ---- */

/* One level as it is where the culprit is in some gaps. */
static struct culprit_level
level_of(const struct culprit_sums *sums, const struct culprit_axis *axis)
{
	double all = sums->probability;
	double mean;

	if (!(all > PROBABILITY_LEAST))
		return (struct culprit_level){0};
	mean = sums->mean / all;
	return (struct culprit_level){
	    .mean = axis->at[CULPRIT_LEVELS / 2] + mean,
	    .within = fmax(sums->variance / all, 0),
	    .between = fmax(sums->square / all - mean * mean, 0),
	};
}

static void
add_sums(struct culprit_sums *to, const struct culprit_sums *from, double by)
{
	to->probability += by * from->probability;
	to->mean += by * from->mean;
	to->square += by * from->square;
	to->variance += by * from->variance;
}

/* Gaps below the place's own have the culprit at the place or before it, and a
 * share of its own gap does. */
struct culprit_outlook
culprit_outlook(const struct culprit *culprit, size_t place)
{
	size_t gap = gap_of(culprit, place);
	double share = share_of_gap(culprit, gap, place);
	const struct culprit_gap *gaps = culprit->gaps;
	struct culprit_sums after = {0};
	struct culprit_sums before = {0};

	add_sums(&after, &gaps[gap].after, share);
	add_sums(&before, &gaps[culprit->gap_count - 1].before, 1);
	add_sums(&before, &gaps[gap].before, -share);
	if (gap) {
		add_sums(&after, &gaps[gap - 1].after, 1 - share);
		add_sums(&before, &gaps[gap - 1].before, share - 1);
	}
	return (struct culprit_outlook){
	    .reached = reached_in(culprit, gap, place),
	    .before = level_of(&before, &culprit->grid.before),
	    .after = level_of(&after, &culprit->grid.after),
	};
}

struct culprit_levels
culprit_levels(const struct culprit *culprit)
{
	const struct culprit_posterior *posterior = &culprit->posterior;

	assert(culprit->gap_count > 0);
	return (struct culprit_levels){
	    .before = posterior->before.mean,
	    .before_sd = posterior->before.sd,
	    .after = posterior->after.mean,
	    .after_sd = posterior->after.sd,
	    .noise = posterior->noise.mean,
	};
}
