/* Every manager against the naive model with few intervals far apart: ranges of
 * every size up to millions of offsets, so that long stretches are wholly free
 * or wholly occupied. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/interval_flock.h"
#include "tests/support/interval_sets.h"

#define SIZE_LOG2 24
#define OFFSETS (INT64_C(1) << SIZE_LOG2)
#define OPS 100000
#define SHARE 80 /* of OPS: such operations are slow in the naive model */

static void
fail(const char *text)
{
	cr_fatal("%s", text);
}

/* Each power of two is as likely as any other. */
static int64_t
random_size(struct interval_flock *flock)
{
	int64_t power = INT64_C(1) << rng_below(&flock->rng, SIZE_LOG2);

	return power + (int64_t)rng_below(&flock->rng, (uint64_t)power);
}

/* Begins at any offset, or where a word or a group of words does. */
static struct interval
random_range(struct interval_flock *flock)
{
	int64_t length = random_size(flock);
	uint64_t grain = UINT64_C(1) << 6 * rng_below(&flock->rng, 4);
	int64_t start = (int64_t)(rng_below(&flock->rng, (uint64_t)OFFSETS) /
				  grain * grain);
	int64_t end = start + length < OFFSETS ? start + length : OFFSETS;

	if (rng_below(&flock->rng, 8) == 0)
		start = 0;
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
run(int64_t base)
{
	struct interval_flock_plan plan = {
	    .window = sets_range(base, base + OFFSETS),
	    .bounded = true,
	    .batch_max = 50,
	    .seed = sets_model_seed(),
	    .fail = fail,
	};
	struct interval_flock flock;
	size_t steps = sets_model_ops(OPS) / SHARE;

	interval_flock_init(&flock, &plan);
	for (size_t i = 0; i < steps; i++)
		step(&flock, i);
	interval_flock_compare(&flock);
	interval_flock_release(&flock);
}

Test(interval_sparse, managers_agree_about_ranges_of_every_size)
{
	run(-OFFSETS / 2 + 17);
}

Test(interval_sparse, managers_agree_about_them_at_int64_min)
{
	run(INT64_MIN);
}

Test(interval_sparse, managers_agree_about_them_at_int64_max)
{
	run(INT64_MAX - OFFSETS);
}
