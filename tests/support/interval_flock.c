#include "tests/support/interval_flock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/interval/manager.h"

/* Answers are written over this, which no set ever gives. */
static const struct interval untouched = {7, -7};

static void
check(const struct interval_flock *flock, size_t i, bool holds,
    const char *condition)
{
	char text[512];

	if (holds)
		return;
	snprintf(text, sizeof text,
	    "%s%s, window from %" PRId64 ", seed %" PRIu64
	    ", operation %zu: not so: %s",
	    flock->sets[i]->name, i < flock->managers ? "" : " in batches",
	    flock->plan.window.start, flock->plan.seed, flock->op, condition);
	flock->plan.fail(text);
	abort();
}

#define CHECK(flock, i, condition) check(flock, i, condition, #condition)

static bool
same(struct interval a, struct interval b)
{
	return a.start == b.start && a.end == b.end;
}

static uint64_t
draw(void *ctx)
{
	return rng_next(ctx);
}

static void
draw_batch_size(struct interval_flock *flock)
{
	/* Small ones are as likely as large ones: up to 1, 2, 4, ... */
	size_t bound = flock->plan.batch_max;

	bound >>= rng_below(&flock->rng, 8);
	flock->batch = 1 + (size_t)rng_below(&flock->rng, bound + 1);
	if (flock->batch > flock->plan.batch_max)
		flock->batch = flock->plan.batch_max;
}

static void
add_sets(struct interval_flock *flock)
{
	const struct interval_flock_plan *plan = &flock->plan;
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct interval_set *set = NULL;

		if (interval_manager_bounded(*names) && !plan->bounded)
			continue;
		if (interval_set_new(&set, *names,
			plan->bounded ? &plan->window : NULL, NULL))
			plan->fail(*names);
		flock->sets[flock->n++] = set;
	}
}

void
interval_flock_init(
    struct interval_flock *flock, const struct interval_flock_plan *plan)
{
	memset(flock, 0, sizeof *flock);
	flock->plan = *plan;
	rng_seed(&flock->rng, plan->seed);
	interval_model_init(&flock->model, plan->window);
	add_sets(flock);
	flock->managers = flock->n;
	if (plan->batch_max == 0)
		return;
	add_sets(flock);
	draw_batch_size(flock);
	flock->ops = calloc(plan->batch_max, sizeof *flock->ops);
	flock->wanted = calloc(plan->batch_max, sizeof *flock->wanted);
	if (!flock->ops || !flock->wanted)
		plan->fail("no memory for a batch");
}

void
interval_flock_release(struct interval_flock *flock)
{
	for (size_t i = 0; i < flock->n; i++)
		interval_set_free(flock->sets[i]);
	free(flock->ops);
	free(flock->wanted);
	interval_model_release(&flock->model);
}

/* ---- batches ---- */

static void
check_outcome(const struct interval_flock *flock, size_t i,
    const struct interval_op *got, const struct interval_op *want)
{
	CHECK(flock, i, got->status == want->status);
	CHECK(flock, i, got->found == want->found);
	CHECK(flock, i, got->changed == want->changed);
}

static void
run_batch(struct interval_flock *flock)
{
	for (size_t i = flock->managers; i < flock->n; i++) {
		size_t done = 0;

		for (size_t k = 0; k < flock->waiting; k++) {
			flock->ops[k] = flock->wanted[k];
			flock->ops[k].status = INTERVAL_UNSUPPORTED;
			flock->ops[k].found = -1;
			flock->ops[k].changed = UINT64_MAX;
		}
		CHECK(flock, i,
		    interval_set_apply(flock->sets[i], flock->ops,
			flock->waiting, &done) == INTERVAL_OK);
		CHECK(flock, i, done == flock->waiting);
		for (size_t k = 0; k < flock->waiting; k++)
			check_outcome(
			    flock, i, &flock->ops[k], &flock->wanted[k]);
	}
	flock->waiting = 0;
	if (flock->plan.batch_max > 0)
		draw_batch_size(flock);
}

static void
add_to_batch(struct interval_flock *flock, const struct interval_op *want)
{
	if (flock->plan.batch_max == 0)
		return;
	flock->wanted[flock->waiting++] = *want;
	if (flock->waiting == flock->batch)
		run_batch(flock);
}

