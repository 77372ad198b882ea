#include <assert.h>
#include <math.h>

#include "baselines/culprit_parts.h"

/* ln of the likelihood of all values on the lines from one level at the first
 * place to each of those behind, by these. On the way to the last place by a
 * share f, a line from a to b is at (1 - f) a + f b: evenly spaced for evenly
 * spaced b. */
static void
lines(double *out, const struct culprit *culprit, double from, double s)
{
	const struct culprit_axis *after = &culprit->grid.after;
	const struct culprit_range *range = culprit->range;
	double row[CULPRIT_LEVELS];

	for (size_t b = 0; b < CULPRIT_LEVELS; b++)
		out[b] = after->prior[b];
	for (size_t i = 0; i < culprit->count; i++) {
		const struct culprit_place *place = &culprit->places[i];
		double f =
		    range->reach[place->place] / range->reach[range->count - 1];
		const struct culprit_levels_at at = {
		    (1 - f) * from + f * after->at[0], f * after->step};

		culprit_row(row, place, &at,
		    culprit_sd(culprit->noise, s, place->count),
		    culprit->noise);
		for (size_t b = 0; b < CULPRIT_LEVELS; b++)
			out[b] += row[b];
	}
}

static double
log_add(double a, double b)
{
	double most = fmax(a, b);

	return most == -INFINITY ? most
				 : most + log(exp(a - most) + exp(b - most));
}

/* Both models have a level at either end and the noise, over the same grids and
 * as far apart, so that their steps cancel; the change has its place besides,
 * whose prior is in the evidence but for its sum. */
double
culprit_drift_log_odds(const struct culprit *culprit)
{
	const struct culprit_grid *grid = &culprit->grid;
	const struct culprit_range *range = culprit->range;
	double sum = -INFINITY;
	double of[CULPRIT_LEVELS];
	size_t firsts[CULPRIT_LEVELS];

	assert(culprit->current);
	culprit_firsts(firsts, grid, culprit->step_least);
	for (size_t s = 0; s < CULPRIT_NOISES; s++)
		for (size_t a = 0; a < CULPRIT_LEVELS; a++) {
			lines(of, culprit, grid->before.at[a], grid->noises[s]);
			for (size_t b = firsts[a]; b < CULPRIT_LEVELS; b++)
				sum =
				    log_add(sum, grid->before.prior[a] + of[b]);
		}
	return sum - (culprit->posterior.evidence_log -
			 log(range->reach[range->count - 1]));
}
