#include "tests/bench/core/managers.h"

#include "core/bench/pass.h"
#include "core/interval/interval.h"

_Static_assert((int)STREAM_RESERVE == (int)INTERVAL_OP_RESERVE &&
		   (int)STREAM_RELEASE == (int)INTERVAL_OP_RELEASE &&
		   (int)STREAM_FIND == (int)INTERVAL_OP_FIND,
    "a stream's code is that of a batch");

/* Does the operations of a stream and hashes what its finds give. */
typedef enum interval_status operations_fn(
    struct interval_set *set, const struct stream *stream, uint64_t *hash);

static enum interval_status
one_by_one(
    struct interval_set *set, const struct stream *stream, uint64_t *hash)
{
	enum interval_status status = INTERVAL_OK;
	uint64_t finds = 0;

	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i++) {
		const struct stream_op *op = &stream->ops[i];
		struct interval iv = {op->start, op->start + op->length};

		if (op->code == STREAM_RESERVE) {
			status = interval_set_reserve(set, iv, NULL);
		} else if (op->code == STREAM_RELEASE) {
			status = interval_set_release(set, iv);
		} else if (interval_set_find(set, op->start, op->length, &iv) ==
			   INTERVAL_OK) {
			finds = outcome_found(finds, iv.start);
		} else {
			finds = outcome_missed(finds);
		}
	}
	*hash = finds;
	return status;
}

static uint64_t
hash_finds(uint64_t hash, const struct interval_op *ops, size_t n)
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

static enum interval_status
in_batches(
    struct interval_set *set, const struct stream *stream, uint64_t *hash)
{
	static struct interval_op batch[MANAGER_BATCH];
	enum interval_status status = INTERVAL_OK;
	uint64_t finds = 0;
	size_t n;

	for (size_t i = 0; i < stream->n && status == INTERVAL_OK; i += n) {
		for (n = 0; n < MANAGER_BATCH && i + n < stream->n; n++) {
			const struct stream_op *op = &stream->ops[i + n];

			batch[n].iv.start = op->start;
			batch[n].iv.end = op->start + op->length;
			batch[n].code = (enum interval_op_code)op->code;
		}
		status = interval_set_apply(set, batch, n, NULL);
		finds = hash_finds(finds, batch, n);
	}
	*hash = finds;
	return status;
}

static enum err
timed(const char *manager, const struct stream *stream,
    operations_fn *operations, struct lap *lap)
{
	size_t before = lap_heap_bytes();
	struct interval_set *set;
	enum interval_status status;
	uint64_t hash;
	enum err err = pass_open(&set, stream, manager);

	if (err)
		return err;
	lap_start(lap);
	status = operations(set, stream, &hash);
	lap_stop(lap);
	lap->bytes = lap_heap_bytes() - before;
	lap->outcome = (struct outcome){
	    .intervals = interval_set_count(set),
	    .free_total = interval_set_total(set),
	    .finds_hash = hash,
	};
	interval_set_free(set);
	return pass_err(status, manager);
}

enum err
manager_lap(const char *manager, const struct stream *stream, struct lap *lap)
{
	return timed(manager, stream, one_by_one, lap);
}

enum err
manager_lap_batches(
    const char *manager, const struct stream *stream, struct lap *lap)
{
	return timed(manager, stream, in_batches, lap);
}
