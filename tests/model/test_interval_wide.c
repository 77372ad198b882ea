/* Every manager against the naive model with tens of thousands of intervals, so
 * that trees are several nodes high: they grow, shrink to nothing and are cut
 * across many nodes, in orders that hurt. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "core/interval/manager.h"
#include "tests/support/interval_flock.h"
#include "tests/support/interval_sets.h"

#define TEETH 20000
#define OFFSETS (8 * (int64_t)TEETH)
#define OPS 100000
#define STREAMS 10 /* share OPS */

static void
fail(const char *text)
{
	cr_fatal("%s", text);
}

static int64_t
below(struct interval_flock *flock, int64_t bound)
{
	return (int64_t)rng_below(&flock->rng, (uint64_t)bound);
}

/* [start, start + length) of the window, cut at its end. */
static struct interval
range(const struct interval_flock *flock, int64_t start, int64_t length)
{
	int64_t end = start + length < OFFSETS ? start + length : OFFSETS;

	return sets_range(
	    flock->plan.window.start + start, flock->plan.window.start + end);
}

static void
reserve(struct interval_flock *flock, struct interval iv)
{
	interval_flock_run(flock, INTERVAL_OP_RESERVE, iv);
}

static void
release(struct interval_flock *flock, struct interval iv)
{
	interval_flock_run(flock, INTERVAL_OP_RELEASE, iv);
}

/* ---- what a round begins with ---- */

static void
begin_free(struct interval_flock *flock)
{
	release(flock, flock->plan.window);
}

/* Tooth k is [8 k, 8 k + 1 to 5): lengths repeat, so ties are everywhere. */
static void
begin_comb(struct interval_flock *flock)
{
	struct interval *teeth = calloc(TEETH, sizeof *teeth);

	cr_assert(ne(ptr, teeth, NULL));
	for (int64_t k = 0; k < TEETH; k++)
		teeth[k] = range(flock, 8 * k, 1 + below(flock, 5));
	interval_flock_load(flock, teeth, TEETH);
	free(teeth);
}

/* ---- what a step does; i is from 0 to TEETH - 1 ---- */

/* The way of a first-fit allocator that never frees: a comb from the left. */
static void
step_left_to_right(struct interval_flock *flock, int64_t i)
{
	reserve(flock, range(flock, 8 * i + 3, 2));
}

static void
step_right_to_left(struct interval_flock *flock, int64_t i)
{
	release(flock, range(flock, 8 * (TEETH - 1 - i) + 3, 2));
}

static void
step_drain_left(struct interval_flock *flock, int64_t i)
{
	reserve(flock, range(flock, 8 * i, 8));
}

static void
step_drain_right(struct interval_flock *flock, int64_t i)
{
	reserve(flock, range(flock, 8 * (TEETH - 1 - i), 8));
}

/* The first interval at or after a random place, the first of all after the
 * last; each step takes one, so TEETH of them leave nothing. */
static struct interval
random_interval(struct interval_flock *flock)
{
	struct interval iv = {0, 0};
	int64_t from = range(flock, below(flock, OFFSETS), 1).start;

	if (!interval_model_next(&flock->model, from, &iv))
		(void)interval_model_next(&flock->model, INT64_MIN, &iv);
	return iv;
}

static void
step_drain_random(struct interval_flock *flock, int64_t i)
{
	(void)i;
	reserve(flock, random_interval(flock));
}

/* Fill the gap behind a random interval, so that two become one; that behind
 * the last one ends with the window, and once it is filled the first one's gap
 * takes its place. */
static void
step_join_random(struct interval_flock *flock, int64_t i)
{
	struct interval iv = random_interval(flock);
	struct interval next = {flock->plan.window.end, 0};

	(void)i;
	if (iv.end == flock->plan.window.end)
		(void)interval_model_next(&flock->model, INT64_MIN, &iv);
	(void)interval_model_next(&flock->model, iv.end, &next);
	release(flock, sets_range(iv.end, next.start));
}

static void
step_points(struct interval_flock *flock, int64_t i)
{
	struct interval iv = range(flock, below(flock, OFFSETS), 1);

	if (i % 2 == 0)
		release(flock, iv);
	else
		reserve(flock, iv);
}

/* Mostly short ranges; one in 64 goes over up to an eighth of all intervals. */
static void
step_mixed(struct interval_flock *flock, int64_t i)
{
	int64_t longest = i % 64 == 63 ? OFFSETS / 8 : 12;
	struct interval iv =
	    range(flock, below(flock, OFFSETS), 1 + below(flock, longest));
	int64_t choice = below(flock, 10);

	if (choice < 4)
		release(flock, iv);
	else if (choice < 7)
		reserve(flock, iv);
	else if (choice < 8)
		interval_flock_require(flock, random_interval(flock));
	else
		interval_flock_run(flock, INTERVAL_OP_FIND, iv);
}

