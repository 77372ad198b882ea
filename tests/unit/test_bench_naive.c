#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/bench/naive.h"

/* Both models must leave the same. */
static struct outcome
outcome_of(const struct stream *stream)
{
	struct outcome bits, array, smaller;

	cr_assert(eq(int, naive_run(stream, NAIVE_BITS, &bits), ERR_OK));
	cr_assert(eq(int, naive_run(stream, NAIVE_ARRAY, &array), ERR_OK));
	cr_assert(eq(int, naive_run(stream, NAIVE_SMALLER, &smaller), ERR_OK));
	cr_expect(outcome_equal(&bits, &smaller));
	cr_expect(outcome_equal(&bits, &array), "%zu %zu intervals",
	    bits.intervals, array.intervals);
	return bits;
}

static struct outcome
outcome_of_mix(const char *mix, uint64_t live, size_t ops)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named(mix), .seed = 42, .ops = ops, .live = live};
	struct stream stream = STREAM_INIT;
	struct outcome outcome;

	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	outcome = outcome_of(&stream);
	stream_release(&stream);
	return outcome;
}

/* In [-70, 130), free at first: [-70, -10), [0, 64).
 *
 *	reserve [-65, 5)	[-70, -65), [5, 64)
 *	release [64, 70)	[-70, -65), [5, 70)
 *	find -70, 5		-70: hash -70
 *	find -69, 5		5: hash -70 x 1000003 + 5
 *	find 6, 65		none: x 1000003 + 7
 *	release [-66, 6)	[-70, 70)
 *	reserve [10, 20)	[-70, 10), [20, 70)
 *	release [129, 130)	and [129, 130)
 *	reserve [100, 110)	the same
 *	find 12, 1		20: x 1000003 + 20 */
Test(bench_naive, a_history_worked_out_by_hand)
{
	struct stream_op ops[] = {
	    {-65, 70, STREAM_RESERVE},
	    {64, 6, STREAM_RELEASE},
	    {-70, 5, STREAM_FIND},
	    {-69, 5, STREAM_FIND},
	    {6, 65, STREAM_FIND},
	    {-66, 72, STREAM_RELEASE},
	    {10, 10, STREAM_RESERVE},
	    {129, 1, STREAM_RELEASE},
	    {100, 10, STREAM_RESERVE},
	    {12, 1, STREAM_FIND},
	};
	struct interval initial[] = {{-70, -10}, {0, 64}};
	const struct stream stream = {.space = {-70, 130},
	    .initial_n = 2,
	    .initial = initial,
	    .n = sizeof ops / sizeof ops[0],
	    .ops = ops};
	struct outcome outcome = outcome_of(&stream);
	uint64_t hash = (uint64_t)-70;

	hash = hash * 1000003 + 5;
	hash = hash * 1000003 + 7;
	hash = hash * 1000003 + 20;
	cr_expect(eq(sz, outcome.intervals, 3));
	cr_expect(eq(u64, outcome.free_total, 80 + 50 + 1));
	cr_expect(eq(u64, outcome.finds_hash, hash));
}

Test(bench_naive, an_empty_set_has_nothing)
{
	struct stream_op ops[] = {{0, 1, STREAM_FIND}, {0, 1, STREAM_RESERVE}};
	const struct stream stream = {.space = {0, 64}, .n = 2, .ops = ops};
	struct outcome outcome = outcome_of(&stream);

	cr_expect(eq(sz, outcome.intervals, 0));
	cr_expect(eq(u64, outcome.free_total, 0));
	cr_expect(eq(u64, outcome.finds_hash, 7));
}

/* So large a space can only be an array. */
Test(bench_naive, offsets_may_be_any_int64)
{
	struct stream_op ops[] = {
	    {INT64_MIN, 10, STREAM_RESERVE},
	    {INT64_MAX - 10, 10, STREAM_RESERVE},
	    {INT64_MIN, 1, STREAM_FIND},
	};
	struct interval initial[] = {{INT64_MIN, INT64_MAX}};
	const struct stream stream = {.space = {INT64_MIN, INT64_MAX},
	    .initial_n = 1,
	    .initial = initial,
	    .n = 3,
	    .ops = ops};
	struct outcome outcome;

	cr_assert(eq(int, naive_run(&stream, NAIVE_SMALLER, &outcome), ERR_OK));
	cr_expect(eq(sz, outcome.intervals, 1));
	cr_expect(eq(u64, outcome.free_total, UINT64_MAX - 20));
	cr_expect(eq(u64, outcome.finds_hash, (uint64_t)INT64_MIN + 10));
}

Test(bench_naive, the_standard_stream_leaves_what_is_published)
{
	struct outcome outcome = outcome_of_mix("standard", 0, 10000);

	cr_expect(eq(sz, outcome.intervals, 3209));
	cr_expect(eq(u64, outcome.free_total, 825526));
	cr_expect(eq(u64, outcome.finds_hash, 0x4cb5b195c5c95245));
}

/* By a bytearray in Python: b[s:e] = ..., b.find(b'\1' * length, start), and
 * the runs of 1 at the end. */
Test(bench_naive, the_other_mixes_leave_what_python_says)
{
	struct outcome outcome = outcome_of_mix("choice", 0, 10000);

	cr_expect(eq(sz, outcome.intervals, 1385));
	cr_expect(eq(u64, outcome.free_total, 537823));
	cr_expect(eq(u64, outcome.finds_hash, 0xdf69ba48f89ac61c));
	outcome = outcome_of_mix("fragmented", 1000, 10000);
	cr_expect(eq(sz, outcome.intervals, 1000));
	cr_expect(eq(u64, outcome.free_total, 55014));
	cr_expect(eq(u64, outcome.finds_hash, 0xbc5c1ce19d69bc5d));
	outcome = outcome_of_mix("standard", 1000, 1000);
	cr_expect(eq(sz, outcome.intervals, 334));
	cr_expect(eq(u64, outcome.free_total, 93610));
	cr_expect(eq(u64, outcome.finds_hash, 0x0457c1e58c9a8476));
}
