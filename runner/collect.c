#include "runner/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "runner/build.h"
#include "runner/conditions.h"
#include "runner/machine.h"
#include "runner/session.h"
#include "runner/setup.h"
#include "runner/source.h"

struct collecting {
	struct app *app;
	const struct collect_options *options;
	struct source source;
	struct machine machine;
	enum counting_source counting;
	struct environment *environment;
	struct builder builder;
	struct lock lock;
	/* of the commit under way */
	const struct commit *commit;
	struct measure_benchmark *benchmarks;
	size_t failed; /* commits that do not build or run */
	/* commits that do not fit into the budget, or cannot be counted */
	size_t unjudged;
};

static void
release_benchmarks(struct collecting *c)
{
	size_t count = c->benchmarks ? c->source.config->benchmark_count : 0;

	for (size_t i = 0; i < count; i++)
		measure_benchmark_release(&c->benchmarks[i]);
	free(c->benchmarks);
	c->benchmarks = NULL;
}

/* Whether the store has all that the benchmark is measured for. */
static enum err
has_samples(
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

/* Set up the rows; those whose samples are there already are skipped. */
static enum err
prepare(struct collecting *c, bool *anything)
{
	const struct config *config = c->source.config;
	enum err err = ERR_OK;

	*anything = false;
	c->benchmarks = calloc(config->benchmark_count, sizeof *c->benchmarks);
	if (!c->benchmarks)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < config->benchmark_count; i++) {
		struct measure_benchmark *row = &c->benchmarks[i];

		row->config = &config->benchmarks[i];
		err = setup_digest(c->app->repo, row->config,
		    &config->measure.conditions, &c->commit->oid, row->setup);
		if (!err)
			err = counting_init(&row->counting, row->config,
			    row->setup, c->counting);
		if (!err && c->options->skip_existing)
			err = has_samples(c, row, &row->skip);
		*anything = *anything || !row->skip;
	}
	return err;
}

/* Warn of what failed, and count it. */
static void
tell_failures(struct collecting *c)
{
	size_t failed = 0;
	size_t uncounted = 0;

	for (size_t i = 0; i < c->source.config->benchmark_count; i++) {
		const struct measure_benchmark *row = &c->benchmarks[i];
		const struct counting *counting = &row->counting;

		if (row->error)
			progress_warn(&c->app->progress, "%s: %s",
			    row->config->name, row->error);
		if (counting->error)
			progress_warn(&c->app->progress, "%s: %s",
			    row->config->name, counting->error);
		if (counting->error && counting->source == COUNTING_NONE)
			uncounted++;
		else
			failed += row->error || counting->error;
	}
	c->failed += failed > 0;
	c->unjudged += uncounted > 0;
}

static size_t
count_series(const struct collecting *c, const struct measure_outcome *outcome)
{
	size_t count = tracks_count(outcome->tracks);

	for (size_t i = 0; i < c->source.config->benchmark_count; i++)
		count += c->benchmarks[i].counting.counts.n[SIDE_HEAD] > 0;
	return count;
}

/* A line for the commit on standard output, and what failed below it. */
static void
tell(struct collecting *c, const struct measure_outcome *outcome)
{
	char time[32];

	progress_clear(&c->app->progress);
	clock_humane(outcome->elapsed_ns, time, sizeof time);
	printf("%.10s  %zu series, %zu rounds, %s%s  %s\n", c->commit->oid.hex,
	    count_series(c, outcome), outcome->rounds, time,
	    tracks_capped(outcome->tracks) ? ", capped" : "",
	    c->commit->subject);
	tell_failures(c);
	if (outcome->budget_spent)
		progress_warn(&c->app->progress,
		    "%.10s: the budget ended it before all rounds were run",
		    c->commit->oid.hex);
	c->unjudged += outcome->budget_spent;
	fflush(stdout);
}

