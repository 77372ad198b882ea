#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/bench/profile.h"

/* A stream over [0, 6400) made by hand. */
static struct stream
stream_of(
    struct interval *initial, size_t initial_n, struct stream_op *ops, size_t n)
{
	return (struct stream){
	    .space = {0, 6400},
	    .initial = initial,
	    .initial_n = initial_n,
	    .ops = ops,
	    .n = n,
	};
}

static struct profile
profile_of(const struct stream *stream)
{
	struct profile profile;

	cr_assert(eq(int, profile_stream(stream, &profile), ERR_OK));
	return profile;
}

/* One interval, split at 100, at 200, then wholly taken: 2, 3, then none. The
 * starts are 100, 100, 0, ... apart: a 64th of the space is 100. */
Test(profile, shares_and_live_intervals_are_counted)
{
	struct interval initial[] = {{0, 6400}};
	struct stream_op ops[] = {
	    {100, 10, STREAM_RESERVE},
	    {200, 10, STREAM_RESERVE},
	    {200, 5, STREAM_FIND},
	    {301, 5, STREAM_RELEASE},
	    {0, 6400, STREAM_RESERVE},
	};
	struct stream stream = stream_of(initial, 1, ops, 5);
	struct profile profile = profile_of(&stream);

	cr_expect(eq(sz, profile.ops, 5));
	cr_expect(profile.query_share == 1. / 5);
	cr_expect(profile.analytics_share == 0);
	cr_expect(profile.ordered_share == 0);
	cr_expect(eq(sz, profile.live_peak, 3));
	cr_expect(eq(sz, profile.live_end, 0));
	cr_expect(eq(u64, profile.domain, 6400));
	cr_expect(profile.near_share == 2. / 4); /* 100 and 0, not 101, 301 */
}

/* 70 intervals of one offset, then one of ten at 5000. A find of two offsets
 * from i passes those at i + 1, ..., 69, but not one that holds i. */
Test(profile, a_find_that_passes_more_than_64_is_analytics)
{
	struct interval initial[71];
	struct stream_op ops[] = {
	    {8, 2, STREAM_FIND}, /* from inside the fifth, at 8: 65 follow */
	    {9, 2, STREAM_FIND}, /* 65 */
	    {10, 2, STREAM_FIND}, /* 64 */
	    {5001, 2, STREAM_FIND}, /* straddles: none */
	    {0, 20, STREAM_FIND}, /* nowhere: all but the first */
	    {10, 20, STREAM_FIND}, /* nowhere: 64 and the last */
	    {12, 20, STREAM_FIND}, /* nowhere: 63 and the last */
	};
	struct stream stream = stream_of(initial, 71, ops, 7);
	struct profile profile;

	for (int64_t i = 0; i < 70; i++)
		initial[i] = (struct interval){2 * i, 2 * i + 1};
	initial[70] = (struct interval){5000, 5010};
	profile = profile_of(&stream);
	cr_expect(profile.analytics_share == 4. / 7, "%g",
	    profile.analytics_share * 7);
	cr_expect(profile.query_share == 3. / 7);
}

Test(profile, starts_that_are_mostly_near_are_in_order)
{
	struct profile profile = {
	    .live_peak = 9, .live_end = 2, .domain = 6400, .near_share = .49};
	struct interval_workload workload = profile_workload(&profile);

	cr_expect(workload.random_access);
	cr_expect(eq(u64, workload.live, 9));
	cr_expect(eq(u64, workload.domain, 6400));
	profile.near_share = .5;
	cr_expect(not(profile_workload(&profile).random_access));
}

Test(profile, an_operation_outside_of_the_space_is_an_error)
{
	struct interval initial[] = {{0, 6400}};
	struct stream_op ops[] = {{6395, 10, STREAM_RESERVE}};
	struct stream stream = stream_of(initial, 1, ops, 1);
	struct profile profile;

	cr_expect(eq(int, profile_stream(&stream, &profile), ERR_MISMATCH));
}
