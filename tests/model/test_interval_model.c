/* Every manager against the naive model over a window so small that edges meet
 * all the time, laid over the middle and over both ends of int64; all intervals
 * are compared after each operation. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/interval_flock.h"
#include "tests/support/interval_sets.h"

#define OFFSETS 128
#define OPS 100000

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

/* Move a place onto the nearest boundary at or after it: edges that coincide or
 * touch are where mistakes live. */
static int64_t
snap(const struct interval_flock *flock, int64_t at)
{
	int64_t offset = flock->plan.window.start + at;
	struct interval iv;

	if (at >= OFFSETS || !interval_model_next(&flock->model, offset, &iv))
		return OFFSETS;
	return (iv.start >= offset ? iv.start : iv.end) -
	       flock->plan.window.start;
}

static struct interval
random_range(struct interval_flock *flock)
{
	/* Long ranges are rare, else the set is all or nothing. */
	int64_t length_max = below(flock, 16) == 0 ? OFFSETS : 6;
	int64_t a = below(flock, OFFSETS);
	int64_t b = a + 1 + below(flock, length_max);

	if (below(flock, 4) == 0)
		a = snap(flock, a);
	if (below(flock, 4) == 0)
		b = snap(flock, b);
	if (b > OFFSETS)
		b = OFFSETS;
	if (a >= b)
		a = b - 1;
	return sets_range(
	    flock->plan.window.start + a, flock->plan.window.start + b);
}

static void
do_release(struct interval_flock *flock, struct interval iv)
{
	interval_flock_run(flock, INTERVAL_OP_RELEASE, iv);
}

static void
do_reserve(struct interval_flock *flock, struct interval iv)
{
	interval_flock_run(flock, INTERVAL_OP_RESERVE, iv);
}

static void
do_find(struct interval_flock *flock, struct interval iv)
{
	interval_flock_run(flock, INTERVAL_OP_FIND, iv);
}

/* A range that passes one end of the window; where that is the end of int64
 * there is none. */
static void
do_outside(struct interval_flock *flock, struct interval iv)
{
	struct interval window = flock->plan.window;

	if (!flock->plan.bounded)
		return;
	if (window.start > INT64_MIN)
		interval_flock_outside(
		    flock, sets_range(window.start - 1, iv.end));
	if (window.end < INT64_MAX)
		interval_flock_outside(
		    flock, sets_range(iv.start, window.end + 1));
}

static void
do_clear(struct interval_flock *flock, struct interval iv)
{
	(void)iv;
	interval_flock_clear(flock);
}

static void
do_clone(struct interval_flock *flock, struct interval iv)
{
	(void)iv;
	interval_flock_clone(flock);
}

/* Intervals of 1 to 3 offsets with gaps of 1 to 3, from iv's start on. */
static void
do_load(struct interval_flock *flock, struct interval iv)
{
	struct interval ivs[OFFSETS];
	struct interval next = sets_range(iv.start, iv.start);
	size_t n = 0;

	while (flock->plan.window.end - next.start > 6) {
		next.end = next.start + 1 + below(flock, 3);
		ivs[n++] = next;
		next.start = next.end + 1 + below(flock, 3);
	}
	interval_flock_load(flock, ivs, n);
}

/* Questions about what lies outside the window too. */
static void
do_look_around(struct interval_flock *flock, struct interval iv)
{
	interval_flock_look(flock, sets_range(INT64_MIN, iv.end));
	interval_flock_look(flock, sets_range(iv.start, INT64_MAX));
	interval_flock_look(flock, sets_range(INT64_MIN, INT64_MAX));
}

static const struct action {
	unsigned weight;
	void (*run)(struct interval_flock *flock, struct interval iv);
} actions[] = {
    {300, do_release},
    {300, do_reserve},
    {100, interval_flock_require},
    {100, do_find},
    {150, interval_flock_look},
    {27, interval_flock_survey},
    {10, do_look_around},
    {6, do_outside},
    {4, do_clone},
    {2, do_load},
    {1, do_clear},
};

static void
random_action(struct interval_flock *flock)
{
	unsigned at = (unsigned)below(flock, 1000);
	const struct action *action = actions;

	while (at >= action->weight)
		at -= action++->weight;
	action->run(flock, random_range(flock));
}

static void
run_model(int64_t base, bool bounded)
{
	struct interval_flock_plan plan = {
	    .window = sets_range(base, base + OFFSETS),
	    .bounded = bounded,
	    .batch_max = 500,
	    .seed = sets_model_seed(),
	    .fail = fail,
	};
	struct interval_flock flock;
	size_t ops = sets_model_ops(OPS);

	interval_flock_init(&flock, &plan);
	while (flock.op < ops) {
		random_action(&flock);
		interval_flock_compare_single(&flock);
	}
	interval_flock_compare(&flock);
	interval_flock_release(&flock);
}

Test(interval_model, the_weights_are_thousandths)
{
	unsigned sum = 0;

	for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
		sum += actions[i].weight;
	cr_assert(eq(uint, sum, 1000));
}

Test(interval_model, managers_agree_with_the_naive_model_around_zero)
{
	run_model(-OFFSETS / 2, false);
}

Test(interval_model, managers_agree_in_a_domain_around_zero)
{
	run_model(-OFFSETS / 2 + 5, true);
}

Test(interval_model, managers_agree_with_the_naive_model_at_int64_min)
{
	run_model(INT64_MIN, false);
}

Test(interval_model, managers_agree_in_a_domain_at_int64_min)
{
	run_model(INT64_MIN, true);
}

Test(interval_model, managers_agree_with_the_naive_model_at_int64_max)
{
	run_model(INT64_MAX - OFFSETS, false);
}

Test(interval_model, managers_agree_in_a_domain_at_int64_max)
{
	run_model(INT64_MAX - OFFSETS, true);
}