static enum err
measure_build(struct collecting *c, const struct build *build)
{
	const struct config_measure *config = &c->source.config->measure;
	const struct collect_options *options = c->options;
	struct measure_outcome outcome = {0};
	struct measure_plan plan = {
	    .config = c->source.config,
	    .benchmarks = c->benchmarks,
	    .environment = c->environment,
	    .seed = rng_entropy(),
	    .rounds =
		options->rounds ? options->rounds : COLLECT_ROUNDS_DEFAULT,
	    .budget_ns =
		options->budget_ns ? options->budget_ns : config->budget_ns,
	};
	const struct session session = {
	    .kind = "run",
	    .config_from = c->source.from,
	    .machine = &c->machine,
	    .commits = {[SIDE_HEAD] = c->commit},
	    .builds = {[SIDE_HEAD] = build},
	};
	enum err err = session_measure(c->app, &session, &plan, &outcome);

	if (!err)
		tell(c, &outcome);
	tracks_free(outcome.tracks);
	return err;
}

static enum err
build_and_measure(struct collecting *c)
{
	struct build_order order = {
	    .commit = *c->commit,
	    .command = c->source.config->build.command,
	    .config = c->source.config,
	    .salt = "",
	};
	struct source own = {0};
	struct build build = {0};
	enum err err = ERR_OK;

	/* The build command is each commit's own, where it has one. */
	if (!c->app->options.config)
		err = source_of_commit(&own, c->app->repo, &c->commit->oid);
	if (own.config)
		order.command = own.config->build.command;
	if (err == ERR_NOTFOUND || err == ERR_USAGE)
		err = ERR_OK; /* an old config that is no longer one */
	c->builder.in_use_count = 0;
	if (!err)
		err = build_make(&c->builder, &order, &build);
	if (!err)
		err = measure_build(c, &build);
	build_release(&build);
	source_release(&own);
	return err;
}

static bool
is_commits_fault(enum err err)
{
	return err == ERR_CHILD || err == ERR_UNJUDGED;
}

static enum err
collect_one(struct collecting *c, const struct commit *commit)
{
	bool anything;
	enum err err;

	c->commit = commit;
	err = prepare(c, &anything);
	if (!err && !anything)
		printf("%.10s  has samples already  %s\n", commit->oid.hex,
		    commit->subject);
	else if (!err)
		err = build_and_measure(c);
	release_benchmarks(c);
	if (!is_commits_fault(err))
		return err;
	progress_warn(
	    &c->app->progress, "%.10s: %s", commit->oid.hex, err_text());
	if (err == ERR_UNJUDGED)
		c->unjudged++;
	else
		c->failed++;
	return ERR_OK;
}

static enum err
open_all(struct collecting *c)
{
	struct app *app = c->app;
	enum err err;

	err = source_for_range(&c->source, app->repo, app->options.config);
	if (!err)
		err = environment_new(&c->environment,
		    &c->source.config->environment, app->places.builds);
	if (!err)
		err = conditions_check(&c->source.config->measure.conditions);
	if (!err)
		err = app_open_store(app);
	if (!err)
		err = places_make_cache(&app->places);
	if (err)
		return err;
	machine_probe(&c->machine);
	c->counting = counting_find(c->source.config);
	conditions_note(&c->source.config->measure.conditions, &c->machine);
	counting_note(c->source.config, c->counting, &c->machine);
	c->builder = (struct builder){
	    .repo = app->repo,
	    .places = &app->places,
	    .environment = c->environment,
	    .progress = &app->progress,
	    .store = app->store,
	    .machine_key = c->machine.key,
	    .cache_bytes = c->source.config->cache_bytes,
	};
	return app_lock(app, "run", &c->lock);
}

enum err
collect(struct app *app, const struct commit *commits, size_t count,
    const struct collect_options *options, enum exit_code *code)
{
	struct collecting c = {
	    .app = app, .options = options, .lock = LOCK_INIT};
	enum err err = open_all(&c);

	for (size_t i = 0; !err && i < count; i++) {
		if (c.failed + c.unjudged && !options->keep_going) {
			progress_warn(&app->progress,
			    "stopped: %zu commits are left unmeasured; "
			    "--keep-going goes on",
			    count - i);
			break;
		}
		progress_phase(&app->progress, "commit %zu of %zu: %.10s %s",
		    i + 1, count, commits[i].oid.hex, commits[i].subject);
		err = collect_one(&c, &commits[i]);
	}
	lock_release(&c.lock);
	environment_free(c.environment);
	source_release(&c.source);
	if (!err && c.failed)
		*code = EXIT_CODE_FAILED;
	else if (!err && c.unjudged)
		*code = EXIT_CODE_UNJUDGED;
	return err;
}
