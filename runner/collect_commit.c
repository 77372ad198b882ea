#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "runner/collect_parts.h"
#include "runner/session.h"
#include "runner/setup.h"

/* ---- benchmarks ---- */

void
collect_unprepare(struct collecting *c)
{
	size_t count = c->benchmarks ? c->source.config->benchmark_count : 0;

	for (size_t i = 0; i < count; i++)
		measure_benchmark_release(&c->benchmarks[i]);
	free(c->benchmarks);
	c->benchmarks = NULL;
}

enum err
collect_prepare(struct collecting *c, const struct commit *commit)
{
	const struct config *config = c->source.config;
	enum err err = ERR_OK;

	c->commit = commit;
	c->benchmarks = calloc(config->benchmark_count, sizeof *c->benchmarks);
	if (!c->benchmarks)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < config->benchmark_count; i++) {
		struct measure_benchmark *row = &c->benchmarks[i];

		row->config = &config->benchmarks[i];
		err = setup_digest(c->app->repo, row->config,
		    &config->measure.conditions, &commit->oid, row->setup);
		if (!err)
			err = counting_init(&row->counting, row->config,
			    row->setup, c->counting);
	}
	return err;
}

enum err
collect_has_samples(
    struct collecting *c, const struct measure_benchmark *row, bool *out)
{
	struct store *store = c->app->store;
	const char *oid = c->commit->oid.hex;
	const char *key = c->machine.key;
	bool counted = true;
	bool timed = true;
	enum err err = ERR_OK;

	if (!config_only_counts(row->config))
		err = store_has(store, oid, key, row->setup, &timed);
	if (!err && row->counting.wanted)
		err = store_has(store, oid, key, row->counting.setup, &counted);
	*out = timed && counted;
	return err;
}

/* Leave out what has samples already. */
static enum err
skip_existing(struct collecting *c, bool *out_all)
{
	bool skips =
	    c->options->skip_existing || c->options->choice != COLLECT_LIST;
	enum err err = ERR_OK;

	*out_all = true;
	for (size_t i = 0; !err && i < c->source.config->benchmark_count; i++) {
		struct measure_benchmark *row = &c->benchmarks[i];

		if (skips)
			err = collect_has_samples(c, row, &row->skip);
		*out_all = *out_all && row->skip;
	}
	return err;
}

/* ---- measuring ---- */

static size_t
count_series(const struct collecting *c, const struct measure_outcome *outcome)
{
	size_t count = tracks_count(outcome->tracks);

	for (size_t i = 0; i < c->source.config->benchmark_count; i++)
		count += c->benchmarks[i].counting.counts.n[SIDE_HEAD] > 0;
	return count;
}

static void
note_outcome(struct collecting *c, const struct measure_outcome *outcome)
{
	char time[32];

	c->row->status = RUN_MEASURED;
	c->row->series = count_series(c, outcome);
	c->row->rounds = outcome->rounds;
	clock_humane(outcome->elapsed_ns, time, sizeof time);
	collect_tell(c, "%zu series, %zu rounds, %s%s", c->row->series,
	    outcome->rounds, time,
	    tracks_capped(outcome->tracks) ? ", capped" : "");
	collect_tell_failures(c);
	if (!outcome->budget_spent)
		return;
	progress_warn(&c->app->progress,
	    "%.10s: the budget ended it before all rounds were run",
	    c->commit->oid.hex);
	collect_fail(
	    c, RUN_UNJUDGED, "the budget ended it before all rounds were run");
}

static enum err
measure_build(struct collecting *c, const struct build *build)
{
	const struct collect_options *options = c->options;
	int64_t started_ns = clock_monotonic_ns();
	struct measure_outcome outcome = {0};
	struct measure_plan plan = {
	    .config = c->source.config,
	    .benchmarks = c->benchmarks,
	    .environment = c->environment,
	    .seed = rng_entropy(),
	    .rounds =
		options->rounds ? options->rounds : COLLECT_ROUNDS_DEFAULT,
	    .budget_ns = c->pace.budget_ns,
	};
	const struct session session = {
	    .kind = "run",
	    .config_from = c->source.from,
	    .machine = &c->machine,
	    .commits = {[SIDE_HEAD] = c->commit},
	    .builds = {[SIDE_HEAD] = build},
	};
	enum err err = session_measure(c->app, &session, &plan, &outcome);

	if (!err) {
		pace_add(&c->pace.sessions, clock_monotonic_ns() - started_ns);
		note_outcome(c, &outcome);
	}
	tracks_free(outcome.tracks);
	return err;
}

static enum err
build_and_measure(struct collecting *c, const struct build_order *order)
{
	int64_t started_ns = clock_monotonic_ns();
	struct build build = {0};
	enum err err;

	c->builder.in_use_count = 0;
	err = build_make(&c->builder, order, &build);
	if (!err && !build.reused)
		pace_add(&c->pace.builds, build.duration_ns);
	if (!err)
		err = measure_build(c, &build);
	build_release(&build);
	c->row->elapsed_ns = clock_monotonic_ns() - started_ns;
	return err;
}

/* ---- a commit ---- */

static bool
is_built(struct collecting *c, const char *key)
{
	struct build build = {0};
	bool is = build_lookup(&c->builder, key, &build) == ERR_OK;

	build_release(&build);
	return is;
}

/* Whether there is room for another commit, in number and in time. */
static bool
has_room(struct collecting *c, const char *key)
{
	size_t begun = collect_count(c, RUN_MEASURED) +
		       collect_count(c, RUN_FAILED) +
		       collect_count(c, RUN_UNJUDGED);

	if (c->options->commits && begun >= c->options->commits)
		return false;
	return !c->pace.end_ns ||
	       pace_fits(&c->pace, clock_monotonic_ns(), is_built(c, key));
}

static enum err
share_or_measure(struct collecting *c, const struct build_order *order)
{
	char key[BUILD_KEY_SIZE];
	bool shared = false;
	enum err err = build_key(&c->builder, order, key);

	if (!err)
		err = collect_share(c, key, &shared);
	if (err || shared)
		return err;
	if (has_room(c, key))
		return build_and_measure(c, order);
	collect_tell(c, "left");
	return ERR_OK;
}

/* The build command is each commit's own, where it has one. */
static enum err
order_build(struct collecting *c)
{
	struct build_order order = {
	    .commit = *c->commit,
	    .command = c->source.config->build.command,
	    .config = c->source.config,
	    .salt = "",
	};
	struct source own = {0};
	enum err err = ERR_OK;

	if (!c->app->options.config)
		err = source_of_commit(&own, c->app->repo, &c->commit->oid);
	if (own.config)
		order.command = own.config->build.command;
	if (err == ERR_NOTFOUND || err == ERR_USAGE)
		err = ERR_OK; /* an old config that is no longer one */
	if (!err)
		err = share_or_measure(c, &order);
	source_release(&own);
	return err;
}

enum err
collect_commit(struct collecting *c, const struct commit *commit)
{
	bool exists = false;
	enum err err = collect_prepare(c, commit);

	if (!err)
		err = skip_existing(c, &exists);
	if (!err && exists) {
		c->row->status = RUN_EXISTING;
		collect_tell(c, "has samples already");
	} else if (!err) {
		err = order_build(c);
	}
	collect_unprepare(c);
	if (err != ERR_CHILD && err != ERR_UNJUDGED)
		return err;
	progress_warn(
	    &c->app->progress, "%.10s: %s", commit->oid.hex, err_text());
	collect_fail(
	    c, err == ERR_CHILD ? RUN_FAILED : RUN_UNJUDGED, err_text());
	return ERR_OK;
}
