#include "core/bench/protocol.h"

#include <assert.h>
#include <inttypes.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/interval/interval.h"

/* Published with the standard stream; a naive model in Python agrees. */
static const struct known {
	size_t ops;
	uint32_t crc;
	struct protocol_outcome outcome;
} known_standard_42[] = {
    {10000, 0xadceed64, {3209, 825526, 0x4cb5b195c5c95245}},
    {100000, 0x1dd4d58f, {8704, 501041, 0x6369756e06b87893}},
    {1000000, 0xc72f4497, {8981, 498801, 0xe65dc68d2ad866b4}},
};

#define KNOWN_SEED 42
#define HASH_FACTOR UINT64_C(1000003)
#define HASH_NONE 7

static const struct known *
known_row(const struct stream *stream)
{
	size_t n = sizeof known_standard_42 / sizeof known_standard_42[0];

	if (strcmp(stream->mix->name, "standard") != 0 ||
	    stream->seed != KNOWN_SEED)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		if (known_standard_42[i].ops == stream->n)
			return &known_standard_42[i];
	}
	return NULL;
}

const struct protocol_outcome *
protocol_known(const struct stream *stream)
{
	const struct known *row = known_row(stream);

	return row ? &row->outcome : NULL;
}

void
protocol_name(char out[PROTOCOL_NAME_SIZE], const char *manager,
    const struct protocol_plan *plan)
{
	bool standard = strcmp(plan->mix->name, "standard") == 0;

	/* The standard mix keeps the short name; another one is another
	 * benchmark. Manager and mix names are short and ours. */
	(void)snprintf(out, PROTOCOL_NAME_SIZE, "protocol/%s%s%s/%zu", manager,
	    standard ? "" : "/", standard ? "" : plan->mix->name, plan->ops);
}

static enum err
status_err(enum interval_status status, const char *manager)
{
	if (status == INTERVAL_OK || status == INTERVAL_NOTFOUND)
		return ERR_OK;
	if (status == INTERVAL_NOMEM)
		return err_fail(ERR_NOMEM, "manager %s: no memory", manager);
	return err_fail(ERR_MISMATCH, "manager %s: an operation failed: %s",
	    manager, interval_status_text(status));
}

static inline enum interval_status
run_op(struct interval_set *set, const struct stream_op *op, uint64_t *hash)
{
	struct interval iv = {op->start, op->start + op->length};
	enum interval_status status;

	if (op->code == STREAM_RESERVE)
		return interval_set_reserve(set, iv, NULL);
	if (op->code == STREAM_RELEASE)
		return interval_set_release(set, iv);
	status = interval_set_find(set, op->start, op->length, &iv);
	*hash = *hash * HASH_FACTOR +
		(status == INTERVAL_OK ? (uint64_t)iv.start : HASH_NONE);
	return status == INTERVAL_NOTFOUND ? INTERVAL_OK : status;
}

static enum interval_status
run_batch(struct interval_set *set, const struct stream *stream,
    struct protocol_run *run, uint64_t *hash)
{
	enum interval_status status = INTERVAL_OK;
	uint64_t finds = 0;
	int64_t cpu_begin = timing_cpu_ns();
	int64_t begin = clock_monotonic_ns();

	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i++)
		status = run_op(set, &stream->ops[i], &finds);
	run->wall_ns = clock_monotonic_ns() - begin;
	run->cpu_ns = timing_cpu_ns() - cpu_begin;
	*hash = finds;
	return status;
}

static enum interval_status
run_singly(struct interval_set *set, const struct stream *stream,
    int64_t clock_cost_ns, int64_t *times_ns, struct protocol_run *run,
    uint64_t *hash)
{
	enum interval_status status = INTERVAL_OK;
	uint64_t finds = 0;

	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i++) {
		int64_t begin = clock_monotonic_ns();
		int64_t took_ns;

		status = run_op(set, &stream->ops[i], &finds);
		took_ns = clock_monotonic_ns() - begin - clock_cost_ns;
		times_ns[i] = took_ns > 0 ? took_ns : 0;
	}
	if (status == INTERVAL_OK)
		run->quantiles = timing_quantiles(times_ns, stream->n);
	*hash = finds;
	return status;
}

