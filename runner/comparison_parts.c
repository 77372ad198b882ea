#include "runner/comparison_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/noise.h"
#include "runner/conditions.h"
#include "runner/judge_accept.h"
#include "runner/setup.h"

enum err
comparison_new(struct comparison **out)
{
	struct comparison *comparison = calloc(1, sizeof *comparison);

	if (!comparison)
		return err_fail(ERR_NOMEM, "out of memory");
	judgement_init(&comparison->judgement);
	*out = comparison;
	return ERR_OK;
}

void
comparison_init(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options)
{
	comparison->app = app;
	comparison->command = command;
	comparison->pair = *pair;
	comparison->options = options;
}

void
comparison_free(struct comparison *comparison)
{
	size_t count;

	if (!comparison)
		return;
	count = comparison->benchmarks
		    ? comparison->source.config->benchmark_count
		    : 0;
	for (size_t i = 0; i < count; i++)
		measure_benchmark_release(&comparison->benchmarks[i]);
	free(comparison->benchmarks);
	judgement_release(&comparison->judgement);
	tracks_free(comparison->outcome.tracks);
	tracks_free(comparison->alone.tracks);
	past_free(comparison->past);
	comparison_stored_free(comparison->stored);
	stored_noise_free(comparison->noise);
	sandbox_free(comparison->sandbox);
	source_release(&comparison->source);
	accept_free(comparison->accept);
	free(comparison);
}

const struct report *
comparison_report(const struct comparison *comparison)
{
	return &comparison->judgement.report;
}

struct tracks *
comparison_tracks(const struct comparison *comparison)
{
	return comparison->outcome.tracks;
}

bool
comparison_failed(const struct comparison *comparison, size_t owner)
{
	return comparison->benchmarks[owner].error != NULL;
}

void
comparison_join(struct comparison *comparison,
    const struct report *const *others, size_t count)
{
	comparison->judgement.report.others = others;
	comparison->judgement.report.other_count = count;
}

struct terms
comparison_terms(void *ctx, const struct series_name *name)
{
	const struct comparison *c = ctx;

	return config_terms(c->source.config, c->options->tolerance, name);
}

const struct detector_limits *
comparison_claims(const struct comparison *comparison)
{
	const struct detector_limits *asked = comparison->options->detector;

	return asked ? asked : &detector_default;
}

struct detector_limits
comparison_limits(void *ctx, size_t benchmark, const struct series_name *name)
{
	const struct comparison *c = ctx;
	struct detector_limits limits = *comparison_claims(c);

	noise_raise(&limits, stored_noise_spread(c->noise,
				 c->benchmarks[benchmark].setup, name));
	return limits;
}

static void
fill_head(struct comparison *c)
{
	struct report *report = &c->judgement.report;

	report->command = c->command;
	report->base = (struct report_commit){
	    c->pair.base.oid.hex, c->pair.base.subject, c->pair.base.time_s};
	report->head = (struct report_commit){
	    c->pair.head.oid.hex, c->pair.head.subject, c->pair.head.time_s};
	report->base_from = c->pair.base_from;
	report->config_from = c->source.from;
	report->machine_key = c->machine.key;
	for (size_t i = 0; i < c->machine.fact_count; i++)
		c->facts[i] = (struct report_fact){
		    c->machine.facts[i].name, c->machine.facts[i].value};
	report->provenance = c->facts;
	report->provenance_count = c->machine.fact_count;
}

static enum err
prepare_benchmark(struct comparison *c, size_t i, const struct oid *frozen)
{
	const struct config_benchmark *config =
	    &c->source.config->benchmarks[i];
	struct measure_benchmark *benchmark = &c->benchmarks[i];
	struct repo *repo = c->app->repo;
	const char *changed = NULL;
	enum err err;

	benchmark->config = config;
	err = setup_digest(repo, config, &c->source.config->measure.conditions,
	    frozen ? frozen : &c->pair.base.oid, benchmark->setup);
	if (!err)
		err = counting_init(&benchmark->counting, config,
		    benchmark->setup, c->counting);
	if (!err && !frozen)
		err = setup_changed_source(repo, config, &c->pair.base.oid,
		    &c->pair.head.oid, &changed);
	if (err || !changed)
		return err;
	benchmark->skip = true;
	return judgement_add_unjudged(&c->judgement, config->name, NULL,
	    VERDICT_INCONCLUSIVE,
	    judgement_text(&c->judgement,
		"the benchmark changed: %s differs between base and head "
		"(--bench-from REV measures both with that commit's)",
		changed));
}

static enum err
check_paths(const struct comparison *c)
{
	const struct config *config = c->source.config;
	const struct oid *base = &c->pair.base.oid;
	const struct oid *head = &c->pair.head.oid;
	enum err err = setup_check_paths(
	    c->app->repo, "build.inputs", &config->build.inputs, base, head);

	for (size_t i = 0; !err && i < config->benchmark_count; i++)
		err = setup_check_paths(c->app->repo, "sources",
		    &config->benchmarks[i].sources, base, head);
	return err;
}

/* What is wrong in head's file is told before anything is built. */
static enum err
find_accepts(struct comparison *c)
{
	enum err err;

	if (!c->options->accepts)
		return ERR_OK;
	err = accept_new(
	    &c->accept, c->app->repo, &c->pair, c->options->allow_new_accepts);
	return err ? err : judge_accept_list(&c->judgement, c->accept);
}

enum err
comparison_prepare(struct comparison *c)
{
	struct repo *repo = c->app->repo;
	struct commit frozen;
	const struct oid *frozen_oid = NULL;
	enum err err = source_for_gate(&c->source, repo, c->app->options.config,
	    &c->pair.config_commit, &c->pair.head.oid);

	if (!err)
		err = app_sandbox(c->app, &c->source, &c->sandbox);
	if (!err)
		err = check_paths(c);
	if (!err)
		err = find_accepts(c);
	if (err)
		return err;
	if (!c->single &&
	    strcmp(c->pair.base.oid.hex, c->pair.head.oid.hex) == 0)
		err = judgement_warn(&c->judgement,
		    "base and head are the same commit: nothing can have "
		    "become slower");
	if (err)
		return err;
	machine_probe(&c->machine);
	c->counting = counting_find(c->source.config);
	conditions_note(&c->source.config->measure.conditions, &c->machine);
	sandbox_note(c->sandbox, &c->machine);
	counting_note(c->source.config, c->counting, &c->machine);
	fill_head(c);
	if (c->options->bench_from) {
		err = repo_commit(repo, c->options->bench_from, &frozen);
		frozen_oid = &frozen.oid;
	}
	c->benchmarks =
	    calloc(c->source.config->benchmark_count, sizeof *c->benchmarks);
	if (!err && !c->benchmarks)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < c->source.config->benchmark_count; i++)
		err = prepare_benchmark(c, i, frozen_oid);
	if (!err && c->source.config->publish_count && !c->options->reported)
		err = judgement_warn(&c->judgement,
		    "publish: nothing is sent without check --publish, or "
		    "tidemark publish of the result file");
	return err;
}
