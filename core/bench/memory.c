#include "core/bench/memory.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/bench/counting.h"
#include "core/bench/outcome.h"
#include "core/bench/pass.h"
#include "core/bench/timing.h"
#include "core/interval/interval.h"

#define OPS_MIN 100000
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

/* `held` is what the allocator gave to `set` alone. */
static enum err
check_account(const struct session *session, const char *phase,
    const struct interval_set *set, const struct counting *held)
{
	struct interval_stats stats;

	interval_set_stats(set, &stats);
	if (stats.bytes == held->bytes &&
	    stats.allocations == held->allocations)
		return ERR_OK;
	return err_fail(ERR_MISMATCH,
	    "memory/%s, %s: the set's stats say %zu bytes in %zu allocations, "
	    "its allocator gave %zu in %zu",
	    session->manager, phase, stats.bytes, stats.allocations,
	    held->bytes, held->allocations);
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
	err = check_account(session, "cloned", fresh, &held);
	interval_set_free(fresh);
	if (!err)
		*bytes = held.bytes;
	return err;
}

static enum err
take_account(struct session *session, enum memory_phase phase,
    struct memory_state *state)
{
	enum err err = check_account(session, memory_phase_name(phase),
	    session->set, &session->counting);

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
	if (status == INTERVAL_INVALID)
		return err_fail(ERR_USAGE,
		    "manager \"%s\" is not known, or not for this domain",
		    session->manager);
	if (status == INTERVAL_OK)
		status = interval_set_load(
		    session->set, stream->initial, stream->initial_n);
	return pass_err(status, session->manager);
}

static enum err
churn(struct session *session, struct memory_state *state)
{
	const struct stream *stream = session->stream;
	enum interval_status status = INTERVAL_OK;
	struct outcome got;
	uint64_t hash = 0;
	enum err err;

	state->changes = stream->n;
	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i++)
		status = pass_op(session->set, &stream->ops[i], &hash);
	err = pass_err(status, session->manager);
	if (err)
		return err;
	got = pass_outcome(session->set, hash);
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