/* ---- operations ---- */

/* Do it to the model. */
static void
answer(struct interval_flock *flock, struct interval_op *op)
{
	struct interval_model *model = &flock->model;
	struct interval found = {0, 0};

	op->status = INTERVAL_OK;
	op->found = 0;
	op->changed = 0;
	if (op->code == INTERVAL_OP_RELEASE) {
		interval_model_fill(model, op->iv, true);
	} else if (op->code == INTERVAL_OP_RESERVE) {
		op->changed = interval_model_fill(model, op->iv, false);
	} else {
		if (!interval_model_find(
			model, op->iv.start, op->iv.end - op->iv.start, &found))
			op->status = INTERVAL_NOTFOUND;
		op->found = found.start;
	}
}

static void
run_single(
    const struct interval_flock *flock, size_t i, const struct interval_op *op)
{
	struct interval_set *set = flock->sets[i];
	struct interval found = untouched;
	uint64_t changed = UINT64_MAX;

	if (op->code == INTERVAL_OP_RELEASE) {
		CHECK(
		    flock, i, interval_set_release(set, op->iv) == INTERVAL_OK);
	} else if (op->code == INTERVAL_OP_RESERVE) {
		CHECK(flock, i,
		    interval_set_reserve(set, op->iv, &changed) == INTERVAL_OK);
		CHECK(flock, i, changed == op->changed);
	} else {
		int64_t length = op->iv.end - op->iv.start;

		CHECK(flock, i,
		    interval_set_find(set, op->iv.start, length, &found) ==
			op->status);
		if (op->status == INTERVAL_OK) {
			CHECK(flock, i, found.start == op->found);
			CHECK(flock, i, found.end == op->found + length);
		} else {
			CHECK(flock, i, same(found, untouched));
		}
	}
}

void
interval_flock_run(struct interval_flock *flock, enum interval_op_code code,
    struct interval iv)
{
	struct interval_op op = {.iv = iv, .code = code};

	flock->op++;
	answer(flock, &op);
	for (size_t i = 0; i < flock->managers; i++)
		run_single(flock, i, &op);
	add_to_batch(flock, &op);
}

void
interval_flock_require(struct interval_flock *flock, struct interval iv)
{
	struct interval_op op = {.iv = iv, .code = INTERVAL_OP_RESERVE};
	bool all = interval_model_all_free(&flock->model, iv);

	flock->op++;
	for (size_t i = 0; i < flock->managers; i++)
		CHECK(flock, i,
		    interval_set_require(flock->sets[i], iv) ==
			(all ? INTERVAL_OK : INTERVAL_BUSY));
	if (!all)
		return;
	answer(flock, &op);
	add_to_batch(flock, &op);
}

void
interval_flock_outside(struct interval_flock *flock, struct interval iv)
{
	struct interval first = {
	    flock->plan.window.start, flock->plan.window.start + 1};

	flock->op++;
	for (size_t i = 0; i < flock->n; i++) {
		struct interval_set *set = flock->sets[i];
		uint64_t changed = 99;
		size_t done = 99;
		/* The first one is fine, and must not be done. */
		struct interval_op ops[] = {
		    {.iv = first, .code = INTERVAL_OP_RESERVE},
		    {.iv = first, .code = INTERVAL_OP_RELEASE},
		    {.iv = iv, .code = INTERVAL_OP_RESERVE}};

		CHECK(flock, i,
		    interval_set_release(set, iv) == INTERVAL_OUTSIDE);
		CHECK(flock, i,
		    interval_set_reserve(set, iv, &changed) ==
			INTERVAL_OUTSIDE);
		CHECK(flock, i, changed == 99);
		CHECK(flock, i,
		    interval_set_require(set, iv) == INTERVAL_OUTSIDE);
		CHECK(flock, i,
		    interval_set_load(set, &iv, 1) == INTERVAL_OUTSIDE);
		CHECK(flock, i,
		    interval_set_apply(set, ops, 3, &done) == INTERVAL_OUTSIDE);
		CHECK(flock, i, done == 0);
	}
}

