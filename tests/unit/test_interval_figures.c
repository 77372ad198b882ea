#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

static void
expect_nothing(const char *name, const struct interval_summary *s)
{
	sets_expect_range(name, s->largest, 0, 0);
	sets_expect_range(name, s->smallest, 0, 0);
	sets_expect_range(name, s->bounds, 0, 0);
	cr_expect(eq(u64, s->free_total, 0));
	cr_expect(eq(sz, s->chunks, 0));
	cr_expect(eq(sz, s->gaps, 0));
	cr_expect(eq(u64, s->gaps_total, 0));
	cr_expect(eq(dbl, s->free_density, 0));
	cr_expect(eq(dbl, s->fragmentation, 0));
	cr_expect(eq(dbl, s->chunk_average, 0));
	cr_expect(eq(dbl, s->gap_average, 0));
}

Test(interval_summary, of_a_set_that_never_held_anything_is_all_zero)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		const char *name = interval_set_manager(set);
		struct interval_summary s = {.chunks = 99, .utilization = 9};

		interval_set_summary(set, &s);
		expect_nothing(name, &s);
		sets_expect_range(name, s.space, 0, 0);
		cr_expect(eq(u64, s.space_total, 0));
		cr_expect(eq(u64, s.occupied_total, 0));
		cr_expect(eq(dbl, s.utilization, 0));
		sets_done(set);
	}
}

Test(interval_summary, of_an_empty_set_in_a_domain_is_wholly_occupied)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, sets_range(-50, 150)));) {
		const char *name = interval_set_manager(set);
		struct interval_summary s = {.chunks = 99};

		interval_set_summary(set, &s);
		expect_nothing(name, &s);
		sets_expect_range(name, s.space, -50, 150);
		cr_expect(eq(u64, s.space_total, 200));
		cr_expect(eq(u64, s.occupied_total, 200));
		cr_expect(eq(dbl, s.utilization, 1));
		sets_done(set);
	}
}

/* 0-10 20-50 60-65 70-100 of [-100, 300): lengths 10, 30, 5, 30, 75 in all, of
 * 400; gaps 10-20, 50-60, 65-70, 25 in all. */
static void
fill(struct interval_set *set)
{
	sets_release(set, 0, 10);
	sets_release(set, 20, 50);
	sets_release(set, 60, 65);
	sets_release(set, 70, 100);
}

static void
expect_filled(const char *name, const struct interval_summary *s)
{
	sets_expect_range(name, s->largest, 20, 50); /* the earlier one */
	sets_expect_range(name, s->smallest, 60, 65);
	sets_expect_range(name, s->bounds, 0, 100);
	cr_expect(eq(u64, s->free_total, 75));
	cr_expect(eq(sz, s->chunks, 4));
	cr_expect(eq(sz, s->gaps, 3));
	cr_expect(eq(u64, s->gaps_total, 25));
	cr_expect(ieee_ulp_eq(dbl, s->fragmentation, 0.6, 4)); /* 1 - 30/75 */
	cr_expect(ieee_ulp_eq(dbl, s->chunk_average, 18.75, 4));
	cr_expect(ieee_ulp_eq(dbl, s->gap_average, 25.0 / 3, 4));
}

Test(interval_summary, in_a_domain_counts_the_domain)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, sets_range(-100, 300)));) {
		const char *name = interval_set_manager(set);
		struct interval_summary s;

		fill(set);
		interval_set_summary(set, &s);
		expect_filled(name, &s);
		sets_expect_range(name, s.space, -100, 300);
		cr_expect(eq(u64, s.space_total, 400));
		cr_expect(eq(u64, s.occupied_total, 325));
		cr_expect(ieee_ulp_eq(dbl, s.utilization, 0.8125, 4));
		cr_expect(ieee_ulp_eq(dbl, s.free_density, 0.1875, 4));
		sets_done(set);
	}
}

/* Once [-100, 300) was released; then what is above remained. */
Test(interval_summary, without_a_domain_counts_what_was_ever_released)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		const char *name = interval_set_manager(set);
		struct interval_summary s;

		fill(set);
		interval_set_summary(set, &s);
		sets_expect_range(name, s.space, 0, 100);
		cr_expect(eq(u64, s.occupied_total, 25));
		sets_release(set, -100, 300);
		sets_reserve(set, -100, 300);
		fill(set);
		interval_set_summary(set, &s);
		expect_filled(name, &s);
		sets_expect_range(name, s.space, -100, 300);
		cr_expect(ieee_ulp_eq(dbl, s.utilization, 0.8125, 4));
		/* The span outlives all that is in the set. */
		interval_set_clear(set);
		interval_set_summary(set, &s);
		expect_nothing(name, &s);
		sets_expect_range(name, s.space, -100, 300);
		cr_expect(eq(dbl, s.utilization, 1));
		sets_done(set);
	}
}

