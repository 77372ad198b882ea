#include "tests/support/interval_twin.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/interval/manager.h"

#define SEED 7

bool
interval_twin_init(struct interval_twin *twin, const char *manager,
    int64_t offsets, size_t fail_at)
{
	struct interval_allocator allocator;
	enum interval_status status;

	memset(twin, 0, sizeof *twin);
	twin->memory.fail_at = fail_at;
	allocator = failing_allocator(&twin->memory);
	status = interval_set_new(&twin->set, manager, NULL, &allocator);
	if (status) {
		cr_assert(eq(int, status, INTERVAL_NOMEM));
		cr_assert(eq(ptr, twin->set, NULL));
		cr_assert(eq(sz, twin->memory.live, 0));
		return false;
	}
	interval_model_init(&twin->model, (struct interval){0, offsets});
	rng_seed(&twin->rng, SEED);
	twin->length_max = 10;
	return true;
}

void
interval_twin_release(struct interval_twin *twin)
{
	interval_set_free(twin->set);
	interval_model_release(&twin->model);
	cr_assert(eq(sz, twin->memory.live, 0));
	cr_assert(eq(sz, twin->memory.bytes, 0));
}

static struct interval_op
draw(struct interval_twin *twin)
{
	struct interval_op op = {.code = INTERVAL_OP_RESERVE};
	uint64_t size = interval_model_size(&twin->model);
	uint64_t length = 1 + rng_below(&twin->rng, twin->length_max);

	op.iv.start = (int64_t)rng_below(&twin->rng, size - length + 1);
	op.iv.end = op.iv.start + (int64_t)length;
	if (rng_below(&twin->rng, 2))
		op.code = INTERVAL_OP_RELEASE;
	return op;
}

static void
fill(struct interval_twin *twin, const struct interval_op *op)
{
	bool is_free = op->code == INTERVAL_OP_RELEASE;
	uint64_t filled = interval_model_fill(&twin->model, op->iv, is_free);

	cr_assert(eq(u64, op->changed, is_free ? 0 : filled));
}

void
interval_twin_change(struct interval_twin *twin)
{
	struct interval_op op = draw(twin);
	enum interval_status status;

	if (op.code == INTERVAL_OP_RELEASE)
		status = interval_set_release(twin->set, op.iv);
	else
		status = interval_set_reserve(twin->set, op.iv, &op.changed);
	if (status == INTERVAL_OK) {
		fill(twin, &op);
		return;
	}
	cr_assert(eq(int, status, INTERVAL_NOMEM));
	cr_assert(eq(u64, op.changed, 0));
	twin->failures++;
	interval_twin_compare(twin);
}

void
interval_twin_batch(struct interval_twin *twin, size_t n)
{
	struct interval_op ops[INTERVAL_TWIN_BATCH_MAX];
	enum interval_status status;
	size_t done = 0;

	cr_assert(le(sz, n, INTERVAL_TWIN_BATCH_MAX));
	for (size_t i = 0; i < n; i++)
		ops[i] = draw(twin);
	status = interval_set_apply(twin->set, ops, n, &done);
	for (size_t i = 0; i < done; i++)
		fill(twin, &ops[i]);
	if (status == INTERVAL_OK) {
		cr_assert(eq(sz, done, n));
		return;
	}
	cr_assert(eq(int, status, INTERVAL_NOMEM));
	twin->failures++;
	interval_twin_compare(twin);
}

static void
expect_range(struct interval got, struct interval want)
{
	cr_assert(eq(i64, got.start, want.start));
	cr_assert(eq(i64, got.end, want.end));
}

void
interval_twin_ask(struct interval_twin *twin)
{
	struct interval_summary got, want;
	struct interval largest = {0, 0}, best = {0, 0}, best_wanted = {0, 0};
	int64_t length = 1 + (int64_t)rng_below(&twin->rng, 40);

	interval_model_summary(&twin->model, false, &want);
	(void)interval_model_find_best(&twin->model, length, &best_wanted);
	interval_set_summary(twin->set, &got);
	(void)interval_set_find_largest(twin->set, &largest);
	(void)interval_set_find_best(twin->set, length, &best);
	expect_range(got.largest, want.largest);
	expect_range(got.smallest, want.smallest);
	expect_range(got.bounds, want.bounds);
	expect_range(got.space, want.space);
	expect_range(largest, want.largest);
	expect_range(best, best_wanted);
	cr_assert(eq(sz, got.chunks, want.chunks));
	cr_assert(eq(u64, got.free_total, want.free_total));
	cr_assert(eq(u64, got.gaps_total, want.gaps_total));
}

void
interval_twin_compare(const struct interval_twin *twin)
{
	struct interval_cursor at = interval_cursor_at(twin->set, INT64_MIN);
	struct interval got, want = {INT64_MIN, INT64_MIN};
	struct interval_stats stats;

	while (interval_model_next(&twin->model, want.end, &want)) {
		cr_assert(interval_cursor_next(&at, &got));
		expect_range(got, want);
	}
	cr_assert(not(interval_cursor_next(&at, &got)));
	cr_assert(twin->set->manager->valid(twin->set));
	interval_set_stats(twin->set, &stats);
	cr_assert(eq(sz, stats.bytes, twin->memory.bytes));
	cr_assert(eq(sz, stats.allocations, twin->memory.live));
}
