#include "baselines/bisect.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/bisect_parts.h"

/* ---- life ---- */

enum err
bisect_new(struct bisect **out, const struct bisect_options *options,
    const double *weights, size_t count)
{
	struct bisect *bisect = calloc(1, sizeof *bisect);
	double sum = 0;

	assert(count >= 2);
	if (!bisect)
		return err_fail(ERR_NOMEM, "out of memory");
	bisect->options = *options;
	bisect->count = count;
	bisect->weights = calloc(count, sizeof *bisect->weights);
	bisect->broken = calloc(count, sizeof *bisect->broken);
	bisect->built = calloc(count, sizeof *bisect->built);
	if (!bisect->weights || !bisect->broken || !bisect->built) {
		bisect_free(bisect);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 1; i < count; i++)
		sum += bisect->weights[i] = weights ? weights[i] : 1;
	if (!(sum > 0)) {
		bisect_free(bisect);
		return err_fail(ERR_UNJUDGED,
		    "none of the commits changes what is built and run");
	}
	*out = bisect;
	return ERR_OK;
}

static void
release_step(struct bisect_step *step)
{
	culprit_free(step->culprit);
	culprit_range_release(&step->range);
}

void
bisect_free(struct bisect *bisect)
{
	if (!bisect)
		return;
	for (size_t i = 0; i < bisect->step_count; i++)
		release_step(&bisect->steps[i]);
	free(bisect->steps);
	free(bisect->series);
	free(bisect->values);
	free(bisect->weights);
	free(bisect->broken);
	free(bisect->built);
	free(bisect);
}

void
bisect_costs(struct bisect *bisect, double build, double visit)
{
	bisect->options.build = build;
	bisect->options.visit = visit;
}

/* ---- series and steps ---- */

double
bisect_log(
    const struct bisect *bisect, size_t series, double base, double value)
{
	double d =
	    series_log_ratio(bisect->series[series].direction, base, value);

	return bisect->options.improvement ? -d : d;
}

/* Culprits point into their steps, which must not move then: the room for all
 * steps of all series is made before anything is searched. */
static enum err
make_room(struct bisect *bisect)
{
	size_t room = bisect->series_count * BISECT_STEPS_MAX;
	struct bisect_step *larger =
	    reallocarray(bisect->steps, room, sizeof *larger);

	if (!larger)
		return err_fail(ERR_NOMEM, "out of memory");
	bisect->steps = larger;
	bisect->step_capacity = room;
	return ERR_OK;
}

void
bisect_add_step(struct bisect *bisect, size_t series, size_t good, size_t bad)
{
	assert(bisect->step_count < bisect->step_capacity);
	bisect->steps[bisect->step_count++] = (struct bisect_step){
	    .series = series,
	    .good = good,
	    .bad = bad,
	};
}

/* One that leads another has no step of its own. */
enum err
bisect_add_series(struct bisect *bisect, enum direction direction, bool counted,
    size_t leads, size_t *out)
{
	size_t index = bisect->series_count;
	struct bisect_series *larger =
	    reallocarray(bisect->series, index + 1, sizeof *larger);
	enum err err;

	if (!larger)
		return err_fail(ERR_NOMEM, "out of memory");
	bisect->series = larger;
	larger[index] = (struct bisect_series){direction, counted, leads, NULL};
	bisect->series_count++;
	*out = index;
	err = make_room(bisect);
	if (!err && leads == index)
		bisect_add_step(bisect, index, 0, bisect->count - 1);
	return err;
}

void
bisect_answer(
    struct bisect_step *step, enum bisect_status status, const char *reason)
{
	step->phase = BISECT_ANSWERED;
	step->status = status;
	step->reason = reason;
}

/* A step that it led goes on by its own values. */
void
bisect_leave(struct bisect *bisect, size_t series, const char *why)
{
	bisect->series[series].left = why;
	for (size_t i = 0; i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];

		if (step->phase == BISECT_ANSWERED)
			continue;
		if (step->series == series) {
			bisect_answer(step,
			    step->phase == BISECT_ENDS ? BISECT_TOO_NOISY
						       : BISECT_UNRESOLVED,
			    why);
		} else if (step->by_count &&
			   bisect->series[series].leads == step->series) {
			step->by_count = false;
			step->phase = BISECT_SEARCH;
			bisect_renew(step);
		}
	}
}

/* ---- taking ---- */

static enum err
keep(struct bisect *bisect, const struct bisect_value *value)
{
	if (bisect->value_count == bisect->value_capacity) {
		size_t larger =
		    bisect->value_capacity ? 2 * bisect->value_capacity : 64;
		struct bisect_value *values =
		    reallocarray(bisect->values, larger, sizeof *values);

		if (!values)
			return err_fail(ERR_NOMEM, "out of memory");
		bisect->values = values;
		bisect->value_capacity = larger;
	}
	bisect->values[bisect->value_count++] = *value;
	return ERR_OK;
}

