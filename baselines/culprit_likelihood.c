#include <math.h>
#include <stddef.h>

#include "baselines/culprit_parts.h"

/* A value that is further off than this says no more against a level. */
#define DENSITY_LEAST 1e-200
/* A product of densities is at least their product; the logarithm of it is
 * taken before the next one could underflow. */
#define PRODUCT_LEAST 1e-100

double
culprit_sd(const struct culprit_noise *noise, double s, size_t count)
{
	return sqrt(s * s + noise->wander * noise->wander * (double)count);
}

double
culprit_sd_finest(const struct culprit *culprit)
{
	return culprit->noise->sd_least / 10;
}

/* exp(-z^2 / 2) at z = from, from + step, ... From one to the next it changes
 * by a factor that itself changes by exp(-step^2), so that a row takes four
 * exponentials. Away from its peak it only falls: nothing overflows, and what
 * underflows is nothing from there on. */
static void
bell(double *out, double from, double step)
{
	double nearest = step > 0 ? round(-from / step) : 0;
	size_t peak = (size_t)fmin(fmax(nearest, 0), CULPRIT_LEVELS - 1);
	double z = from + (double)peak * step;
	double bend = exp(-step * step);
	double ratio = exp(-step * (z + step / 2));

	out[peak] = exp(-.5 * z * z);
	for (size_t i = peak + 1; i < CULPRIT_LEVELS; i++) {
		out[i] = out[i - 1] * ratio;
		ratio *= bend;
	}
	ratio = exp(step * (z - step / 2));
	for (size_t i = peak; i-- > 0;) {
		out[i] = out[i + 1] * ratio;
		ratio *= bend;
	}
}

/* A normal, and a wide one now and then. */
void
culprit_row(double *out, const struct culprit_place *place,
    const struct culprit_levels_at *at, double sd,
    const struct culprit_noise *noise)
{
	double wide_sd = sd * noise->outlier_factor;
	double outliers = noise->outliers / noise->outlier_factor;
	double narrow[CULPRIT_LEVELS];
	double wide[CULPRIT_LEVELS];
	double product[CULPRIT_LEVELS];

	for (size_t g = 0; g < CULPRIT_LEVELS; g++) {
		out[g] = -(double)place->count * log(sd);
		product[g] = 1;
	}
	for (size_t i = 0; i < place->count; i++) {
		double from = at->first - place->values[i];

		bell(narrow, from / sd, at->step / sd);
		bell(wide, from / wide_sd, at->step / wide_sd);
		for (size_t g = 0; g < CULPRIT_LEVELS; g++) {
			product[g] *= (1 - noise->outliers) * narrow[g] +
				      outliers * wide[g] + DENSITY_LEAST;
			if (product[g] < PRODUCT_LEAST) {
				out[g] += log(product[g]);
				product[g] = 1;
			}
		}
	}
	for (size_t g = 0; g < CULPRIT_LEVELS; g++)
		out[g] += log(product[g]);
}

static void
fill(struct culprit_cells *cells, const struct culprit *culprit,
    const struct culprit_place *place, const struct culprit_axis *axis)
{
	const struct culprit_levels_at at = {axis->at[0], axis->step};

	for (size_t s = 0; s < CULPRIT_NOISES; s++)
		culprit_row(cells->log[s], place, &at,
		    culprit_sd(
			culprit->noise, culprit->grid.noises[s], place->count),
		    culprit->noise);
}

void
culprit_likelihoods(struct culprit *culprit)
{
	for (size_t i = 0; i < culprit->count; i++) {
		const struct culprit_place *place = &culprit->places[i];
		struct culprit_held *held = culprit->held[i];

		if (!held->low_known)
			fill(&held->low, culprit, place, &culprit->grid.before);
		if (!held->high_known)
			fill(&held->high, culprit, place, &culprit->grid.after);
		held->low_known = true;
		held->high_known = true;
	}
}
