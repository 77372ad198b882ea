#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/stored.h"
#include "core/base/buf.h"
#include "reports/phrases.h"
#include "runner/comparison_parts.h"

/* The sessions of one series on both commits. */
struct pool {
	struct series_name name; /* texts owned */
	size_t owner;
	struct stored_session *sessions[SIDE_COUNT];
	double *medians[SIDE_COUNT];
	size_t counts[SIDE_COUNT];
};

struct stored_pools {
	struct comparison *comparison;
	enum side side; /* whose sessions are being read */
	struct pool *items;
	size_t count;
	size_t last; /* found last: sessions of a series come one by one */
};

void
comparison_stored_free(struct stored_pools *pools)
{
	if (!pools)
		return;
	for (size_t i = 0; i < pools->count; i++) {
		free((char *)pools->items[i].name.benchmark);
		free((char *)pools->items[i].name.metric);
		free((char *)pools->items[i].name.unit);
		for (int side = 0; side < SIDE_COUNT; side++) {
			free(pools->items[i].sessions[side]);
			free(pools->items[i].medians[side]);
		}
	}
	free(pools->items);
	free(pools);
}

static bool
is_counted(const struct series_name *name)
{
	return strcmp(name->metric, METRIC_INSTRUCTIONS) == 0;
}

/* The benchmark of the config that a session belongs to; its count if none.
 * Counts have a setup of their own. */
static size_t
owner_of(const struct comparison *c, const struct store_session *s)
{
	size_t i = 0;

	for (; i < c->source.config->benchmark_count; i++) {
		const struct measure_benchmark *benchmark = &c->benchmarks[i];
		const char *setup = is_counted(&s->series)
					? benchmark->counting.setup
					: benchmark->setup;

		if (strcmp(setup, s->setup) == 0)
			break;
	}
	return i;
}

static enum err
add_pool(struct stored_pools *pools, const struct store_session *s,
    size_t owner, struct pool **out)
{
	struct pool *items =
	    realloc(pools->items, (pools->count + 1) * sizeof *items);
	struct pool *pool;

	if (!items)
		return err_fail(ERR_NOMEM, "out of memory");
	pools->items = items;
	pool = &items[pools->count++];
	*pool = (struct pool){.owner = owner};
	pool->name.direction = s->series.direction;
	pool->name.benchmark = strdup(s->series.benchmark);
	pool->name.metric = strdup(s->series.metric);
	pool->name.unit = strdup(s->series.unit);
	if (!pool->name.benchmark || !pool->name.metric || !pool->name.unit)
		return err_fail(ERR_NOMEM, "out of memory");
	*out = pool;
	return ERR_OK;
}

static struct pool *
find_pool(struct stored_pools *pools, const struct series_name *name)
{
	/* Both commits come in the same order, so the search begins where the
	 * last one ended. */
	for (size_t i = 0; i < pools->count; i++) {
		size_t at = (pools->last + i) % pools->count;
		struct pool *pool = &pools->items[at];

		if (strcmp(pool->name.benchmark, name->benchmark) != 0 ||
		    strcmp(pool->name.metric, name->metric) != 0)
			continue;
		pools->last = at;
		return pool;
	}
	return NULL;
}

/* A count has no noise: one says what many would. But counts that do not
 * repeat say nothing. */
static size_t
samples_worth(struct comparison *c, const struct store_session *s)
{
	double limit;

	if (!is_counted(&s->series))
		return s->count;
	limit = comparison_terms(c, &s->series).tolerance / WITNESS_REPEAT_PART;
	for (size_t i = 1; i < s->count; i++)
		if (fabs(s->values[i] / s->values[0] - 1) > limit)
			return 0;
	return STORED_SAMPLES_MIN;
}