Test(interval_summary, reserves_and_failures_do_not_widen_the_span)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		struct interval_summary s;

		sets_reserve(set, 500, 600);
		sets_release(set, 10, 20);
		(void)interval_set_release(set, sets_range(30, 30));
		(void)interval_set_require(set, sets_range(15, 25));
		interval_set_summary(set, &s);
		sets_expect_range(interval_set_manager(set), s.space, 10, 20);
		sets_done(set);
	}
}

Test(interval_summary, loads_and_batches_widen_the_span)
{
	const struct interval ivs[] = {{10, 20}, {30, 40}};
	struct interval_op ops[] = {{.iv = {5, 6}, .code = INTERVAL_OP_RELEASE},
	    {.iv = {0, 1}, .code = INTERVAL_OP_RESERVE},
	    {.iv = {90, 95}, .code = INTERVAL_OP_FIND}};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_unbounded(&m));) {
		const char *name = interval_set_manager(set);
		struct interval_summary s;

		cr_assert(eq(int, interval_set_load(set, ivs, 2), INTERVAL_OK));
		interval_set_summary(set, &s);
		sets_expect_range(name, s.space, 10, 40);
		cr_assert(eq(
		    int, interval_set_apply(set, ops, 3, NULL), INTERVAL_OK));
		interval_set_summary(set, &s);
		sets_expect_range(name, s.space, 5, 40);
		cr_assert(eq(int, interval_set_load(set, ivs, 1), INTERVAL_OK));
		interval_set_summary(set, &s);
		sets_expect_range(name, s.space, 5, 40);
		sets_done(set);
	}
}

Test(interval_summary, of_one_interval_has_no_gaps_and_no_fragments)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		const char *name = interval_set_manager(set);
		struct interval_summary s;

		sets_release(set, 5, 25);
		interval_set_summary(set, &s);
		sets_expect_range(name, s.largest, 5, 25);
		sets_expect_range(name, s.smallest, 5, 25);
		cr_expect(eq(sz, s.gaps, 0));
		cr_expect(eq(dbl, s.gap_average, 0));
		cr_expect(eq(dbl, s.fragmentation, 0));
		cr_expect(eq(dbl, s.chunk_average, 20));
		sets_done(set);
	}
}

/* Each change moves the largest or the smallest, or one that is as long. */
Test(interval_summary, extremes_follow_every_change)
{
	static const struct {
		bool release;
		struct interval iv, largest, smallest;
	} steps[] = {
	    {true, {50, 60}, {50, 60}, {50, 60}},
	    {true, {20, 30}, {20, 30}, {20, 30}}, /* as long, earlier */
	    {true, {80, 90}, {20, 30}, {20, 30}}, /* as long, later */
	    {false, {52, 53}, {20, 30}, {50, 52}}, /* 50-52 53-60 */
	    {false, {20, 21}, {80, 90}, {50, 52}}, /* 21-30 */
	    {true, {52, 53}, {50, 60}, {21, 30}},
	    {false, {84, 86}, {50, 60}, {80, 84}}, /* 80-84 86-90 */
	    {false, {80, 81}, {50, 60}, {81, 84}},
	    {true, {30, 50}, {21, 60}, {81, 84}}, /* two become one */
	    {true, {0, 100}, {0, 100}, {0, 100}},
	    {false, {0, 99}, {99, 100}, {99, 100}},
	};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
			struct interval iv = steps[i].iv;
			struct interval_summary s;

			if (steps[i].release)
				sets_release(set, iv.start, iv.end);
			else
				sets_reserve(set, iv.start, iv.end);
			interval_set_summary(set, &s);
			sets_expect_range(interval_set_manager(set), s.largest,
			    steps[i].largest.start, steps[i].largest.end);
			sets_expect_range(interval_set_manager(set), s.smallest,
			    steps[i].smallest.start, steps[i].smallest.end);
		}
		sets_done(set);
	}
}

/* ---- what a set has done ---- */

Test(interval_stats, of_a_new_set_are_zero_but_for_its_memory)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_stats stats = {.releases = 99, .hit_rate = 9};

		interval_set_stats(set, &stats);
		cr_expect(eq(u64, stats.releases, 0));
		cr_expect(eq(u64, stats.reserves, 0));
		cr_expect(eq(u64, stats.failures, 0));
		cr_expect(eq(u64, stats.queries, 0));
		cr_expect(eq(u64, stats.hits, 0));
		cr_expect(eq(u64, stats.misses, 0));
		cr_expect(eq(dbl, stats.hit_rate, 0));
		cr_expect(eq(sz, stats.height, 0));
		cr_expect(lt(sz, 0, stats.bytes));
		cr_expect(lt(sz, 0, stats.allocations));
		sets_done(set);
	}
}

