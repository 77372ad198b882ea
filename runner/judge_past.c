#include "runner/judge_past.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "reports/phrases.h"
#include "reports/units.h"
#include "runner/judge_limit.h"
#include "runner/past.h"

/* What the past says of one series of head. */
struct opinion {
	const struct past_series *series; /* NULL: it has none */
	struct band_rule rule;
	struct band band;
	enum band_place place;
	size_t count; /* values in the window */
	double value; /* of head: the median of its rounds */
	double ratio; /* to the band's centre, above 1 is worse */
	double worst_log; /* the most that it can be called worse, see below */
};

/* Spreads between a value and the tolerance that make one session sure: the
 * normal quantile of 1 - .005, as of a look of the gate. */
#define SURE_SPREADS 2.58

static double
median_of(const double *values, size_t n)
{
	double copy[RULE_ROUNDS_MAX];

	if (n > RULE_ROUNDS_MAX)
		n = RULE_ROUNDS_MAX;
	memcpy(copy, values, n * sizeof *copy);
	return median_in_place(copy, n);
}

/* How much worse head would be called if this session and those of the past
 * were as unlucky as one in 200 is. A mean is not trusted alone: one slow night
 * moves it. */
static double
worst_log_of(
    const struct opinion *o, enum direction direction, const double *values)
{
	double logs[BAND_VALUES_MAX];
	double middle;
	double log_ratio;
	double spread;

	for (size_t i = 0; i < o->count; i++)
		logs[i] = log(values[i]);
	spread = mad_sd(logs, o->count);
	middle = exp(median_in_place(logs, o->count));
	log_ratio = fmax(series_log_ratio(direction, middle, o->value),
	    series_log_ratio(direction, o->band.centre, o->value));
	return log_ratio +
	       SURE_SPREADS * spread * sqrt(1 + 1 / (double)o->count);
}

static struct opinion
ask_past(
    struct comparison *c, const struct track *track, const struct terms *terms)
{
	enum direction direction = track->name.direction;
	struct opinion o = {
	    .series = past_find(
		c->past, c->benchmarks[track->owner].setup, &track->name),
	    .rule = config_band(c->source.config, terms->rule),
	    .place = BAND_TOO_FEW,
	    .value = median_of(track->values[SIDE_HEAD], track->rounds),
	    .ratio = NAN,
	    .worst_log = NAN,
	};
	const double *values;

	if (!o.series)
		return o;
	values = o.series->values;
	o.count = o.series->count;
	if (o.count > o.rule.window) {
		values += o.count - o.rule.window;
		o.count = o.rule.window;
	}
	o.band = band_make(&o.rule, values, o.count);
	o.place = band_place(&o.rule, &o.band, o.value);
	if (o.place == BAND_TOO_FEW || !(o.band.centre > 0))
		return o;
	o.ratio = exp(series_log_ratio(direction, o.band.centre, o.value));
	o.worst_log = worst_log_of(&o, direction, values);
	return o;
}

/* Noise never raises a tolerance: a value within a wide band that may be beyond
 * the tolerance is measured in pairs; so is what lies outside of the band on
 * either side, and what has been at its level for too few commits. A rule
 * without a band trusts no history. */
static bool
is_doubted(const struct opinion *o, const struct terms *terms)
{
	if (o->rule.test == BAND_NONE)
		return true;
	if (o->place == BAND_TOO_FEW)
		return terms->limit > 0 ||
		       (o->series && o->series->before + o->series->count >=
					 o->rule.least);
	return o->place != BAND_INSIDE ||
	       !(o->worst_log <= log1p(terms->tolerance));
}

/* Without all of its rounds there is no session to compare. */
static bool
is_whole(const struct track *track)
{
	return !track->broken && track->rounds >= JUDGE_PAST_ROUNDS;
}

/* Series that the past has and head does not print: pairs say why. */
static bool
is_lacking(const struct comparison *c, const struct past_series *series)
{
	for (size_t i = 0; i < tracks_count(c->alone.tracks); i++) {
		const struct track *track = tracks_at(c->alone.tracks, i);
		const char *setup = c->benchmarks[track->owner].setup;

		if (strcmp(setup, series->setup) == 0 &&
		    strcmp(track->name.benchmark, series->name.benchmark) ==
			0 &&
		    strcmp(track->name.metric, series->name.metric) == 0)
			return false;
	}
	return true;
}

static void
doubt_lacking(const struct comparison *c, bool *doubted)
{
	const struct config *config = c->source.config;

	for (size_t i = 0; i < config->benchmark_count; i++)
		for (size_t k = 0; k < past_count(c->past); k++) {
			const struct past_series *series = past_at(c->past, k);

			if (strcmp(series->setup, c->benchmarks[i].setup) ==
				0 &&
			    config_judges(
				&config->benchmarks[i], series->name.metric) &&
			    is_lacking(c, series))
				doubted[i] = true;
		}
}

/* Metrics that are declared and never printed: likewise. */
static void
doubt_undelivered(const struct comparison *c, size_t owner, bool *doubted)
{
	const struct config_texts *metrics =
	    &c->benchmarks[owner].config->metrics;

	for (size_t m = 0; m < metrics->count; m++) {
		bool delivered = false;

		for (size_t i = 0; i < tracks_count(c->alone.tracks); i++) {
			const struct track *track =
			    tracks_at(c->alone.tracks, i);

			if (track->owner == owner &&
			    strcmp(track->name.metric, metrics->items[m]) == 0)
				delivered = true;
		}
		if (!delivered)
			doubted[owner] = true;
	}
}

