/* Trees that are high because they hold much, and must not be higher. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/interval/manager.h"
#include "tests/support/interval_flock.h"
#include "tests/support/interval_sets.h"

static void
fail(const char *text)
{
	cr_fatal("%s", text);
}

static size_t
height_of(const struct interval_set *set)
{
	struct interval_stats stats;

	interval_set_stats(set, &stats);
	return stats.height;
}

/* ---- random changes of 2^19 intervals ---- */

#define TEETH ((size_t)1 << 19)

static void
load_comb(struct interval_flock *flock)
{
	struct interval *teeth = calloc(TEETH, sizeof *teeth);

	cr_assert(ne(ptr, teeth, NULL));
	for (size_t k = 0; k < TEETH; k++)
		teeth[k] = sets_range(
		    4 * (int64_t)k, 4 * (int64_t)k + 1 + (int64_t)(k % 3));
	interval_flock_load(flock, teeth, TEETH);
	free(teeth);
}

/* Single offsets; one in 32 cuts or fills up to 2^12 intervals. */
static void
change(struct interval_flock *flock)
{
	uint64_t size = 4 * TEETH;
	uint64_t draw = rng_below(&flock->rng, 64);
	uint64_t length = draw / 2 == 0 ? size / 128 : 2;
	int64_t start = (int64_t)rng_below(&flock->rng, size - length);
	struct interval iv = sets_range(
	    start, start + 1 + (int64_t)rng_below(&flock->rng, length));

	interval_flock_run(
	    flock, draw % 2 ? INTERVAL_OP_RELEASE : INTERVAL_OP_RESERVE, iv);
	interval_flock_look(flock, iv);
}

Test(interval_tall, random_changes_of_half_a_million_intervals)
{
	struct interval_flock_plan plan = {
	    .window = sets_range(0, 4 * (int64_t)TEETH),
	    .bounded = true,
	    .batch_max = 1000,
	    .seed = sets_model_seed(),
	    .fail = fail,
	};
	struct interval_flock flock;

	interval_flock_init(&flock, &plan);
	load_comb(&flock);
	for (int i = 0; i < 4; i++) {
		for (int k = 0; k < 2000; k++)
			change(&flock);
		interval_flock_survey(&flock, sets_range(500000, 500002));
	}
	interval_flock_compare(&flock);
	cr_expect(lt(sz, TEETH / 8, interval_set_count(flock.sets[0])));
	interval_flock_release(&flock);
}

/* A leaf or an inner node has at most 64 places: 2^19 intervals need 8192
 * leaves, these 128 nodes above them, these two, these a root. */
Test(interval_tall, that_many_intervals_make_trees_of_four_levels)
{
	const char *const names[] = {"boundary", "summary"};

	for (size_t i = 0; i < 2; i++) {
		struct interval_set *set = sets_named(names[i]);

		for (size_t k = 0; k < TEETH; k++)
			sets_release(set, 2 * (int64_t)k, 2 * (int64_t)k + 1);
		cr_expect(ge(sz, height_of(set), 4), "%s", names[i]);
		sets_done(set);
	}
}

/* ---- height ---- */

/* 10^5 splits from the left: log2(10^5) is 16.6, a degenerate tree 10^5 high.
 * A random binary search tree is about 45 high (4.311 ln n - 1.953 ln ln n:
 * Reed, "The height of a random binary search tree", 2003). */
Test(interval_tall, trees_stay_low_under_left_to_right_allocation)
{
	struct interval_set *set;
	const int64_t n = 100000;

	for (size_t at = 0; (set = sets_next_unbounded(&at));) {
		sets_release(set, 0, 3 * n);
		for (int64_t k = 0; k < n; k++)
			(void)sets_reserve(set, 3 * k + 1, 3 * k + 2);
		cr_expect(eq(sz, interval_set_count(set), (size_t)n + 1));
		cr_expect(le(sz, height_of(set), 3 * 17), "%s", set->name);
		sets_done(set);
	}
}
