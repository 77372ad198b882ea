#include <stdlib.h>
#include <string.h>

#include "runner/rejudge_parts.h"
#include "runner/track_table.h"

#define ALL_SIDES                                                              \
	(SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_CONTROL) | SIDE_BIT(SIDE_HEAD))

size_t
rejudge_owner(const struct config *config, const struct report_series *series)
{
	size_t count = config->benchmark_count;

	for (size_t i = 0; series->printed_by && i < count; i++)
		if (strcmp(config->benchmarks[i].name, series->printed_by) == 0)
			return i;
	if (count == 1)
		return 0;
	for (size_t i = 0; i < count; i++)
		if (config_judges(&config->benchmarks[i], series->name.metric))
			return i;
	return count;
}

bool
rejudge_has_pairs(
    const struct report *claimed, const struct report_series *series)
{
	return !claimed->weak && !(series->band_low > 0) &&
	       !(series->band_high > 0) && series->samples[SIDE_HEAD].count;
}

static bool
is_count(const struct report_series *series)
{
	return strcmp(series->name.metric, METRIC_INSTRUCTIONS) == 0;
}

static bool
is_of(const struct rejudgement *r, const struct report_series *series,
    size_t owner)
{
	return rejudge_has_pairs(r->claimed, series) &&
	       rejudge_owner(r->plan.config, series) == owner;
}

/* ---- counts ---- */

static void
take_counts(struct counting *counting, const struct report_series *series)
{
	for (int side = 0; side < SIDE_COUNT; side++) {
		const struct report_samples *samples = &series->samples[side];
		size_t n = samples->count < WITNESS_COUNTS ? samples->count
							   : WITNESS_COUNTS;

		for (size_t i = 0; i < n; i++)
			counting->counts.values[side][i] = samples->values[i];
		counting->counts.n[side] = n;
	}
}

static bool
are_sound(const struct witness_counts *counts)
{
	for (int side = 0; side < SIDE_COUNT; side++)
		for (size_t i = 0; i < counts->n[side]; i++)
			if (!(counts->values[side][i] > 0))
				return false;
	return counts->n[SIDE_BASE] && counts->n[SIDE_HEAD];
}

/* A count has the config's name of its benchmark. */
static enum err
replay_counts(struct rejudgement *r, size_t owner)
{
	struct measure_benchmark *benchmark = &r->benchmarks[owner];
	struct counting *counting = &benchmark->counting;

	counting->wanted = config_counts(benchmark->config);
	if (!counting->wanted)
		return ERR_OK;
	for (size_t i = 0; i < r->claimed->series_count; i++) {
		const struct report_series *series = &r->claimed->series[i];

		if (is_count(series) && is_of(r, series, owner) &&
		    strcmp(series->name.benchmark, benchmark->config->name) ==
			0)
			take_counts(counting, series);
	}
	if (are_sound(&counting->counts))
		return ERR_OK;
	counting->source = COUNTING_NONE; /* missing, not failed */
	counting->error = strdup("no counts of both sides are in the file");
	return counting->error ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

/* ---- rounds ---- */

static size_t
rounds_of(const struct report_series *series)
{
	size_t most = 0;

	for (int side = 0; side < SIDE_COUNT; side++)
		if (series->samples[side].count > most)
			most = series->samples[side].count;
	return most < RULE_ROUNDS_MAX ? most : RULE_ROUNDS_MAX;
}

/* Series that froze have fewer rounds than others of their benchmark. */
static size_t
rest_those_that_are_over(struct rejudgement *r, size_t owner, size_t round)
{
	size_t left = 0;

	for (size_t i = 0; i < r->claimed->series_count; i++) {
		const struct report_series *series = &r->claimed->series[i];
		struct track *track;

		if (!is_of(r, series, owner))
			continue;
		track = tracks_find(r->outcome.tracks, &series->name);
		if (track)
			track->idle = round >= rounds_of(series);
		left += round < rounds_of(series);
	}
	return left;
}

static enum err
take_side(struct rejudgement *r, size_t owner, size_t round, enum side side)
{
	enum err err = ERR_OK;

	tracks_turn_begin(r->outcome.tracks, side);
	tracks_process_begin(r->outcome.tracks);
	for (size_t i = 0; !err && i < r->claimed->series_count; i++) {
		const struct report_series *series = &r->claimed->series[i];
		struct reading reading = {.series = series->name};

		if (round >= series->samples[side].count ||
		    round >= RULE_ROUNDS_MAX || !is_of(r, series, owner))
			continue;
		reading.value = series->samples[side].values[round];
		err = tracks_take(r->outcome.tracks, &reading);
	}
	tracks_turn_end(r->outcome.tracks);
	return err;
}

static void
feed_gates(struct rejudgement *r, size_t owner)
{
	size_t count;
	const size_t *owned = tracks_owned(r->outcome.tracks, owner, &count);

	for (size_t i = 0; i < count; i++) {
		struct track *track = tracks_at(r->outcome.tracks, owned[i]);

		if (track_can_be_judged(track) && !track->idle)
			measure_feed_gate(&r->plan, track);
	}
}

static enum err
replay_round(struct rejudgement *r, size_t owner, size_t round)
{
	const struct config_benchmark *config =
	    &r->plan.config->benchmarks[owner];
	struct tracks *tracks = r->outcome.tracks;
	const struct sample *samples;
	size_t count;
	enum err err = round
			   ? tracks_block_begin_narrowed(tracks, owner, config)
			   : tracks_block_begin(tracks, owner, config);

	for (int side = 0; !err && side < SIDE_COUNT; side++)
		err = take_side(r, owner, round, (enum side)side);
	if (!err)
		err = tracks_block_end(
		    tracks, round, ALL_SIDES, &samples, &count);
	if (!err)
		feed_gates(r, owner);
	return err;
}

static enum err
replay_benchmark(struct rejudgement *r, size_t owner)
{
	enum err err = replay_counts(r, owner);

	for (size_t round = 0;
	     !err && rest_those_that_are_over(r, owner, round); round++)
		err = replay_round(r, owner, round);
	return err;
}

enum err
rejudge_replay(struct rejudgement *r)
{
	enum err err =
	    tracks_new(&r->outcome.tracks, r->plan.config->measure.max_series);
	size_t count;

	for (size_t i = 0; !err && i < r->plan.config->benchmark_count; i++)
		err = replay_benchmark(r, i);
	count = tracks_count(r->outcome.tracks);
	for (size_t i = 0; !err && i < count; i++) {
		struct track *track = tracks_at(r->outcome.tracks, i);

		if (track_can_be_judged(track))
			gate_close(&track->gate);
	}
	return err;
}
