#include "core/bench/batch.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/bench/timing.h"

static const enum interval_op_code codes[STREAM_CODES] = {
    [STREAM_RESERVE] = INTERVAL_OP_RESERVE,
    [STREAM_RELEASE] = INTERVAL_OP_RELEASE,
    [STREAM_FIND] = INTERVAL_OP_FIND,
};

static void
write_ops(struct interval_op *ops, const struct stream_op *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ops[i].iv.start = from[i].start;
		ops[i].iv.end = from[i].start + from[i].length;
		ops[i].code = codes[from[i].code];
	}
}

static uint64_t
hash_finds(const struct interval_op *ops, size_t n, uint64_t hash)
{
	for (size_t i = 0; i < n; i++) {
		if (ops[i].code != INTERVAL_OP_FIND)
			continue;
		hash = ops[i].status == INTERVAL_OK
			   ? outcome_found(hash, ops[i].found)
			   : outcome_missed(hash);
	}
	return hash;
}

enum interval_status
batch_apply(struct interval_set *set, const struct stream *stream,
    struct interval_op *ops, size_t size, struct outcome *outcome)
{
	uint64_t hash = 0;

	for (size_t done = 0; done < stream->n; done += size) {
		size_t n = stream->n - done < size ? stream->n - done : size;
		enum interval_status status;

		write_ops(ops, stream->ops + done, n);
		status = interval_set_apply(set, ops, n, NULL);
		if (status)
			return status;
		hash = hash_finds(ops, n, hash);
	}
	*outcome = (struct outcome){
	    .intervals = interval_set_count(set),
	    .free_total = interval_set_total(set),
	    .finds_hash = hash,
	};
	return INTERVAL_OK;
}

enum err
batch_run(const struct stream *stream, const char *manager, size_t size,
    struct pass *pass, struct outcome *outcome)
{
	struct interval_set *set = NULL;
	struct interval_op *ops;
	enum interval_status status;
	int64_t cpu_begin, begin;
	enum err err;

	assert(size > 0 && size <= BATCH_SIZE_MAX);
	ops = calloc(size, sizeof *ops);
	if (!ops)
		return err_fail(
		    ERR_NOMEM, "no memory for a batch of %zu", size);
	err = pass_open(&set, stream, manager);
	if (err)
		goto out;
	cpu_begin = timing_cpu_ns();
	begin = clock_monotonic_ns();
	status = batch_apply(set, stream, ops, size, outcome);
	pass->wall_ns = clock_monotonic_ns() - begin;
	pass->cpu_ns = timing_cpu_ns() - cpu_begin;
	err = pass_err(status, manager);
out:
	interval_set_free(set);
	free(ops);
	return err;
}
