#include "runner/calibrate.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "runner/build.h"
#include "runner/machine.h"
#include "runner/measure.h"
#include "runner/setup.h"
#include "runner/source.h"

struct calibrate {
	struct app *app;
	const struct calibrate_options *options;
	struct commit commit;
	struct source source;
	struct sandbox *sandbox;
	struct machine machine;
	struct measure_benchmark *benchmarks; /* as many as the config's */
	struct environment *environment;
	struct build builds[SIDE_COUNT];
	struct rule rule; /* of the tracks' gates */
	struct question question;
	struct measure_outcome outcome;
	struct calibration_report report;
	/* the report's */
	struct series_name *names;
	struct calibration_samples *samples;
	struct calibration *series;
	struct calibration_unmeasured *unmeasured;
};

/* ---- before ---- */

static enum err
choose_benchmarks(struct calibrate *c)
{
	const struct config *config = c->source.config;
	const char *wanted = c->options->benchmark;
	bool found = !wanted;

	c->benchmarks = calloc(config->benchmark_count, sizeof *c->benchmarks);
	if (!c->benchmarks)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < config->benchmark_count; i++) {
		const char *name = config->benchmarks[i].name;

		c->benchmarks[i].config = &config->benchmarks[i];
		c->benchmarks[i].skip = wanted && strcmp(name, wanted) != 0;
		found = found || !c->benchmarks[i].skip;
	}
	if (found)
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "%s: the config has no benchmark of this name; the first of its "
	    "%zu is %s",
	    wanted, config->benchmark_count, config->benchmarks[0].name);
}

static enum err
prepare(struct calibrate *c)
{
	struct app *app = c->app;
	enum err err = app_open_repo(app);

	if (!err)
		err = repo_commit(app->repo, "HEAD", &c->commit);
	if (!err)
		err = source_for_gate(&c->source, app->repo,
		    app->options.config, &c->commit.oid, &c->commit.oid);
	if (!err)
		err = choose_benchmarks(c);
	if (!err)
		err = setup_check_paths(app->repo, "build.inputs",
		    &c->source.config->build.inputs, &c->commit.oid,
		    &c->commit.oid);
	if (!err)
		err = environment_new(&c->environment,
		    &c->source.config->environment, app->places.builds);
	if (!err)
		err = app_sandbox(app, &c->source, &c->sandbox);
	if (!err)
		err = environment_shut_in(c->environment, c->sandbox);
	if (!err)
		err = places_make_state(&app->places);
	if (!err)
		err = places_make_cache(&app->places);
	machine_probe(&c->machine);
	return err;
}

/* ---- under the lock ---- */

/* Salts make builds of their own, at paths of one length. That of the control
 * is the one of a check, whose build may be there already. */
static enum err
build_copies(struct calibrate *c)
{
	static const char *const salts[SIDE_COUNT] = {
	    [SIDE_BASE] = "",
	    [SIDE_CONTROL] = "control",
	    [SIDE_HEAD] = "calibration",
	};
	const struct config *config = c->source.config;
	struct builder builder = {
	    .repo = c->app->repo,
	    .places = &c->app->places,
	    .environment = c->environment,
	    .progress = &c->app->progress,
	    .machine_key = c->machine.key,
	    .cache_bytes = config->cache_bytes,
	};
	enum err err = ERR_OK;

	for (int side = 0; !err && side < SIDE_COUNT; side++) {
		const struct build_order order = {
		    .commit = c->commit,
		    .command = config->build.command,
		    .config = config,
		    .salt = salts[side],
		};

		err = build_make(&builder, &order, &c->builds[side]);
	}
	return err;
}

/* Nothing is to be decided: the only look comes after all rounds, and no
 * p-value is below 0. */
static enum err
measure_copies(struct calibrate *c)
{
	const struct calibrate_options *options = c->options;
	size_t rounds = options->rounds ? options->rounds : CALIBRATE_ROUNDS;
	struct measure_plan plan = {
	    .config = c->source.config,
	    .benchmarks = c->benchmarks,
	    .environment = c->environment,
	    .progress = &c->app->progress,
	    .logs = c->app->places.logs,
	    .seed = options->seed ? options->seed : rng_entropy(),
	    .rounds = rounds,
	    .budget_ns = options->budget_ns
			     ? options->budget_ns
			     : c->source.config->measure.budget_ns,
	    .question = &c->question,
	};

	c->rule = (struct rule){.main = {{rounds, -1, -1}}};
	c->question = (struct question){
	    .rule = &c->rule, .pass_log = 1, .candidate_log = 1};
	for (int side = 0; side < SIDE_COUNT; side++)
		plan.trees[side] = c->builds[side].tree;
	c->report.seed = plan.seed;
	progress_phase(&c->app->progress, "measuring %.10s against itself",
	    c->commit.oid.hex);
	return measure(&plan, &c->outcome);
}

static enum err
build_and_measure(struct calibrate *c)
{
	struct lock lock = LOCK_INIT;
	enum err err = app_lock(c->app, "doctor --calibrate", &lock);

	if (!err)
		err = build_copies(c);
	if (!err)
		err = measure_copies(c);
	lock_release(&lock);
	return err;
}

/* ---- after ---- */

/* NULL for a track that can be calibrated. */
static const char *
why_not(const struct track *track)
{
	const side_set all =
	    SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_CONTROL) | SIDE_BIT(SIDE_HEAD);

	if (track->broken || track->sides != all)
		return "it was not printed by each copy in each round";
	if (track->rounds < GATE_ROUNDS_FIRST)
		return "fewer than 8 rounds";
	return NULL;
}

