#include "runner/collect.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/collect_parts.h"
#include "runner/conditions.h"

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
		err = app_sandbox(app, &c->source, &c->sandbox);
	if (!err)
		err = environment_shut_in(c->environment, c->sandbox);
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
	sandbox_note(c->sandbox, &c->machine);
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

/* The time begins before the lock is waited for: a night ends when it ends. */
static enum err
open_pace(struct collecting *c)
{
	int64_t builds_ns[PACE_TIMES];
	size_t count = 0;
	enum err err =
	    store_build_times(c->app->store, builds_ns, PACE_TIMES, &count);

	for (size_t i = 0; i < count; i++)
		pace_add(&c->pace.builds, builds_ns[i]);
	c->pace.budget_ns = c->options->budget_ns
				? c->options->budget_ns
				: c->source.config->measure.budget_ns;
	if (c->options->time_ns)
		c->pace.end_ns = c->started_ns + c->options->time_ns;
	return err;
}

static void
close_all(struct collecting *c)
{
	lock_release(&c->lock);
	environment_free(c->environment);
	sandbox_free(c->sandbox);
	source_release(&c->source);
	for (size_t i = 0; i < c->row_count; i++)
		free((void *)c->rows[i].error);
	free(c->rows);
	free(c->commits);
	free(c->closed);
	free(c->mark);
}

/* Whether what went wrong ends it. */
static bool
is_stopped(const struct collecting *c)
{
	return !c->options->keep_going && c->options->choice != COLLECT_GAPS &&
	       collect_count(c, RUN_FAILED) + collect_count(c, RUN_UNJUDGED) >
		   0;
}

static enum err
collect_all(struct collecting *c)
{
	const struct commit *commit = NULL;
	enum err err;

	while (!(err = collect_next(c, &commit)) && commit) {
		collect_tell_begin(c, commit);
		err = collect_commit(c, commit);
		if (err || is_stopped(c))
			break;
	}
	return err;
}

static enum err
finish(struct collecting *c, enum exit_code *code)
{
	size_t left = collect_count(c, RUN_LEFT);
	enum err err = ERR_OK;

	if (is_stopped(c) && left)
		progress_warn(&c->app->progress,
		    "stopped: %zu commits are left unmeasured; --keep-going "
		    "goes on",
		    left);
	if (c->mark && !left)
		err = path_remove(c->mark);
	if (!err)
		err = collect_report(c);
	if (collect_count(c, RUN_FAILED))
		*code = EXIT_CODE_FAILED;
	else if (collect_count(c, RUN_UNJUDGED))
		*code = EXIT_CODE_UNJUDGED;
	return err;
}

/* What was done before a signal is told; the signal stays the error. */
static enum err
finish_interrupted(struct collecting *c)
{
	char *why = strdup(err_text());
	enum err err = collect_report(c);

	if (err)
		progress_warn(&c->app->progress, "%s", err_text());
	err = err_fail(ERR_INTERRUPTED, "%s", why ? why : "out of memory");
	free(why);
	return err;
}

enum err
collect(struct app *app, const struct collect_options *options,
    enum exit_code *code)
{
	struct collecting c = {
	    .app = app,
	    .options = options,
	    .lock = LOCK_INIT,
	    .started_ns = clock_monotonic_ns(),
	};
	enum err err = open_all(&c);

	if (!err)
		err = open_pace(&c);
	if (!err)
		err = collect_choose(&c);
	if (!err)
		err = collect_all(&c);
	if (!err)
		err = finish(&c, code);
	else if (err == ERR_INTERRUPTED && c.rows)
		err = finish_interrupted(&c);
	close_all(&c);
	return err;
}
