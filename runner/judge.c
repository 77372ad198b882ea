#include "runner/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/estimate.h"
#include "baselines/signed_rank.h"
#include "core/base/buf.h"
#include "runner/judge_counts.h"
#include "runner/judge_fdr.h"
#include "runner/judge_limit.h"
#include "runner/judge_note.h"

#define BOTH (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD))

struct judging {
	struct judgement *judgement;
	const struct measure_plan *plan;
	struct tracks *tracks;
	size_t judged; /* series that have a gate */
	size_t raised; /* series whose floor earlier controls raised */
	double raised_most;
	double *p; /* of each row: slower than the tolerance; NaN: not judged */
	double *floors; /* noise floors of the series */
	size_t floor_count;
};

/* On base and head, and on the control where there is one: without its control
 * nothing guards a series. */
static bool
has_pairs(const struct judging *j, const struct track *track)
{
	side_set wanted = BOTH;

	if (j->plan->trees[SIDE_CONTROL])
		wanted |= SIDE_BIT(SIDE_CONTROL);
	return (track->sides & wanted) == wanted && !track->broken;
}

static void
fill_row(struct report_series *row, const struct estimate *estimate,
    const struct track *track)
{
	*row = (struct report_series){
	    .name = track->name,
	    .printed_by = track->printed_by,
	    .verdict = VERDICT_PASS,
	    .judged = track->judged,
	    .ratio = estimate->ratio,
	    .ratio_low = estimate->ratio_low,
	    .ratio_high = estimate->ratio_high,
	    .confidence = GATE_CONFIDENCE,
	    .tolerance = NAN,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .rounds = estimate->rounds,
	    .base_value = estimate->base_value,
	    .head_value = estimate->head_value,
	    .base_spread = estimate->base_spread,
	    .head_spread = estimate->head_spread,
	    .control_ratio = estimate->control_ratio,
	};
	for (int side = 0; side < SIDE_COUNT; side++)
		if (track->values[side])
			row->samples[side] = (struct report_samples){
			    track->values[side], estimate->rounds};
}

/* The gate's differences are moved by what the absolute effect allows, so its
 * own MDE is above the tolerance; that of the ratio is as far above what the
 * base's median allows. */
static double
mde_of(const struct report_series *row, const struct gate *gate)
{
	double allowed;

	if (!(row->min_effect > 0))
		return gate_mde(gate);
	allowed = difference_tolerance(row->name.direction, row->base_value,
	    row->tolerance, row->min_effect);
	if (isinf(allowed))
		return NAN;
	return (1 + gate_mde(gate)) * (1 + allowed) / (1 + row->tolerance) - 1;
}

/* What the series is asked, and what may be claimed of it. */
static struct detector_limits
fill_limits(struct judging *j, struct report_series *row,
    const struct track *track, const struct terms *terms)
{
	const struct measure_plan *plan = j->plan;
	struct detector_limits limits =
	    plan->limits(plan->ctx, track->owner, &track->name);

	row->floor = limits.floor;
	if (plan->detect)
		row->effect = limits.effect;
	else
		row->tolerance = terms->tolerance;
	row->min_effect = terms->min_effect;
	if (limits.floor > plan->claims->floor) {
		j->raised++;
		j->raised_most = fmax(j->raised_most, limits.floor);
	}
	return limits;
}

/* What was measured and did not suffice has an outlook; what was never looked
 * at, or is voided, has none. */
static void
fill_outlook(struct report_series *row, const struct track *track,
    enum estimate_note note)
{
	struct gate_outlook outlook;

	if (note != NOTE_UNDECIDED && note != NOTE_UNCONFIRMED &&
	    note != NOTE_CUT)
		return;
	outlook = gate_outlook(
	    &track->gate, hodges_lehmann(track->gate.d, track->gate.n));
	row->too_near = isnan(outlook.rounds);
	row->reachable = outlook.reachable;
	if (!row->too_near)
		row->rounds_needed = (size_t)outlook.rounds;
}

/* All rounds of head say on which side of its limit it is, those after the
 * gate's decision too. */
static enum err
add_limit(struct judging *j, struct report_series *row,
    const struct track *track, const struct terms *terms,
    enum estimate_note note)
{
	row->limit = terms->limit;
	if (note == NOTE_CONTROL)
		return ERR_OK; /* these rounds cannot be trusted */
	return judge_limit_rounds(j->judgement, row, terms->limit,
	    track->values[SIDE_HEAD], track->rounds);
}

static enum err
add_pair(
    struct judging *j, const struct track *track, const struct terms *terms)
{
	struct judgement *judgement = j->judgement;
	struct report_series *row =
	    &judgement->series[judgement->series_count++];
	size_t rounds = track->judged ? track->gate.n : track->rounds;
	const struct estimate_samples samples = {
	    .base = track->values[SIDE_BASE],
	    .head = track->values[SIDE_HEAD],
	    .control = track->values[SIDE_CONTROL],
	    .rounds = rounds < RULE_ROUNDS_MAX ? rounds : RULE_ROUNDS_MAX,
	    .direction = track->name.direction,
	};
	struct detector_limits limits;
	struct estimate estimate;
	enum estimate_note note;

