#include <math.h>
#include <stdlib.h>

#include "baselines/bisect_parts.h"

/* Halves of halves, and no further. */
#define DEPTH_MAX 2

/* Sums over the first places, for the squares of any row of them. */
struct sums {
	double count;
	double value;
	double square;
};

/* Values that are far out of the levels would be a row of their own. */
static double
clip(double value, const struct culprit_levels *levels)
{
	double low = fmin(levels->before, levels->after) - 3 * levels->noise;
	double high = fmax(levels->before, levels->after) + 3 * levels->noise;

	return fmin(fmax(value, low), high);
}

static void
make_sums(const struct culprit_place *places, size_t count,
    const struct culprit_levels *levels, struct sums *out)
{
	out[0] = (struct sums){0};
	for (size_t i = 0; i < count; i++) {
		out[i + 1] = out[i];
		for (size_t k = 0; k < places[i].count; k++) {
			double value = clip(places[i].values[k], levels);

			out[i + 1].count++;
			out[i + 1].value += value;
			out[i + 1].square += value * value;
		}
	}
}

static double
squares(const struct sums *sums, size_t from, size_t to)
{
	double count = sums[to].count - sums[from].count;
	double value = sums[to].value - sums[from].value;

	return sums[to].square - sums[from].square - value * value / count;
}

/* Three levels fit best where the middle one has the places [from, to). */
static bool
find_middle(const struct sums *sums, size_t count, size_t *from, size_t *to)
{
	double least = INFINITY;

	for (size_t i = 1; i + 1 < count; i++)
		for (size_t k = i + 1; k < count; k++) {
			double sum = squares(sums, 0, i) + squares(sums, i, k) +
				     squares(sums, k, count);

			if (sum >= least)
				continue;
			least = sum;
			*from = i;
			*to = k;
		}
	return least < INFINITY;
}

/* What drifts may be two steps. A part of it only where a step was found beside
 * it: a ramp drifts in all of its parts, and has no end of them. */
static bool
is_worth(const struct bisect *bisect, const struct bisect_step *step)
{
	if (step->depth == DEPTH_MAX)
		return false;
	if (!step->further || bisect->steps[step->beside].confirmed)
		return true;
	for (size_t i = 0; i < bisect->step_count; i++) {
		const struct bisect_step *other = &bisect->steps[i];

		if (other->further && other->beside == step->beside &&
		    other->confirmed)
			return true;
	}
	return false;
}

static void
look_into_both(struct bisect *bisect, size_t drifting, size_t middle)
{
	struct bisect_part early = {
	    .good = bisect->steps[drifting].good, .bad = middle};
	struct bisect_part late = {
	    .good = middle, .bad = bisect->steps[drifting].bad};

	bisect_look(bisect, drifting, &early);
	bisect_look(bisect, drifting, &late);
}

enum err
bisect_split(struct bisect *bisect, size_t drifting)
{
	struct bisect_step step = bisect->steps[drifting];
	struct culprit_levels levels = culprit_levels(step.culprit);
	const struct culprit_place *places;
	size_t count = culprit_places(step.culprit, &places);
	struct sums *sums;
	size_t from = 0;
	size_t to = 0;

	if (!is_worth(bisect, &step))
		return ERR_OK;
	sums = calloc(count + 1, sizeof *sums);
	if (!sums)
		return err_fail(ERR_NOMEM, "out of memory");
	make_sums(places, count, &levels, sums);
	if (find_middle(sums, count, &from, &to))
		look_into_both(bisect, drifting,
		    step.good + places[from + (to - from) / 2].place);
	free(sums);
	return ERR_OK;
}
