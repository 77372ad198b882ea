/* Every manager against the naive model with few intervals far apart: ranges of
 * every size up to millions of offsets, so that long stretches are wholly free
 * or wholly occupied. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/interval_flock.h"
#include "tests/support/interval_sets.h"

#define WIDE_LOG2 24
#define NARROW_LOG2 16
#define OPS 100000
#define WIDE_SHARE 80 /* of OPS: the naive model is slow there */
#define NARROW_SHARE 4

static void
fail(const char *text)
{
	cr_fatal("%s", text);
}

static int64_t
offsets_of(const struct interval_flock *flock)
{
	return (int64_t)interval_model_size(&flock->model);
}

/* Each power of two is as likely as any other. */
static int64_t
random_size(struct interval_flock *flock)
{
	uint64_t powers =
	    (uint64_t)__builtin_ctzll((uint64_t)offsets_of(flock));
	int64_t power = INT64_C(1) << rng_below(&flock->rng, powers);

	return power + (int64_t)rng_below(&flock->rng, (uint64_t)power);
}

/* Now and then onto a multiple of 64, 64^2 or 64^3, or one word before it: what
 * is kept in words and groups of words has its edges there. */
static int64_t
snap(struct interval_flock *flock, int64_t at)
{
	int64_t grain = INT64_C(1) << 6 * rng_below(&flock->rng, 4);

	at = at / grain * grain;
	if (rng_below(&flock->rng, 2) && at >= 64)
		at -= 64;
	return at;
}

static struct interval
random_range(struct interval_flock *flock)
{
	int64_t offsets = offsets_of(flock);
	int64_t size = random_size(flock);
	int64_t start =
	    snap(flock, (int64_t)rng_below(&flock->rng, (uint64_t)offsets));
	int64_t end =
	    snap(flock, start + size < offsets ? start + size : offsets);

	if (end <= start)
		end = start + 1;
	return sets_range(
	    flock->plan.window.start + start, flock->plan.window.start + end);
}

static void
step(struct interval_flock *flock, size_t i)
{
	struct interval iv = random_range(flock);

	switch (rng_below(&flock->rng, 8)) {
	case 0:
		interval_flock_run(flock, INTERVAL_OP_FIND, iv);
		break;
	case 1:
		interval_flock_look(flock, iv);
		break;
	case 2:
		interval_flock_require(flock, iv);
		break;
	default:
		/* Neither state wins in the long run. */
		interval_flock_run(flock,
		    i % 2 ? INTERVAL_OP_RELEASE : INTERVAL_OP_RESERVE, iv);
	}
	if (i % 16 == 0)
		interval_flock_survey(flock, iv);
	if (i % 32 == 0)
		interval_flock_compare(flock);
}

static void
run(int64_t base, int64_t offsets, size_t steps)
{
	struct interval_flock_plan plan = {
	    .window = sets_range(base, base + offsets),
	    .bounded = true,
	    .batch_max = 50,
	    .seed = sets_model_seed(),
	    .fail = fail,
	};
	struct interval_flock flock;

	interval_flock_init(&flock, &plan);
	for (size_t i = 0; i < steps; i++)
		step(&flock, i);
	interval_flock_compare(&flock);
	interval_flock_release(&flock);
}

static void
run_wide(int64_t base)
{
	run(base, INT64_C(1) << WIDE_LOG2, sets_model_ops(OPS) / WIDE_SHARE);
}

Test(interval_sparse, managers_agree_about_ranges_of_every_size)
{
	run_wide(-12345678);
}

Test(interval_sparse, managers_agree_about_them_at_int64_min)
{
	run_wide(INT64_MIN);
}

Test(interval_sparse, managers_agree_about_them_at_int64_max)
{
	run_wide(INT64_MAX - (INT64_C(1) << WIDE_LOG2));
}

Test(interval_sparse, managers_agree_about_ranges_that_share_edges)
{
	run(-1000, INT64_C(1) << NARROW_LOG2,
	    sets_model_ops(OPS) / NARROW_SHARE);
}