	estimate_make(&estimate, &samples, j->judged ? j->judged : 1);
	fill_row(row, &estimate, track);
	j->p[row - judgement->series] = NAN;
	if (!track->judged)
		return ERR_OK;
	if (!isnan(estimate.noise_floor))
		j->floors[j->floor_count++] = estimate.noise_floor;
	limits = fill_limits(j, row, track, terms);
	row->mde = mde_of(row, &track->gate);
	row->verdict =
	    estimate_verdict(&estimate, &track->gate, limits.floor, &note);
	j->p[row - judgement->series] =
	    signed_rank_p(track->gate.d, track->gate.n,
		track->gate.question.candidate_log, ALTERNATIVE_GREATER);
	row->note = judge_note(judgement, note, &estimate, row, &track->gate);
	fill_outlook(row, track, note);
	row->unsettled =
	    note == NOTE_CUT || note == NOTE_TOO_FEW || note == NOTE_CONTROL;
	if (note != NOTE_NONE && !row->note)
		return err_fail(ERR_NOMEM, "out of memory");
	return add_limit(j, row, track, terms, note);
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
	} else if ((track->sides & BOTH) == BOTH) {
		buf_puts(&reason, "the base prints it and the control does "
				  "not, although they are the same");
	} else if (track->sides == SIDE_BIT(SIDE_HEAD)) {
		verdict = VERDICT_NEW;
		buf_puts(&reason, "the base has not got it");
	} else if (!(track->sides & SIDE_BIT(SIDE_BASE))) {
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

/* What the detector is asked does not come from the rules. */
static struct terms
terms_of(const struct judging *j, const struct track *track)
{
	if (!track->judged || j->plan->detect)
		return (struct terms){0};
	return j->plan->terms(j->plan->ctx, &track->name);
}

static enum err
add_track(struct judging *j, const struct track *track)
{
	const struct terms terms = terms_of(j, track);

	if (terms.fault != TERMS_SOUND)
		return judgement_add_fault(j->judgement, &track->name, &terms);
	if (has_pairs(j, track))
		return add_pair(j, track, &terms);
	if (track_is_new(track) && terms.limit > 0) {
		j->p[j->judgement->series_count] = NAN;
		return judge_limit_new(j->judgement, track, terms.limit);
	}
	return track->judged ? add_unpaired(j, track) : ERR_OK;
}

static enum err
add_tracks(struct judging *j)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < tracks_count(j->tracks); i++) {
		const struct track *track = tracks_at(j->tracks, i);

		/* else the whole benchmark is an error */
		if (!j->plan->benchmarks[track->owner].error)
			err = add_track(j, track);
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
		/* Nobody prints what tidemark counts itself. */
		bool delivered =
		    strcmp(metrics->items[m], METRIC_INSTRUCTIONS) == 0;

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

/* What each benchmark took, and whose filter did not work. */
static enum err
add_spending(struct judging *j)
{
	struct report *report = &j->judgement->report;
	size_t count = j->plan->config->benchmark_count;
	struct report_part *parts = calloc(count, sizeof *parts);
	enum err err = ERR_OK;

	if (!parts)
		return err_fail(ERR_NOMEM, "out of memory");
	j->judgement->parts = parts;
	report->parts = parts;
	report->budget_ns = j->plan->budget_ns;
	for (size_t i = 0; !err && i < count; i++) {
		const struct measure_benchmark *benchmark =
		    &j->plan->benchmarks[i];

		if (benchmark->skip)
			continue;
		parts[report->part_count++] = (struct report_part){
		    .benchmark = benchmark->config->name,
		    .blocks = benchmark->rounds,
		    .filtered = benchmark->filtered,
		    .spent_ns = benchmark->spent_ns,
		};
		if (benchmark->filter_error)
			err = judgement_warn(j->judgement,
			    "%s: its filter %s does not work, all of it was "
			    "run: %s",
			    benchmark->config->name, benchmark->config->filter,
			    benchmark->filter_error);
	}
	return err;
}

enum err
judge_unmeasured(struct judgement *judgement, const struct measure_plan *plan,
    const struct measure_outcome *outcome)
{
	struct judging j = {
	    .judgement = judgement, .plan = plan, .tracks = outcome->tracks};

	return add_benchmarks(&j);
}

static void
count_judged(struct judging *j)
{
	for (size_t i = 0; i < tracks_count(j->tracks); i++) {
		const struct track *track = tracks_at(j->tracks, i);

		j->judged += track->judged && has_pairs(j, track);
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
	judgement->series = calloc(count + plan->config->benchmark_count + 1,
	    sizeof *judgement->series);
	j.floors = calloc(count + 1, sizeof *j.floors);
	j.p = calloc(count + 1, sizeof *j.p);
	if (!judgement->series || !j.floors || !j.p)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		err = add_tracks(&j);
	if (!err)
		err = judge_fdr(judgement, j.p, plan->config->fdr);
	if (!err)
		err = judge_counts(judgement, plan, j.tracks);
	if (!err)
		err = add_benchmarks(&j);
	if (!err)
		err = add_spending(&j);
	if (!err && outcome->budget_spent)
		err = judgement_warn(judgement,
		    "the budget ended the measuring before every series was "
		    "decided");
	if (!err && j.raised)
		err = judgement_warn(judgement,
		    "the controls of earlier runs differ more than the floor: "
		    "it is raised for %zu series, to %.1f %% at most; the "
		    "tolerance is not",
		    j.raised, 100 * j.raised_most);
	if (j.floor_count)
		report->noise_floor = median_in_place(j.floors, j.floor_count);
	report->rounds = outcome->rounds;
	report->processes = outcome->processes;
	report->measuring_ns = outcome->elapsed_ns;
	report->counting_ns = outcome->counting_ns;
	report->children_ns = outcome->children_ns;
	report->seed = plan->seed;
	free(j.floors);
	free(j.p);
	return err;
}