static void
doubt_track(struct comparison *c, const struct track *track, bool *doubted)
{
	const struct terms terms = comparison_terms(c, &track->name);
	struct opinion opinion;

	if (!track->judged)
		return;
	if (!is_whole(track)) {
		doubted[track->owner] = true;
		return;
	}
	opinion = ask_past(c, track, &terms);
	if (is_doubted(&opinion, &terms))
		doubted[track->owner] = true;
}

void
judge_past_doubts(struct comparison *c, bool *doubted)
{
	for (size_t i = 0; i < c->source.config->benchmark_count; i++) {
		/* Counts, and series that were too many, are the pairs'. */
		doubted[i] = config_counts(c->benchmarks[i].config) ||
			     tracks_capped(c->alone.tracks);
		doubt_undelivered(c, i, doubted);
	}
	for (size_t i = 0; i < tracks_count(c->alone.tracks); i++)
		doubt_track(c, tracks_at(c->alone.tracks, i), doubted);
	doubt_lacking(c, doubted);
}

/* ---- rows ---- */

static enum err
explain(
    struct comparison *c, const struct opinion *o, struct report_series *row)
{
	struct buf text = BUF_INIT;

	buf_printf(&text, "within the band of %zu commits, ", o->count);
	units_value(&text, row->band_low, row->name.unit);
	buf_puts(&text, " to ");
	units_value(&text, o->band.high, row->name.unit);
	row->note = judgement_text(&c->judgement, "%s", buf_text(&text));
	buf_release(&text);
	return row->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static enum err
add_row(struct comparison *c, const struct track *track,
    const struct opinion *o, const struct terms *terms)
{
	struct judgement *judgement = &c->judgement;
	struct report_series *row =
	    &judgement->series[judgement->series_count++];
	enum err err;

	*row = (struct report_series){
	    .name = track->name,
	    .printed_by = track->printed_by,
	    .verdict = VERDICT_PASS,
	    .judged = true,
	    .ratio = o->ratio,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .confidence = NAN,
	    .tolerance = terms->tolerance,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .rounds = track->rounds,
	    .base_value = o->band.centre,
	    .head_value = o->value,
	    .band_low = fmax(o->band.low, 0),
	    .band_high = o->band.high,
	    .base_spread = NAN,
	    .head_spread = NAN,
	    .control_ratio = NAN,
	};
	row->samples[SIDE_BASE] = (struct report_samples){
	    o->series->values + o->series->count - o->count, o->count};
	row->samples[SIDE_HEAD] =
	    (struct report_samples){track->values[SIDE_HEAD], track->rounds};
	err = explain(c, o, row);
	if (err || !(terms->limit > 0))
		return err;
	return judge_limit_rounds(judgement, row, terms->limit,
	    track->values[SIDE_HEAD], track->rounds);
}

/* Too young to be judged. */
/* Too young to be judged; where the config lets it pass it is judged new. */
static enum err
add_first(
    struct comparison *c, const struct track *track, const struct opinion *o)
{
	struct judgement *judgement = &c->judgement;
	bool passes = c->source.config->first_run_passes;
	const char *why = judgement_text(judgement,
	    "%s (%zu of the %zu commits that a band needs)",
	    passes ? phrase_first_run : phrase_no_baseline, o->count,
	    o->rule.least);

	if (!why)
		return err_fail(ERR_NOMEM, "out of memory");
	if (!passes)
		return judgement_add_unjudged(judgement, track->name.benchmark,
		    track->name.metric, VERDICT_INCONCLUSIVE, why);
	judgement->series[judgement->series_count++] = (struct report_series){
	    .name = track->name,
	    .printed_by = track->printed_by,
	    .verdict = VERDICT_NEW,
	    .judged = true,
	    .note = why,
	    .ratio = NAN,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .confidence = NAN,
	    .tolerance = NAN,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .rounds = track->rounds,
	    .base_value = NAN,
	    .head_value = o->value,
	    .base_spread = NAN,
	    .head_spread = NAN,
	    .control_ratio = NAN,
	};
	return ERR_OK;
}

static enum err
add_track(struct comparison *c, const struct track *track, const bool *doubted)
{
	const struct terms terms = comparison_terms(c, &track->name);
	struct opinion opinion;

	if (!track->judged || doubted[track->owner] ||
	    c->benchmarks[track->owner].error)
		return ERR_OK;
	if (terms.fault != TERMS_SOUND)
		return judgement_add_fault(&c->judgement, &track->name, &terms);
	opinion = ask_past(c, track, &terms);
	if (opinion.place == BAND_TOO_FEW)
		return add_first(c, track, &opinion);
	return add_row(c, track, &opinion, &terms);
}

/* Rows of what the past vouches for, behind those of the pairs. */
enum err
judge_past_rows(struct comparison *c, const bool *doubted)
{
	struct judgement *judgement = &c->judgement;
	const struct config *config = c->source.config;
	size_t count = tracks_count(c->alone.tracks);
	struct report_series *grown = reallocarray(judgement->series,
	    judgement->series_count + count + 1, sizeof *grown);
	enum err err = ERR_OK;

	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	judgement->series = grown;
	for (size_t i = 0; !err && i < count; i++)
		err = add_track(c, tracks_at(c->alone.tracks, i), doubted);
	for (size_t i = 0; !err && i < config->benchmark_count; i++)
		if (!doubted[i] && c->benchmarks[i].error)
			err = judgement_add_unjudged(judgement,
			    config->benchmarks[i].name, NULL, VERDICT_ERROR,
			    c->benchmarks[i].error);
	return err;
}
