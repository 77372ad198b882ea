#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/culprit_parts.h"
#include "baselines/series.h"

/* A grid of so few posterior standard deviations is laid anew, as is one whose
 * ends are not improbable. */
#define STEP_MOST .9
#define EDGE_MOST 1e-3
/* The same of noises, which are but few; and a move of less is none. */
#define NOISE_EDGE_MOST .2
#define NOISE_MOVE_LEAST 1.05
/* With ends of so much the posterior is beyond the grid. */
#define EDGE_BEYOND .01
/* Of an anchor's prior: further off is as unlikely, and never impossible. */
#define SQUARE_MOST 1e12

static void
lay_axis(struct culprit_axis *axis, double centre, double error, double anchor)
{
	size_t middle = CULPRIT_LEVELS / 2;

	axis->step = CULPRIT_REACH * error / (double)middle;
	for (size_t i = 0; i < CULPRIT_LEVELS; i++) {
		double z;

		axis->at[i] =
		    centre + ((double)i - (double)middle) * axis->step;
		z = anchor > 0 ? axis->at[i] / anchor : 0;
		axis->prior[i] = -.5 * fmin(z * z, SQUARE_MOST);
	}
}

static double
bound_noise(const struct culprit *culprit, double centre)
{
	return fmin(fmax(centre, culprit->noise->sd_least), CULPRIT_LOG_MOST);
}

/* From half to twice as much. */
static void
lay_noises(struct culprit *culprit, double centre)
{
	double *noises = culprit->grid.noises;
	double middle = (CULPRIT_NOISES - 1) / 2.0;

	for (size_t i = 0; i < CULPRIT_NOISES; i++)
		noises[i] = centre * exp2(((double)i - middle) / middle);
}

static void
forget_cells(struct culprit *culprit, bool lows, bool highs)
{
	for (size_t i = 0; i < culprit->count; i++) {
		culprit->held[i]->low_known &= !lows;
		culprit->held[i]->high_known &= !highs;
	}
}

/* ---- by the ends ---- */

/* The median of a place's values; rest[] gets their distances from it. */
static double
median_of(const struct culprit_place *place, double *rest)
{
	double median;

	memcpy(rest, place->values, place->count * sizeof *rest);
	median = median_in_place(rest, place->count);
	for (size_t i = 0; i < place->count; i++)
		rest[i] = fabs(place->values[i] - median);
	return median;
}

/* Of a median: its variance is pi / 2 times a mean's. */
static double
error_of(const struct culprit *culprit, const struct culprit_place *place,
    double noise)
{
	double wander = culprit->noise->wander;

	return sqrt(
	    M_PI / 2 * noise * noise / (double)place->count + wander * wander);
}

static void
lay_ends(struct culprit *culprit, double before, double after, double noise)
{
	const struct culprit_place *low = &culprit->places[0];
	const struct culprit_place *high = &culprit->places[culprit->count - 1];
	double before_error = error_of(culprit, low, noise);
	double after_error = error_of(culprit, high, noise);
	double missing;

	if (culprit->anchor_sd > 0) {
		before = 0;
		before_error = culprit->anchor_sd;
	}
	/* Where the ends are not so far apart as they must be, the grid goes on
	 * to levels that are. */
	missing = culprit->step_least - (after - before);
	before_error = fmax(before_error, missing / 3);
	after_error = fmax(after_error, missing / 3);
	lay_noises(culprit, bound_noise(culprit, noise));
	lay_axis(
	    &culprit->grid.before, before, before_error, culprit->anchor_sd);
	lay_axis(&culprit->grid.after, after, after_error, 0);
}

/* A median takes one value's freedom from each end; the factor makes up for
 * it. */
enum err
culprit_grid_start(struct culprit *culprit)
{
	const struct culprit_place *low = &culprit->places[0];
	const struct culprit_place *high = &culprit->places[culprit->count - 1];
	size_t count = low->count + high->count;
	double *rest = calloc(count, sizeof *rest);
	double before;
	double after;
	double noise;

	if (!rest)
		return err_fail(ERR_NOMEM, "out of memory");
	before = median_of(low, rest);
	after = median_of(high, rest + low->count);
	noise = 1.4826 * median_in_place(rest, count) *
		sqrt((double)count / fmax((double)count - 2, 1));
	free(rest);
	lay_ends(culprit, before, after, bound_noise(culprit, noise));
	culprit->grid_values = count;
	forget_cells(culprit, true, true);
	return ERR_OK;
}

/* ---- by the posterior ---- */

static bool
is_off(const struct culprit_axis *axis, const struct culprit_moments *of)
{
	return of->edge > EDGE_MOST || axis->step > STEP_MOST * of->sd;
}

/* Levels that must be far enough apart are so on average, too: there are such
 * levels on a grid around the means. */
static bool
centre_axis(struct culprit *culprit, struct culprit_axis *axis,
    const struct culprit_moments *of, double anchor)
{
	double error = of->sd;

	if (!is_off(axis, of))
		return false;
	/* Beyond its ends the posterior is not known: go there in strides. */
	if (of->edge > EDGE_BEYOND)
		error = fmax(error, 2 * axis->step);
	error = fmax(error, culprit_sd_finest(culprit));
	lay_axis(axis, of->mean, fmin(error, CULPRIT_LOG_MOST), anchor);
	return true;
}

static bool
centre_noises(struct culprit *culprit)
{
	const struct culprit_moments *of = &culprit->posterior.noise;
	double was = culprit->grid.noises[CULPRIT_NOISES / 2];
	double centre = bound_noise(culprit, of->mean);
	double move = fmax(centre / was, was / centre);

	if (of->edge < NOISE_EDGE_MOST || move < NOISE_MOVE_LEAST)
		return false;
	lay_noises(culprit, centre);
	return true;
}

bool
culprit_grid_centre(struct culprit *culprit)
{
	const struct culprit_posterior *posterior = &culprit->posterior;
	struct culprit_grid *grid = &culprit->grid;
	bool before = centre_axis(
	    culprit, &grid->before, &posterior->before, culprit->anchor_sd);
	bool after = centre_axis(culprit, &grid->after, &posterior->after, 0);
	bool noises = centre_noises(culprit);

	forget_cells(culprit, before || noises, after || noises);
	return before || after || noises;
}

void
culprit_firsts(
    size_t *firsts, const struct culprit_grid *grid, double step_least)
{
	size_t first = 0;

	for (size_t a = 0; a < CULPRIT_LEVELS; a++) {
		while (first < CULPRIT_LEVELS &&
		       grid->after.at[first] < grid->before.at[a] + step_least)
			first++;
		firsts[a] = first;
	}
}
