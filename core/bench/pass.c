#include "core/bench/pass.h"

#include "core/base/clock.h"

bool
pass_fits(const char *manager, struct interval space)
{
	uint64_t offsets = (uint64_t)space.end - (uint64_t)space.start;

	return offsets <= PASS_BOUNDED_MAX ||
	       !interval_manager_bounded(manager);
}

static enum err
fail(enum interval_status status, const char *manager)
{
	if (status == INTERVAL_NOMEM)
		return err_fail(ERR_NOMEM, "manager %s: no memory", manager);
	return err_fail(ERR_MISMATCH, "manager %s: an operation failed: %s",
	    manager, interval_status_text(status));
}

enum err
pass_err(enum interval_status status, const char *manager)
{
	if (status == INTERVAL_OK || status == INTERVAL_NOTFOUND)
		return ERR_OK;
	return fail(status, manager);
}

enum err
pass_open(
    struct interval_set **out, const struct stream *stream, const char *manager)
{
	struct interval_set *set = NULL;
	enum interval_status status =
	    interval_set_new(&set, manager, &stream->space, NULL);

	if (status == INTERVAL_INVALID)
		return err_fail(
		    ERR_USAGE, "manager \"%s\" is not known", manager);
	if (status == INTERVAL_UNSUPPORTED)
		return err_fail(ERR_USAGE,
		    "INTERVAL_ISA: expected an instruction set of this "
		    "processor, such as generic");
	if (status == INTERVAL_OK)
		status =
		    interval_set_load(set, stream->initial, stream->initial_n);
	if (status != INTERVAL_OK) {
		interval_set_free(set);
		return fail(status, manager);
	}
	*out = set;
	return ERR_OK;
}

/* Hashing what was found costs a multiplication, the same for every manager,
 * and keeps a find whose result nobody wants from being left out. */
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
	*hash = status == INTERVAL_OK ? outcome_found(*hash, iv.start)
				      : outcome_missed(*hash);
	return status == INTERVAL_NOTFOUND ? INTERVAL_OK : status;
}

/* Take what the pass left, and the set. */
static enum err
close_set(struct interval_set *set, enum interval_status status, uint64_t hash,
    const char *manager, struct outcome *outcome)
{
	if (status == INTERVAL_OK)
		*outcome = (struct outcome){
		    .intervals = interval_set_count(set),
		    .free_total = interval_set_total(set),
		    .finds_hash = hash,
		};
	interval_set_free(set);
	return pass_err(status, manager);
}

enum err
pass_run(const struct stream *stream, const char *manager, struct pass *pass,
    struct outcome *outcome)
{
	enum interval_status status = INTERVAL_OK;
	struct interval_set *set;
	uint64_t hash = 0;
	int64_t cpu_begin, begin;
	enum err err = pass_open(&set, stream, manager);

	if (err)
		return err;
	cpu_begin = timing_cpu_ns();
	begin = clock_monotonic_ns();
	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i++)
		status = run_op(set, &stream->ops[i], &hash);
	pass->wall_ns = clock_monotonic_ns() - begin;
	pass->cpu_ns = timing_cpu_ns() - cpu_begin;
	return close_set(set, status, hash, manager, outcome);
}

enum err
pass_run_singly(const struct stream *stream, const char *manager,
    int64_t clock_cost_ns, int64_t *times_ns, struct pass *pass,
    struct outcome *outcome)
{
	enum interval_status status = INTERVAL_OK;
	struct interval_set *set;
	uint64_t hash = 0;
	enum err err = pass_open(&set, stream, manager);

	if (err)
		return err;
	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i++) {
		int64_t begin = clock_monotonic_ns();
		int64_t took_ns;

		status = run_op(set, &stream->ops[i], &hash);
		/* The cost is a median: some readings cost less. */
		took_ns = clock_monotonic_ns() - begin - clock_cost_ns;
		times_ns[i] = took_ns > 0 ? took_ns : 0;
	}
	if (status == INTERVAL_OK)
		pass->quantiles = timing_quantiles(times_ns, stream->n);
	return close_set(set, status, hash, manager, outcome);
}
