#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/counting.h"
#include "runner/measure_parts.h"

void
measure_benchmark_release(struct measure_benchmark *benchmark)
{
	free(benchmark->error);
	free(benchmark->filter_error);
	free(benchmark->command);
	benchmark->error = NULL;
	benchmark->filter_error = NULL;
	benchmark->command = NULL;
	counting_release(&benchmark->counting);
}

bool
measure_paired(const struct measure_plan *plan)
{
	return plan->trees[SIDE_BASE] && plan->trees[SIDE_HEAD];
}

static enum err
run_trials(struct measuring *s)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < s->benchmark_count; i++) {
		struct measure_benchmark *benchmark = &s->plan->benchmarks[i];

		if (benchmark->skip || s->plan->only_counts ||
		    config_only_counts(benchmark->config)) {
			benchmark->done = true;
			continue;
		}
		if (s->plan->warm)
			continue;
		progress_step(s->plan->progress, i + 1, s->benchmark_count,
		    "trial of benchmark", -1);
		err = measure_trial(s, benchmark);
	}
	return err;
}

static enum err
check_budget(const struct measuring *s)
{
	const struct measure_plan *plan = s->plan;
	bool whole = !measure_paired(plan) ||
		     (plan->question && plan->rounds < GATE_ROUNDS_FIRST);
	size_t rounds = whole ? plan->rounds : GATE_ROUNDS_FIRST;
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
	size_t limit = s->plan->rounds;
	size_t most = 0;
	size_t count;
	const size_t *owned = tracks_owned(s->tracks, owner, &count);

	if (benchmark->done)
		return 0;
	if (!measure_paired(s->plan) || !benchmark->rounds)
		return limit - benchmark->rounds;
	for (size_t i = 0; i < count; i++) {
		const struct track *track = tracks_at(s->tracks, owned[i]);
		size_t left;

		if (!track_can_be_judged(track) || track->rounds >= limit)
			continue;
		left = gate_rounds_left(&track->gate);
		if (left > limit - track->rounds)
			left = limit - track->rounds;
		if (left > most)
			most = left;
	}
	return most;
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
	return used + benchmark->expect_ns <= s->plan->budget_ns;
}

/* A block of every benchmark that is due, in random order. */
static enum err
run_pass(struct measuring *s, size_t *order, bool *ran)
{
	enum err err = ERR_OK;

	*ran = false;
	rng_shuffle(&s->rng, order, s->benchmark_count);
	for (size_t i = 0; !err && i < s->benchmark_count; i++) {
		struct measure_benchmark *benchmark =
		    &s->plan->benchmarks[order[i]];

		if (!benchmark->due || !fits(s, benchmark))
			continue;
		*ran = true;
		err = measure_block(s, benchmark);
		show_progress(s);
	}
	return err;
}

static enum err
run_passes(struct measuring *s)
{
	size_t *order = calloc(s->benchmark_count, sizeof *order);
	bool ran = true;
	enum err err = ERR_OK;

	if (!order)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < s->benchmark_count; i++)
		order[i] = i;
	while (!err && ran) {
		int64_t used = clock_monotonic_ns() - s->started_ns;

		err = measure_schedule(s, s->plan->budget_ns - used);
		if (!err)
			err = run_pass(s, order, &ran);
	}
	free(order);
	return err;
}

/* Whatever is not done, the budget ended. */
static void
close_all(struct measuring *s)
{
	for (size_t i = 0; i < s->benchmark_count; i++)
		if (!s->plan->benchmarks[i].done)
			s->outcome->budget_spent = true;
	for (size_t i = 0; i < tracks_count(s->tracks); i++)
		if (track_can_be_judged(tracks_at(s->tracks, i)))
			gate_close(&tracks_at(s->tracks, i)->gate);
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
		err = run_passes(&s);
	progress_clear(plan->progress);
	out->elapsed_ns = clock_monotonic_ns() - s.started_ns;
	if (err) {
		tracks_free(s.tracks);
		return err;
	}
	close_all(&s);
	out->tracks = s.tracks;
	return ERR_OK;
}
