/* Managers against a naive model: one bool for each offset of a small domain,
 * laid over the middle and over both ends of int64. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <inttypes.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/interval/interval.h"
#include "core/interval/manager.h"

#define OFFSETS 128
#define MANAGERS_MAX 16
#define SEED UINT64_C(20240607)

struct model {
	int64_t base; /* offset of is_free[0] */
	bool is_free[OFFSETS];
	struct interval_set *sets[MANAGERS_MAX];
	size_t n;
	struct rng rng;
	size_t op; /* for messages */
};

static void
check(const struct model *model, const struct interval_set *set, bool holds,
    const char *condition)
{
	if (!holds)
		cr_fatal("%s, base %" PRId64 ", seed %" PRIu64
			 ", operation %zu: not so: %s",
		    set->name, model->base, SEED, model->op, condition);
}

#define CHECK(model, set, condition) check(model, set, condition, #condition)

static void
model_init(struct model *model, int64_t base)
{
	const char *const *names = interval_managers();

	memset(model, 0, sizeof *model);
	model->base = base;
	rng_seed(&model->rng, SEED);
	for (; names[model->n]; model->n++) {
		cr_assert(lt(sz, model->n, MANAGERS_MAX));
		cr_assert(eq(int,
		    interval_set_new(
			&model->sets[model->n], names[model->n], NULL, NULL),
		    INTERVAL_OK));
	}
}

static void
model_release(struct model *model)
{
	for (size_t i = 0; i < model->n; i++)
		interval_set_free(model->sets[i]);
}

/* The set's intervals are exactly the runs of free offsets. */
static void
check_runs(const struct model *model, const struct interval_set *set)
{
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	struct interval iv;
	uint64_t total = 0;
	size_t runs = 0;

	for (int at = 0; at < OFFSETS;) {
		int start = at;

		if (!model->is_free[at++])
			continue;
		while (at < OFFSETS && model->is_free[at])
			at++;
		CHECK(model, set, interval_cursor_next(&cursor, &iv));
		CHECK(model, set, iv.start == model->base + start);
		CHECK(model, set, iv.end == model->base + at);
		total += (uint64_t)(at - start);
		runs++;
	}
	CHECK(model, set, !interval_cursor_next(&cursor, &iv));
	CHECK(model, set, interval_set_count(set) == runs);
	CHECK(model, set, interval_set_total(set) == total);
	CHECK(model, set, set->manager->valid(set));
}

static int
fill(struct model *model, int start, int end, bool is_free)
{
	int changed = 0;

	for (int at = start; at < end; at++) {
		changed += model->is_free[at] != is_free;
		model->is_free[at] = is_free;
	}
	return changed;
}

static struct interval
range(const struct model *model, int start, int end)
{
	return (struct interval){model->base + start, model->base + end};
}

static void
do_release(struct model *model, int start, int end)
{
	fill(model, start, end, true);
	for (size_t i = 0; i < model->n; i++)
		CHECK(model, model->sets[i],
		    interval_set_release(model->sets[i],
			range(model, start, end)) == INTERVAL_OK);
}

static void
do_reserve(struct model *model, int start, int end)
{
	int want = fill(model, start, end, false);

	for (size_t i = 0; i < model->n; i++) {
		uint64_t changed = 999;

		CHECK(model, model->sets[i],
		    interval_set_reserve(model->sets[i],
			range(model, start, end), &changed) == INTERVAL_OK);
		CHECK(model, model->sets[i], changed == (uint64_t)want);
	}
}

static void
do_require(struct model *model, int start, int end)
{
	enum interval_status want = INTERVAL_OK;

	for (int at = start; at < end; at++) {
		if (!model->is_free[at])
			want = INTERVAL_BUSY;
	}
	if (want == INTERVAL_OK)
		fill(model, start, end, false);
	for (size_t i = 0; i < model->n; i++)
		CHECK(model, model->sets[i],
		    interval_set_require(
			model->sets[i], range(model, start, end)) == want);
}

/* @return the earliest fit, -1 for none */
static int
naive_find(const struct model *model, int start, int length)
{
	int run = 0;

	for (int at = start; at < OFFSETS; at++) {
		run = model->is_free[at] ? run + 1 : 0;
		if (run == length)
			return at + 1 - length;
	}
	return -1;
}

static void
do_find(struct model *model, int start, int end)
{
	int length = end - start;
	int want = naive_find(model, start, length);

	for (size_t i = 0; i < model->n; i++) {
		struct interval iv = {0, 0};
		enum interval_status status = interval_set_find(
		    model->sets[i], model->base + start, length, &iv);

		if (want < 0) {
			CHECK(
			    model, model->sets[i], status == INTERVAL_NOTFOUND);
			continue;
		}
		CHECK(model, model->sets[i], status == INTERVAL_OK);
		CHECK(model, model->sets[i], iv.start == model->base + want);
		CHECK(model, model->sets[i], iv.end == iv.start + length);
	}
}