enum err
protocol_pass(const struct stream *stream, const char *manager,
    int64_t clock_cost_ns, int64_t *times_ns, struct protocol_run *run,
    struct protocol_outcome *outcome)
{
	const struct interval space = {0, stream->mix->space};
	struct interval_set *set = NULL;
	enum interval_status status;
	uint64_t hash = 0;

	status = interval_set_new(&set, manager, &space, NULL);
	if (status == INTERVAL_INVALID)
		return err_fail(
		    ERR_USAGE, "manager \"%s\" is not known", manager);
	if (status == INTERVAL_OK)
		status = interval_set_release(set, space);
	if (status == INTERVAL_OK)
		status = times_ns ? run_singly(set, stream, clock_cost_ns,
					times_ns, run, &hash)
				  : run_batch(set, stream, run, &hash);
	if (status == INTERVAL_OK)
		*outcome = (struct protocol_outcome){
		    .intervals = interval_set_count(set),
		    .free_total = interval_set_total(set),
		    .finds_hash = hash,
		};
	interval_set_free(set);
	return status_err(status, manager);
}

enum err
protocol_check(const char *who, const struct protocol_outcome *wanted,
    const struct protocol_outcome *got)
{
	if (wanted->intervals == got->intervals &&
	    wanted->free_total == got->free_total &&
	    wanted->finds_hash == got->finds_hash)
		return ERR_OK;
	return err_fail(ERR_MISMATCH,
	    "%s: wrong result: %zu intervals, %" PRIu64
	    " free, finds %016" PRIx64 "; expected %zu, %" PRIu64
	    ", %016" PRIx64,
	    who, got->intervals, got->free_total, got->finds_hash,
	    wanted->intervals, wanted->free_total, wanted->finds_hash);
}

/* What one measurement works on. */
struct session {
	struct stream stream;
	int64_t *times_ns;
	size_t *order;
	struct rng rng;
	bool judged; /* result->outcome holds what every run must leave */
};

static enum err
judge(struct session *session, struct protocol_result *result, const char *name,
    const struct protocol_outcome *got)
{
	if (session->judged)
		return protocol_check(name, &result->outcome, got);
	/* No published outcome: the first run's must be everyone's. */
	result->outcome = *got;
	session->judged = true;
	return ERR_OK;
}

static enum err
run_once(struct session *session, struct protocol_result *result,
    const struct protocol_series *series, struct protocol_run *run)
{
	struct protocol_outcome got = {.intervals = 0};
	enum err err;

	err = protocol_pass(
	    &session->stream, series->manager, 0, NULL, run, &got);
	if (!err)
		err = judge(session, result, series->name, &got);
	if (!err)
		err = protocol_pass(&session->stream, series->manager,
		    result->clock_cost_ns, session->times_ns, run, &got);
	if (!err)
		err = judge(session, result, series->name, &got);
	return err;
}

static enum err
run_all(struct session *session, struct protocol_result *result)
{
	unsigned warmup = result->plan.warmup;
	unsigned rounds = warmup + result->plan.repetitions;

	for (size_t i = 0; i < result->n; i++)
		session->order[i] = i;
	for (unsigned round = 0; round < rounds; round++) {
		rng_shuffle(&session->rng, session->order, result->n);
		for (size_t i = 0; i < result->n; i++) {
			struct protocol_series *series =
			    &result->series[session->order[i]];
			struct protocol_run run = {.wall_ns = 0};
			enum err err;

			err = run_once(session, result, series, &run);
			if (err)
				return err;
			if (round >= warmup)
				series->runs[round - warmup] = run;
		}
	}
	return ERR_OK;
}

/* The stream first: a wrong one would make every manager look wrong. */
static enum err
check_stream(struct session *session, struct protocol_result *result)
{
	const struct known *known = known_row(&session->stream);
	uint32_t crc;

	if (!known)
		return ERR_OK;
	crc = stream_crc(&session->stream);
	if (crc != known->crc)
		return err_fail(ERR_MISMATCH,
		    "standard stream of %zu operations: crc32 %08" PRIx32
		    ", expected %08" PRIx32,
		    known->ops, crc, known->crc);
	result->outcome = known->outcome;
	result->known = true;
	session->judged = true;
	return ERR_OK;
}

