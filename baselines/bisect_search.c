#include <math.h>
#include <stdlib.h>

#include "baselines/bisect_parts.h"
#include "baselines/signed_rank.h"

/* Runs of single commits before GOOD is run again. */
#define SENTINEL_RUNS 10
/* So many standard deviations off, twice in a row, it drifts. */
#define SENTINEL_SIGMAS 3.5
/* Log odds at which a steady drift is believed. They are asked for again and
 * again; that a change ever gets there has a probability of exp(-5), .7 %
 * (J. Ville, "Etude critique de la notion de collectif", 1939). */
#define DRIFT_ODDS 5.0
/* Values between such questions. */
#define DRIFT_EVERY 8
/* So many values settle a search, or nothing does: of 300 searches for 10 % at
 * a noise of 8 % none took 400. One for a step beside another
 * one, which may not be there, is given less. */
#define VALUES_MAX 600
#define VALUES_MAX_FURTHER 250

/* ---- values ---- */

double
bisect_last_value(const struct bisect *bisect, size_t series, size_t place)
{
	for (size_t i = bisect->value_count; i-- > 0;) {
		const struct bisect_value *value = &bisect->values[i];

		if (value->series == series && value->place == place &&
		    !value->stored && isnan(value->low_value))
			return value->value;
	}
	return NAN;
}

size_t
bisect_leader(const struct bisect *bisect, const struct bisect_step *step)
{
	for (size_t i = 0; i < bisect->series_count; i++)
		if (i != step->series && !bisect->series[i].left &&
		    bisect->series[i].leads == step->series)
			return i;
	return step->series;
}

size_t
bisect_by(const struct bisect *bisect, const struct bisect_step *step)
{
	return step->by_count ? bisect_leader(bisect, step) : step->series;
}

static bool
is_counted(const struct bisect *bisect, const struct bisect_step *step)
{
	return bisect->series[bisect_by(bisect, step)].counted;
}

static bool
is_paired(const struct bisect *bisect, const struct bisect_step *step)
{
	return bisect->paired && !is_counted(bisect, step);
}

static bool
is_in(const struct bisect_step *step, size_t place)
{
	return place >= step->good && place <= step->bad;
}

static enum err
add(const struct bisect *bisect, struct bisect_step *step, size_t series,
    size_t place, double base, double value)
{
	if (!is_in(step, place))
		return ERR_OK;
	return culprit_add(step->culprit, place - step->good,
	    bisect_log(bisect, series, base, value));
}

/* Paired, a value is what it is against GOOD in its own round; else it stands
 * for itself, in any unit. */
static enum err
show(const struct bisect *bisect, struct bisect_step *step,
    const struct bisect_value *value)
{
	bool alone = isnan(value->low_value);
	enum err err = ERR_OK;

	if (value->series != bisect_by(bisect, step) ||
	    (value->stored && step->no_stored))
		return ERR_OK;
	if (is_paired(bisect, step)) {
		if (alone || value->low != step->good)
			return ERR_OK;
		return add(bisect, step, value->series, value->place,
		    value->low_value, value->value);
	}
	if (!alone)
		err = add(bisect, step, value->series, value->low, 1,
		    value->low_value);
	if (err)
		return err;
	return add(bisect, step, value->series, value->place, 1, value->value);
}

void
bisect_renew(struct bisect_step *step)
{
	if (step->phase == BISECT_ANSWERED)
		return;
	culprit_free(step->culprit);
	step->culprit = NULL;
	step->filled = 0;
	step->asked = 0;
}

void
bisect_pair_up(struct bisect *bisect)
{
	bisect->paired = true;
	for (size_t i = 0; i < bisect->step_count; i++)
		bisect_renew(&bisect->steps[i]);
}

static enum err
make_range(const struct bisect *bisect, struct bisect_step *step)
{
	size_t count = step->bad - step->good + 1;
	enum err err = culprit_range_init(
	    &step->range, bisect->weights + step->good, count);

	for (size_t i = 0; !err && i < count; i++) {
		step->range.broken[i] = bisect->broken[step->good + i];
		step->range.built[i] = bisect->built[step->good + i];
	}
	return err;
}

