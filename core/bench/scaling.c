#include "core/bench/scaling.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/bench/bench_options.h"
#include "core/bench/filter.h"
#include "core/bench/oracle.h"
#include "core/bench/pass.h"

#define STREAM_SEED 42
#define BYTES_AN_INTERVAL 64 /* about, in the largest set */

/* What one measurement works on. */
struct session {
	const struct scaling_plan *plan;
	struct scaling_result result;
	size_t managers;
	size_t columns; /* families of a manager: operations and streams */
	struct filter *filter;
	struct rng rng; /* of the order */
	struct meter meter;
	struct latency latencies[FIT_REPETITIONS_MAX]; /* one a repetition */
	char *cache; /* folder of known outcomes, or NULL */
	/* Of the size at hand, where streams are measured. */
	struct stream stream;
	struct outcome outcome;
};

/* ---- which families there are ---- */

/* Add those sizes whose full names the filter lets pass. */
static void
select_sizes(struct session *session, struct scaling_family *family)
{
	for (size_t n = session->plan->min; n <= session->plan->max; n *= 2) {
		char name[SCALING_NAME_SIZE + 24];

		(void)snprintf(name, sizeof name, "%s/%zu", family->name, n);
		if (!filter_matches(session->filter, name))
			continue;
		assert(family->sizes < FIT_SIZES_MAX);
		family->n[family->sizes++] = (double)n;
	}
}

/* `op` is NULL for streams. */
static enum err
make_family(struct session *session, struct scaling_family *family,
    const char *manager, const struct scaling_op *op)
{
	family->manager = manager;
	family->op = op;
	family->promised = op ? scaling_promise(op, manager) : GROWTH_LOG;
	(void)snprintf(family->name, sizeof family->name, "scaling/%s/%s",
	    manager, op ? op->name : SCALING_STREAM);
	select_sizes(session, family);
	family->times = calloc(
	    FIT_SIZES_MAX * session->plan->repetitions, sizeof *family->times);
	if (family->times)
		return ERR_OK;
	return err_fail(
	    ERR_NOMEM, "no memory for the times of %s", family->name);
}

static enum err
make_families(struct session *session)
{
	const struct scaling_op *ops;
	size_t ops_n, selected = 0;
	struct scaling_result *result = &session->result;

	ops = scaling_ops(&ops_n);
	session->columns = ops_n + 1;
	while (session->plan->managers[session->managers])
		session->managers++;
	assert(session->managers <= BENCH_MANAGERS_MAX);
	result->families = calloc(
	    session->managers * session->columns, sizeof *result->families);
	if (!result->families)
		return err_fail(ERR_NOMEM, "no memory for the families");
	result->n = session->managers * session->columns;
	for (size_t i = 0; i < result->n; i++) {
		size_t column = i % session->columns;
		enum err err = make_family(session, &result->families[i],
		    session->plan->managers[i / session->columns],
		    column < ops_n ? &ops[column] : NULL);

		if (err)
			return err;
		selected += result->families[i].sizes;
	}
	if (selected > 0)
		return ERR_OK;
	return filter_fail_empty(
	    session->plan->filter ? session->plan->filter : "",
	    "scaling/boundary/find/1024");
}

/* ---- measuring ---- */

/* Where the family keeps its time of that size, or NULL. */
static struct meter_time *
time_place(const struct session *session, struct scaling_family *family,
    size_t n, unsigned repetition)
{
	size_t size = scaling_size(family, n);

	if (size == family->sizes)
		return NULL;
	return &family->times[size * session->plan->repetitions + repetition];
}

static void
note_bytes(
    struct scaling_family *family, size_t n, const struct interval_set *set)
{
	struct interval_stats stats;

	interval_set_stats(set, &stats);
	family->bytes[scaling_size(family, n)] = (double)stats.bytes;
}

/* Whole passes, each on a fresh set, until they took target_ns together. */
static enum err
time_stream(struct session *session, struct scaling_family *family, size_t n,
    struct meter_time *out)
{
	struct pass sum = {.wall_ns = 0};
	struct interval_set *set = NULL;
	uint64_t done = 0;
	enum err err = pass_open(&set, &session->stream, family->manager);

	if (err)
		return err;
	note_bytes(family, n, set);
	interval_set_free(set);
	do {
		struct outcome got = {.intervals = 0};
		struct pass pass = {.wall_ns = 0};

		err = pass_run(&session->stream, family->manager, &pass, &got);
		if (!err)
			err = outcome_check(
			    family->name, &session->outcome, &got);
		if (err)
			return err;
		/* Clocks may be coarse. */
		sum.wall_ns += pass.wall_ns > 0 ? pass.wall_ns : 1;
		sum.cpu_ns += pass.cpu_ns > 0 ? pass.cpu_ns : 1;
		done += session->stream.n;
	} while (sum.wall_ns < session->plan->target_ns);
	out->real_ns = (double)sum.wall_ns / (double)done;
	out->cpu_ns = (double)sum.cpu_ns / (double)done;
	out->calls = done;
	return ERR_OK;
}

static enum err
time_operation(struct session *session, struct scaling_family *family,
    struct comb *comb, struct meter_time *out)
{
	enum err err;

	note_bytes(family, comb->n, comb->set);
	err = meter_run(&session->meter, family->op, comb, out);
	if (!err)
		return ERR_OK;
	return err_fail(err, "%s/%zu: %s", family->name, comb->n,
	    err == ERR_NOMEM ? "no memory" : "wrong result");
}

