/* What the trees do with memory that they no longer need. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/manager.h"
#include "tests/support/counted_set.h"

#define N 10000

static const char *const trees[] = {"boundary", "summary"};

/* [4 k, 4 k + 2) for k < N. */
static struct interval_set *
filled(const char *manager, struct failing_allocator *memory)
{
	struct interval_set *set = counted_set_new(manager, memory);

	for (int64_t k = 0; k < N; k++)
		cr_assert(eq(int,
		    interval_set_release(
			set, (struct interval){4 * k, 4 * k + 2}),
		    INTERVAL_OK));
	return set;
}

/* Reserve all but every 100th interval. */
static void
thin(struct interval_set *set)
{
	for (int64_t k = 0; k < N; k++) {
		if (k % 100 == 0)
			continue;
		cr_assert(eq(int,
		    interval_set_reserve(
			set, (struct interval){4 * k, 4 * k + 2}, NULL),
		    INTERVAL_OK));
	}
}

static void
expect_thinned(const struct interval_set *set)
{
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	struct interval iv;

	cr_assert(set->manager->valid(set));
	for (int64_t k = 0; k < N; k += 100) {
		cr_assert(interval_cursor_next(&cursor, &iv));
		cr_assert(eq(i64, iv.start, 4 * k));
		cr_assert(eq(i64, iv.end, 4 * k + 2));
	}
	cr_assert(not(interval_cursor_next(&cursor, &iv)));
}

/* 100 of 10,000 intervals are left, so that an eighth of the memory is ten
 * times what they need: more is a tree that was not made anew. */
Test(interval_memory, a_tree_that_was_thinned_gives_memory_back)
{
	for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
		struct failing_allocator memory = {.calls = 0};
		struct interval_set *set = filled(trees[i], &memory);
		size_t full = memory.bytes;

		thin(set);
		expect_thinned(set);
		cr_expect(lt(sz, memory.bytes, full / 6));
		counted_set_free(set, &memory);
	}
}

Test(interval_memory, without_memory_to_make_it_anew_a_tree_stays_right)
{
	for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
		struct failing_allocator memory = {.calls = 0};
		struct interval_set *set = filled(trees[i], &memory);
		size_t full = memory.bytes;

		memory.fail_at = memory.calls + 1;
		memory.fail_on = true;
		thin(set);
		expect_thinned(set);
		cr_expect(eq(sz, memory.bytes, full));
		cr_expect(lt(sz, memory.fail_at, memory.calls));
		counted_set_free(set, &memory);
	}
}

/* Making a tree anew takes three kinds of memory; each may be the last. */
Test(interval_memory, each_failure_on_the_way_to_a_new_tree_is_survived)
{
	for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++) {
		for (size_t nth = 1; nth <= 6; nth++) {
			struct failing_allocator memory = {.calls = 0};
			struct interval_set *set = filled(trees[i], &memory);

			memory.fail_at = memory.calls + nth;
			thin(set);
			expect_thinned(set);
			counted_set_free(set, &memory);
		}
	}
}

static void
change_twice(struct interval_set *set)
{
	const struct interval iv = {2, 3};

	cr_assert(eq(int, interval_set_release(set, iv), INTERVAL_OK));
	cr_assert(eq(int, interval_set_reserve(set, iv, NULL), INTERVAL_OK));
}

/* The index of lengths has a node an interval, each an allocation. */
Test(interval_memory, an_index_of_lengths_goes_when_nobody_asks)
{
	struct failing_allocator memory = {.calls = 0};
	struct interval_set *set = filled("summary", &memory);
	size_t without = memory.live;
	struct interval out;

	cr_assert(eq(int, interval_set_find_best(set, 2, &out), INTERVAL_OK));
	cr_expect(eq(sz, memory.live, without + N));
	for (int i = 0; i < N; i++)
		change_twice(set);
	cr_expect(eq(sz, memory.live, without));
	counted_set_free(set, &memory);
}

Test(interval_memory, an_index_of_lengths_stays_while_questions_come)
{
	struct failing_allocator memory = {.calls = 0};
	struct interval_set *set = filled("summary", &memory);
	size_t without = memory.live;
	struct interval out;

	for (int i = 0; i < N; i++) {
		enum interval_status wanted =
		    i % 2 ? INTERVAL_NOTFOUND : INTERVAL_OK;

		/* Also a question with no answer is one. */
		cr_assert(eq(int,
		    interval_set_find_best(set, i % 2 ? 3 : 2, &out), wanted));
		change_twice(set);
	}
	cr_expect(eq(sz, memory.live, without + N));
	counted_set_free(set, &memory);
}
