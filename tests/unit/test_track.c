/* Tracks: readings become samples, samples become rounds. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runner/track.h"
#include "tests/support/git_fixture.h"

#define ALL (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_CONTROL) | SIDE_BIT(SIDE_HEAD))
#define PAIR (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD))

static char real_time[] = "real_time";
static char ops[] = "ops_per_second";
static char p99[] = "p99";
static char *const judged[] = {real_time, ops, p99};
static const struct config_benchmark benchmark = {.metrics = {judged, 3}};

static struct tracks *tracks;
static const struct sample *samples;
static size_t sample_count;

static void
setup(void)
{
	cr_assert(eq(int, tracks_new(&tracks, 100), ERR_OK));
}

static void
teardown(void)
{
	tracks_free(tracks);
}

TestSuite(track, .init = setup, .fini = teardown);

static void
limit_series(size_t max)
{
	tracks_free(tracks);
	cr_assert(eq(int, tracks_new(&tracks, max), ERR_OK));
}

static void
begin(size_t owner)
{
	tracks_block_begin(tracks, owner, &benchmark);
}

static void
end(size_t round, side_set expected)
{
	cr_assert(eq(int,
	    tracks_block_end(tracks, round, expected, &samples, &sample_count),
	    ERR_OK));
}

/* Counted by tidemark, for the whole process: another number. */
Test(track, a_harness_count_of_instructions_is_left_out_where_they_are_judged)
{
	static char instructions[] = "instructions";
	static char *const metrics[] = {real_time, instructions};
	static const struct config_benchmark counted = {
	    .metrics = {metrics, 2}};
	const struct reading reading = {
	    .series = {"a", "instructions", "", DIRECTION_SMALLER}, .value = 5};

	tracks_block_begin(tracks, 0, &counted);
	tracks_turn_begin(tracks, SIDE_BASE);
	cr_expect(eq(int, tracks_take(tracks, &reading), ERR_OK));
	cr_expect(eq(sz, tracks_count(tracks), 0));
	begin(0);
	tracks_turn_begin(tracks, SIDE_BASE);
	cr_expect(eq(int, tracks_take(tracks, &reading), ERR_OK));
	cr_expect(eq(sz, tracks_count(tracks), 1));
	cr_expect(not(tracks_at(tracks, 0)->judged));
}

static enum err
take(const char *benchmark, const char *metric, size_t repetition, double value)
{
	struct metric row = metric_find(metric);
	const struct reading reading = {
	    .series = {benchmark, metric, row.unit, row.direction},
	    .value = value,
	    .repetition = repetition,
	};

	return tracks_take(tracks, &reading);
}

static void
takes(
    const char *benchmark, const char *metric, size_t repetition, double value)
{
	cr_assert(eq(int, take(benchmark, metric, repetition, value), ERR_OK),
	    "%s", err_text());
}

/* A turn in which one process prints one repetition of one series. */
static void
turn(enum side side, const char *benchmark, double value)
{
	tracks_turn_begin(tracks, side);
	tracks_process_begin(tracks);
	if (benchmark)
		takes(benchmark, "real_time", 0, value);
	tracks_turn_end(tracks);
}

/* A turn in which one process prints `count` repetitions. */
static void
repeat(enum side side, const char *metric, const double *values, size_t count)
{
	tracks_turn_begin(tracks, side);
	tracks_process_begin(tracks);
	for (size_t i = 0; i < count; i++)
		takes("a", metric, i, values[i]);
	tracks_turn_end(tracks);
}

/* The only value of the only track. */
static double
only_value(void)
{
	cr_assert(eq(sz, tracks_count(tracks), 1));
	cr_assert(eq(sz, tracks_at(tracks, 0)->rounds, 1));
	return tracks_at(tracks, 0)->values[SIDE_HEAD][0];
}

Test(track, the_best_repetition_is_the_smallest_time)
{
	begin(0);
	repeat(SIDE_HEAD, "real_time", (const double[]){5, 3, 4}, 3);
	end(0, SIDE_BIT(SIDE_HEAD));
	cr_expect(ieee_ulp_eq(dbl, only_value(), 3, 0));
}

