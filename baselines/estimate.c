#include "baselines/estimate.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/signed_rank.h"

static double
centre(const double *values, size_t n, double *spread)
{
	double work[RULE_ROUNDS_MAX];
	double median;

	memcpy(work, values, n * sizeof *work);
	median = median_in_place(work, n);
	*spread = mad_sd(values, n) / median;
	return median;
}

/* With 100 judged series the control's interval has 99.99 % confidence, which
 * needs 15 rounds (2^-14 = .00006 is above .00005, 2^-15 is not): with fewer
 * there is no such interval, and the control voids nothing. */
static void
ask_control(
    struct estimate *out, const struct estimate_samples *samples, size_t judged)
{
	double d[RULE_ROUNDS_MAX];
	double limit = log1p(ESTIMATE_FLOOR);
	double confidence = 1 - ESTIMATE_CONTROL_ALPHA / (double)judged;
	struct interval_estimate interval;

	for (size_t i = 0; i < samples->rounds; i++)
		d[i] = series_log_ratio(
		    samples->direction, samples->base[i], samples->control[i]);
	out->control_ratio = exp(hodges_lehmann(d, samples->rounds));
	if (samples->rounds >= ESTIMATE_FLOOR_ROUNDS)
		out->noise_floor = gate_noise_floor(d, samples->rounds);
	if (signed_rank_interval(d, samples->rounds, confidence, &interval) ==
	    0)
		out->control_differs =
		    interval.low > limit || interval.high < -limit;
}

static void
differences(const struct estimate_samples *samples, double *out)
{
	struct difference rounds[RULE_ROUNDS_MAX];

	for (size_t i = 0; i < samples->rounds; i++)
		rounds[i] = difference_of(samples->direction, samples->base[i],
		    samples->head[i],
		    samples->control ? &samples->control[i] : NULL);
	differences_sharpen(rounds, samples->rounds, out);
}

void
estimate_make(
    struct estimate *out, const struct estimate_samples *samples, size_t judged)
{
	size_t n = samples->rounds;
	double d[RULE_ROUNDS_MAX];
	struct interval_estimate interval;

	assert(n > 0 && n <= RULE_ROUNDS_MAX && judged > 0);
	*out = (struct estimate){
	    .rounds = n,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .control_ratio = NAN,
	    .noise_floor = NAN,
	};
	out->base_value = centre(samples->base, n, &out->base_spread);
	out->head_value = centre(samples->head, n, &out->head_spread);
	differences(samples, d);
	out->ratio = exp(hodges_lehmann(d, n));
	if (signed_rank_interval(d, n, GATE_CONFIDENCE, &interval) == 0) {
		out->ratio_low = exp(interval.low);
		out->ratio_high = exp(interval.high);
	}
	if (samples->control)
		ask_control(out, samples, judged);
}

static enum verdict
verdict_of_gate(const struct estimate *estimate, const struct gate *gate,
    double floor, enum estimate_note *note)
{
	const struct rule *rule = gate->question.rule;

	if (gate->state == GATE_REGRESSED)
		return VERDICT_REGRESSED;
	if (gate->state == GATE_IMPROVED)
		return VERDICT_IMPROVED;
	if (gate->state == GATE_PASSED) {
		if (estimate->ratio_low > 1 + floor)
			*note = NOTE_SLOWER_WITHIN;
		if (gate->question.both)
			return VERDICT_PASS; /* no change is what it proved */
		return estimate->ratio_high < 1 / (1 + floor) ? VERDICT_IMPROVED
							      : VERDICT_PASS;
	}
	if (gate->n < rule_rounds_first(rule))
		*note = NOTE_TOO_FEW;
	else if (!gate->candidate_at)
		*note = NOTE_UNDECIDED;
	else if (gate->n < gate->candidate_at + rule_rounds_fresh(rule))
		*note = NOTE_CUT;
	else
		*note = NOTE_UNCONFIRMED;
	return VERDICT_INCONCLUSIVE;
}

enum verdict
estimate_verdict(const struct estimate *estimate, const struct gate *gate,
    double floor, enum estimate_note *note)
{
	*note = NOTE_NONE;
	if (estimate->control_differs) {
		*note = NOTE_CONTROL;
		return VERDICT_INCONCLUSIVE;
	}
	return verdict_of_gate(estimate, gate, floor, note);
}
