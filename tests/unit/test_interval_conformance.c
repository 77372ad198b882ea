/* The standard stream's published outcomes, by each manager, by single
 * functions and in batches. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "core/bench/stream.h"
#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

#define SPACE 1000000
#define BATCH 4096

struct outcome {
	size_t intervals;
	uint64_t free_total;
	/** From 0, for every find: hash x 1000003 + start found, 7 if none. */
	uint64_t finds_hash;
};

/* Operations of the stream, as the library's. */
static struct interval_op *
standard_ops(size_t n)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("standard"), .seed = 42, .ops = n};
	struct stream stream = STREAM_INIT;
	struct interval_op *ops = calloc(n, sizeof *ops);

	cr_assert(ne(ptr, ops, NULL));
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	for (size_t i = 0; i < n; i++) {
		const struct stream_op *op = &stream.ops[i];

		ops[i].code = op->code == STREAM_RESERVE   ? INTERVAL_OP_RESERVE
			      : op->code == STREAM_RELEASE ? INTERVAL_OP_RELEASE
							   : INTERVAL_OP_FIND;
		ops[i].iv = sets_range(op->start, op->start + op->length);
	}
	stream_release(&stream);
	return ops;
}

static void
add_find(uint64_t *hash, bool found, int64_t start)
{
	*hash = *hash * 1000003 + (found ? (uint64_t)start : 7);
}

static enum interval_status
run_one(struct interval_set *set, const struct interval_op *op, uint64_t *hash)
{
	struct interval found = {0, 0};
	enum interval_status status;

	if (op->code == INTERVAL_OP_RESERVE)
		return interval_set_reserve(set, op->iv, NULL);
	if (op->code == INTERVAL_OP_RELEASE)
		return interval_set_release(set, op->iv);
	status = interval_set_find(
	    set, op->iv.start, op->iv.end - op->iv.start, &found);
	add_find(hash, status == INTERVAL_OK, found.start);
	return INTERVAL_OK;
}

static void
run_single(struct interval_set *set, const struct interval_op *ops, size_t n,
    uint64_t *hash)
{
	for (size_t i = 0; i < n; i++) {
		if (run_one(set, &ops[i], hash))
			cr_fatal("operation %zu fails", i);
	}
}

static void
run_batches(
    struct interval_set *set, struct interval_op *ops, size_t n, uint64_t *hash)
{
	for (size_t i = 0; i < n; i += BATCH) {
		size_t some = n - i < BATCH ? n - i : BATCH;

		cr_assert(eq(int, interval_set_apply(set, ops + i, some, NULL),
		    INTERVAL_OK));
	}
	for (size_t i = 0; i < n; i++) {
		if (ops[i].code == INTERVAL_OP_FIND)
			add_find(
			    hash, ops[i].status == INTERVAL_OK, ops[i].found);
	}
}

static void
expect_outcome(
    const struct interval_set *set, uint64_t hash, const struct outcome *want)
{
	const char *name = interval_set_manager(set);

	cr_expect(eq(sz, interval_set_count(set), want->intervals), "%s", name);
	cr_expect(
	    eq(u64, interval_set_total(set), want->free_total), "%s", name);
	cr_expect(eq(u64, hash, want->finds_hash), "%s", name);
}

static void
run(size_t n, const struct outcome *want)
{
	const struct interval space = {0, SPACE};
	struct interval_op *ops = standard_ops(n);
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, space));) {
		uint64_t hash = 0;

		sets_release(set, 0, SPACE);
		run_single(set, ops, n, &hash);
		expect_outcome(set, hash, want);
		interval_set_clear(set);
		sets_release(set, 0, SPACE);
		hash = 0;
		run_batches(set, ops, n, &hash);
		expect_outcome(set, hash, want);
		sets_done(set);
	}
	free(ops);
}

Test(interval_conformance, every_manager_leaves_the_outcome_of_10000)
{
	run(10000, &(struct outcome){3209, 825526, 0x4cb5b195c5c95245});
}

Test(interval_conformance, every_manager_leaves_the_outcome_of_100000)
{
	run(100000, &(struct outcome){8704, 501041, 0x6369756e06b87893});
}

Test(interval_conformance, every_manager_leaves_the_outcome_of_1000000)
{
	run(1000000, &(struct outcome){8981, 498801, 0xe65dc68d2ad866b4});
}