/* `samples` is how many it is taken for. */
static enum err
add_session(struct pool *pool, enum side side, const struct store_session *s,
    size_t samples)
{
	size_t n = pool->counts[side];
	struct stored_session *sessions =
	    realloc(pool->sessions[side], (n + 1) * sizeof *sessions);
	double *medians;
	double *values;

	if (sessions)
		pool->sessions[side] = sessions;
	medians = realloc(pool->medians[side], (n + 1) * sizeof *medians);
	if (medians)
		pool->medians[side] = medians;
	values = malloc(s->count * sizeof *values);
	if (!sessions || !medians || !values) {
		free(values);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	memcpy(values, s->values, s->count * sizeof *values);
	medians[n] = median_in_place(values, s->count);
	sessions[n] = (struct stored_session){medians[n], samples};
	pool->counts[side]++;
	free(values);
	return ERR_OK;
}

static enum err
take_session(void *ctx, const struct store_session *s)
{
	struct stored_pools *pools = ctx;
	struct comparison *c = pools->comparison;
	size_t owner = owner_of(c, s);
	struct pool *pool = find_pool(pools, &s->series);
	enum err err = ERR_OK;

	/* Another command, or sources that no longer hold: other series. */
	if (owner == c->source.config->benchmark_count || !s->count ||
	    !config_judges(
		&c->source.config->benchmarks[owner], s->series.metric))
		return ERR_OK;
	if (!pool)
		err = add_pool(pools, s, owner, &pool);
	return err ? err
		   : add_session(pool, pools->side, s, samples_worth(c, s));
}

static double
centre(const double *medians, size_t n)
{
	double *copy = malloc(n * sizeof *copy);
	double value = NAN;

	if (copy) {
		memcpy(copy, medians, n * sizeof *copy);
		value = median_in_place(copy, n);
	}
	free(copy);
	return value;
}

/* The last sessions of one side that count. */
struct part {
	const struct stored_session *sessions;
	const double *medians;
	size_t count;
	double value; /* median of the medians */
};

static struct part
last_part(const struct pool *pool, enum side side, size_t window)
{
	size_t count = pool->counts[side];
	size_t skip = count > window ? count - window : 0;
	struct part part = {.count = count - skip, .value = NAN};

	if (!count)
		return part;
	part.sessions = pool->sessions[side] + skip;
	part.medians = pool->medians[side] + skip;
	part.value = centre(part.medians, part.count);
	return part;
}

/* Without a baseline there is nothing to judge by. */
static void
judge_first(const struct comparison *c, struct stored_result *result)
{
	if (result->base_sessions || !result->head_sessions)
		return;
	result->note = phrase_no_baseline;
	if (!c->source.config->first_run_passes)
		return;
	result->verdict = VERDICT_NEW;
	result->note = phrase_first_run;
}

/* Never regressed: without fresh rounds a limit is a suspicion, too. */
static enum err
judge_stored_limit(
    struct judgement *judgement, struct report_series *row, double limit)
{
	const char *note = row->note;
	struct buf text = BUF_INIT;

	row->limit = limit;
	if (!(limit > 0) || !(row->head_value > 0) ||
	    series_log_ratio(row->name.direction, limit, row->head_value) <= 0)
		return ERR_OK;
	if (note)
		buf_printf(&text, "%s; ", note);
	phrase_beyond(&text, row->head_value, limit, &row->name);
	row->verdict = VERDICT_INCONCLUSIVE;
	row->note =
	    judgement_text(judgement, "%s; measure in pairs", buf_text(&text));
	if (text.failed || !row->note) {
		buf_release(&text);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	buf_release(&text);
	return ERR_OK;
}

static void
fill_row(struct report_series *row, const struct pool *pool,
    const struct stored_result *result, const struct terms *terms)
{
	*row = (struct report_series){
	    .name = pool->name,
	    .verdict = result->verdict,
	    .judged = true,
	    .note = result->note,
	    .ratio = result->ratio,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .confidence = NAN,
	    .tolerance = terms->tolerance,
	    .min_effect = terms->min_effect,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .control_ratio = NAN,
	    .base_spread = NAN,
	    .head_spread = NAN,
	};
}

static enum err
judge_pool(struct comparison *c, const struct pool *pool)
{
	size_t window = c->source.config->history_window;
	struct part base = last_part(pool, SIDE_BASE, window);
	struct part head = last_part(pool, SIDE_HEAD, window);
	const struct terms terms = comparison_terms(c, &pool->name);
	struct judgement *judgement = &c->judgement;
	double tolerance = terms.tolerance;
	struct report_series *row;
	struct stored_result result;

	if (terms.fault != TERMS_SOUND)
		return judgement_add_fault(judgement, &pool->name, &terms);
	if (!head.count)
		return judgement_add_unjudged(judgement, pool->name.benchmark,
		    pool->name.metric, VERDICT_MISSING,
		    "no stored samples of the head");
	if (terms.min_effect > 0 && base.count)
		tolerance = difference_tolerance(pool->name.direction,
		    base.value, tolerance, terms.min_effect);
	result = stored_compare(base.sessions, base.count, head.sessions,
	    head.count, pool->name.direction, tolerance);
	judge_first(c, &result);
	row = &judgement->series[judgement->series_count++];
	fill_row(row, pool, &result, &terms);
	row->printed_by = c->source.config->benchmarks[pool->owner].name;
	row->rounds = head.count;
	row->base_value = base.value;
	row->head_value = head.value;
	row->samples[SIDE_BASE] =
	    (struct report_samples){base.medians, base.count};
	row->samples[SIDE_HEAD] =
	    (struct report_samples){head.medians, head.count};
	return judge_stored_limit(judgement, row, terms.limit);
}

/* Declared metrics of which neither commit has anything. */
static enum err
add_unstored(
    struct comparison *c, const struct stored_pools *pools, size_t owner)
{
	const struct config_benchmark *benchmark =
	    &c->source.config->benchmarks[owner];
	enum err err = ERR_OK;

	for (size_t m = 0; !err && m < benchmark->metrics.count; m++) {
		bool stored = false;

		for (size_t i = 0; i < pools->count; i++)
			if (pools->items[i].owner == owner &&
			    strcmp(pools->items[i].name.metric,
				benchmark->metrics.items[m]) == 0)
				stored = true;
		if (!stored)
			err = judgement_add_unjudged(&c->judgement,
			    benchmark->name, benchmark->metrics.items[m],
			    VERDICT_MISSING,
			    "no stored samples of either commit on this "
			    "machine");
	}
	return err;
}

static enum err
read_side(struct stored_pools *pools, enum side side, const struct oid *oid)
{
	struct comparison *c = pools->comparison;

	pools->side = side;
	return store_sessions(
	    c->app->store, oid->hex, c->machine.key, take_session, pools);
}

static enum err
judge_stored(struct comparison *c, struct stored_pools *pools)
{
	enum err err;

	err = read_side(pools, SIDE_BASE, &c->pair.base.oid);
	if (!err)
		err = read_side(pools, SIDE_HEAD, &c->pair.head.oid);
	if (err)
		return err;
	c->judgement.series =
	    calloc(pools->count + 1, sizeof *c->judgement.series);
	if (!c->judgement.series)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < pools->count; i++)
		err = judge_pool(c, &pools->items[i]);
	for (size_t i = 0; !err && i < c->source.config->benchmark_count; i++)
		if (!c->benchmarks[i].skip)
			err = add_unstored(c, pools, i);
	return err;
}

enum err
comparison_of_stored(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options)
{
	enum err err;

	comparison_init(comparison, app, command, pair, options);
	comparison->judgement.report.weak = true;
	comparison->stored = calloc(1, sizeof *comparison->stored);
	if (!comparison->stored)
		return err_fail(ERR_NOMEM, "out of memory");
	comparison->stored->comparison = comparison;
	err = comparison_prepare(comparison);
	if (!err)
		err = app_read_store(app);
	if (!err)
		err = judge_stored(comparison, comparison->stored);
	if (!err)
		judgement_finish(&comparison->judgement, false);
	return err;
}