void
interval_flock_clear(struct interval_flock *flock)
{
	flock->op++;
	run_batch(flock);
	interval_model_fill(&flock->model, flock->plan.window, false);
	for (size_t i = 0; i < flock->n; i++)
		interval_set_clear(flock->sets[i]);
}

void
interval_flock_load(
    struct interval_flock *flock, const struct interval *ivs, size_t n)
{
	flock->op++;
	run_batch(flock);
	interval_model_fill(&flock->model, flock->plan.window, false);
	for (size_t k = 0; k < n; k++)
		interval_model_fill(&flock->model, ivs[k], true);
	for (size_t i = 0; i < flock->n; i++)
		CHECK(flock, i,
		    interval_set_load(flock->sets[i], ivs, n) == INTERVAL_OK);
}

void
interval_flock_clone(struct interval_flock *flock)
{
	struct interval_set *old[2 * INTERVAL_FLOCK_MANAGERS_MAX];

	flock->op++;
	run_batch(flock);
	memcpy(old, flock->sets, sizeof old);
	for (size_t i = 0; i < flock->n; i++) {
		struct interval_set *clone = NULL;

		CHECK(flock, i,
		    interval_set_clone(&clone, old[(i + 1) % flock->n],
			old[i]->name) == INTERVAL_OK);
		CHECK(flock, i, clone->manager == old[i]->manager);
		flock->sets[i] = clone;
	}
	for (size_t i = 0; i < flock->n; i++)
		interval_set_free(old[i]);
}

/* ---- questions ---- */

/* An answer that may be NOTFOUND, beside the model's. */
static void
check_answer(const struct interval_flock *flock, size_t i, const char *question,
    enum interval_status status, struct interval got, bool wanted,
    struct interval want)
{
	check(flock, i,
	    status == (wanted ? INTERVAL_OK : INTERVAL_NOTFOUND) &&
		same(got, wanted ? want : untouched),
	    question);
}

/* The first intervals that overlap iv, more than a cursor reads at a time. */
static void
look_over(const struct interval_flock *flock, size_t i, struct interval iv)
{
	struct interval_cursor cursor =
	    interval_cursor_over(flock->sets[i], iv);
	struct interval want, got;
	int64_t from = iv.start;

	for (int k = 0; k < 2 * INTERVAL_CURSOR_AHEAD + 2; k++) {
		bool wanted = interval_model_next(&flock->model, from, &want) &&
			      want.start < iv.end;

		got = untouched;
		CHECK(flock, i, interval_cursor_next(&cursor, &got) == wanted);
		CHECK(flock, i, same(got, wanted ? want : untouched));
		if (!wanted)
			return;
		from = want.end;
	}
}

void
interval_flock_look(struct interval_flock *flock, struct interval iv)
{
	const struct interval_model *model = &flock->model;
	uint64_t length = (uint64_t)iv.end - (uint64_t)iv.start;
	int64_t wanted = length > INT64_MAX ? INT64_MAX : (int64_t)length;
	struct interval around = untouched, fit = untouched;
	bool inside = interval_model_containing(model, iv.start, &around);
	bool fits = interval_model_find(model, iv.start, wanted, &fit);

	flock->op++;
	for (size_t i = 0; i < flock->managers; i++) {
		struct interval_set *set = flock->sets[i];
		struct interval got = untouched;
		enum interval_status status =
		    interval_set_containing(set, iv.start, &got);

		check_answer(
		    flock, i, "containing", status, got, inside, around);
		got = untouched;
		status = interval_set_find(set, iv.start, wanted, &got);
		check_answer(flock, i, "find", status, got, fits, fit);
		look_over(flock, i, iv);
	}
}

static bool
close_to(double a, double b)
{
	double difference = a < b ? b - a : a - b;

	return difference <= 1e-12 * (b < 0 ? -b : b);
}

