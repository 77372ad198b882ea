#include "core/bench/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/bench/batch.h"
#include "core/bench/pass.h"
#include "core/bench/timing.h"

#define OPS_MIN 100000
#define BATCH 256
#define LEFT_OF 100 /* one of so many stays */

/* What one manager's measurement works on. */
struct session {
	const char *manager;
	const struct stream *stream;
	const struct outcome *expected;
	struct rng rng;
	struct counting counting;
	struct interval_set *set;
};

const char *
memory_phase_name(enum memory_phase phase)
{
	static const char *const names[MEMORY_PHASES] = {
	    [MEMORY_LOADED] = "loaded",
	    [MEMORY_CHURNED] = "churned",
	    [MEMORY_DRAINED] = "drained",
	};

	return names[phase];
}

struct stream_plan
memory_plan(uint64_t live, uint64_t seed)
{
	return (struct stream_plan){
	    .mix = stream_mix_named("fragmented"),
	    .seed = seed,
	    .ops = live * 2 > OPS_MIN ? live * 2 : OPS_MIN,
	    .live = live,
	};
}

/* ---- the two accounts ---- */

enum err
memory_check_account(const char *who, const struct interval_set *set,
    const struct counting *held)
{
	struct interval_stats stats;

	interval_set_stats(set, &stats);
	if (stats.bytes == held->bytes &&
	    stats.allocations == held->allocations)
		return ERR_OK;
	return err_fail(ERR_MISMATCH,
	    "%s: the set's stats say %zu bytes in %zu allocations, its "
	    "allocator gave %zu in %zu",
	    who, stats.bytes, stats.allocations, held->bytes,
	    held->allocations);
}

static enum err
measure_fresh(struct session *session, size_t *bytes)
{
	const struct counting before = session->counting;
	struct interval_set *fresh = NULL;
	struct counting held;
	enum err err;

	err = pass_err(
	    interval_set_clone(&fresh, session->set, NULL), session->manager);
	if (err)
		return err;
	held.bytes = session->counting.bytes - before.bytes;
	held.allocations = session->counting.allocations - before.allocations;
	err = memory_check_account("a clone", fresh, &held);
	interval_set_free(fresh);
	if (!err)
		*bytes = held.bytes;
	return err;
}

static enum err
take_account(struct session *session, enum memory_phase phase,
    struct memory_state *state)
{
	char who[128];
	enum err err;

	(void)snprintf(who, sizeof who, "memory/%s/%s", session->manager,
	    memory_phase_name(phase));
	err = memory_check_account(who, session->set, &session->counting);
	if (err)
		return err;
	state->intervals = interval_set_count(session->set);
	state->bytes = session->counting.bytes;
	state->allocations = session->counting.allocations;
	return measure_fresh(session, &state->fresh_bytes);
}

/* ---- the phases ---- */

static enum err
load(struct session *session, struct memory_state *state)
{
	const struct stream *stream = session->stream;
	struct interval_allocator allocator =
	    counting_allocator(&session->counting);
	enum interval_status status;

	state->changes = stream->initial_n;
	status = interval_set_new(
	    &session->set, session->manager, &stream->space, &allocator);
	if (status == INTERVAL_INVALID || status == INTERVAL_UNSUPPORTED)
		return err_fail(ERR_USAGE, "manager \"%s\": %s",
		    session->manager, interval_status_text(status));
	if (status == INTERVAL_OK)
		status = interval_set_load(
		    session->set, stream->initial, stream->initial_n);
	return pass_err(status, session->manager);
}

static enum err
churn(struct session *session, struct memory_state *state)
{
	const struct stream *stream = session->stream;
	struct interval_op ops[BATCH];
	struct outcome got = {.intervals = 0};
	enum err err;

	state->changes = stream->n;
	err = pass_err(batch_apply(session->set, stream, ops, BATCH, &got),
	    session->manager);
	if (err)
		return err;
	return outcome_check(session->manager, session->expected, &got);
}

static size_t
read_all(const struct interval_set *set, struct interval *ivs)
{
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	size_t n = 0;

	while (interval_cursor_next(&cursor, &ivs[n]))
		n++;
	return n;
}

