#include "runner/judge.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/signed_rank.h"

#define CONTROL_ALPHA 0.01 /* shared over all judged series */
#define FLOOR 0.02 /* the smallest change that the detector claims */

#define BOTH (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD))

struct judging {
	struct judgement *judgement;
	const struct measure_plan *plan;
	struct tracks *tracks;
	size_t judged; /* series that have a gate */
	double *floors; /* noise floors of the series */
	size_t floor_count;
};

static bool
has_pairs(const struct track *track)
{
	return (track->sides & BOTH) == BOTH && !track->broken;
}

/* ln(side/base), above 0 worse, of the first n rounds. */
static void
differences(const struct track *track, enum side side, size_t n, double *out)
{
	bool bigger = track->name.direction == DIRECTION_BIGGER;

	for (size_t i = 0; i < n; i++) {
		double ratio =
		    track->values[side][i] / track->values[SIDE_BASE][i];

		out[i] = bigger ? -log(ratio) : log(ratio);
	}
}

static double
centre(const double *values, size_t n, double *spread)
{
	double work[GATE_ROUNDS_MAX];
	double median;

	assert(n <= GATE_ROUNDS_MAX);
	memcpy(work, values, n * sizeof *work);
	median = median_in_place(work, n);
	*spread = mad_sd(values, n) / median;
	return median;
}

static void
estimate(const struct track *track, size_t n, struct report_series *row)
{
	double d[GATE_ROUNDS_MAX];
	struct interval_estimate interval;

	row->rounds = n;
	row->ratio_low = NAN;
	row->ratio_high = NAN;
	row->control_ratio = NAN;
	row->confidence = GATE_CONFIDENCE;
	row->base_value =
	    centre(track->values[SIDE_BASE], n, &row->base_spread);
	row->head_value =
	    centre(track->values[SIDE_HEAD], n, &row->head_spread);
	differences(track, SIDE_HEAD, n, d);
	row->ratio = exp(hodges_lehmann(d, n));
	if (signed_rank_interval(d, n, GATE_CONFIDENCE, &interval) == 0) {
		row->ratio_low = exp(interval.low);
		row->ratio_high = exp(interval.high);
	}
	for (int side = 0; side < SIDE_COUNT; side++)
		row->samples[side] = (struct report_samples){
		    track->values[side], track->values[side] ? n : 0};
}

static enum err
take_verdict(
    struct judging *j, const struct gate *gate, struct report_series *row)
{
	switch (gate->state) {
	case GATE_PASSED:
		row->verdict = VERDICT_PASS;
		if (row->ratio_low > 1 + FLOOR)
			row->note = "slower, within tolerance";
		else if (row->ratio_high < 1 / (1 + FLOOR))
			row->verdict = VERDICT_IMPROVED;
		return ERR_OK;
	case GATE_REGRESSED:
		row->verdict = VERDICT_REGRESSED;
		return ERR_OK;
	default:
		break;
	}
	row->verdict = VERDICT_INCONCLUSIVE;
	if (gate->n < GATE_ROUNDS_FIRST)
		row->note = judgement_text(j->judgement,
		    "only %zu of the %d rounds that a first look needs",
		    gate->n, GATE_ROUNDS_FIRST);
	else if (gate->candidate_at)
		row->note = judgement_text(j->judgement,
		    "looked slower after %zu rounds, but fresh rounds did not "
		    "confirm it",
		    gate->candidate_at);
	else
		row->note = judgement_text(j->judgement,
		    "neither proven within the tolerance nor beyond it; a "
		    "slowdown of %.1f %% would have been found",
		    row->mde * 100);
	return row->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

/* What base against itself says about this measurement (rule 3). */
static enum err
ask_control(
    struct judging *j, const struct track *track, struct report_series *row)
{
	double d[GATE_ROUNDS_MAX];
	double limit = log(1 + FLOOR);
	double confidence = 1 - CONTROL_ALPHA / (double)j->judged;
	struct interval_estimate interval;
	size_t n = row->rounds;

