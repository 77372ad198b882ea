#include "runner/bisecting.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/bisecting_parts.h"
#include "runner/conditions.h"
#include "runner/setup.h"

/* ---- what it owns ---- */

void
bisecting_free(struct bisecting *b)
{
	if (!b)
		return;
	lock_release(&b->lock);
	for (size_t i = 0; i < b->range_count; i++)
		bisecting_range_release(&b->ranges[i]);
	free(b->ranges);
	for (size_t i = 0; i < b->text_count; i++)
		free(b->texts[i]);
	free(b->texts);
	free(b->warnings);
	for (size_t i = 0; i < b->block_count; i++)
		free(b->blocks[i]);
	free(b->blocks);
	free(b->skipped);
	environment_free(b->environment);
	sandbox_free(b->sandbox);
	source_release(&b->source);
	free(b);
}

const struct bisect_report *
bisecting_report(const struct bisecting *b)
{
	return &b->report;
}

static const char *
keep_text(struct bisecting *b, char *text)
{
	char **grown =
	    text ? reallocarray(b->texts, b->text_count + 1, sizeof *grown)
		 : NULL;

	if (!grown) {
		free(text);
		(void)err_fail(ERR_NOMEM, "out of memory");
		return NULL;
	}
	b->texts = grown;
	return grown[b->text_count++] = text;
}

__attribute__((format(printf, 2, 0))) static const char *
keep_formatted(struct bisecting *b, const char *fmt, va_list args)
{
	char *text = NULL;

	return keep_text(b, vasprintf(&text, fmt, args) < 0 ? NULL : text);
}

const char *
bisecting_text(struct bisecting *b, const char *fmt, ...)
{
	const char *text;
	va_list args;

	va_start(args, fmt);
	text = keep_formatted(b, fmt, args);
	va_end(args);
	return text;
}

enum err
bisecting_warn(struct bisecting *b, const char *fmt, ...)
{
	const char **grown =
	    reallocarray(b->warnings, b->warning_count + 1, sizeof *grown);
	const char *text;
	va_list args;

	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	b->warnings = grown;
	va_start(args, fmt);
	text = keep_formatted(b, fmt, args);
	va_end(args);
	if (!text)
		return ERR_NOMEM;
	grown[b->warning_count++] = text;
	return ERR_OK;
}

void *
bisecting_alloc(struct bisecting *b, size_t count, size_t size)
{
	void **grown =
	    reallocarray(b->blocks, b->block_count + 1, sizeof *grown);
	void *block;

	if (!grown) {
		(void)err_fail(ERR_NOMEM, "out of memory");
		return NULL;
	}
	b->blocks = grown;
	block = calloc(count ? count : 1, size);
	if (!block)
		(void)err_fail(ERR_NOMEM, "out of memory");
	else
		grown[b->block_count++] = block;
	return block;
}

int64_t
bisecting_left_ns(const struct bisecting *b)
{
	if (!b->options.budget_ns)
		return INT64_MAX;
	return b->options.budget_ns - (clock_monotonic_ns() - b->started_ns);
}

/* ---- beginning ---- */

static enum err
open_builder(struct bisecting *b)
{
	int64_t builds_ns[PACE_TIMES];
	size_t count = 0;
	struct app *app = b->app;
	enum err err = environment_new(&b->environment,
	    &b->source.config->environment, app->places.builds);

	if (!err)
		err = environment_shut_in(b->environment, b->sandbox);
	b->builder = (struct builder){
	    .repo = app->repo,
	    .places = &app->places,
	    .environment = b->environment,
	    .progress = &app->progress,
	    .store = app->store,
	    .machine_key = b->machine.key,
	    .cache_bytes = b->source.config->cache_bytes,
	};
	if (!err && app->store)
		err = store_build_times(
		    app->store, builds_ns, PACE_TIMES, &count);
	for (size_t i = 0; i < count; i++)
		pace_add(&b->builds, builds_ns[i]);
	return err;
}

static enum err
open_config(struct bisecting *b)
{
	struct app *app = b->app;
	enum err err =
	    source_for_range(&b->source, app->repo, app->options.config);

	if (!err)
		err = app_sandbox(app, &b->source, &b->sandbox);
	if (!err && b->options.bench_from)
		err = repo_commit(
		    app->repo, b->options.bench_from, &b->bench_from);
	if (err)
		return err;
	b->skipped =
	    calloc(b->source.config->benchmark_count, sizeof *b->skipped);
	if (!b->skipped)
		return err_fail(ERR_NOMEM, "out of memory");
	machine_probe(&b->machine);
	b->counting = counting_find(b->source.config);
	conditions_note(&b->source.config->measure.conditions, &b->machine);
	sandbox_note(b->sandbox, &b->machine);
	counting_note(b->source.config, b->counting, &b->machine);
	return ERR_OK;
}

/* A benchmark whose own code differs between the ends cannot say who slowed
 * down what it measures (rule 8). */