/* Reserve all but one of LEFT_OF intervals, in random order. */
static enum err
drain(struct session *session, struct memory_state *state)
{
	size_t n = interval_set_count(session->set);
	size_t left = (n + LEFT_OF - 1) / LEFT_OF;
	struct interval *ivs = calloc(n + 1, sizeof *ivs);
	size_t *order = calloc(n + 1, sizeof *order);
	enum interval_status status = INTERVAL_NOMEM;

	state->changes = n - left;
	if (ivs && order) {
		status = INTERVAL_OK;
		(void)read_all(session->set, ivs);
		for (size_t i = 0; i < n; i++)
			order[i] = i;
		rng_shuffle(&session->rng, order, n);
	}
	for (size_t i = left; i < n && status == INTERVAL_OK; i++)
		status = interval_set_require(session->set, ivs[order[i]]);
	free(ivs);
	free(order);
	if (status == INTERVAL_OK && interval_set_count(session->set) != left)
		return err_fail(ERR_MISMATCH,
		    "manager %s: %zu intervals are left, expected %zu",
		    session->manager, interval_set_count(session->set), left);
	return pass_err(status, session->manager);
}

static enum err (*const phases[MEMORY_PHASES])(
    struct session *session, struct memory_state *state) = {
    [MEMORY_LOADED] = load,
    [MEMORY_CHURNED] = churn,
    [MEMORY_DRAINED] = drain,
};

static enum err
run_phase(struct session *session, enum memory_phase phase,
    struct memory_state *state)
{
	int64_t cpu_begin = timing_cpu_ns();
	int64_t begin = clock_monotonic_ns();
	enum err err = phases[phase](session, state);
	double changes = state->changes > 0 ? (double)state->changes : 1;

	state->real_ns = (double)(clock_monotonic_ns() - begin) / changes;
	state->cpu_ns = (double)(timing_cpu_ns() - cpu_begin) / changes;
	if (!err)
		err = take_account(session, phase, state);
	return err;
}

enum err
memory_measure(const char *manager, const struct stream *stream,
    const struct outcome *expected, uint64_t drain_seed, struct memory *out)
{
	struct session session = {
	    .manager = manager, .stream = stream, .expected = expected};
	struct memory memory = {.manager = manager, .live = stream->plan.live};
	enum err err = ERR_OK;

	rng_seed(&session.rng, drain_seed);
	for (enum memory_phase i = 0; i < MEMORY_PHASES && !err; i++)
		err = run_phase(&session, i, &memory.states[i]);
	interval_set_free(session.set);
	if (err)
		return err;
	if (session.counting.bytes > 0 || session.counting.allocations > 0)
		return err_fail(ERR_MISMATCH,
		    "memory/%s: the set was freed, %zu bytes in %zu "
		    "allocations were not",
		    manager, session.counting.bytes,
		    session.counting.allocations);
	*out = memory;
	return ERR_OK;
}

double
memory_overhead(const struct memory_state *state)
{
	return (double)state->bytes / (double)state->fresh_bytes;
}

enum err
memory_rows(const struct memory *memory, size_t family, struct rows *rows)
{
	enum err err = ERR_OK;

	for (enum memory_phase i = 0; i < MEMORY_PHASES && !err; i++) {
		const struct memory_state *state = &memory->states[i];
		struct row row = {
		    .family = family * MEMORY_PHASES + i,
		    .repetitions = 1,
		    .iterations = state->changes,
		    .real_ns = state->real_ns,
		    .cpu_ns = state->cpu_ns,
		};

		(void)snprintf(row.name, sizeof row.name,
		    "memory/%s/%s/%" PRIu64, memory->manager,
		    memory_phase_name(i), memory->live);
		row_count(&row, "intervals", (double)state->intervals);
		row_count(&row, "bytes", (double)state->bytes);
		row_count(&row, "allocations", (double)state->allocations);
		row_count(&row, "bytes_per_interval",
		    (double)state->bytes / (double)state->intervals);
		row_count(&row, "overhead", memory_overhead(state));
		err = rows_add(rows, &row);
	}
	return err;
}