static void
check_summary(const struct interval_flock *flock, size_t i,
    const struct interval_summary *want)
{
	struct interval_summary got;

	memset(&got, 0xff, sizeof got);
	interval_set_summary(flock->sets[i], &got);
	CHECK(flock, i, same(got.space, want->space));
	CHECK(flock, i, got.space_total == want->space_total);
	CHECK(flock, i, got.free_total == want->free_total);
	CHECK(flock, i, got.occupied_total == want->occupied_total);
	CHECK(flock, i, got.chunks == want->chunks);
	CHECK(flock, i, same(got.largest, want->largest));
	CHECK(flock, i, same(got.smallest, want->smallest));
	CHECK(flock, i, same(got.bounds, want->bounds));
	CHECK(flock, i, got.gaps == want->gaps);
	CHECK(flock, i, got.gaps_total == want->gaps_total);
	CHECK(flock, i, close_to(got.utilization, want->utilization));
	CHECK(flock, i, close_to(got.free_density, want->free_density));
	CHECK(flock, i, close_to(got.fragmentation, want->fragmentation));
	CHECK(flock, i, close_to(got.chunk_average, want->chunk_average));
	CHECK(flock, i, close_to(got.gap_average, want->gap_average));
}

/* Questions without an argument. */
static void
survey_whole(const struct interval_flock *flock, size_t i,
    const struct interval_summary *want)
{
	struct interval_set *set = flock->sets[i];
	struct interval got = untouched;
	struct interval drawn = untouched, around = untouched;
	struct rng rng = flock->rng;
	bool some = want->chunks > 0;
	enum interval_status status = interval_set_find_largest(set, &got);

	check_answer(flock, i, "largest", status, got, some, want->largest);
	got = untouched;
	status = interval_set_bounds(set, &got);
	check_answer(flock, i, "bounds", status, got, some, want->bounds);
	status = interval_set_sample(set, draw, &rng, &drawn);
	CHECK(flock, i, (status == INTERVAL_OK) == some);
	(void)interval_model_containing(&flock->model, drawn.start, &around);
	CHECK(flock, i, !some || same(drawn, around));
	check_summary(flock, i, want);
}

void
interval_flock_survey(struct interval_flock *flock, struct interval iv)
{
	const struct interval_model *model = &flock->model;
	int64_t length = iv.end - iv.start;
	struct interval_summary want;
	struct interval best = untouched, kth = untouched;
	size_t k, rank;
	bool fits, there;

	flock->op++;
	run_batch(flock);
	interval_model_summary(model, flock->plan.bounded, &want);
	k = (size_t)rng_below(&flock->rng, want.chunks + 2);
	there = interval_model_kth(model, k, &kth);
	rank = interval_model_rank(model, iv.start);
	fits = interval_model_find_best(model, length, &best);
	for (size_t i = 0; i < flock->n; i++) {
		struct interval_set *set = flock->sets[i];
		struct interval got = untouched;
		enum interval_status status =
		    interval_set_find_best(set, length, &got);

		check_answer(flock, i, "best fit", status, got, fits, best);
		got = untouched;
		status = interval_set_kth(set, k, &got);
		check_answer(flock, i, "k-th", status, got, there, kth);
		CHECK(flock, i, interval_set_rank(set, iv.start) == rank);
		survey_whole(flock, i, &want);
	}
}

static void
compare_one(const struct interval_flock *flock, size_t i)
{
	const struct interval_set *set = flock->sets[i];
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	struct interval want = {INT64_MIN, INT64_MIN}, got;
	uint64_t total = 0;
	size_t count = 0;

	while (interval_model_next(&flock->model, want.end, &want)) {
		CHECK(flock, i, interval_cursor_next(&cursor, &got));
		CHECK(flock, i, same(got, want));
		total += interval_length(want);
		count++;
	}
	CHECK(flock, i, !interval_cursor_next(&cursor, &got));
	CHECK(flock, i, interval_set_count(set) == count);
	CHECK(flock, i, interval_set_total(set) == total);
	CHECK(flock, i, set->manager->valid(set));
	CHECK(flock, i, interval_set_equal(set, flock->sets[0]));
}

void
interval_flock_compare_single(const struct interval_flock *flock)
{
	for (size_t i = 0; i < flock->managers; i++)
		compare_one(flock, i);
}

void
interval_flock_compare(struct interval_flock *flock)
{
	run_batch(flock);
	for (size_t i = 0; i < flock->n; i++)
		compare_one(flock, i);
}