static enum err
filter_compile(const char *filter, regex_t *regex)
{
	char why[128];
	int rc = regcomp(regex, filter, REG_EXTENDED | REG_NOSUB);

	if (rc == 0)
		return ERR_OK;
	regerror(rc, regex, why, sizeof why);
	return err_fail(ERR_USAGE,
	    "--filter: \"%s\" is not a POSIX extended regular expression: %s",
	    filter, why);
}

static enum err
add_series(struct protocol_result *result, const char *manager, size_t family)
{
	const struct protocol_plan *plan = &result->plan;
	struct protocol_series *series = &result->series[result->n];

	assert(plan->repetitions > 0);
	series->runs = calloc(plan->repetitions, sizeof *series->runs);
	if (!series->runs)
		return err_fail(ERR_NOMEM, "no memory for %u repetitions",
		    plan->repetitions);
	series->manager = manager;
	series->family = family;
	protocol_name(series->name, manager, plan);
	result->n++;
	return ERR_OK;
}

/* Add the managers that the plan names and the filter, if any, lets pass. */
static enum err
select_series(struct protocol_result *result, const regex_t *regex)
{
	const struct protocol_plan *plan = &result->plan;
	const char *const *names = interval_managers();
	size_t n = 0;

	while (names[n])
		n++;
	assert(n > 0);
	result->series = calloc(n, sizeof *result->series);
	if (!result->series)
		return err_fail(ERR_NOMEM, "no memory for %zu managers", n);
	for (size_t i = 0; i < n; i++) {
		char name[PROTOCOL_NAME_SIZE];
		enum err err;

		if (plan->manager && strcmp(plan->manager, names[i]) != 0)
			continue;
		protocol_name(name, names[i], plan);
		if (regex && regexec(regex, name, 0, NULL, 0) != 0)
			continue;
		err = add_series(result, names[i], i);
		if (err)
			return err;
	}
	return ERR_OK;
}

static enum err
select_benchmarks(struct protocol_result *result)
{
	const struct protocol_plan *plan = &result->plan;
	regex_t regex;
	enum err err;

	if (!plan->filter) {
		err = select_series(result, NULL);
	} else {
		err = filter_compile(plan->filter, &regex);
		if (err)
			return err;
		err = select_series(result, &regex);
		regfree(&regex);
	}
	if (err || result->n > 0)
		return err;
	if (plan->filter)
		return err_fail(ERR_USAGE,
		    "--filter: \"%s\" matches no benchmark: expected a regular "
		    "expression of names such as protocol/boundary/10000",
		    plan->filter);
	return err_fail(
	    ERR_USAGE, "manager \"%s\" is not known", plan->manager);
}

enum err
protocol_measure(
    const struct protocol_plan *plan, struct protocol_result *result)
{
	struct protocol_result r = {.plan = *plan};
	struct session session = {.stream = STREAM_INIT};
	enum err err;

	assert(plan->ops > 0);
	err = select_benchmarks(&r);
	if (!err)
		err = stream_init(
		    &session.stream, plan->mix, plan->seed, plan->ops);
	if (!err)
		err = check_stream(&session, &r);
	if (err)
		goto out;
	session.times_ns = calloc(plan->ops, sizeof *session.times_ns);
	assert(r.n > 0); /* else the selection failed */
	session.order = calloc(r.n, sizeof *session.order);
	if (!session.times_ns || !session.order) {
		err = err_fail(ERR_NOMEM,
		    "no memory for the times of %zu operations", plan->ops);
		goto out;
	}
	rng_seed(&session.rng, plan->order_seed);
	r.clock_cost_ns = timing_clock_cost_ns();
	err = run_all(&session, &r);
	if (!err) {
		*result = r;
		r = (struct protocol_result){.n = 0};
	}
out:
	protocol_result_release(&r);
	stream_release(&session.stream);
	free(session.times_ns);
	free(session.order);
	return err;
}

void
protocol_result_release(struct protocol_result *result)
{
	for (size_t i = 0; i < result->n; i++)
		free(result->series[i].runs);
	free(result->series);
	result->series = NULL;
	result->n = 0;
}
