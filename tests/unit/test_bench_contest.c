#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/advice.h"
#include "core/bench/batch.h"
#include "core/bench/contest.h"
#include "core/bench/pass.h"

#define ROUNDS 8

static struct stream
stream_of(const char *mix, uint64_t live, size_t ops)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named(mix),
	    .seed = 42,
	    .ops = ops,
	    .live = live,
	};
	struct stream stream = STREAM_INIT;

	unsetenv("XDG_CACHE_HOME"); /* keep nothing */
	unsetenv("HOME");
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	return stream;
}

static void
expect_near(double got, double want)
{
	cr_expect(
	    lt(dbl, fabs(got - want), 1e-12), "%g, expected %g", got, want);
}

/* ---- batches ---- */

static void
expect_published(const char *manager, size_t size, const struct stream *stream)
{
	/* The standard stream of 10,000 operations. */
	const struct outcome want = {3209, 825526, 0x4cb5b195c5c95245};
	struct outcome got = {0};
	struct pass pass;

	cr_assert(
	    eq(int, batch_run(stream, manager, size, &pass, &got), ERR_OK));
	cr_expect(
	    outcome_equal(&want, &got), "%s, batches of %zu", manager, size);
	cr_expect(pass.wall_ns > 0 && pass.cpu_ns > 0);
}

Test(batch, the_outcome_is_the_published_one_in_any_size)
{
	const size_t sizes[] = {1, 7, 4096, 10000, BATCH_SIZE_MAX};
	struct stream stream = stream_of("standard", 0, 10000);
	const char *const *managers = interval_managers();

	for (size_t i = 0; managers[i]; i++) {
		for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
			expect_published(managers[i], sizes[k], &stream);
	}
	stream_release(&stream);
}

Test(batch, an_unknown_manager_is_an_error)
{
	struct stream stream = stream_of("standard", 0, 10);
	struct outcome got;
	struct pass pass;

	cr_expect(
	    eq(int, batch_run(&stream, "other", 8, &pass, &got), ERR_USAGE));
	stream_release(&stream);
}

/* ---- rounds ---- */

static struct contest
contest_of(const struct stream *stream, size_t n)
{
	struct contest contest = {.n = 0};

	cr_assert(
	    eq(int, contest_init(&contest, stream, 1, ROUNDS, n), ERR_OK));
	return contest;
}

Test(contest, every_contestant_has_a_time_of_each_round)
{
	struct stream stream = stream_of("fragmented", 100, 500);
	struct contest contest = contest_of(&stream, 3);

	contest.items[0].manager = "boundary";
	contest.items[1].manager = "treap";
	contest.items[2].manager = "boundary";
	contest.items[2].batch = 64;
	cr_assert(eq(int, contest_run(&contest, 1), ERR_OK));
	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < ROUNDS; k++) {
			cr_expect(lt(dbl, 0, contest.items[i].real_ns[k]));
			cr_expect(lt(dbl, 0, contest.items[i].cpu_ns[k]));
		}
	}
	contest_release(&contest);
	stream_release(&stream);
}

Test(contest, an_unknown_manager_is_an_error)
{
	struct stream stream = stream_of("standard", 0, 10);
	struct contest contest = contest_of(&stream, 1);

	contest.items[0].manager = "other";
	cr_expect(eq(int, contest_run(&contest, 1), ERR_USAGE));
	contest_release(&contest);
	stream_release(&stream);
}

/* A stream that is not the published one, though it says so. */
Test(contest, a_wrong_outcome_is_an_error)
{
	struct stream stream = stream_of("standard", 0, 10000);
	struct contest contest = contest_of(&stream, 1);

	contest.items[0].manager = "boundary";
	stream.ops[9999].start++;
	cr_expect(eq(int, contest_run(&contest, 1), ERR_MISMATCH));
	contest_release(&contest);
	stream_release(&stream);
}

/* Times of 1 to 8 ns against twice and half of them, in other units. */
static void
set_times(struct contest *contest, size_t i, const char *manager, double factor)
{
	contest->items[i].manager = manager;
	for (size_t k = 0; k < ROUNDS; k++)
		contest->items[i].cpu_ns[k] = factor * (double)(k + 1);
}