	if (!(track->sides & SIDE_BIT(SIDE_CONTROL)))
		return ERR_OK;
	differences(track, SIDE_CONTROL, n, d);
	row->control_ratio = exp(hodges_lehmann(d, n));
	if (n >= GATE_ROUNDS_FIRST)
		j->floors[j->floor_count++] = gate_noise_floor(d, n);
	if (signed_rank_interval(d, n, confidence, &interval) != 0 ||
	    (interval.low <= limit && interval.high >= -limit))
		return ERR_OK;
	row->verdict = VERDICT_INCONCLUSIVE;
	row->note = judgement_text(j->judgement,
	    "the control differs from the base, which it equals, by %+.1f %%: "
	    "this measurement cannot be trusted",
	    (row->control_ratio - 1) * 100);
	return row->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static enum err
add_pair(struct judging *j, const struct track *track)
{
	struct judgement *judgement = j->judgement;
	struct report_series *row = &judgement->series[judgement->series_count];
	enum err err = ERR_OK;
	size_t n = track->judged ? track->gate.n : track->rounds;

	*row = (struct report_series){
	    .name = track->name,
	    .verdict = VERDICT_PASS,
	    .judged = track->judged,
	    .tolerance = NAN,
	    .mde = NAN,
	};
	if (n > GATE_ROUNDS_MAX)
		n = GATE_ROUNDS_MAX;
	estimate(track, n, row);
	if (track->judged) {
		row->tolerance = j->plan->tolerance(j->plan->ctx, &track->name);
		row->mde = gate_mde(&track->gate);
		err = take_verdict(j, &track->gate, row);
		if (!err)
			err = ask_control(j, track, row);
	}
	judgement->series_count++;
	return err;
}

static void
name_sides(side_set sides, struct buf *out)
{
	for (int side = 0; side < SIDE_COUNT; side++)
		if (sides & SIDE_BIT(side))
			buf_printf(out, "%s%s", out->len ? " and " : "",
			    side_name((enum side)side));
	if (!sides)
		buf_puts(out, "no side");
}

static enum err
add_unpaired(struct judging *j, const struct track *track)
{
	struct buf reason = BUF_INIT;
	enum verdict verdict = VERDICT_MISSING;
	enum err err;

	if (track->broken) {
		name_sides(track->broken_sides, &reason);
		buf_printf(&reason,
		    " printed it in round %zu, another set of "
		    "sides than in the first",
		    track->broken_round + 1);
	} else if (track->sides == SIDE_BIT(SIDE_HEAD)) {
		verdict = VERDICT_NEW;
		buf_puts(&reason, "the base has not got it");
	} else if (track->sides & SIDE_BIT(SIDE_HEAD)) {
		buf_puts(&reason, "the control prints it and the base does "
				  "not, although they are the same");
	} else {
		buf_puts(&reason, "the base has it and the head has not");
	}
	err = buf_err(&reason);
	if (!err)
		err =
		    judgement_add_unjudged(j->judgement, track->name.benchmark,
			track->name.metric, verdict, buf_text(&reason));
	buf_release(&reason);
	return err;
}

static enum err
add_tracks(struct judging *j)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < tracks_count(j->tracks); i++) {
		const struct track *track = tracks_at(j->tracks, i);

		if (j->plan->benchmarks[track->owner].error)
			continue; /* the whole benchmark is an error */
		if (has_pairs(track))
			err = add_pair(j, track);
		else if (track->judged)
			err = add_unpaired(j, track);
	}
	return err;
}

/* A judged metric of which a benchmark printed nothing at all. */
static enum err
add_undelivered(struct judging *j, size_t owner)
{
	const struct config_texts *metrics =
	    &j->plan->benchmarks[owner].config->metrics;
	enum err err = ERR_OK;

	for (size_t m = 0; !err && m < metrics->count; m++) {
		bool delivered = false;

		for (size_t i = 0; i < tracks_count(j->tracks); i++) {
			const struct track *track = tracks_at(j->tracks, i);

			if (track->owner == owner &&
			    strcmp(track->name.metric, metrics->items[m]) == 0)
				delivered = true;
		}
		if (!delivered)
			err = judgement_add_unjudged(j->judgement,
			    j->plan->benchmarks[owner].config->name,
			    metrics->items[m], VERDICT_MISSING,
			    "declared in the config, but never printed");
	}
	return err;
}

static enum err
add_benchmarks(struct judging *j)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < j->plan->config->benchmark_count; i++) {
		const struct measure_benchmark *benchmark =
		    &j->plan->benchmarks[i];

		if (benchmark->error)
			err = judgement_add_unjudged(j->judgement,
			    benchmark->config->name, NULL, VERDICT_ERROR,
			    benchmark->error);
		else if (!benchmark->skip)
			err = add_undelivered(j, i);
	}
	if (!err && tracks_capped(j->tracks)) {
		char reason[160];

		snprintf(reason, sizeof reason,
		    "more than %zu series: the further ones were not judged "
		    "(measure.max-series)",
		    j->plan->config->measure.max_series);
		err = judgement_add_unjudged(j->judgement, "(further series)",
		    NULL, VERDICT_MISSING, reason);
	}
	return err;
}

static void
count_judged(struct judging *j)
{
	for (size_t i = 0; i < tracks_count(j->tracks); i++) {
		const struct track *track = tracks_at(j->tracks, i);

		j->judged += track->judged && has_pairs(track);
	}
}

enum err
judge(struct judgement *judgement, const struct measure_plan *plan,
    const struct measure_outcome *outcome)
{
	struct judging j = {
	    .judgement = judgement, .plan = plan, .tracks = outcome->tracks};
	size_t count = tracks_count(j.tracks);
	struct report *report = &judgement->report;
	enum err err = ERR_OK;

	count_judged(&j);
	judgement->series = calloc(count + 1, sizeof *judgement->series);
	j.floors = calloc(count + 1, sizeof *j.floors);
	if (!judgement->series || !j.floors)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		err = add_tracks(&j);
	if (!err)
		err = add_benchmarks(&j);
	if (!err && outcome->budget_spent)
		err = judgement_warn(judgement,
		    "the budget ended the measuring before every series was "
		    "decided");
	if (j.floor_count)
		report->noise_floor = median_in_place(j.floors, j.floor_count);
	report->rounds = outcome->rounds;
	report->processes = outcome->processes;
	report->measuring_ns = outcome->elapsed_ns;
	report->children_ns = outcome->children_ns;
	report->seed = plan->seed;
	free(j.floors);
	return err;
}
