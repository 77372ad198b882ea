/* Offset k of a domain is bit 64 + k. So edges of words are at multiples of 64,
 * those of blocks 64 before the multiples of 4,096, those of the words of marks
 * above at 2^18 - 64 and 2^24 - 64. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/bitmap.h"
#include "tests/support/failing_allocator.h"
#include "tests/support/interval_sets.h"

#define MANY (INT64_C(1) << 24) /* offsets: edges of all kinds */

static struct interval_set *
bitmap_on(int64_t start, int64_t end)
{
	const struct interval domain = {start, end};
	struct interval_set *set = NULL;

	cr_assert(eq(
	    int, interval_set_new(&set, "bitmap", &domain, NULL), INTERVAL_OK));
	return set;
}

static void
expect_find(const struct interval_set *set, int64_t start, int64_t length,
    int64_t found)
{
	struct interval iv = {-1, -1};

	cr_expect(
	    eq(int, interval_set_find(set, start, length, &iv), INTERVAL_OK));
	sets_expect_range("bitmap", iv, found, found + length);
}

static void
expect_no_find(const struct interval_set *set, int64_t start, int64_t length)
{
	struct interval iv = {-1, -2};

	cr_expect(eq(int, interval_set_find(set, start, length, &iv),
	    INTERVAL_NOTFOUND));
	sets_expect_range("bitmap", iv, -1, -2);
}

/* ---- edges, by hand ---- */

/* Both edges of a word, a block, and the words of marks, and the ends. */
static const int64_t edges[] = {0, 64, 4096 - 64, 4096, (1 << 18) - 64,
    (1 << 18), MANY - 64, MANY, MANY + 100};

#define EDGES (sizeof edges / sizeof edges[0])

Test(bitmap, intervals_touch_across_every_edge)
{
	struct interval_set *set = bitmap_on(-1, MANY + 101);

	for (size_t i = 0; i < EDGES; i++) {
		int64_t at = edges[i] - 1; /* the domain begins at -1 */

		sets_release(set, at < 0 ? -1 : at - 1, at + 1);
		sets_release(set, at + 1, at + 2);
		cr_expect(eq(sz, interval_set_count(set), 1));
		cr_expect(set->manager->valid(set));
		cr_expect(eq(u64, sets_reserve(set, at, at + 1), 1));
		cr_expect(
		    eq(sz, interval_set_count(set), (size_t)(at < 0 ? 1 : 2)));
		sets_release(set, at, at + 1);
		cr_expect(eq(sz, interval_set_count(set), 1));
		cr_expect(eq(u64, sets_reserve(set, -1, MANY + 101),
		    (uint64_t)(at < 0 ? 2 : 3)));
	}
	sets_expect(set, "");
	sets_done(set);
}

Test(bitmap, an_interval_between_any_two_edges_is_one)
{
	struct interval_set *set = bitmap_on(0, MANY + 100);

	for (size_t i = 0; i < EDGES; i++) {
		for (size_t j = i + 1; j < EDGES; j++) {
			struct interval iv;

			sets_release(set, edges[i], edges[j]);
			cr_expect(eq(sz, interval_set_count(set), 1));
			cr_expect(set->manager->valid(set));
			cr_expect(interval_set_containing(set, edges[i], &iv) ==
				  INTERVAL_OK);
			sets_expect_range("bitmap", iv, edges[i], edges[j]);
			cr_expect(interval_set_containing(
				      set, edges[j] - 1, &iv) == INTERVAL_OK);
			sets_expect_range("bitmap", iv, edges[i], edges[j]);
			expect_find(set, 0, edges[j] - edges[i], edges[i]);
			expect_no_find(set, 0, edges[j] - edges[i] + 1);
			expect_no_find(set, edges[i] + 1, edges[j] - edges[i]);
			cr_expect(eq(u64, sets_reserve(set, edges[i], edges[j]),
			    (uint64_t)(edges[j] - edges[i])));
		}
	}
	sets_expect(set, "");
	sets_done(set);
}

Test(bitmap, wide_changes_count_what_they_change)
{
	struct interval_set *set = bitmap_on(0, MANY);

	sets_release(set, 0, MANY);
	cr_expect(
	    eq(u64, sets_reserve(set, 100, MANY - 100), (uint64_t)MANY - 200));
	sets_expect(set, "0-100 16777116-16777216");
	cr_expect(eq(u64, sets_reserve(set, 50, MANY), 150));
	sets_release(set, 10000, 20000);
	sets_release(set, 5000, 15000000);
	sets_release(set, 4000000, 4000001); /* all there */
	sets_expect(set, "0-50 5000-15000000");
	for (int64_t at = 5001; at < 15000000; at += 100000)
		cr_expect(eq(u64, sets_reserve(set, at, at + 3), 3));
	/* ceil((15,000,000 - 5,001) / 100,000) = 150 holes of 3 */
	cr_expect(eq(sz, interval_set_count(set), 152));
	cr_expect(eq(u64, interval_set_total(set), 50 + 14995000 - 450));
	cr_expect(set->manager->valid(set));
	cr_expect(eq(u64, sets_reserve(set, 1, MANY), 49 + 14995000 - 450));
	sets_expect(set, "0-1");
	sets_done(set);
}