static enum err
skip_changed(struct bisecting *b)
{
	const struct config *config = b->source.config;
	const struct bisected_range *range = &b->ranges[0];
	size_t left = config->benchmark_count;
	enum err err = ERR_OK;

	for (size_t i = 0;
	     !err && i < config->benchmark_count && !b->options.bench_from;
	     i++) {
		const struct config_benchmark *benchmark =
		    &config->benchmarks[i];
		const char *changed = NULL;

		err = setup_changed_source(b->app->repo, benchmark,
		    &range->commits[0].oid,
		    &range->commits[range->count - 1].oid, &changed);
		if (err || !changed)
			continue;
		b->skipped[i] = true;
		left--;
		err = bisecting_warn(b,
		    "%s is left out: its own source %s differs between the "
		    "ends; --bench-from REV freezes it",
		    benchmark->name, changed);
	}
	if (!err && !left)
		err = err_fail(ERR_UNJUDGED,
		    "the sources of every benchmark differ between the ends: "
		    "freeze them with --bench-from REV");
	return err;
}

/* A store that is not there yet has nothing to say. */
static enum err
read_store(struct bisecting *b)
{
	enum err err = app_read_store(b->app);

	return err == ERR_UNJUDGED && !b->options.replay ? ERR_OK : err;
}

static enum err
open_all(struct bisecting *b, bool measures)
{
	enum err err = open_config(b);

	if (!err)
		err = measures ? app_open_store(b->app) : read_store(b);
	if (!err)
		err = open_builder(b);
	if (!err)
		err = bisecting_add_range(b);
	return err ? err : skip_changed(b);
}

/* ---- side branches ---- */

/* A guilty merge that nobody looked into. */
static bool
find_merge(const struct bisecting *b, size_t *range, size_t *place)
{
	struct bisect_finding finding;

	for (size_t r = 0; r < b->range_count; r++) {
		const struct bisected_range *of = &b->ranges[r];

		for (size_t i = 0; i < bisect_finding_count(of->plan); i++) {
			bisect_finding(of->plan, i, &finding);
			if (finding.status != BISECT_FOUND ||
			    of->commits[finding.last].parent_count < 2 ||
			    of->entered[finding.last])
				continue;
			*range = r;
			*place = finding.last;
			return true;
		}
	}
	return false;
}

/* What a branch cannot say hides nothing that was found: the merge is named. */
static enum err
leave_side(struct bisecting *b, size_t range, size_t place, enum err err)
{
	if (err != ERR_CHILD && err != ERR_UNJUDGED)
		return err;
	err =
	    b->options.replay && err == ERR_UNJUDGED
		? ERR_OK /* it did not come so far */
		: bisecting_warn(b, "%.12s: its branch cannot be searched: %s",
		      b->ranges[range].commits[place].oid.hex, err_text());
	bisecting_range_release(&b->ranges[--b->range_count]);
	return err;
}

static enum err
search_side(struct bisecting *b, size_t range, size_t place)
{
	struct bisected_range *side;
	bool there;
	enum err err;

	b->ranges[range].entered[place] = true;
	err = bisecting_add_side(b, range, place, &there);
	if (err || !there)
		return err;
	side = &b->ranges[b->range_count - 1];
	err = bisecting_log_open(side);
	if (!err)
		err = bisecting_search(side);
	return leave_side(b, range, place, err);
}

static enum err
search_all(struct bisecting *b)
{
	enum err err = bisecting_log_open(&b->ranges[0]);
	size_t range;
	size_t place;

	if (!err)
		err = bisecting_search(&b->ranges[0]);
	while (!err && b->options.all_parents && find_merge(b, &range, &place))
		err = search_side(b, range, place);
	return err;
}

static enum err
make(struct bisecting **out, struct app *app,
    const struct bisecting_options *options)
{
	struct bisecting *b = calloc(1, sizeof *b);

	*out = b;
	if (!b)
		return err_fail(ERR_NOMEM, "out of memory");
	b->app = app;
	b->options = *options;
	b->lock = (struct lock)LOCK_INIT;
	b->started_ns = clock_monotonic_ns();
	if (!(b->options.tolerance > 0))
		b->options.tolerance = BISECTING_TOLERANCE;
	if (!(b->options.confidence > 0))
		b->options.confidence = BISECTING_CONFIDENCE;
	return ERR_OK;
}

enum err
bisecting_run(struct bisecting **out, struct app *app,
    const struct bisecting_options *options)
{
	enum err err = make(out, app, options);
	struct bisecting *b = *out;

	if (!err)
		err = open_all(b, !options->replay);
	if (!err && !options->replay)
		err = conditions_check(&b->source.config->measure.conditions);
	if (!err && !options->replay)
		err = places_make_cache(&app->places);
	if (!err && !options->replay)
		err = app_lock(app, "bisect", &b->lock);
	if (!err)
		err = search_all(b);
	if (b)
		lock_release(&b->lock);
	return err ? err : bisecting_make_report(b);
}

enum err
bisecting_estimate(struct app *app, const struct bisecting_options *options,
    struct bisecting_plan *out)
{
	struct bisecting *b = NULL;
	enum err err = make(&b, app, options);

	if (!err)
		err = open_all(b, false);
	if (!err)
		err = bisecting_estimate_of(b, out);
	bisecting_free(b);
	return err;
}