enum err
bisect_take_round(struct bisect *bisect, size_t series, size_t low,
    size_t place, double low_value, double value)
{
	struct bisect_value taken = {
	    .series = series,
	    .place = place,
	    .value = value,
	    .low = low,
	    .low_value = low_value,
	};
	enum err err = keep(bisect, &taken);

	for (size_t i = 0; !err && i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];

		if (step->series != series)
			continue;
		if (step->phase == BISECT_ENDS)
			bisect_ends_take(bisect, step, &taken);
		else if (step->phase == BISECT_CONFIRM)
			bisect_confirm_take(bisect, step, &taken);
	}
	return err;
}

enum err
bisect_take_run(
    struct bisect *bisect, size_t series, size_t place, double value)
{
	struct bisect_value taken = {
	    .series = series,
	    .place = place,
	    .value = value,
	    .low = place,
	    .low_value = NAN,
	};
	enum err err = keep(bisect, &taken);

	if (!err)
		bisect_watch(bisect, &taken);
	return err;
}

enum err
bisect_take_stored(
    struct bisect *bisect, size_t series, size_t place, double value)
{
	return keep(bisect, &(struct bisect_value){
				.series = series,
				.place = place,
				.value = value,
				.low = place,
				.low_value = NAN,
				.stored = true,
			    });
}

static void
mark(struct bisect *bisect, size_t place, bool broken)
{
	(broken ? bisect->broken : bisect->built)[place] = true;
	for (size_t i = 0; i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];
		struct culprit_range *range = &step->range;

		if (range->count && place >= step->good && place <= step->bad)
			(broken ? range->broken
				: range->built)[place - step->good] = true;
	}
}

/* What the search said no longer holds. */
static void
search_again(struct bisect *bisect)
{
	for (size_t i = 0; i < bisect->step_count; i++)
		if (bisect->steps[i].phase == BISECT_CONFIRM)
			bisect->steps[i].phase = BISECT_SEARCH;
}

/* Who was to be confirmed may be one of a longer row now. */
void
bisect_take_broken(struct bisect *bisect, size_t place)
{
	mark(bisect, place, true);
	search_again(bisect);
}

void
bisect_take_built(struct bisect *bisect, size_t place)
{
	mark(bisect, place, false);
}

/* The culprits are made anew, by the weights that are left. */
void
bisect_take_same(struct bisect *bisect, size_t low, size_t place)
{
	for (size_t i = low + 1; i <= place; i++)
		bisect->weights[i] = 0;
	for (size_t i = 0; i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];

		if (step->phase == BISECT_ANSWERED)
			continue;
		bisect_renew(step);
		culprit_range_release(&step->range);
	}
	search_again(bisect);
}

/* ---- deciding ---- */

static enum err
step_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	if (step->phase == BISECT_ENDS)
		return bisect_ends_next(bisect, step, out);
	if (step->phase == BISECT_SEARCH)
		return bisect_search_next(bisect, step, out);
	return bisect_confirm_next(bisect, step, out);
}

/* All ends come first, so that steps of one part are searched together. */
static struct bisect_step *
first_open(struct bisect *bisect)
{
	static const enum bisect_phase order[] = {
	    BISECT_ENDS, BISECT_SEARCH, BISECT_CONFIRM};

	for (size_t p = 0; p < sizeof order / sizeof *order; p++)
		for (size_t i = 0; i < bisect->step_count; i++)
			if (bisect->steps[i].phase == order[p])
				return &bisect->steps[i];
	return NULL;
}

/* Whether another step beside the same one is still looked for. */
static bool
has_open_sibling(const struct bisect *bisect, const struct bisect_step *step)
{
	for (size_t i = 0; step->further && i < bisect->step_count; i++) {
		const struct bisect_step *other = &bisect->steps[i];

		if (other->further && other->beside == step->beside &&
		    other->phase != BISECT_ANSWERED)
			return true;
	}
	return false;
}

/* Once it is answered, once. */
static enum err
look_beside(struct bisect *bisect, size_t index)
{
	struct bisect_step *step = &bisect->steps[index];

	if (step->phase != BISECT_ANSWERED || step->looked ||
	    has_open_sibling(bisect, step))
		return ERR_OK;
	step->looked = true;
	if (step->confirmed)
		bisect_look_further(bisect, index);
	else if (step->status == BISECT_DRIFT)
		return bisect_split(bisect, index);
	return ERR_OK;
}

enum err
bisect_next(struct bisect *bisect, struct bisect_task *out)
{
	enum err err = ERR_OK;

	*out = (struct bisect_task){.work = BISECT_DONE};
	while (!err && out->work == BISECT_DONE) {
		struct bisect_step *step = first_open(bisect);

		if (!step) {
			out->phase = BISECT_ANSWERED;
			break;
		}
		err = step_next(bisect, step, out);
		for (size_t i = 0; !err && i < bisect->step_count; i++)
			err = look_beside(bisect, i);
	}
	return err;
}

void
bisect_close(struct bisect *bisect)
{
	for (size_t i = 0; i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];

		if (step->phase == BISECT_ENDS)
			bisect_answer(step, BISECT_TOO_NOISY,
			    "ended before the ends were told "
			    "apart");
		else if (step->phase == BISECT_SEARCH)
			bisect_answer(step, BISECT_UNRESOLVED,
			    "ended before somebody was found");
		else if (step->phase == BISECT_CONFIRM)
			bisect_answer(step, BISECT_UNRESOLVED,
			    "ended before it was confirmed");
	}
}
