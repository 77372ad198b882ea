#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/limit.h"
#include "core/base/clock.h"
#include "runner/conditions.h"
#include "runner/measure_parts.h"
#include "runner/turn.h"

static size_t
list_sides(const struct measure_plan *plan, size_t *sides)
{
	size_t count = 0;

	for (size_t side = 0; side < SIDE_COUNT; side++)
		if (plan->trees[side])
			sides[count++] = side;
	return count;
}

static enum err
run_turns(struct measuring *s, struct measure_benchmark *benchmark,
    side_set *expected)
{
	const struct measure_plan *plan = s->plan;
	size_t sides[SIDE_COUNT];
	size_t count = list_sides(plan, sides);
	struct child_conditions conditions;
	enum err err = conditions_of_block(
	    &plan->config->measure.conditions, &s->rng, &conditions);

	*expected = 0;
	rng_shuffle(&s->rng, sides, count);
	environment_pad(
	    plan->environment, (size_t)rng_below(&s->rng, ENVIRONMENT_PAD_MAX));
	for (size_t i = 0; !err && i < count; i++) {
		struct turn turn = {
		    .benchmark = benchmark->config,
		    .command = benchmark->command,
		    .side = (enum side)sides[i],
		    .tree = plan->trees[sides[i]],
		    .environment = plan->environment,
		    .conditions = conditions,
		    .logs = plan->logs,
		    .tracks = s->tracks,
		};

		*expected |= SIDE_BIT(sides[i]);
		if (benchmark->rounds < RULE_ROUNDS_MAX)
			benchmark->slots[benchmark->rounds][sides[i]] =
			    (unsigned char)i;
		err = turn_run(&turn);
		if (err)
			benchmark->failed = turn.side;
		s->outcome->processes += turn.processes;
		s->outcome->children_ns += turn.children_ns;
	}
	return err;
}

/* What a benchmark or its output did wrong is its own verdict; the rest, such
 * as a full disk, ends the measuring. */
static bool
is_benchmarks_fault(enum err err)
{
	return err == ERR_CHILD || err == ERR_PARSE || err == ERR_LIMIT ||
	       err == ERR_TIMEOUT;
}