static enum err
make_culprit(const struct bisect *bisect, struct bisect_step *step)
{
	const struct culprit_noise *noise = is_counted(bisect, step)
						? &culprit_noise_counts
						: &culprit_noise_times;
	enum err err = ERR_OK;

	if (!step->range.count)
		err = make_range(bisect, step);
	if (!err)
		err = culprit_new(&step->culprit, &step->range, noise);
	if (err)
		return err;
	culprit_step_least(step->culprit, log1p(bisect->options.tolerance) / 2);
	if (is_paired(bisect, step))
		culprit_anchor(step->culprit, noise->wander);
	return ERR_OK;
}

/* Show the culprit what it has not got yet. */
static enum err
fill(const struct bisect *bisect, struct bisect_step *step)
{
	enum err err = ERR_OK;

	if (!step->culprit)
		err = make_culprit(bisect, step);
	for (; !err && step->filled < bisect->value_count; step->filled++)
		err = show(bisect, step, &bisect->values[step->filled]);
	return err ? err : culprit_update(step->culprit);
}

/* ---- drift of the machine ---- */

static void
watch(struct bisect *bisect, struct bisect_step *step, double log)
{
	struct culprit_levels levels = culprit_levels(step->culprit);
	double wander = culprit_noise_of(step->culprit)->wander;
	double sd = sqrt(levels.noise * levels.noise +
			 levels.before_sd * levels.before_sd + wander * wander);

	step->sentinel = 0;
	if (fabs(log - levels.before) <= SENTINEL_SIGMAS * sd)
		step->alarms = 0;
	else
		step->alarms++;
	if (step->alarms < 2)
		return;
	bisect_pair_up(bisect);
}

void
bisect_watch(struct bisect *bisect, const struct bisect_value *value)
{
	for (size_t i = 0; i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];

		if (step->phase != BISECT_SEARCH || !step->culprit ||
		    step->series != value->series || is_paired(bisect, step) ||
		    is_counted(bisect, step))
			continue;
		if (value->place == step->good)
			watch(bisect, step,
			    bisect_log(bisect, step->series, 1, value->value));
		else if (is_in(step, value->place))
			step->sentinel++;
	}
}

/* ---- the search ---- */

struct group {
	struct bisect_step *steps[BISECT_TOGETHER_MAX];
	const struct culprit *culprits[BISECT_TOGETHER_MAX];
	size_t count;
};

/* Steps in the same part that are searched in the same way. */
static void
list_group(
    struct bisect *bisect, const struct bisect_step *like, struct group *group)
{
	group->count = 0;
	for (size_t i = 0; i < bisect->step_count; i++) {
		struct bisect_step *step = &bisect->steps[i];

		if (step->phase == BISECT_SEARCH && step->good == like->good &&
		    step->bad == like->bad &&
		    is_counted(bisect, step) == is_counted(bisect, like) &&
		    group->count < BISECT_TOGETHER_MAX)
			group->steps[group->count++] = step;
	}
}

/* In much noise the posterior is a little too sure, as its levels may be
 * anything: 1,500 searches at sd 8 % that stated 96.2 % were right in 94.8 %,
 * which is odds of 18 for 25. */
#define CAUTION 1.4

static double
cautious(double p)
{
	return p / (p + CAUTION * (1 - p));
}

/* Whether it drifts is asked when somebody is to be believed, and now and
 * then. */
static bool
drifts(struct bisect_step *step, bool believed)
{
	if (!believed && step->filled < step->asked + DRIFT_EVERY)
		return false;
	step->asked = step->filled;
	return culprit_drift_log_odds(step->culprit) > DRIFT_ODDS;
}