Test(track, the_best_repetition_is_the_biggest_rate)
{
	begin(0);
	repeat(SIDE_HEAD, "ops_per_second", (const double[]){5, 9, 4}, 3);
	end(0, SIDE_BIT(SIDE_HEAD));
	cr_expect(ieee_ulp_eq(dbl, only_value(), 9, 0));
}

/* Of 9, 1, 2, 8 the median is (2 + 8) / 2. */
Test(track, a_quantile_takes_the_median_of_its_repetitions)
{
	begin(0);
	repeat(SIDE_HEAD, "p99", (const double[]){9, 1, 2, 8}, 4);
	end(0, SIDE_BIT(SIDE_HEAD));
	cr_expect(ieee_ulp_eq(dbl, only_value(), 5, 0));
}

/* 1 to 150: the median of the first 101 is 51. */
Test(track, a_quantiles_median_is_of_the_first_101)
{
	double values[150];

	for (int i = 0; i < 150; i++)
		values[i] = i + 1;
	begin(0);
	repeat(SIDE_HEAD, "p99", values, 150);
	end(0, SIDE_BIT(SIDE_HEAD));
	cr_expect(ieee_ulp_eq(dbl, only_value(), 51, 0));
}

Test(track, processes_of_one_turn_share_its_sample)
{
	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	takes("a", "real_time", 0, 5);
	takes("a", "real_time", 1, 6);
	tracks_process_begin(tracks);
	takes("a", "real_time", 0, 4);
	tracks_turn_end(tracks);
	end(0, SIDE_BIT(SIDE_HEAD));
	cr_expect(ieee_ulp_eq(dbl, only_value(), 4, 0));
}

Test(track, a_turn_does_not_see_the_one_before_it)
{
	begin(0);
	turn(SIDE_BASE, "a", 1);
	turn(SIDE_HEAD, "a", 2);
	end(0, PAIR);
	cr_expect(ieee_ulp_eq(dbl, only_value(), 2, 0));
	cr_expect(
	    ieee_ulp_eq(dbl, tracks_at(tracks, 0)->values[SIDE_BASE][0], 1, 0));
}

Test(track, samples_of_a_block_are_listed_for_the_store)
{
	begin(0);
	turn(SIDE_HEAD, "a", 3);
	turn(SIDE_BASE, "a", 1);
	turn(SIDE_CONTROL, "a", 2);
	end(0, ALL);
	cr_assert(eq(sz, sample_count, 3));
	for (size_t i = 0; i < 3; i++) {
		expect_text(samples[i].series.benchmark, "a");
		expect_text(samples[i].series.metric, "real_time");
		cr_expect(eq(int, samples[i].side, (int)i));
		cr_expect(ieee_ulp_eq(dbl, samples[i].value, (double)i + 1, 0));
	}
}

Test(track, a_repetition_printed_twice_is_refused)
{
	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	takes("a", "real_time", 0, 5);
	cr_expect(eq(int, take("a", "real_time", 0, 5), ERR_PARSE));
	expect_error("benchmark \"a\", real_time: printed twice; a "
		     "repetition has a repetition_index of its own");
	takes("a", "real_time", 3, 5);
	cr_expect(eq(int, take("a", "real_time", 2, 5), ERR_PARSE));
}

Test(track, two_benchmarks_may_not_print_the_same_series)
{
	begin(0);
	turn(SIDE_HEAD, "a", 5);
	end(0, SIDE_BIT(SIDE_HEAD));
	begin(1);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	cr_expect(eq(int, take("a", "real_time", 0, 5), ERR_PARSE));
	expect_error("benchmark \"a\", real_time: two benchmarks of the config "
		     "print it");
	takes("a", "p99", 0, 5);
}

Test(track, a_judged_value_is_finite_and_above_0)
{
	static const double bad[] = {0, -1, NAN, INFINITY};

	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cr_expect(
		    eq(int, take("a", "real_time", i, bad[i]), ERR_PARSE));
		expect_error("\"a\", real_time: a value above 0 was expected");
		takes("a", "counter", i, bad[i]);
	}
	cr_expect(eq(sz, tracks_count(tracks), 0));
}

