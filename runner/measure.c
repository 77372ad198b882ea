#include "runner/measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/child.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/rng.h"
#include "runner/adapter.h"
#include "runner/conditions.h"
#include "runner/turn.h"

struct measuring {
	const struct measure_plan *plan;
	struct measure_outcome *outcome;
	struct tracks *tracks;
	struct rng rng;
	int64_t started_ns;
	size_t benchmark_count;
};

static size_t
list_sides(const struct measure_plan *plan, size_t *sides)
{
	size_t count = 0;

	for (size_t side = 0; side < SIDE_COUNT; side++)
		if (plan->trees[side])
			sides[count++] = side;
	return count;
}

static bool
paired(const struct measure_plan *plan)
{
	return plan->trees[SIDE_BASE] && plan->trees[SIDE_HEAD];
}

/* ---- one block ---- */

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
		    .side = (enum side)sides[i],
		    .tree = plan->trees[sides[i]],
		    .env = environment_list(plan->environment),
		    .conditions = conditions,
		    .logs = plan->logs,
		    .tracks = s->tracks,
		};

		*expected |= SIDE_BIT(sides[i]);
		err = turn_run(&turn);
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

static void
note_time(struct measure_benchmark *benchmark, int64_t ns)
{
	int64_t blocks = (int64_t)++benchmark->blocks;

	benchmark->block_ns += (ns - benchmark->block_ns) / blocks;
}

static double
difference(const struct track *track, size_t round)
{
	return series_log_ratio(track->name.direction,
	    track->values[SIDE_BASE][round], track->values[SIDE_HEAD][round]);
}

static bool
can_be_judged(const struct track *track)
{
	side_set both = SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD);

	return track->judged && !track->broken && (track->sides & both) == both;
}

/* The round's differences go to the gates; the benchmark is done when none of
 * them wants more. */
static void
feed_gates(struct measuring *s, struct measure_benchmark *benchmark)
{
	size_t owner = (size_t)(benchmark - s->plan->benchmarks);
	size_t open = 0;

	for (size_t i = 0; i < tracks_count(s->tracks); i++) {
		struct track *track = tracks_at(s->tracks, i);

		if (track->owner != owner || !can_be_judged(track))
			continue;
		if (track->rounds == 1)
			gate_init(&track->gate,
			    s->plan->tolerance(s->plan->ctx, &track->name));
		gate_add(&track->gate, difference(track, track->rounds - 1));
		open += !gate_decided(&track->gate);
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
	if (benchmark->rounds > s->outcome->rounds)
		s->outcome->rounds = benchmark->rounds;
	if (paired(plan))
		feed_gates(s, benchmark);
	if (benchmark->rounds >= plan->rounds)
		benchmark->done = true;
	return ERR_OK;
}

static enum err
run_block(struct measuring *s, struct measure_benchmark *benchmark)
{
	int64_t started = clock_monotonic_ns();
	side_set expected;
	enum err err;

	tracks_block_begin(s->tracks, (size_t)(benchmark - s->plan->benchmarks),
	    benchmark->config);
	err = run_turns(s, benchmark, &expected);
	if (!err)
		err = end_block(s, benchmark, expected);
	note_time(benchmark, clock_monotonic_ns() - started);
	return is_benchmarks_fault(err) ? note_failure(benchmark) : err;
}

/* ---- all blocks ---- */

/* A first process of each side, thrown away: it fills caches, finds what is
 * broken, and tells how long a block takes. */
static enum err
run_trial(struct measuring *s, struct measure_benchmark *benchmark)
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
	tracks_block_begin(s->tracks, (size_t)(benchmark - s->plan->benchmarks),
	    benchmark->config);
	err = run_turns(s, benchmark, &expected);
	note_time(benchmark, clock_monotonic_ns() - started);
	tracks_free(s->tracks);
	s->tracks = tracks;
	return is_benchmarks_fault(err) ? note_failure(benchmark) : err;
}

static enum err
run_trials(struct measuring *s)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < s->benchmark_count; i++) {
		struct measure_benchmark *benchmark = &s->plan->benchmarks[i];

		if (benchmark->skip || config_only_counts(benchmark->config)) {
			benchmark->done = true;
			continue;
		}
		progress_step(s->plan->progress, i + 1, s->benchmark_count,
		    "trial of benchmark", -1);
		err = run_trial(s, benchmark);
	}
	return err;
}

