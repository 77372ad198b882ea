#include "runner/judge_counts.h"

#include <math.h>
#include <string.h>

#include "runner/judge_limit.h"

/* Texts of up to two decimals, since 0.3 % is a tolerance here. */
#define PERCENT(fraction) ((fraction)*100)

/* The name of the only benchmark that the process prints, else NULL. */
static const char *
only_name(struct tracks *tracks, size_t owner)
{
	const char *name = NULL;

	for (size_t i = 0; i < tracks_count(tracks); i++) {
		const struct track *track = tracks_at(tracks, i);

		if (track->owner != owner)
			continue;
		if (name && strcmp(name, track->name.benchmark) != 0)
			return NULL;
		name = track->name.benchmark;
	}
	return name;
}

static const char *
say(struct judgement *judgement, enum witness_word word,
    const struct witness *witness)
{
	double change = PERCENT(witness->ratio - 1);

	switch (word) {
	case WITNESS_SILENT:
		break;
	case WITNESS_CONFIRMS:
		return judgement_text(judgement,
		    "high confidence: %.2f %% more instructions", change);
	case WITNESS_MENTIONS:
		return judgement_text(
		    judgement, "instructions %+.2f %%", change);
	case WITNESS_DENIES:
		if (witness->ratio < 1 - WITNESS_TOLERANCE)
			return judgement_text(judgement,
			    "not instruction-related: instructions %+.2f %%",
			    change);
		return judgement_text(judgement,
		    "not instruction-related: instructions are equal within "
		    "%.1f %%",
		    PERCENT(WITNESS_TOLERANCE));
	}
	return NULL;
}

static bool
is_time(const struct report_series *row)
{
	return row->judged && strcmp(row->name.unit, "ns") == 0 &&
	       row->name.direction == DIRECTION_SMALLER;
}

static enum err
note_times(struct judgement *judgement, const char *name,
    const struct witness *witness)
{
	for (size_t i = 0; i < judgement->series_count; i++) {
		struct report_series *row = &judgement->series[i];
		enum witness_word word = witness_on(witness, row->verdict);
		const char *note;

		if (word == WITNESS_SILENT || !is_time(row) ||
		    row->beyond_value > 0 ||
		    strcmp(row->name.benchmark, name) != 0)
			continue;
		note = say(judgement, word, witness);
		if (note && row->note)
			note = judgement_text(
			    judgement, "%s; %s", row->note, note);
		if (!note)
			return err_fail(ERR_NOMEM, "out of memory");
		row->note = note;
	}
	return ERR_OK;
}

/* One count says what many would. */
static enum err
add_limit(struct judgement *judgement, struct report_series *row,
    const struct witness *witness, const struct terms *terms)
{
	enum limit_place place =
	    witness->head_value > terms->limit ? LIMIT_BEYOND : LIMIT_WITHIN;

	return judge_limit(judgement, row, terms->limit, place,
	    witness->head_value, row->rounds);
}

static enum err
add_row(struct judgement *judgement, const struct measure_benchmark *benchmark,
    const struct witness *witness, const struct terms *terms)
{
	const struct witness_counts *counts = &benchmark->counting.counts;
	struct report_series *row =
	    &judgement->series[judgement->series_count++];

	*row = (struct report_series){
	    .name = {benchmark->config->name, METRIC_INSTRUCTIONS, "",
		DIRECTION_SMALLER},
	    .printed_by = benchmark->config->name,
	    .verdict = witness->verdict,
	    .judged = true,
	    .ratio = witness->ratio,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .confidence = NAN,
	    .tolerance = terms->tolerance,
	    .min_effect = terms->min_effect,
	    .limit = terms->limit,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .rounds = 1,
	    .base_value = witness->base_value,
	    .head_value = witness->head_value,
	    .base_spread = NAN,
	    .head_spread = NAN,
	    .control_ratio = witness->control_ratio,
	};
	for (int side = 0; side < SIDE_COUNT; side++)
		row->samples[side] = (struct report_samples){
		    counts->values[side], counts->n[side]};
	if (witness->verdict != VERDICT_INCONCLUSIVE)
		return add_limit(judgement, row, witness, terms);
	row->unsettled = true;
	row->note = judgement_text(judgement,
	    "counts do not repeat: %+.2f %%: does the benchmark adapt its "
	    "iterations to time?",
	    PERCENT(witness->repeat));
	return row->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static void
judge_witness(struct witness *out, const struct witness_counts *counts,
    const struct terms *terms)
{
	witness_judge(out, counts, terms->tolerance);
	if (terms->min_effect > 0)
		witness_judge(out, counts,
		    difference_tolerance(DIRECTION_SMALLER, out->base_value,
			terms->tolerance, terms->min_effect));
}

static enum err
judge_benchmark(struct judgement *judgement, const struct measure_plan *plan,
    struct tracks *tracks, size_t index)
{
	const struct measure_benchmark *benchmark = &plan->benchmarks[index];
	const struct counting *counting = &benchmark->counting;
	const struct series_name series = {benchmark->config->name,
	    METRIC_INSTRUCTIONS, "", DIRECTION_SMALLER};
	struct witness witness;
	struct terms terms;
	const char *name;
	enum err err;

	if (counting->error)
		return judgement_add_unjudged(judgement, series.benchmark,
		    series.metric,
		    counting->source == COUNTING_NONE ? VERDICT_MISSING
						      : VERDICT_ERROR,
		    counting->error);
	terms = plan->terms(plan->ctx, &series);
	if (terms.fault != TERMS_SOUND)
		return judgement_add_fault(judgement, &series, &terms);
	judge_witness(&witness, &counting->counts, &terms);
	name = only_name(tracks, index);
	err = name ? note_times(judgement, name, &witness) : ERR_OK;
	return err ? err : add_row(judgement, benchmark, &witness, &terms);
}

enum err
judge_counts(struct judgement *judgement, const struct measure_plan *plan,
    struct tracks *tracks)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < plan->config->benchmark_count; i++) {
		const struct measure_benchmark *benchmark =
		    &plan->benchmarks[i];

		if (benchmark->counting.wanted && !benchmark->skip &&
		    !benchmark->error)
			err = judge_benchmark(judgement, plan, tracks, i);
	}
	return err;
}