static void
do_containing(struct model *model, int at, int end)
{
	int start = at, past = at;

	(void)end;
	while (start > 0 && model->is_free[start - 1])
		start--;
	while (past < OFFSETS && model->is_free[past])
		past++;
	for (size_t i = 0; i < model->n; i++) {
		struct interval iv = {0, 0};
		enum interval_status status = interval_set_containing(
		    model->sets[i], model->base + at, &iv);

		CHECK(model, model->sets[i],
		    (status == INTERVAL_OK) == model->is_free[at]);
		CHECK(model, model->sets[i],
		    status != INTERVAL_OK || (iv.start == model->base + start &&
						 iv.end == model->base + past));
	}
}

static void
do_clear(struct model *model, int start, int end)
{
	(void)start;
	(void)end;
	fill(model, 0, OFFSETS, false);
	for (size_t i = 0; i < model->n; i++)
		interval_set_clear(model->sets[i]);
}

/* Move `at` onto the nearest boundary at or after it: edges that coincide or
 * touch are where mistakes live. */
static int
snap(const struct model *model, int at)
{
	while (at > 0 && at < OFFSETS &&
	       model->is_free[at] == model->is_free[at - 1])
		at++;
	return at;
}

static void
random_range(struct model *model, int *start, int *end)
{
	/* Long ranges are rare, else the set is all or nothing. */
	int length_max = rng_below(&model->rng, 16) == 0 ? OFFSETS : 6;
	int a = (int)rng_below(&model->rng, OFFSETS);
	int b = a + 1 + (int)rng_below(&model->rng, (uint64_t)length_max);

	if (rng_below(&model->rng, 4) == 0)
		a = snap(model, a);
	if (rng_below(&model->rng, 4) == 0)
		b = snap(model, b < OFFSETS ? b : OFFSETS);
	if (b > OFFSETS)
		b = OFFSETS;
	if (a >= b)
		a = b - 1;
	*start = a;
	*end = b;
}

static const struct action {
	unsigned weight;
	void (*run)(struct model *model, int start, int end);
} actions[] = {
    {300, do_release},
    {300, do_reserve},
    {100, do_require},
    {200, do_find},
    {99, do_containing},
    {1, do_clear},
};

static void
random_action(struct model *model)
{
	unsigned at = (unsigned)rng_below(&model->rng, 1000);
	const struct action *action = actions;
	int start, end;

	while (at >= action->weight)
		at -= action++->weight;
	random_range(model, &start, &end);
	action->run(model, start, end);
}

static void
run_model(int64_t base, size_t ops)
{
	struct model model;

	model_init(&model, base);
	for (model.op = 0; model.op < ops; model.op++) {
		random_action(&model);
		for (size_t i = 0; i < model.n; i++)
			check_runs(&model, model.sets[i]);
	}
	model_release(&model);
}

Test(interval_model, managers_agree_with_the_naive_model_around_zero)
{
	run_model(-OFFSETS / 2, 100000);
}

Test(interval_model, managers_agree_with_the_naive_model_at_int64_min)
{
	run_model(INT64_MIN, 30000);
}

Test(interval_model, managers_agree_with_the_naive_model_at_int64_max)
{
	run_model(INT64_MAX - OFFSETS, 30000);
}

/* Allocate from the left, free from the right, free every other and fill the
 * holes: orders that unbalance trees and move arrays the most. */
Test(interval_model, managers_agree_after_orders_that_hurt)
{
	struct model model;

	model_init(&model, 0);
	for (size_t i = 0; i < model.n; i++) {
		struct interval_set *set = model.sets[i];
		const int64_t n = 3000;

		interval_set_release(set, (struct interval){0, 4 * n});
		for (int64_t k = 0; k < n; k++)
			interval_set_reserve(
			    set, (struct interval){4 * k + 1, 4 * k + 2}, NULL);
		for (int64_t k = n - 1; k >= 0; k -= 2)
			interval_set_release(
			    set, (struct interval){4 * k + 1, 4 * k + 2});
		for (int64_t k = 0; k < n; k += 4)
			interval_set_reserve(
			    set, (struct interval){4 * k, 4 * k + 6}, NULL);
		CHECK(&model, set, set->manager->valid(set));
		CHECK(&model, set, interval_set_equal(set, model.sets[0]));
	}
	cr_expect(gt(sz, interval_set_count(model.sets[0]), 500));
	model_release(&model);
}

/* 10^5 splits from the left. log2(10^5) is 16.6; a random tree of that size is
 * about 45 high (4.311 ln n - 1.953 ln ln n: Reed, "The height of a random
 * binary search tree", 2003), a degenerate one 10^5. */
Test(interval_model, trees_stay_low_under_left_to_right_allocation)
{
	struct model model;

	model_init(&model, 0);
	for (size_t i = 0; i < model.n; i++) {
		struct interval_set *set = model.sets[i];
		const int64_t n = 100000;

		if (!set->manager->height)
			continue;
		interval_set_release(set, (struct interval){0, 3 * n});
		for (int64_t k = 0; k < n; k++)
			interval_set_reserve(
			    set, (struct interval){3 * k + 1, 3 * k + 2}, NULL);
		CHECK(&model, set, interval_set_count(set) == (size_t)n + 1);
		CHECK(&model, set, set->manager->valid(set));
		CHECK(&model, set, set->manager->height(set) <= 3 * 17 + 9);
	}
	model_release(&model);
}