static enum err
check_budget(const struct measuring *s)
{
	const struct measure_plan *plan = s->plan;
	size_t rounds = paired(plan) ? GATE_ROUNDS_FIRST : plan->rounds;
	int64_t need = 0;
	char needed[32];
	char budget[32];

	for (size_t i = 0; i < s->benchmark_count; i++)
		if (!plan->benchmarks[i].done)
			need += plan->benchmarks[i].block_ns * (int64_t)rounds;
	if (need <= plan->budget_ns)
		return ERR_OK;
	clock_humane(need, needed, sizeof needed);
	clock_humane(plan->budget_ns, budget, sizeof budget);
	return err_fail(ERR_UNJUDGED,
	    "%zu rounds need about %s and the budget is %s: nothing was "
	    "measured; raise --budget (or measure.budget), or make the "
	    "benchmarks shorter",
	    rounds, needed, budget);
}

static size_t
rounds_left(const struct measuring *s, size_t owner)
{
	const struct measure_benchmark *benchmark = &s->plan->benchmarks[owner];
	size_t room = s->plan->rounds - benchmark->rounds;
	size_t left = 0;

	if (benchmark->done)
		return 0;
	if (!paired(s->plan) || !benchmark->rounds)
		return room;
	for (size_t i = 0; i < tracks_count(s->tracks); i++) {
		const struct track *track = tracks_at(s->tracks, i);

		if (track->owner == owner && can_be_judged(track) &&
		    gate_rounds_left(&track->gate) > left)
			left = gate_rounds_left(&track->gate);
	}
	return left < room ? left : room;
}

static void
show_progress(const struct measuring *s)
{
	const struct measure_plan *plan = s->plan;
	int64_t budget_left =
	    plan->budget_ns - (clock_monotonic_ns() - s->started_ns);
	int64_t left = 0;

	for (size_t i = 0; i < s->benchmark_count; i++)
		left +=
		    (int64_t)rounds_left(s, i) * plan->benchmarks[i].block_ns;
	if (left > budget_left)
		left = budget_left > 0 ? budget_left : 0;
	progress_step(plan->progress, s->outcome->rounds, 0, "round", left);
}

static bool
fits(const struct measuring *s, const struct measure_benchmark *benchmark)
{
	int64_t used = clock_monotonic_ns() - s->started_ns;

	/* The first look must be reached: that it fits was checked. */
	if (benchmark->rounds < GATE_ROUNDS_FIRST)
		return used <= s->plan->budget_ns + s->plan->budget_ns / 2;
	return used + benchmark->block_ns <= s->plan->budget_ns;
}

/* One round of every benchmark that wants one, in random order. */
static enum err
run_round(struct measuring *s, size_t *order, bool *more)
{
	enum err err = ERR_OK;

	*more = false;
	rng_shuffle(&s->rng, order, s->benchmark_count);
	for (size_t i = 0; !err && i < s->benchmark_count; i++) {
		struct measure_benchmark *benchmark =
		    &s->plan->benchmarks[order[i]];

		if (benchmark->done)
			continue;
		if (!fits(s, benchmark)) {
			s->outcome->budget_spent = true;
			benchmark->done = true;
			continue;
		}
		err = run_block(s, benchmark);
		show_progress(s);
		*more = *more || !benchmark->done;
	}
	return err;
}

static enum err
run_rounds(struct measuring *s)
{
	size_t *order = calloc(s->benchmark_count, sizeof *order);
	bool more = true;
	enum err err = ERR_OK;

	if (!order)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < s->benchmark_count; i++)
		order[i] = i;
	while (!err && more)
		err = run_round(s, order, &more);
	free(order);
	return err;
}

enum err
measure(const struct measure_plan *plan, struct measure_outcome *out)
{
	struct measuring s = {
	    .plan = plan,
	    .outcome = out,
	    .started_ns = clock_monotonic_ns(),
	    .benchmark_count = plan->config->benchmark_count,
	};
	enum err err;

	*out = (struct measure_outcome){0};
	rng_seed(&s.rng, plan->seed);
	err = tracks_new(&s.tracks, plan->config->measure.max_series);
	if (err)
		return err;
	err = run_trials(&s);
	if (!err)
		err = check_budget(&s);
	if (!err)
		err = run_rounds(&s);
	progress_clear(plan->progress);
	out->elapsed_ns = clock_monotonic_ns() - s.started_ns;
	if (err) {
		tracks_free(s.tracks);
		return err;
	}
	for (size_t i = 0; i < tracks_count(s.tracks); i++)
		if (can_be_judged(tracks_at(s.tracks, i)))
			gate_close(&tracks_at(s.tracks, i)->gate);
	out->tracks = s.tracks;
	return ERR_OK;
}