/* 3,000 more intervals, then 2,500 less, and so on, each time elsewhere. */
static void
step_sawtooth(struct interval_flock *flock, int64_t i)
{
	int64_t wave = i / 5500, step = i % 5500;
	int64_t at = step < 3000 ? step : 5500 - 1 - step;
	struct interval iv =
	    range(flock, (8 * (at + 3100 * wave)) % OFFSETS, 2);

	if (step < 3000)
		release(flock, iv);
	else
		reserve(flock, iv);
}

/* An offset at a time across all teeth: each is trimmed from its left until it
 * is gone, and then the next. */
static void
step_trim(struct interval_flock *flock, int64_t i)
{
	struct interval iv = {0, 0};
	int64_t from = range(flock, 8 * (i / 2), 1).start;

	if (interval_model_next(&flock->model, from, &iv))
		reserve(flock, sets_range(iv.start, iv.start + 1));
}

struct stream {
	int64_t base;
	bool bounded;
	void (*begin)(struct interval_flock *flock);
	void (*step)(struct interval_flock *flock, int64_t i);
	/** Intervals after a round; SIZE_MAX: not known beforehand. */
	size_t left;
};

/* ---- running a stream ---- */

static void
ask(struct interval_flock *flock)
{
	int64_t chance = below(flock, 512);
	int64_t length = chance % 64 == 0 ? 200 : 7;
	struct interval iv =
	    range(flock, below(flock, OFFSETS), 1 + below(flock, length));

	if (chance == 0)
		interval_flock_survey(flock, iv);
	else if (chance < 64)
		interval_flock_look(flock, iv);
	else if (chance == 64)
		interval_flock_look(
		    flock, range(flock, below(flock, OFFSETS), OFFSETS));
}

static void
run_round(const struct stream *stream, struct interval_flock *flock)
{
	stream->begin(flock);
	for (int64_t i = 0; i < TEETH; i++) {
		stream->step(flock, i);
		ask(flock);
		if (i % 4096 == 4095)
			interval_flock_compare(flock);
		if (i % 8192 == 8191)
			interval_flock_clone(flock);
	}
	interval_flock_survey(flock, range(flock, 0, 1));
	interval_flock_compare(flock);
	if (stream->left != SIZE_MAX)
		cr_assert(
		    eq(sz, interval_set_count(flock->sets[0]), stream->left));
}

static void
run(const struct stream *stream)
{
	struct interval_flock_plan plan = {
	    .window = sets_range(stream->base, stream->base + OFFSETS),
	    .bounded = stream->bounded,
	    .batch_max = 5000,
	    .seed = sets_model_seed(),
	    .fail = fail,
	};
	struct interval_flock flock;
	size_t ops = sets_model_ops(OPS) / STREAMS;

	interval_flock_init(&flock, &plan);
	do
		run_round(stream, &flock);
	while (flock.op < ops);
	interval_flock_release(&flock);
}

Test(interval_wide, allocating_from_the_left)
{
	/* Each step splits the rest: 0-3, 5-11, 13-19, ... */
	run(&(struct stream){
	    -OFFSETS / 2, false, begin_free, step_left_to_right, TEETH + 1});
}

Test(interval_wide, freeing_from_the_right)
{
	run(&(struct stream){
	    INT64_MIN, true, begin_comb, step_right_to_left, SIZE_MAX});
}

Test(interval_wide, draining_from_the_left_to_nothing)
{
	run(&(struct stream){
	    INT64_MAX - OFFSETS, true, begin_comb, step_drain_left, 0});
}

Test(interval_wide, draining_from_the_right_to_nothing)
{
	run(&(struct stream){
	    INT64_MIN, false, begin_comb, step_drain_right, 0});
}

Test(interval_wide, draining_in_random_order_to_nothing)
{
	run(&(struct stream){
	    -OFFSETS / 2, true, begin_comb, step_drain_random, 0});
}

Test(interval_wide, joining_in_random_order_to_one)
{
	/* TEETH gaps, the one behind the last tooth among them. */
	run(&(struct stream){
	    INT64_MAX - OFFSETS, false, begin_comb, step_join_random, 1});
}

Test(interval_wide, single_offsets_at_random)
{
	run(&(struct stream){12345, true, begin_comb, step_points, SIZE_MAX});
}

Test(interval_wide, short_ranges_and_some_over_many_intervals)
{
	run(&(struct stream){
	    -OFFSETS / 3, true, begin_comb, step_mixed, SIZE_MAX});
}

Test(interval_wide, growth_and_shrink_in_waves)
{
	run(&(struct stream){
	    0, false, interval_flock_clear, step_sawtooth, SIZE_MAX});
}

Test(interval_wide, trimming_offset_by_offset)
{
	run(&(struct stream){INT64_MIN, true, begin_comb, step_trim, SIZE_MAX});
}