static enum err
note_failure(struct measure_benchmark *benchmark)
{
	benchmark->done = true;
	benchmark->error = strdup(err_text());
	if (!benchmark->error)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

/* A block of other names than before takes another time. */
static void
note_time(struct measure_benchmark *benchmark, int64_t ns)
{
	if (benchmark->timed_names != benchmark->names)
		benchmark->timed_blocks = 0;
	benchmark->timed_names = benchmark->names;
	benchmark->timed_blocks++;
	benchmark->block_ns +=
	    (ns - benchmark->block_ns) / (int64_t)benchmark->timed_blocks;
	if (!benchmark->names)
		benchmark->whole_ns = benchmark->block_ns;
	benchmark->spent_ns += ns;
}

static void
open_gate(const struct measure_plan *plan, struct track *track)
{
	struct detector_limits limits;
	struct question question;

	if (plan->question) {
		gate_init_question(&track->gate, plan->question);
		return;
	}
	if (!plan->detect) {
		track->terms = plan->terms(plan->ctx, &track->name);
		gate_init(&track->gate, track->terms.tolerance);
		return;
	}
	limits = plan->limits(plan->ctx, track->owner, &track->name);
	question = detector_question(&limits, true);
	gate_init_question(&track->gate, &question);
}

void
measure_feed_gate(const struct measure_plan *plan, struct track *track)
{
	struct difference difference;

	if (track->rounds == 1)
		open_gate(plan, track);
	difference = track_difference(track, track->rounds - 1);
	gate_add_round(&track->gate, &difference);
}

/* A new series has no gate, but may have a limit, which wants as many rounds as
 * a first look. */
static bool
awaits_limit(const struct measure_plan *plan, const struct track *track)
{
	if (plan->question || plan->detect || !track_is_new(track))
		return false;
	return track->rounds < LIMIT_ROUNDS && track->rounds < plan->rounds &&
	       plan->terms(plan->ctx, &track->name).limit > 0;
}

/* The round's differences go to the gates; the benchmark is done when none of
 * them wants more. */
static void
feed_gates(struct measuring *s, struct measure_benchmark *benchmark)
{
	size_t owner = (size_t)(benchmark - s->plan->benchmarks);
	size_t open = 0;
	size_t count;
	const size_t *owned = tracks_owned(s->tracks, owner, &count);

	for (size_t i = 0; i < count; i++) {
		struct track *track = tracks_at(s->tracks, owned[i]);

		open += awaits_limit(s->plan, track);
		if (!track_can_be_judged(track))
			continue;
		if (!track->idle)
			measure_feed_gate(s->plan, track);
		open += !gate_decided(&track->gate) &&
			track->rounds < s->plan->rounds;
	}
	if (!open)
		benchmark->done = true;
}

static enum err
end_block(
    struct measuring *s, struct measure_benchmark *benchmark, side_set expected)
{
	const struct measure_plan *plan = s->plan;
	const struct sample *samples;
	size_t count;
	enum err err = tracks_block_end(
	    s->tracks, benchmark->rounds, expected, &samples, &count);

	if (!err && plan->store && count)
		err = store_round_put(plan->store, plan->run_uid,
		    benchmark->rounds, benchmark->setup, samples, count);
	if (err)
		return err;
	benchmark->rounds++;
	benchmark->filtered += benchmark->command != NULL;
	if (benchmark->rounds > s->outcome->rounds)
		s->outcome->rounds = benchmark->rounds;
	if (measure_paired(plan))
		feed_gates(s, benchmark);
	else if (benchmark->rounds >= plan->rounds)
		benchmark->done = true;
	return ERR_OK;
}

static enum err
begin_block(struct measuring *s, struct measure_benchmark *benchmark)
{
	size_t owner = (size_t)(benchmark - s->plan->benchmarks);

	if (benchmark->command)
		return tracks_block_begin_narrowed(
		    s->tracks, owner, benchmark->config);
	return tracks_block_begin(s->tracks, owner, benchmark->config);
}

/* The first line says what; the others are the end of its output. */
static enum err
give_up_filter(struct measure_benchmark *benchmark, enum err why)
{
	const char *text = why ? err_text()
			       : "it did not print exactly the names that it "
				 "was asked for";

	benchmark->filter_error = strndup(text, strcspn(text, "\n"));
	if (!benchmark->filter_error)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

enum err
measure_block(struct measuring *s, struct measure_benchmark *benchmark)
{
	int64_t started = clock_monotonic_ns();
	bool trusted = !benchmark->command || benchmark->proven;
	side_set expected;
	enum err err = begin_block(s, benchmark);

	if (!err)
		err = run_turns(s, benchmark, &expected);
	if (!trusted && (is_benchmarks_fault(err) ||
			    (!err && !tracks_block_exact(s->tracks)))) {
		note_time(benchmark, clock_monotonic_ns() - started);
		return give_up_filter(benchmark, err);
	}
	if (!err)
		err = end_block(s, benchmark, expected);
	benchmark->proven = true;
	note_time(benchmark, clock_monotonic_ns() - started);
	return is_benchmarks_fault(err) ? note_failure(benchmark) : err;
}

enum err
measure_trial(struct measuring *s, struct measure_benchmark *benchmark)
{
	int64_t started = clock_monotonic_ns();
	struct tracks *tracks = s->tracks;
	side_set expected;
	enum err err =
	    tracks_new(&s->tracks, s->plan->config->measure.max_series);

	if (err) {
		s->tracks = tracks;
		return err;
	}
	err = begin_block(s, benchmark);
	if (!err)
		err = run_turns(s, benchmark, &expected);
	note_time(benchmark, clock_monotonic_ns() - started);
	tracks_free(s->tracks);
	s->tracks = tracks;
	return is_benchmarks_fault(err) ? note_failure(benchmark) : err;
}