Test(track, what_is_not_asked_for_is_kept_but_not_judged)
{
	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	takes("a", "real_time", 0, 5);
	takes("a", "cpu_time", 0, 4);
	tracks_turn_end(tracks);
	end(0, SIDE_BIT(SIDE_HEAD));
	cr_assert(eq(sz, tracks_count(tracks), 2));
	cr_expect(tracks_at(tracks, 0)->judged);
	cr_expect(not(tracks_at(tracks, 1)->judged));
	cr_expect(eq(sz, sample_count, 2));
}

Test(track, a_series_on_one_side_only_is_whole)
{
	for (size_t round = 0; round < 3; round++) {
		begin(0);
		turn(SIDE_BASE, NULL, 0);
		turn(SIDE_HEAD, "new", 5);
		end(round, PAIR);
	}
	cr_assert(eq(sz, tracks_count(tracks), 1));
	cr_expect(not(tracks_at(tracks, 0)->broken));
	cr_expect(eq(uint, tracks_at(tracks, 0)->sides, SIDE_BIT(SIDE_HEAD)));
	cr_expect(eq(sz, tracks_at(tracks, 0)->rounds, 3));
	cr_expect(
	    eq(ptr, (void *)tracks_at(tracks, 0)->values[SIDE_BASE], NULL));
}

Test(track, a_series_that_vanishes_from_a_side_is_broken)
{
	const struct track *track;

	begin(0);
	turn(SIDE_BASE, "a", 1);
	turn(SIDE_HEAD, "a", 2);
	end(0, PAIR);
	begin(0);
	turn(SIDE_BASE, "a", 1);
	turn(SIDE_HEAD, NULL, 0);
	end(1, PAIR);
	track = tracks_at(tracks, 0);
	cr_expect(track->broken);
	cr_expect(eq(sz, track->broken_round, 1));
	cr_expect(eq(uint, track->broken_sides, SIDE_BIT(SIDE_BASE)));
	cr_expect(eq(sz, track->rounds, 1));
	cr_expect(eq(sz, sample_count, 1));
}

Test(track, a_series_that_vanishes_altogether_stays_broken)
{
	const struct track *track;

	begin(0);
	turn(SIDE_HEAD, "a", 1);
	end(0, SIDE_BIT(SIDE_HEAD));
	begin(0);
	turn(SIDE_HEAD, NULL, 0);
	end(1, SIDE_BIT(SIDE_HEAD));
	begin(0);
	turn(SIDE_HEAD, "a", 1);
	end(2, SIDE_BIT(SIDE_HEAD));
	track = tracks_at(tracks, 0);
	cr_expect(track->broken);
	cr_expect(eq(sz, track->broken_round, 1));
	cr_expect(eq(uint, track->broken_sides, 0));
	cr_expect(eq(sz, track->rounds, 1));
}

Test(track, a_series_that_appears_later_is_broken)
{
	const struct track *track;

	begin(0);
	turn(SIDE_BASE, "a", 1);
	turn(SIDE_HEAD, "a", 1);
	end(0, PAIR);
	begin(0);
	turn(SIDE_BASE, "late", 1);
	turn(SIDE_HEAD, "late", 1);
	end(1, PAIR);
	cr_assert(eq(sz, tracks_count(tracks), 2));
	track = tracks_at(tracks, 1);
	cr_expect(track->broken);
	cr_expect(eq(sz, track->broken_round, 1));
	cr_expect(eq(uint, track->broken_sides, PAIR));
	cr_expect(eq(sz, track->rounds, 0));
}

Test(track, a_block_of_one_benchmark_leaves_the_others_alone)
{
	begin(0);
	turn(SIDE_HEAD, "a", 1);
	end(0, SIDE_BIT(SIDE_HEAD));
	begin(1);
	turn(SIDE_HEAD, "b", 2);
	end(0, SIDE_BIT(SIDE_HEAD));
	begin(0);
	turn(SIDE_HEAD, "a", 3);
	end(1, SIDE_BIT(SIDE_HEAD));
	cr_expect(eq(sz, tracks_at(tracks, 0)->rounds, 2));
	cr_expect(eq(sz, tracks_at(tracks, 1)->rounds, 1));
	cr_expect(not(tracks_at(tracks, 1)->broken));
	cr_expect(eq(sz, sample_count, 1));
}

