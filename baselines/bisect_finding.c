#include <math.h>
#include <string.h>

#include "baselines/bisect_parts.h"
#include "baselines/signed_rank.h"

/* A drift in which steps were found is these. */
static bool
is_explained(const struct bisect *bisect, const struct bisect_step *drift)
{
	for (size_t i = 0; i < bisect->step_count; i++) {
		const struct bisect_step *step = &bisect->steps[i];

		if (step != drift && step->series == drift->series &&
		    step->confirmed && step->good >= drift->good &&
		    step->bad <= drift->bad)
			return true;
	}
	return false;
}

/* Where a further step was looked for in vain, nothing is to be told. */
static bool
is_told(const struct bisect *bisect, const struct bisect_step *step)
{
	if (step->phase != BISECT_ANSWERED)
		return !step->further;
	if (step->status == BISECT_DRIFT && is_explained(bisect, step))
		return false;
	return !step->further || step->confirmed;
}

static const struct bisect_step *
step_of(const struct bisect *bisect, size_t finding)
{
	for (size_t i = 0; i < bisect->step_count; i++)
		if (is_told(bisect, &bisect->steps[i]) && finding-- == 0)
			return &bisect->steps[i];
	return NULL;
}

size_t
bisect_finding_count(const struct bisect *bisect)
{
	size_t count = 0;

	for (size_t i = 0; i < bisect->step_count; i++)
		count += is_told(bisect, &bisect->steps[i]);
	return count;
}

static void
fill_gate(const struct gate *gate, size_t *rounds, double *centre, double *low,
    double *high)
{
	struct interval_estimate interval = {NAN, NAN};

	*rounds = gate->n;
	*centre = gate->n ? hodges_lehmann(gate->d, gate->n) : NAN;
	if (gate->n)
		signed_rank_interval(
		    gate->d, gate->n, GATE_CONFIDENCE, &interval);
	*low = interval.low;
	*high = interval.high;
}

/* Counts have no rounds: their difference is what it is. */
static void
fill_counts(const struct bisect *bisect, const struct bisect_step *step,
    struct bisect_finding *out)
{
	size_t series = step->series;
	double good = bisect_last_value(bisect, series, step->good);
	double bad = bisect_last_value(bisect, series, step->bad);
	double low = bisect_last_value(bisect, series, step->low);
	double high = bisect_last_value(bisect, series, step->high);

	if (!isnan(good) && !isnan(bad))
		out->ends_log = out->ends_low = out->ends_high =
		    bisect_log(bisect, series, good, bad);
	if (step->high && !isnan(low) && !isnan(high))
		out->step_log = out->step_low = out->step_high =
		    bisect_log(bisect, series, low, high);
}

void
bisect_finding(
    const struct bisect *bisect, size_t i, struct bisect_finding *out)
{
	const struct bisect_step *step = step_of(bisect, i);

	*out = (struct bisect_finding){
	    .series = step->series,
	    .phase = step->phase,
	    .status = step->status,
	    .reason = step->reason,
	    .good = step->good,
	    .bad = step->bad,
	    .first = step->good + 1,
	    .last = step->bad,
	    .probability = 1,
	    .low = step->low,
	    .high = step->high,
	    .searched = step->culprit && step->filled,
	    .reverted = step->reverted,
	    .by_count = step->by_count,
	};
	if (step->suspect.last) {
		out->first = step->good + step->suspect.first;
		out->last = step->good + step->suspect.last;
		out->probability = step->suspect.probability;
	}
	fill_gate(&step->ends, &out->ends_rounds, &out->ends_log,
	    &out->ends_low, &out->ends_high);
	fill_gate(&step->confirm, &out->rounds, &out->step_log, &out->step_low,
	    &out->step_high);
	if (bisect->series[step->series].counted)
		fill_counts(bisect, step, out);
}

void
bisect_probabilities(const struct bisect *bisect, size_t finding, double *out)
{
	const struct bisect_step *step = step_of(bisect, finding);

	memset(out, 0, bisect->count * sizeof *out);
	if (step->culprit && step->filled)
		culprit_probabilities(step->culprit, out + step->good);
}

static bool
is_of_pair(const struct bisect_step *step, const struct bisect_value *value)
{
	return step->high && value->series == step->series &&
	       value->low == step->low && value->place == step->high &&
	       !isnan(value->low_value);
}

/* The ends may be the pair, too: then their rounds come first. */
size_t
bisect_rounds(const struct bisect *bisect, size_t finding, double *before,
    double *after, size_t rounds)
{
	const struct bisect_step *step = step_of(bisect, finding);
	size_t skip = 0;
	size_t n = 0;

	for (size_t i = 0; i < bisect->value_count; i++)
		skip += is_of_pair(step, &bisect->values[i]);
	skip = skip > step->confirm.n ? skip - step->confirm.n : 0;
	for (size_t i = 0; i < bisect->value_count && n < rounds; i++) {
		const struct bisect_value *value = &bisect->values[i];

		if (!is_of_pair(step, value))
			continue;
		if (skip) {
			skip--;
			continue;
		}
		before[n] = value->low_value;
		after[n++] = value->value;
	}
	return n;
}

size_t
bisect_values(const struct bisect *bisect, const struct bisect_value **out)
{
	*out = bisect->values;
	return bisect->value_count;
}

bool
bisect_is_paired(const struct bisect *bisect)
{
	return bisect->paired;
}

bool
bisect_is_open(const struct bisect *bisect, size_t series)
{
	for (size_t i = 0; i < bisect->step_count; i++)
		if (bisect->steps[i].series == series &&
		    bisect->steps[i].phase != BISECT_ANSWERED)
			return true;
	return false;
}

bool
bisect_has_value(const struct bisect *bisect, size_t series, size_t place)
{
	for (size_t i = 0; i < bisect->value_count; i++) {
		const struct bisect_value *value = &bisect->values[i];

		if (value->series == series && !value->stored &&
		    (value->place == place || value->low == place))
			return true;
	}
	return false;
}
