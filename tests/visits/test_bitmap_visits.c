/* `bitmap` in words looked at: blocks of 64 words that are all free or all
 * occupied are passed by two hierarchies, each a word or two a level. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/manager.h"
#include "tests/support/interval_sets.h"

#define OFFSETS (INT64_C(1) << 30)
/* Up and down the 4 levels that 2^18 + 1 blocks take. */
#define LEVELS UINT64_C(8)
#define BLOCK UINT64_C(64) /* words */

static struct interval_set *
large_bitmap(void)
{
	const struct interval domain = {0, OFFSETS};
	struct interval_set *set = NULL;

	cr_assert(eq(
	    int, interval_set_new(&set, "bitmap", &domain, NULL), INTERVAL_OK));
	return set;
}

static uint64_t
find_visits(const struct interval_set *set, int64_t start, int64_t length,
    enum interval_status want)
{
	uint64_t before = interval_visits;
	struct interval iv;

	cr_expect(eq(int, interval_set_find(set, start, length, &iv), want));
	return interval_visits - before;
}

Test(bitmap_visits, of_a_find_over_2_to_the_30_occupied_offsets_are_few)
{
	struct interval_set *set = large_bitmap();

	/* What is left of the block of `start`, and a block at the end. */
	cr_expect(
	    le(u64, find_visits(set, 0, 1, INTERVAL_NOTFOUND), BLOCK + LEVELS));
	sets_release(set, OFFSETS - 1, OFFSETS);
	cr_expect(
	    le(u64, find_visits(set, 0, 1, INTERVAL_OK), 2 * BLOCK + LEVELS));
	cr_expect(le(u64, find_visits(set, OFFSETS / 2, 2, INTERVAL_NOTFOUND),
	    2 * BLOCK + 2 * LEVELS));
	sets_done(set);
}

Test(bitmap_visits, of_a_find_over_2_to_the_30_free_offsets_are_few)
{
	struct interval_set *set = large_bitmap();
	struct interval iv;
	uint64_t before;

	sets_release(set, 0, OFFSETS);
	cr_expect(le(u64, find_visits(set, 0, OFFSETS, INTERVAL_OK),
	    2 * BLOCK + LEVELS));
	cr_expect(le(u64, find_visits(set, 1, OFFSETS, INTERVAL_NOTFOUND),
	    2 * BLOCK + LEVELS));
	before = interval_visits;
	cr_expect(
	    interval_set_containing(set, OFFSETS / 2, &iv) == INTERVAL_OK);
	/* Back to the start and on to the end, from the middle. */
	cr_expect(le(u64, interval_visits - before, 4 * BLOCK + 2 * LEVELS));
	before = interval_visits;
	cr_expect(interval_set_bounds(set, &iv) == INTERVAL_OK);
	cr_expect(le(u64, interval_visits - before, BLOCK));
	sets_done(set);
}

Test(bitmap_visits, of_wide_changes_are_of_what_is_not_so_yet)
{
	struct interval_set *set = large_bitmap();
	uint64_t before;

	for (int64_t at = 0; at < OFFSETS; at += OFFSETS / 4)
		sets_release(set, at, at + 1);
	before = interval_visits;
	interval_set_clear(set);
	cr_expect(eq(sz, interval_set_count(set), 0));
	/* Four blocks, each with its way there, and one way in vain. */
	cr_expect(le(u64, interval_visits - before, 4 * BLOCK + 5 * LEVELS));
	sets_done(set);
}