Test(bitmap, a_domain_may_have_one_offset)
{
	const int64_t starts[] = {INT64_MIN, -1, 0, INT64_MAX - 1};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		int64_t at = starts[i];
		struct interval_set *set = bitmap_on(at, at + 1);

		expect_no_find(set, INT64_MIN, 1);
		sets_release(set, at, at + 1);
		cr_expect(eq(sz, interval_set_count(set), 1));
		expect_find(set, INT64_MIN, 1, at);
		expect_find(set, at, 1, at);
		expect_no_find(set, INT64_MIN, 2);
		expect_no_find(set, INT64_MIN, INT64_MAX);
		if (at < INT64_MAX - 1)
			expect_no_find(set, at + 1, 1);
		cr_expect(eq(u64, sets_reserve(set, at, at + 1), 1));
		cr_expect(eq(u64, sets_reserve(set, at, at + 1), 0));
		sets_done(set);
	}
}

Test(bitmap, a_domain_may_begin_and_end_at_the_ends_of_int64)
{
	struct interval_set *low = bitmap_on(INT64_MIN, INT64_MIN + 5000);
	struct interval_set *high = bitmap_on(INT64_MAX - 5000, INT64_MAX);

	sets_release(low, INT64_MIN, INT64_MIN + 5000);
	sets_reserve(low, INT64_MIN + 1, INT64_MIN + 4999);
	sets_expect(low, "MIN--9223372036854775807 "
			 "-9223372036854770809--9223372036854770808");
	expect_find(low, INT64_MIN + 1, 1, INT64_MIN + 4999);
	expect_no_find(low, INT64_MIN + 5000, 1);
	sets_release(high, INT64_MAX - 5000, INT64_MAX);
	sets_reserve(high, INT64_MAX - 4999, INT64_MAX - 1);
	sets_expect(high, "9223372036854770807-9223372036854770808 "
			  "9223372036854775806-MAX");
	expect_find(high, INT64_MIN, 1, INT64_MAX - 5000);
	expect_find(high, INT64_MAX - 4999, 1, INT64_MAX - 1);
	expect_no_find(high, INT64_MIN, 2);
	sets_done(low);
	sets_done(high);
}

/* ---- search ---- */

/* What ends where a block ends is as good as any other; the next block is
 * empty, full, or begins with something short. */
Test(bitmap, a_fit_may_end_where_a_block_ends)
{
	const int64_t end = 3 * 4096 - 64;
	const int64_t lengths[] = {1, 63, 64, 65, 128, 4096, 4097, 8192};
	struct interval_set *set = bitmap_on(0, 8 * 4096);

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		int64_t length = lengths[i];

		sets_release(set, end - length, end);
		expect_find(set, 0, length, end - length);
		expect_no_find(set, 0, length + 1);
		sets_release(set, end + 4096, end + 2 * 4096);
		expect_find(set, 0, length, end - length);
		sets_release(set, end, end + 1);
		expect_find(set, 0, length, end - length);
		expect_find(set, 0, length + 1, end - length);
		sets_release(set, end, end + 4096);
		expect_find(set, 0, length + 2 * 4096, end - length);
		expect_no_find(set, 0, length + 2 * 4096 + 1);
		interval_set_clear(set);
	}
	sets_done(set);
}

/* What ends before blocks that are all occupied does not go on behind them. */
Test(bitmap, a_fit_does_not_span_what_is_passed)
{
	const int64_t end = 3 * 4096 - 64;
	struct interval_set *set = bitmap_on(0, 8 * 4096);

	sets_release(set, end - 50, end);
	sets_release(set, end + 2 * 4096, end + 2 * 4096 + 50);
	expect_find(set, 0, 50, end - 50);
	expect_find(set, end - 49, 50, end + 2 * 4096);
	expect_no_find(set, 0, 51);
	sets_done(set);
}

Test(bitmap, a_find_passes_what_is_too_short)
{
	struct interval_set *set = bitmap_on(0, 100000);

	/* 20 of every 30 are free, in all phases to the words; then 21. */
	for (int64_t at = 0; at < 90000; at += 30)
		sets_release(set, at, at + 20);
	sets_release(set, 90010, 90031);
	expect_find(set, 0, 20, 0);
	expect_find(set, 1, 20, 30);
	expect_find(set, 31, 19, 31);
	expect_find(set, 0, 21, 90010);
	expect_find(set, 90010, 21, 90010);
	expect_no_find(set, 90011, 21);
	expect_no_find(set, 0, 22);
	sets_done(set);
}