/* The families of one manager at one size. The set is made when the first
 * operation wants it. */
static enum err
visit_manager(
    struct session *session, size_t manager, size_t n, unsigned repetition)
{
	struct scaling_family *families =
	    &session->result.families[manager * session->columns];
	struct comb comb = {.set = NULL};
	enum err err = ERR_OK;

	for (size_t i = 0; i < session->columns && !err; i++) {
		struct scaling_family *family = &families[i];
		struct meter_time *time =
		    time_place(session, family, n, repetition);

		if (!time)
			continue;
		if (family->op && !comb.set)
			err = comb_init(&comb, family->manager, n);
		if (!err)
			err = family->op
				  ? time_operation(session, family, &comb, time)
				  : time_stream(session, family, n, time);
	}
	comb_release(&comb);
	return err;
}

/* n operations on a set in which n intervals live. */
static enum err
make_stream(struct session *session, size_t n)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("fragmented"),
	    .seed = STREAM_SEED,
	    .ops = n,
	    .live = n,
	};
	enum err err = stream_init(&session->stream, &plan);

	if (err)
		return err;
	return oracle_expect(
	    &session->stream, session->cache, &session->outcome, NULL, NULL);
}

static bool
measures_streams(struct session *session, size_t n)
{
	for (size_t i = 0; i < session->result.n; i++) {
		struct scaling_family *family = &session->result.families[i];

		if (!family->op && time_place(session, family, n, 0))
			return true;
	}
	return false;
}

static enum err
visit_size(struct session *session, size_t n, unsigned repetition)
{
	const struct scaling_plan *plan = session->plan;
	size_t order[BENCH_MANAGERS_MAX];
	enum err err = ERR_OK;

	if (measures_streams(session, n))
		err = make_stream(session, n);
	for (size_t i = 0; i < session->managers; i++)
		order[i] = i;
	rng_shuffle(&session->rng, order, session->managers);
	for (size_t i = 0; i < session->managers && !err; i++) {
		if (plan->ticker)
			ticker_show(plan->ticker,
			    "scaling: repetition %u of %u, %zu intervals, %s",
			    repetition + 1, plan->repetitions, n,
			    plan->managers[order[i]]);
		err = visit_manager(session, order[i], n, repetition);
	}
	stream_release(&session->stream);
	return err;
}

static enum err
visit_all(struct session *session)
{
	size_t order[FIT_SIZES_MAX];
	size_t sizes = 0;
	enum err err = ERR_OK;

	for (size_t n = session->plan->min; n <= session->plan->max; n *= 2)
		order[sizes++] = n;
	for (unsigned k = 0; k < session->plan->repetitions && !err; k++) {
		err = latency_measure(&session->latencies[k],
		    session->plan->max * BYTES_AN_INTERVAL, &session->rng);
		rng_shuffle(&session->rng, order, sizes);
		for (size_t i = 0; i < sizes && !err; i++)
			err = visit_size(session, order[i], k);
	}
	return err;
}

static void
fit_family(struct scaling_family *family, const struct scaling_result *result,
    uint64_t seed)
{
	double ns[FIT_SIZES_MAX * FIT_REPETITIONS_MAX];
	const struct fit_series series = {
	    .sizes = family->sizes,
	    .repetitions = result->repetitions,
	    .n = family->n,
	    .ns = ns,
	    .load_ns = family->load_ns,
	    .descent_ns = family->descent_ns,
	};

	if (family->sizes < FIT_SIZES_MIN)
		return;
	for (size_t i = 0; i < family->sizes * result->repetitions; i++)
		ns[i] = family->times[i].cpu_ns;
	for (size_t i = 0; i < family->sizes; i++) {
		family->load_ns[i] =
		    latency_load_ns(&result->latency, family->bytes[i]);
		family->descent_ns[i] = latency_descent_ns(
		    &result->latency, family->bytes[i], family->n[i]);
	}
	family->range = fit_range_of(&series, family->promised);
	family->fit = fit_growth(&series, seed);
	family->verdict = fit_judge(&family->fit, &series, family->promised);
	family->fitted = true;
}

enum err
scaling_measure(const struct scaling_plan *plan, struct scaling_result *result)
{
	struct session session = {.plan = plan, .stream = STREAM_INIT};
	enum err err;

	assert(plan->min >= COMB_MIN && plan->max <= COMB_MAX);
	assert(plan->repetitions > 0);
	assert(plan->repetitions <= FIT_REPETITIONS_MAX);
	session.result.repetitions = plan->repetitions;
	rng_seed(&session.rng, plan->seed);
	meter_init(&session.meter, plan->target_ns, plan->seed);
	err = filter_new(&session.filter, plan->filter);
	if (!err)
		err = make_families(&session);
	if (!err)
		err = oracle_cache_folder(&session.cache);
	if (!err)
		err = visit_all(&session);
	filter_free(session.filter);
	free(session.cache);
	if (err) {
		scaling_result_release(&session.result);
		return err;
	}
	session.result.latency =
	    latency_median(session.latencies, plan->repetitions);
	for (size_t i = 0; i < session.result.n; i++)
		fit_family(
		    &session.result.families[i], &session.result, plan->seed);
	*result = session.result;
	return ERR_OK;
}