Test(track, judged_series_beyond_the_limit_are_left_out_and_told)
{
	limit_series(2);
	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	takes("a", "real_time", 0, 1);
	takes("b", "real_time", 0, 1);
	cr_expect(not(tracks_capped(tracks)));
	takes("c", "real_time", 0, 1);
	cr_expect(tracks_capped(tracks));
	cr_expect(eq(sz, tracks_count(tracks), 2));
	takes("a", "real_time", 1, 1);
}

Test(track, shown_series_beyond_the_limit_are_left_out_quietly)
{
	limit_series(2);
	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	takes("a", "cpu_time", 0, 1);
	takes("b", "cpu_time", 0, 1);
	takes("c", "cpu_time", 0, 1);
	cr_expect(eq(sz, tracks_count(tracks), 2));
	takes("a", "real_time", 0, 1);
	takes("b", "real_time", 0, 1);
	cr_expect(not(tracks_capped(tracks)));
	cr_expect(eq(sz, tracks_count(tracks), 4));
}

/* Value of round r on side s: 100 s + r. Room is made at 0, 8, 16, 32. */
Test(track, values_survive_growth)
{
	const struct track *track;

	for (size_t round = 0; round < 60; round++) {
		begin(0);
		for (int side = 0; side < SIDE_COUNT; side++)
			turn((enum side)side, "a",
			    100.0 * side + (double)round + 1);
		end(round, ALL);
	}
	track = tracks_at(tracks, 0);
	cr_assert(eq(sz, track->rounds, 60));
	for (size_t round = 0; round < 60; round++)
		for (int side = 0; side < SIDE_COUNT; side++)
			cr_expect(ieee_ulp_eq(dbl, track->values[side][round],
			    100.0 * side + (double)round + 1, 0));
}

/* The table grows at 128 and 256; names that differ in where benchmark ends
 * and metric begins stay apart. */
Test(track, many_series_are_found_again)
{
	char name[32];

	limit_series(2000);
	for (size_t round = 0; round < 2; round++) {
		begin(0);
		tracks_turn_begin(tracks, SIDE_HEAD);
		tracks_process_begin(tracks);
		for (int i = 0; i < 500; i++) {
			snprintf(name, sizeof name, "b%d", i);
			takes(name, "real_time", 0, i + 1);
			takes(name, "p99", 0, i + 2);
		}
		tracks_turn_end(tracks);
		end(round, SIDE_BIT(SIDE_HEAD));
		cr_expect(eq(sz, sample_count, 1000));
	}
	cr_assert(eq(sz, tracks_count(tracks), 1000));
	for (size_t i = 0; i < 1000; i++) {
		const struct track *track = tracks_at(tracks, i);

		cr_expect(eq(sz, track->rounds, 2));
		cr_expect(ieee_ulp_eq(dbl, track->values[SIDE_HEAD][1],
		    (double)(i / 2 + 1 + i % 2), 0));
	}
	takes("b1", "0real_time", 0, 1);
	takes("b10", "real_time2", 0, 1);
	cr_expect(eq(sz, tracks_count(tracks), 1002));
}

Test(track, names_are_copies)
{
	char name[] = "a";

	begin(0);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	takes(name, "real_time", 0, 1);
	name[0] = 'b';
	expect_text(tracks_at(tracks, 0)->name.benchmark, "a");
}

/* ops is bigger by its name; the config's word goes before it. */
Test(track, what_the_config_says_is_better_decides_the_best_repetition)
{
	static char *const named[] = {ops};
	const struct config_benchmark upside_down = {
	    .metrics = {named, 1}, .smaller = {named, 1}};
	const struct reading readings[] = {
	    {{"a", ops, "1/s", DIRECTION_BIGGER}, 5, 0},
	    {{"a", ops, "1/s", DIRECTION_BIGGER}, 3, 1},
	};

	tracks_block_begin(tracks, 0, &upside_down);
	tracks_turn_begin(tracks, SIDE_HEAD);
	tracks_process_begin(tracks);
	for (int i = 0; i < 2; i++)
		cr_assert(eq(int, tracks_take(tracks, &readings[i]), ERR_OK));
	tracks_turn_end(tracks);
	cr_expect(
	    eq(int, tracks_at(tracks, 0)->name.direction, DIRECTION_SMALLER));
	cr_expect(
	    ieee_ulp_eq(dbl, tracks_at(tracks, 0)->sample[SIDE_HEAD], 3, 0));
}