static void
note_unmeasured(
    struct calibrate *c, const struct calibration_unmeasured *unmeasured)
{
	c->unmeasured[c->report.unmeasured_count++] = *unmeasured;
}

static void
take_track(struct calibrate *c, const struct track *track)
{
	size_t at = c->report.series_count;
	const char *why = why_not(track);

	if (why) {
		if (!c->benchmarks[track->owner].error)
			note_unmeasured(
			    c, &(struct calibration_unmeasured){
				   .benchmark = track->name.benchmark,
				   .metric = track->name.metric,
				   .reason = why});
		return;
	}
	c->names[at] = track->name;
	c->samples[at] = (struct calibration_samples){
	    .slots =
		(const unsigned char(*)[SIDE_COUNT])c->benchmarks[track->owner]
		    .slots,
	    .rounds = track->rounds,
	    .direction = track->name.direction,
	    .control = c->source.config->measure.control,
	};
	for (int side = 0; side < SIDE_COUNT; side++)
		c->samples[at].values[side] = track->values[side];
	calibration_make(&c->series[at], &c->samples[at]);
	c->report.series_count++;
}

static enum err
make_room(struct calibrate *c)
{
	size_t tracks = tracks_count(c->outcome.tracks);
	size_t benchmarks = c->source.config->benchmark_count;

	/* one more, since calloc(0) may be NULL */
	c->names = calloc(tracks + 1, sizeof *c->names);
	c->samples = calloc(tracks + 1, sizeof *c->samples);
	c->series = calloc(tracks + 1, sizeof *c->series);
	c->unmeasured = calloc(tracks + benchmarks + 1, sizeof *c->unmeasured);
	if (!c->names || !c->samples || !c->series || !c->unmeasured)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

static bool
has_series(const struct calibrate *c, size_t benchmark)
{
	for (size_t i = 0; i < tracks_count(c->outcome.tracks); i++) {
		const struct track *track = tracks_at(c->outcome.tracks, i);

		if (track->judged && track->owner == benchmark)
			return true;
	}
	return false;
}

static void
take_benchmark(struct calibrate *c, size_t index)
{
	const struct measure_benchmark *benchmark = &c->benchmarks[index];
	struct calibration_unmeasured unmeasured = {
	    .benchmark = benchmark->config->name,
	    .reason = benchmark->error,
	    .failed = benchmark->error != NULL,
	};

	if (benchmark->skip)
		return;
	if (!benchmark->error && !has_series(c, index))
		unmeasured.reason = "it printed none of its judged metrics";
	if (unmeasured.reason)
		note_unmeasured(c, &unmeasured);
	else
		c->report.round_ns += benchmark->whole_ns;
}

static enum err
make_report(struct calibrate *c)
{
	struct calibration_report *report = &c->report;
	enum err err = make_room(c);

	if (err)
		return err;
	report->oid = c->commit.oid.hex;
	report->subject = c->commit.subject;
	report->machine_key = c->machine.key;
	report->fitness = c->options->fitness;
	report->rounds = c->outcome.rounds;
	report->elapsed_ns = c->outcome.elapsed_ns;
	for (size_t i = 0; i < c->source.config->benchmark_count; i++)
		take_benchmark(c, i);
	if (tracks_capped(c->outcome.tracks))
		progress_warn(&c->app->progress,
		    "more than measure.max-series (%zu) series: the others "
		    "are left out",
		    c->source.config->measure.max_series);
	for (size_t i = 0; i < tracks_count(c->outcome.tracks); i++)
		if (tracks_at(c->outcome.tracks, i)->judged)
			take_track(c, tracks_at(c->outcome.tracks, i));
	report->names = c->names;
	report->samples = c->samples;
	report->series = c->series;
	report->unmeasured = c->unmeasured;
	suggestion_make(
	    &report->suggestion, report->series, report->series_count);
	report->budget_ns =
	    suggestion_budget_ns(&report->suggestion, report->round_ns);
	return ERR_OK;
}

enum err
calibrate_run(struct calibrate **out, struct app *app,
    const struct calibrate_options *options)
{
	struct calibrate *c = calloc(1, sizeof *c);
	enum err err;

	if (!c)
		return err_fail(ERR_NOMEM, "out of memory");
	c->app = app;
	c->options = options;
	err = prepare(c);
	if (!err)
		err = build_and_measure(c);
	if (!err)
		err = make_report(c);
	if (err) {
		calibrate_free(c);
		return err;
	}
	*out = c;
	return ERR_OK;
}

void
calibrate_free(struct calibrate *c)
{
	size_t count;

	if (!c)
		return;
	count = c->benchmarks ? c->source.config->benchmark_count : 0;
	for (size_t i = 0; i < count; i++)
		measure_benchmark_release(&c->benchmarks[i]);
	free(c->benchmarks);
	tracks_free(c->outcome.tracks);
	for (int side = 0; side < SIDE_COUNT; side++)
		build_release(&c->builds[side]);
	environment_free(c->environment);
	sandbox_free(c->sandbox);
	source_release(&c->source);
	free(c->names);
	free(c->samples);
	free(c->series);
	free(c->unmeasured);
	free(c);
}

const struct calibration_report *
calibrate_report(const struct calibrate *c)
{
	return &c->report;
}
