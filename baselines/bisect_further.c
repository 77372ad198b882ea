#include <math.h>
#include <stdlib.h>

#include "baselines/bisect_parts.h"
#include "baselines/signed_rank.h"

/* What is left of the ends' difference is looked into where it is so many
 * standard errors. */
#define FURTHER_SIGMAS 3.0
/* Values of a place that are looked at. */
#define LEVEL_VALUES_MAX 256

/* What a place took, by what was measured of it now. */
struct height {
	double log; /* median; NaN without a value */
	size_t count;
};

static void
put(double *values, size_t *n, double value)
{
	if (*n < LEVEL_VALUES_MAX)
		values[(*n)++] = value;
}

static struct height
height_of(
    const struct bisect *bisect, const struct bisect_step *step, size_t place)
{
	size_t series = bisect_by(bisect, step);
	double values[LEVEL_VALUES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < bisect->value_count; i++) {
		const struct bisect_value *value = &bisect->values[i];

		if (value->series != series || value->stored)
			continue;
		if (value->place == place)
			put(values, &n,
			    bisect_log(bisect, series, 1, value->value));
		if (value->low == place && !isnan(value->low_value))
			put(values, &n,
			    bisect_log(bisect, series, 1, value->low_value));
	}
	if (!n)
		return (struct height){NAN, 0};
	return (struct height){median_in_place(values, n), n};
}

/* By how much b is above a, where that is more than the noise and more than the
 * tolerance; else 0. */
static double
rise(const struct bisect *bisect, const struct bisect_step *step,
    const struct height *a, const struct height *b)
{
	const struct culprit_noise *noise = culprit_noise_of(step->culprit);
	double sd = culprit_levels(step->culprit).noise;
	double least = log1p(bisect->options.tolerance);
	double error;

	if (!a->count || !b->count)
		return 0;
	error = sqrt(
	    sd * sd * M_PI / 2 * (1 / (double)a->count + 1 / (double)b->count) +
	    2 * noise->wander * noise->wander);
	if (b->log - a->log < fmax(least, FURTHER_SIGMAS * error))
		return 0;
	return b->log - a->log;
}

static bool
is_known(const struct bisect *bisect, size_t series, size_t good, size_t bad)
{
	size_t count = 0;

	for (size_t i = 0; i < bisect->step_count; i++) {
		const struct bisect_step *step = &bisect->steps[i];

		if (step->series != series)
			continue;
		count++;
		if (step->good == good && step->bad == bad)
			return true;
	}
	return count >= BISECT_STEPS_MAX;
}

void
bisect_look(
    struct bisect *bisect, size_t beside, const struct bisect_part *part)
{
	const struct bisect_step *of = &bisect->steps[beside];
	size_t series = of->series;
	unsigned depth = of->depth + 1;
	struct bisect_step *step;
	double mass = 0;

	for (size_t i = part->good + 1; i <= part->bad; i++)
		mass += bisect->weights[i];
	if (!(mass > 0) || is_known(bisect, series, part->good, part->bad))
		return;
	bisect_add_step(bisect, series, part->good, part->bad);
	step = &bisect->steps[bisect->step_count - 1];
	step->further = true;
	step->beside = beside;
	step->depth = depth;
	step->reverted = part->reverted;
	step->returns = part->returns;
}

/* The place between two that is furthest on the wrong side, and by more than
 * `most`: slow before the culprit, or fast behind it. */
static size_t
find_odd(const struct bisect *bisect, const struct bisect_step *step,
    size_t from, size_t to, const struct height *level, double most, int sign)
{
	const struct culprit_place *places;
	size_t count = culprit_places(step->culprit, &places);
	size_t odd = bisect->count;

	for (size_t i = 0; i < count; i++) {
		size_t place = step->good + places[i].place;
		struct height at = height_of(bisect, step, place);
		double by = sign > 0 ? rise(bisect, step, level, &at)
				     : rise(bisect, step, &at, level);

		if (place <= from || place >= to || by <= most)
			continue;
		most = by;
		odd = place;
	}
	return odd;
}

/* What the machine drifted by is in the levels of paired runs: then only what
 * pairs say counts. */
static void
look_paired(struct bisect *bisect, size_t found)
{
	const struct bisect_step *step = &bisect->steps[found];
	double whole = hodges_lehmann(step->ends.d, step->ends.n);
	double own = hodges_lehmann(step->confirm.d, step->confirm.n);
	double sd = culprit_levels(step->culprit).noise;
	double error =
	    sd * sqrt(1 / (double)step->ends.n + 1 / (double)step->confirm.n);
	struct bisect_part before = {.good = step->good, .bad = step->low};
	struct bisect_part behind = {.good = step->high, .bad = step->bad};

	if (whole - own <
	    fmax(log1p(bisect->options.tolerance), FURTHER_SIGMAS * error))
		return;
	bisect_look(bisect, found, &before);
	bisect_look(bisect, found, &behind);
}

/* Where it rises before the culprit, or was up there and came down again. */
static void
look_before(
    struct bisect *bisect, size_t found, const struct height *low, double half)
{
	struct bisect_step step = bisect->steps[found];
	struct height good = height_of(bisect, &step, step.good);
	struct bisect_part part = {.good = step.good, .bad = step.low};

	if (!(rise(bisect, &step, &good, low) > 0)) {
		part.bad =
		    find_odd(bisect, &step, step.good, step.low, low, half, 1);
		part.reverted = true;
	}
	if (part.bad != bisect->count)
		bisect_look(bisect, found, &part);
}

/* Where it rises behind the culprit, or came down and rises again. */
static void
look_behind(
    struct bisect *bisect, size_t found, const struct height *high, double half)
{
	struct bisect_step step = bisect->steps[found];
	struct height bad = height_of(bisect, &step, step.bad);
	struct bisect_part part = {.good = step.high, .bad = step.bad};

	if (!(rise(bisect, &step, high, &bad) > 0)) {
		part.good = find_odd(
		    bisect, &step, step.high, step.bad, high, half, -1);
		part.returns = true;
	}
	if (part.good != bisect->count)
		bisect_look(bisect, found, &part);
}

void
bisect_look_further(struct bisect *bisect, size_t found)
{
	const struct bisect_step *step = &bisect->steps[found];
	struct height low = height_of(bisect, step, step->low);
	struct height high = height_of(bisect, step, step->high);
	double half = (high.log - low.log) / 2;

	if (!step->culprit)
		return;
	if (bisect->paired && !bisect->series[step->series].counted) {
		look_paired(bisect, found);
	} else {
		look_before(bisect, found, &low, half);
		look_behind(bisect, found, &high, half);
	}
}