Test(contest, a_ratio_above_one_is_faster)
{
	struct stream stream = stream_of("standard", 0, 10);
	struct contest contest = contest_of(&stream, 3);
	struct ratio ratio;

	set_times(&contest, 0, "a", 2);
	set_times(&contest, 1, "b", 1);
	set_times(&contest, 2, "c", 4);
	ratio = contest_ratio(&contest, &contest.items[1], &contest.items[2]);
	expect_near(ratio.median, 4);
	expect_near(ratio.low, 4);
	expect_near(contest_median_ns(&contest, &contest.items[0]), 2 * 4.5);
	cr_expect(eq(
	    ptr, (void *)contest_fastest(&contest), (void *)&contest.items[1]));
	contest_release(&contest);
	stream_release(&stream);
}

Test(contest, rows_are_named_by_manager_stream_and_batch)
{
	struct stream stream = stream_of("fragmented", 100, 500);
	struct contest contest = contest_of(&stream, 2);
	struct rows rows = ROWS_INIT;

	set_times(&contest, 0, "boundary", 1);
	set_times(&contest, 1, "boundary", 2);
	contest.items[1].batch = 64;
	cr_assert(eq(int, contest_rows(&contest, "batch", &rows), ERR_OK));
	cr_assert(eq(sz, rows.n, 2 * ROUNDS));
	cr_expect(eq(str, rows.items[0].name,
	    (char *)"batch/boundary/fragmented/live:100/500"));
	cr_expect(eq(str, rows.items[ROUNDS].name,
	    (char *)"batch/boundary/fragmented/live:100/500/64"));
	cr_expect(eq(u32, rows.items[3].repetition, 3));
	cr_expect(eq(u32, rows.items[3].repetitions, ROUNDS));
	expect_near(rows.items[3].cpu_ns, 4);
	rows_release(&rows);
	contest_release(&contest);
	stream_release(&stream);
}

/* ---- advice ---- */

static void
expect_verdict(
    const struct contest *contest, const char *advised, const char *want)
{
	const struct advice advice = {.manager = advised, .reason = ""};
	char got[ADVICE_VERDICT_SIZE];

	advice_verdict(got, &advice, contest);
	cr_expect(eq(str, got, (char *)want));
}

Test(advice, it_is_confirmed_unless_another_was_shown_to_be_faster)
{
	struct stream stream = stream_of("standard", 0, 10000);
	struct contest contest = contest_of(&stream, 3);

	/* A pass of b takes 4.5 x 10,000 ns. */
	set_times(&contest, 0, "a", 2);
	set_times(&contest, 1, "b", 1);
	set_times(&contest, 2, "c", 1.25);
	expect_verdict(&contest, "b", "confirmed: b is the fastest");
	expect_verdict(&contest, "a",
	    "not confirmed: b was 2.00 times as fast (99% interval 2.00 to "
	    "2.00)");
	/* Once the slower of the two: the interval of 8 rounds holds 1. */
	contest.items[1].cpu_ns[0] = 3;
	contest.items[2].cpu_ns[0] = 1;
	expect_verdict(&contest, "c",
	    "confirmed: no manager was shown to be faster than c");
	expect_verdict(&contest, "d",
	    "not confirmed: d was not among the managers that were measured");
	contest_release(&contest);
	stream_release(&stream);
}

Test(advice, it_is_not_confirmed_by_a_short_run)
{
	struct stream stream = stream_of("standard", 0, 4444);
	struct contest contest = contest_of(&stream, 2);

	/* Of b 4.5 x 4,444 = 19,998 ns, of a more. */
	set_times(&contest, 0, "a", 2);
	set_times(&contest, 1, "b", 1);
	cr_expect(contest_is_short(&contest, &contest.items[1]));
	cr_expect(not(contest_is_short(&contest, &contest.items[0])));
	expect_verdict(&contest, "a",
	    "not confirmed: too short a run to tell the managers apart");
	set_times(&contest, 1, "b", 1.001);
	cr_expect(not(contest_is_short(&contest, &contest.items[1])));
	contest_release(&contest);
	stream_release(&stream);
}

Test(advice, it_is_that_of_the_library)
{
	struct advice advice = {.profile = {.query_share = 1}};
	const struct interval_workload workload =
	    profile_workload(&advice.profile);
	const char *reason;

	advice_take(&advice);
	cr_expect(eq(str, (char *)advice.manager,
	    (char *)interval_advise(&workload, &reason)));
	cr_expect(eq(str, (char *)advice.reason, (char *)reason));
}
