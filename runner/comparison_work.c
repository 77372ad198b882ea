#include "runner/comparison_work.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/conditions.h"
#include "runner/session.h"

#define CONTROL_SALT "control"

/* ---- orders ---- */

/* Only the build command is a commit's own (DESIGN, tidemark.yml). */
static enum err
find_commands(struct work *w)
{
	const struct base_pair *pair = &w->comparison->pair;
	const char *base;
	const char *head;
	struct comparison *c = w->comparison;
	enum err err = source_build_command(
	    &c->source, c->app->repo, &pair->base.oid, &w->base_source, &base);

	if (!err)
		err = source_build_command(&c->source, c->app->repo,
		    &pair->head.oid, &w->head_source, &head);
	if (err)
		return err;
	w->orders[SIDE_BASE].command = base;
	w->orders[SIDE_CONTROL].command = base;
	w->orders[SIDE_HEAD].command = head;
	return ERR_OK;
}

static enum err
warn_of_new_benchmarks(struct work *w)
{
	struct comparison *c = w->comparison;
	const struct config *head = w->head_source.config;
	enum err err = ERR_OK;

	for (size_t i = 0; head && !err && i < head->benchmark_count; i++) {
		const char *name = head->benchmarks[i].name;
		bool known = false;

		for (size_t k = 0; k < c->source.config->benchmark_count; k++)
			if (strcmp(c->source.config->benchmarks[k].name,
				name) == 0)
				known = true;
		if (!known)
			err = judgement_warn(&c->judgement,
			    "head's config declares the benchmark %s, which "
			    "the config in force has not: it is measured once "
			    "it is merged",
			    name);
	}
	return err;
}

static enum err
make_orders(struct work *w)
{
	struct comparison *c = w->comparison;
	const struct comparison_options *options = c->options;
	enum err err = find_commands(w);

	if (!err)
		err = warn_of_new_benchmarks(w);
	if (!err && options->bench_from)
		err = repo_commit(
		    c->app->repo, options->bench_from, &w->bench_from);
	for (int side = 0; side < SIDE_COUNT; side++) {
		struct build_order *order = &w->orders[side];

		order->commit = side == SIDE_HEAD ? c->pair.head : c->pair.base;
		order->config = c->source.config;
		order->salt = side == SIDE_CONTROL ? CONTROL_SALT : "";
		order->bench_from =
		    options->bench_from ? &w->bench_from.oid : NULL;
	}
	return err;
}

static enum err
make_builder(struct work *w)
{
	struct comparison *c = w->comparison;
	enum err err = environment_new(&w->environment,
	    &c->source.config->environment, c->app->places.builds);

	if (!err)
		err = environment_shut_in(w->environment, c->sandbox);
	w->builder = (struct builder){
	    .repo = c->app->repo,
	    .places = &c->app->places,
	    .environment = w->environment,
	    .progress = &c->app->progress,
	    .machine_key = c->machine.key,
	    .cache_bytes = c->source.config->cache_bytes,
	};
	return err;
}

/* ---- identical (rule 7) ---- */

bool
work_all_skipped(const struct work *w)
{
	const struct comparison *c = w->comparison;

	for (size_t i = 0; i < c->source.config->benchmark_count; i++)
		if (!c->benchmarks[i].skip)
			return false;
	return true;
}

static bool
any_skipped(const struct comparison *c)
{
	for (size_t i = 0; i < c->source.config->benchmark_count; i++)
		if (c->benchmarks[i].skip)
			return true;
	return false;
}

/* Equal keys are equal inputs, sources, commands and environment. */
static enum err
ask_inputs(struct work *w)
{
	struct comparison *c = w->comparison;
	char base[BUILD_KEY_SIZE] = "";
	char head[BUILD_KEY_SIZE] = "";
	enum err err;

	if (c->options->no_identical || any_skipped(c))
		return ERR_OK;
	err = build_key(&w->builder, &w->orders[SIDE_BASE], base);
	if (!err)
		err = build_key(&w->builder, &w->orders[SIDE_HEAD], head);
	if (err || strcmp(base, head) != 0)
		return err;
	w->identical = true;
	c->judgement.report.reason =
	    "the inputs of the build and the benchmarks are equal: nothing was "
	    "built or run";
	return ERR_OK;
}

void
work_ask_artifacts(struct work *w)
{
	struct comparison *c = w->comparison;

	if (c->options->no_identical || any_skipped(c) ||
	    !build_same_artifacts(&w->builds[SIDE_BASE], &w->builds[SIDE_HEAD]))
		return;
	w->identical = true;
	c->judgement.report.reason =
	    "both commits build the same artifacts, bit for bit: nothing was "
	    "run";
}

/* ---- building ---- */

/* A side that cannot be built is an error of every benchmark. */
static enum err
note_failed_build(struct work *w, enum side side)
{
	struct comparison *c = w->comparison;
	char *why = strdup(err_text());
	enum err err = why ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");

	for (size_t i = 0; !err && i < c->source.config->benchmark_count; i++)
		err = judgement_add_unjudged(&c->judgement,
		    c->source.config->benchmarks[i].name, NULL, VERDICT_ERROR,
		    i ? "its build failed, see above" : why);
	if (!err)
		c->judgement.report.reason =
		    side == SIDE_HEAD ? "the head commit could not be built"
				      : "the base commit could not be built";
	free(why);
	return err;
}

enum err
work_build(struct work *w, enum side side, bool *built)
{
	int64_t started_ns = clock_monotonic_ns();
	enum err err =
	    build_make(&w->builder, &w->orders[side], &w->builds[side]);

	w->comparison->judgement.report.builds_ns +=
	    clock_monotonic_ns() - started_ns;
	*built = err == ERR_OK;
	return err == ERR_CHILD ? note_failed_build(w, side) : err;
}

/* ---- the whole ---- */

enum err
work_prepare(struct work *w)
{
	enum err err = make_orders(w);

	if (!err)
		err = make_builder(w);
	return err ? err : ask_inputs(w);
}

enum err
work_begin(struct work *w)
{
	struct comparison *c = w->comparison;
	enum err err = conditions_check(&c->source.config->measure.conditions);

	if (!err)
		err = app_open_store(c->app);
	w->builder.store = c->app->store;
	if (!err)
		err = app_lock(c->app, c->command, &w->lock);
	return err ? err : places_make_cache(&c->app->places);
}

void
work_fill_session(const struct work *w, struct session *session)
{
	const struct comparison *c = w->comparison;

	*session = (struct session){
	    .kind = c->command,
	    .config_from = c->source.from,
	    .machine = &c->machine,
	};
	for (int side = 0; side < SIDE_COUNT; side++) {
		session->commits[side] = &w->orders[side].commit;
		session->builds[side] = &w->builds[side];
	}
}

void
work_release(struct work *w)
{
	lock_release(&w->lock);
	for (int side = 0; side < SIDE_COUNT; side++)
		build_release(&w->builds[side]);
	environment_free(w->environment);
	source_release(&w->base_source);
	source_release(&w->head_source);
}
