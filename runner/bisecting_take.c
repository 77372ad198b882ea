#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/bisecting_take.h"
#include "runner/setup.h"

/* A session of fewer is no evidence. */
#define STORED_LEAST 3

/* ---- samples of a run ---- */

static enum err
find_setups(struct taking *t)
{
	struct bisecting *b = t->range->all;
	const struct config *config = b->source.config;
	const struct oid *oid = b->options.bench_from
				    ? &b->bench_from.oid
				    : &t->range->commits[0].oid;
	enum err err = ERR_OK;

	t->setups = calloc(config->benchmark_count, sizeof *t->setups);
	if (!t->setups)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < config->benchmark_count; i++)
		err = setup_digest(b->app->repo, &config->benchmarks[i],
		    &config->measure.conditions, oid, t->setups[i]);
	return err;
}

/* A series' benchmark of the config: by its setup, or its name where it is
 * counted. */
static bool
find_owner(const struct taking *t, const char *setup,
    const struct series_name *name, size_t *out)
{
	const struct bisecting *b = t->range->all;
	const struct config *config = b->source.config;
	bool counted = strcmp(name->metric, METRIC_INSTRUCTIONS) == 0;

	for (size_t i = 0; i < config->benchmark_count; i++) {
		const char *own = config->benchmarks[i].name;

		if (strcmp(t->setups[i], setup) != 0 &&
		    !(counted && strcmp(own, name->benchmark) == 0))
			continue;
		*out = i;
		return true;
	}
	return false;
}

static enum err
keep_sample(void *ctx, const struct store_run_sample *sample)
{
	struct taking *t = ctx;
	size_t owner;
	struct taken *item;

	if (!find_owner(t, sample->setup, &sample->series, &owner))
		return ERR_OK;
	if (t->count == t->capacity) {
		size_t larger = t->capacity ? 2 * t->capacity : 64;

		item = reallocarray(t->items, larger, sizeof *item);
		if (!item)
			return err_fail(ERR_NOMEM, "out of memory");
		t->items = item;
		t->capacity = larger;
	}
	item = &t->items[t->count];
	*item = (struct taken){
	    .name = sample->series,
	    .owner = owner,
	    .round = sample->round,
	    .side = sample->side,
	    .value = sample->value,
	};
	item->name.benchmark = strdup(sample->series.benchmark);
	item->name.metric = strdup(sample->series.metric);
	item->name.unit = strdup(sample->series.unit);
	t->count++;
	if (!item->name.benchmark || !item->name.metric || !item->name.unit)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

static void
taking_release(struct taking *t)
{
	for (size_t i = 0; i < t->count; i++) {
		free((char *)t->items[i].name.benchmark);
		free((char *)t->items[i].name.metric);
		free((char *)t->items[i].name.unit);
	}
	free(t->items);
	free(t->setups);
}

/* ---- earlier sessions ---- */

struct evidence {
	const struct taking *taking;
	size_t place;
};

static double
median_of(const double *values, size_t count)
{
	double *copy = malloc(count * sizeof *copy);
	double median = values[0];

	if (copy) {
		memcpy(copy, values, count * sizeof *copy);
		median = median_in_place(copy, count);
	}
	free(copy);
	return median;
}

static enum err
take_session(void *ctx, const struct store_session *session)
{
	const struct evidence *e = ctx;
	struct bisected_range *range = e->taking->range;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < range->series_count; i++) {
		const struct bisected *series = &range->series[i];

		if (series->counted || session->count < STORED_LEAST ||
		    session->started_s >= range->started_s ||
		    strcmp(session->setup, e->taking->setups[series->owner]) !=
			0 ||
		    !bisected_is(series, session->series.benchmark,
			session->series.metric))
			continue;
		err = bisect_take_stored(range->plan, i, e->place,
		    median_of(session->values, session->count));
	}
	return err;
}

/* What this machine measured of the commits before is there for nothing. */
static enum err
take_stored(struct taking *t)
{
	struct bisected_range *range = t->range;
	struct bisecting *b = range->all;
	struct evidence evidence = {.taking = t};
	enum err err = ERR_OK;

	for (; !err && evidence.place < range->count; evidence.place++)
		err = store_sessions(b->app->store,
		    range->commits[evidence.place].oid.hex, b->machine.key,
		    take_session, &evidence);
	return err;
}

/* ---- taking ---- */

static const struct taken *
other_side(const struct taking *t, size_t i)
{
	const struct taken *item = &t->items[i];

	for (size_t k = 0; k < t->count; k++) {
		const struct taken *other = &t->items[k];

		if (other->side == SIDE_HEAD && other->round == item->round &&
		    other->owner == item->owner &&
		    strcmp(other->name.benchmark, item->name.benchmark) == 0 &&
		    strcmp(other->name.metric, item->name.metric) == 0)
			return other;
	}
	return NULL;
}

/* The second count of a commit only shows that counts repeat. */
static enum err
take_sample(const struct taking *t, size_t i, size_t series,
    const struct bisect_task *task)
{
	const struct taken *item = &t->items[i];
	struct bisect *plan = t->range->plan;
	const struct taken *head;

	if (t->range->series[series].counted)
		return item->round || item->side != SIDE_HEAD
			   ? ERR_OK
			   : bisect_take_run(
				 plan, series, task->place, item->value);
	if (task->work == BISECT_VISIT)
		return bisect_take_run(plan, series, task->place, item->value);
	head = item->side == SIDE_BASE ? other_side(t, i) : NULL;
	if (!head)
		return ERR_OK;
	return bisect_take_round(
	    plan, series, task->low, task->place, item->value, head->value);
}

static enum err
take_all(const struct taking *t, const struct bisect_task *task)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < t->count; i++)
		for (size_t s = 0; !err && s < t->range->series_count; s++)
			if (bisected_is(&t->range->series[s],
				t->items[i].name.benchmark,
				t->items[i].name.metric))
				err = take_sample(t, i, s, task);
	return err;
}

/* Processes that gave samples: the most that any series has of each side. */
static size_t
count_runs(const struct taking *t)
{
	size_t most[SIDE_COUNT] = {0};
	size_t runs = 0;

	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].round + 1 > most[t->items[i].side])
			most[t->items[i].side] = t->items[i].round + 1;
	for (size_t side = 0; side < SIDE_COUNT; side++)
		runs += most[side];
	return runs;
}

enum err
bisecting_take(struct bisected_range *range, const char *uid,
    const struct bisect_task *task)
{
	struct taking t = {.range = range};
	enum err err = find_setups(&t);
	bool first = false;

	if (!err)
		err = store_run_samples(
		    range->all->app->store, uid, keep_sample, &t);
	if (!err && t.count && !range->known) {
		first = true;
		err = bisecting_know_series(&t);
	}
	if (!err && range->known)
		err = take_all(&t, task);
	if (!err && first)
		err = take_stored(&t);
	range->all->run_count += count_runs(&t);
	taking_release(&t);
	return err;
}
