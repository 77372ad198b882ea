#include "core/bench/protocol.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/bench/filter.h"
#include "core/bench/humane.h"
#include "core/interval/interval.h"

void
protocol_name(char out[ROW_NAME_SIZE], const char *manager, const char *stream,
    size_t ops)
{
	/* No part is so long that it would be cut. */
	(void)snprintf(out, ROW_NAME_SIZE, "protocol/%s%s%s/%zu", manager,
	    *stream ? "/" : "", stream, ops);
}

/* ---- which managers ---- */

static size_t
family_of(const char *manager)
{
	const char *const *names = interval_managers();
	size_t i = 0;

	while (names[i] && strcmp(names[i], manager) != 0)
		i++;
	return i;
}

static enum err
add_series(
    struct protocol_result *result, const char *manager, const char *name)
{
	unsigned repetitions = result->plan.repetitions;
	struct protocol_series *series = &result->series[result->n];

	series->runs = calloc(repetitions, sizeof *series->runs);
	if (!series->runs)
		return err_fail(
		    ERR_NOMEM, "no memory for %u repetitions", repetitions);
	series->manager = manager;
	series->family = family_of(manager);
	memcpy(series->name, name, sizeof series->name);
	result->n++;
	return ERR_OK;
}

static void
note_left_out(struct protocol_result *result, const char *manager)
{
	char limit[HUMANE_SIZE];

	humane_count(limit, PASS_BOUNDED_MAX);
	buf_printf(&result->notes,
	    "Left out: %s, which is run with at most %s offsets.\n", manager,
	    limit);
}

static enum err
select_series(struct protocol_result *result, const struct filter *filter)
{
	const struct protocol_plan *plan = &result->plan;
	const struct stream *stream = plan->stream;
	size_t n = 0;

	while (plan->managers[n])
		n++;
	result->series = calloc(n + 1, sizeof *result->series);
	if (!result->series)
		return err_fail(ERR_NOMEM, "no memory for %zu managers", n);
	for (size_t i = 0; i < n; i++) {
		const char *manager = plan->managers[i];
		char name[ROW_NAME_SIZE] = {0};
		enum err err;

		protocol_name(name, manager, stream->name, stream->n);
		if (!filter_matches(filter, name))
			continue;
		if (!pass_fits(manager, stream->space)) {
			note_left_out(result, manager);
			continue;
		}
		err = add_series(result, manager, name);
		if (err)
			return err;
	}
	return ERR_OK;
}

static enum err
select_benchmarks(struct protocol_result *result)
{
	const struct protocol_plan *plan = &result->plan;
	char example[ROW_NAME_SIZE];
	struct filter *filter = NULL;
	enum err err = filter_new(&filter, plan->filter);

	if (!err)
		err = select_series(result, filter);
	filter_free(filter);
	if (err || result->n > 0)
		return err;
	if (result->notes.len > 0)
		return err_fail(ERR_USAGE,
		    "no manager of those that were asked for takes a space as "
		    "large as the stream's");
	assert(plan->filter); /* without one, each manager is in or left out */
	protocol_name(
	    example, plan->managers[0], plan->stream->name, plan->stream->n);
	return filter_fail_empty(plan->filter, example);
}

/* ---- measuring ---- */

/* What one measurement works with. */
struct session {
	struct protocol_result *result;
	int64_t *times_ns;
	size_t *order;
	struct rng rng;
};

/* Both passes are checked: the figures of either are shown. */
static enum err
run_once(struct session *session, const struct protocol_series *series,
    struct pass *run)
{
	const struct protocol_result *result = session->result;
	const struct stream *stream = result->plan.stream;
	struct outcome got;
	enum err err;

	err = pass_run(stream, series->manager, run, &got);
	if (!err)
		err = outcome_check(series->name, &result->outcome, &got);
	if (!err)
		err = pass_run_singly(stream, series->manager,
		    result->clock_cost_ns, session->times_ns, run, &got);
	if (!err)
		err = outcome_check(series->name, &result->outcome, &got);
	return err;
}

static enum err
run_all(struct session *session)
{
	struct protocol_result *result = session->result;
	unsigned warmup = result->plan.warmup;
	unsigned rounds = warmup + result->plan.repetitions;

	for (size_t i = 0; i < result->n; i++)
		session->order[i] = i;
	/* The order is drawn anew each time: none always follows the one that
	 * leaves the caches at their worst. */
	for (unsigned round = 0; round < rounds; round++) {
		rng_shuffle(&session->rng, session->order, result->n);
		for (size_t i = 0; i < result->n; i++) {
			struct protocol_series *series =
			    &result->series[session->order[i]];
			struct pass run = {.wall_ns = 0};
			enum err err = run_once(session, series, &run);

			if (err)
				return err;
			if (round >= warmup)
				series->runs[round - warmup] = run;
		}
	}
	return ERR_OK;
}

static enum err
measure(struct protocol_result *result)
{
	const struct protocol_plan *plan = &result->plan;
	struct session session = {.result = result};
	enum err err;

	session.times_ns = calloc(plan->stream->n, sizeof *session.times_ns);
	session.order = calloc(result->n, sizeof *session.order);
	if (session.times_ns && session.order) {
		rng_seed(&session.rng, plan->order_seed);
		result->clock_cost_ns = timing_clock_cost_ns();
		err = run_all(&session);
	} else {
		err = err_fail(ERR_NOMEM,
		    "no memory for the times of %zu operations",
		    plan->stream->n);
	}
	free(session.times_ns);
	free(session.order);
	return err;
}

enum err
protocol_measure(
    const struct protocol_plan *plan, struct protocol_result *result)
{
	struct protocol_result r = {.plan = *plan, .notes = BUF_INIT};
	enum err err;

	assert(plan->repetitions > 0 && plan->stream->n > 0);
	err = select_benchmarks(&r);
	if (!err)
		err = oracle_expect(
		    plan->stream, plan->cache, &r.outcome, &r.source, &r.notes);
	if (!err)
		err = measure(&r);
	if (!err)
		err = buf_err(&r.notes);
	if (err)
		protocol_result_release(&r);
	else
		*result = r;
	return err;
}

void
protocol_result_release(struct protocol_result *result)
{
	for (size_t i = 0; i < result->n; i++)
		free(result->series[i].runs);
	free(result->series);
	buf_release(&result->notes);
	result->series = NULL;
	result->n = 0;
}