static bool
is_spent(const struct bisect_step *step)
{
	const struct culprit_place *places;
	size_t count = culprit_places(step->culprit, &places);
	size_t values = 0;

	for (size_t i = 0; i < count; i++)
		values += places[i].count;
	return values > (step->further ? VALUES_MAX_FURTHER : VALUES_MAX);
}

static void
believe(const struct bisect *bisect, struct bisect_step *step)
{
	struct culprit_levels levels = culprit_levels(step->culprit);
	bool believed = step->suspect.probability >= bisect->options.confidence;

	/* Counts and times need not move alike. */
	step->step_log = step->by_count
			     ? hodges_lehmann(step->ends.d, step->ends.n)
			     : levels.after - levels.before;
	if (drifts(step, believed))
		bisect_answer(step, BISECT_DRIFT,
		    "it changed little by little, over many commits");
	else if (believed)
		step->phase = BISECT_CONFIRM;
	else if (is_spent(step))
		bisect_answer(step, BISECT_UNRESOLVED,
		    "the noise is too much for a step of this size");
}

/* Nothing that can be measured says more. */
static void
give_up(struct group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		struct bisect_step *step = group->steps[i];

		if (drifts(step, true))
			bisect_answer(step, BISECT_DRIFT,
			    "it changed little by little, over many commits");
		else
			bisect_answer(step, BISECT_UNRESOLVED,
			    "measuring more says no more");
	}
}

static void
want(const struct bisect *bisect, const struct bisect_step *step,
    const struct culprit_visit *visit, struct bisect_task *out)
{
	size_t place = step->good + visit->place;

	*out = (struct bisect_task){
	    .work = BISECT_VISIT,
	    .phase = BISECT_SEARCH,
	    .low = step->good,
	    .place = place,
	    .rounds = visit->runs,
	    .bits = visit->bits / (double)visit->runs,
	};
	if (is_counted(bisect, step)) {
		out->work = BISECT_COUNT;
		out->rounds = 1;
	} else if (is_paired(bisect, step)) {
		out->work = BISECT_PAIR;
		if (place == step->good)
			out->place = step->bad;
	}
}

static bool
wants_sentinel(const struct bisect *bisect, const struct group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct bisect_step *step = group->steps[i];

		if (!is_paired(bisect, step) && !is_counted(bisect, step) &&
		    (step->sentinel >= SENTINEL_RUNS || step->alarms))
			return true;
	}
	return false;
}

static void
choose(
    struct bisect *bisect, const struct group *group, struct bisect_task *out)
{
	const struct bisect_step *first = group->steps[0];
	struct culprit_costs costs = {
	    .build = bisect->options.build,
	    .visit = bisect->options.visit,
	    .run = is_paired(bisect, first) ? 2 : 1,
	};
	struct culprit_visit visit = {0, 1, 0, 0};

	if (!wants_sentinel(bisect, group) &&
	    !culprit_choose(
		group->culprits, group->count, &first->range, &costs, &visit))
		return;
	if (is_counted(bisect, first) &&
	    culprit_values(first->culprit, visit.place))
		return; /* it would count the same again */
	want(bisect, first, &visit, out);
}

enum err
bisect_search_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	struct group group;
	size_t open = 0;

	list_group(bisect, step, &group);
	for (size_t i = 0; i < group.count; i++) {
		struct bisect_step *one = group.steps[i];
		enum err err = fill(bisect, one);

		if (err == ERR_UNJUDGED) {
			bisect_answer(one, BISECT_UNRESOLVED,
			    "the builds of its commits are the same");
			continue;
		}
		if (err)
			return err;
		one->suspect = culprit_best(one->culprit);
		one->suspect.probability = cautious(one->suspect.probability);
		believe(bisect, one);
		if (one->phase != BISECT_SEARCH)
			continue;
		group.culprits[open] = one->culprit;
		group.steps[open++] = one;
	}
	group.count = open;
	if (!open)
		return ERR_OK;
	choose(bisect, &group, out);
	if (out->work == BISECT_DONE)
		give_up(&group);
	return ERR_OK;
}