/* Far behind it lies other memory, or none. */
Test(bitmap, nothing_is_behind_the_domain)
{
	const int64_t behind[] = {
	    1000, 1001, 1064, 5000, INT64_C(1) << 40, INT64_MAX - 1, INT64_MAX};
	struct interval_set *set = bitmap_on(0, 1000);

	sets_release(set, 0, 1000);
	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
		struct interval_cursor cursor =
		    interval_cursor_at(set, behind[i]);
		struct interval iv;

		cr_expect(eq(int, interval_set_containing(set, behind[i], &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(not(interval_cursor_next(&cursor, &iv)));
		expect_no_find(set, behind[i], 1);
	}
	sets_done(set);
}

Test(bitmap, nothing_is_before_the_domain)
{
	const int64_t before[] = {-1, -64, -65, -(INT64_C(1) << 40), INT64_MIN};
	struct interval_set *set = bitmap_on(0, 1000);

	sets_release(set, 0, 1000);
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		struct interval_cursor cursor =
		    interval_cursor_at(set, before[i]);
		struct interval iv;

		cr_expect(eq(int, interval_set_containing(set, before[i], &iv),
		    INTERVAL_NOTFOUND));
		cr_expect(interval_cursor_next(&cursor, &iv));
		sets_expect_range("bitmap", iv, 0, 1000);
		expect_find(set, before[i], 1000, 0);
	}
	sets_done(set);
}

/* ---- memory ---- */

Test(bitmap, takes_all_its_memory_at_first_or_is_not_made)
{
	const struct interval domain = {0, 1000000};
	struct failing_allocator memory = {.fail_at = 2};
	struct interval_allocator allocator = failing_allocator(&memory);
	struct interval_set *set = NULL;
	struct interval_stats stats;

	cr_expect(eq(int, interval_set_new(&set, "bitmap", &domain, &allocator),
	    INTERVAL_NOMEM));
	cr_expect(eq(ptr, set, NULL));
	cr_expect(eq(sz, memory.live, 0));
	memory.calls = 0;
	memory.fail_at = 3;
	memory.fail_on = true;
	cr_assert(eq(int, interval_set_new(&set, "bitmap", &domain, &allocator),
	    INTERVAL_OK));
	for (int64_t at = 0; at < 1000000; at += 2)
		sets_release(set, at, at + 1);
	interval_set_clear(set);
	sets_release(set, 0, 1000000);
	cr_expect(eq(sz, memory.calls, 2));
	interval_set_stats(set, &stats);
	/* ceil((10^6 + 256) / 4,096) = 245 blocks of 512 + 2 bytes, and twice
	 * 4 + 1 words of marks */
	cr_expect(
	    eq(sz, stats.bytes, sizeof(struct bitmap) + 245 * 514 + 2 * 5 * 8));
	cr_expect(eq(sz, stats.bytes, memory.bytes));
	cr_expect(eq(sz, stats.allocations, 2));
	cr_expect(eq(sz, stats.height, 0));
	sets_done(set);
	cr_expect(eq(sz, memory.live, 0));
}

/* The tests rely on `valid`: it must see each of these. */
Test(bitmap, valid_notices_what_is_not_so)
{
	struct interval_set *set = bitmap_on(0, 10000);
	struct bitmap *b = (struct bitmap *)set;
	uint64_t *const words[] = {&b->words[0], &b->words[1], &b->words[70],
	    &b->words[b->blocks * BITMAP_BLOCK_WORDS - 1],
	    &b->with_set.levels[0][0], &b->with_clear.levels[0][0],
	    &set->total};

	sets_release(set, 4100, 4200);
	cr_expect(set->manager->valid(set));
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		*words[i] ^= 1;
		cr_expect(not(set->manager->valid(set)), "word %zu", i);
		*words[i] ^= 1;
	}
	set->count++;
	cr_expect(not(set->manager->valid(set)));
	set->count--;
	b->counts[1]++;
	cr_expect(not(set->manager->valid(set)));
	b->counts[1]--;
	/* Bit 64 + 10,000 is behind the domain: counted, but not allowed. */
	b->words[(64 + 10000) / 64] ^= UINT64_C(1) << (64 + 10000) % 64;
	b->counts[2]++;
	set->count++;
	set->total++;
	bit_levels_mark(&b->with_set, 2);
	cr_expect(not(set->manager->valid(set)));
	interval_set_free(set);
}