Test(interval_stats, count_changes_that_succeeded_and_those_that_failed)
{
	struct interval_op ops[] = {{.iv = {0, 5}, .code = INTERVAL_OP_RESERVE},
	    {.iv = {0, 5}, .code = INTERVAL_OP_RELEASE},
	    {.iv = {0, 5}, .code = INTERVAL_OP_RELEASE},
	    {.iv = {0, 5}, .code = INTERVAL_OP_FIND}};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, sets_range(0, 100)));) {
		struct interval_stats stats;

		sets_release(set, 0, 100); /* releases 1 */
		sets_release(set, 0, 100); /* 2, though it changed nothing */
		sets_reserve(set, 50, 60); /* reserves 1 */
		sets_reserve(set, 50, 60); /* 2 */
		cr_expect(eq(int, interval_set_require(set, sets_range(0, 9)),
		    INTERVAL_OK)); /* 3 */
		cr_expect(eq(int, interval_set_require(set, sets_range(0, 9)),
		    INTERVAL_BUSY)); /* failures 1 */
		(void)interval_set_release(set, sets_range(5, 5)); /* 2 */
		(void)interval_set_release(set, sets_range(5, 500)); /* 3 */
		(void)interval_set_reserve(
		    set, sets_range(-1, 9), NULL); /* 4 */
		(void)interval_set_apply(set, ops, 4, NULL); /* 4, 4 */
		ops[3].iv.end = 0;
		(void)interval_set_apply(set, ops, 4, NULL); /* failures 5 */
		ops[3].iv.end = 5;
		interval_set_stats(set, &stats);
		cr_expect(eq(u64, stats.releases, 4));
		cr_expect(eq(u64, stats.reserves, 4));
		cr_expect(eq(u64, stats.failures, 5));
		cr_expect(eq(u64, stats.queries, 0));
		sets_done(set);
	}
}

Test(interval_stats, every_summary_is_a_hit_or_a_miss)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_stats stats;
		struct interval_summary s;

		sets_release(set, 0, 100);
		for (int i = 0; i < 8; i++) {
			if (i % 2)
				sets_reserve(set, 10 * i, 10 * i + 1);
			interval_set_summary(set, &s);
		}
		interval_set_stats(set, &stats);
		cr_expect(eq(u64, stats.queries, 8));
		cr_expect(eq(u64, stats.hits + stats.misses, 8));
		cr_expect(eq(dbl, stats.hit_rate, (double)stats.hits / 8));
		sets_done(set);
	}
}

/* Four summaries after each of two releases. The first makes the longest, the
 * second a shorter one, so that what was kept is wrong after both, unless the
 * change itself brings it up to date. */
Test(interval_stats, hits_are_what_was_kept)
{
	const struct {
		const char *manager;
		uint64_t least, most;
	} cases[] = {
	    {"treap", 0, 0}, /* keeps nothing */
	    {"summary", 8, 8}, /* always has them */
	    {"boundary_summary", 6, 8},
	};

	for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
		struct interval_set *set = sets_named(cases[c].manager);
		struct interval_stats stats;
		struct interval_summary s;

		for (int i = 0; i < 8; i++) {
			if (i % 4 == 0)
				sets_release(set, 100 * i, 100 * i + 50 - i);
			interval_set_summary(set, &s);
		}
		interval_set_stats(set, &stats);
		cr_expect(ge(u64, stats.hits, cases[c].least), "%s",
		    cases[c].manager);
		cr_expect(
		    le(u64, stats.hits, cases[c].most), "%s", cases[c].manager);
		cr_expect(eq(dbl, stats.hit_rate, (double)stats.hits / 8));
		sets_done(set);
	}
}

Test(interval_stats, memory_grows_with_the_set_and_comes_back)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_stats before, full, after;

		interval_set_stats(set, &before);
		for (int64_t k = 0; k < 5000; k++)
			sets_release(set, 3 * k, 3 * k + 1);
		interval_set_stats(set, &full);
		interval_set_clear(set);
		interval_set_stats(set, &after);
		if (interval_manager_bounded(interval_set_manager(set)))
			cr_expect(eq(sz, full.bytes, before.bytes));
		else
			cr_expect(ge(sz, full.bytes, 5000 * 16));
		cr_expect(le(sz, after.bytes, full.bytes));
		cr_expect(le(sz, after.bytes, before.bytes), "%s",
		    interval_set_manager(set));
		sets_done(set);
	}
}
