#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/rng.h"
#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

static const struct interval untouched = {-1, -2};

/* n intervals [10 k, 10 k + 1 + k mod 5). */
static void
fill(struct interval_set *set, int64_t n)
{
	for (int64_t k = 0; k < n; k++)
		sets_release(set, 10 * k, 10 * k + 1 + k % 5);
}

Test(interval_order, rank_counts_the_intervals_that_start_before)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_expect(eq(sz, interval_set_rank(set, 5), 0));
		sets_release(set, 0, 10);
		sets_release(set, 20, 30);
		cr_expect(eq(sz, interval_set_rank(set, INT64_MIN), 0));
		cr_expect(eq(sz, interval_set_rank(set, 0), 0));
		cr_expect(eq(sz, interval_set_rank(set, 1), 1));
		cr_expect(eq(sz, interval_set_rank(set, 10), 1));
		cr_expect(eq(sz, interval_set_rank(set, 20), 1));
		cr_expect(eq(sz, interval_set_rank(set, 21), 2));
		cr_expect(eq(sz, interval_set_rank(set, INT64_MAX), 2));
		sets_done(set);
	}
}

Test(interval_order, rank_and_kth_undo_each_other)
{
	const int64_t n = 3000;
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		const char *name = interval_set_manager(set);

		fill(set, n);
		for (int64_t k = 0; k < n; k += 7) {
			struct interval iv = untouched;

			cr_assert(eq(int, interval_set_kth(set, (size_t)k, &iv),
			    INTERVAL_OK));
			sets_expect_range(name, iv, 10 * k, 10 * k + 1 + k % 5);
			cr_expect(
			    eq(sz, interval_set_rank(set, 10 * k), (size_t)k));
			cr_expect(eq(sz, interval_set_rank(set, 10 * k + 1),
			    (size_t)k + 1));
		}
		sets_done(set);
	}
}

Test(interval_order, kth_beyond_the_last_is_not_found)
{
	struct interval_set *set;
	struct interval iv = untouched;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_expect(
		    eq(int, interval_set_kth(set, 0, &iv), INTERVAL_NOTFOUND));
		fill(set, 500);
		cr_expect(eq(
		    int, interval_set_kth(set, 500, &iv), INTERVAL_NOTFOUND));
		cr_expect(eq(int, interval_set_kth(set, SIZE_MAX, &iv),
		    INTERVAL_NOTFOUND));
		sets_expect_range(interval_set_manager(set), iv, -1, -2);
		sets_done(set);
	}
}

Test(interval_order, bounds_go_from_the_first_to_the_last)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		const char *name = interval_set_manager(set);
		struct interval iv = untouched;

		cr_expect(
		    eq(int, interval_set_bounds(set, &iv), INTERVAL_NOTFOUND));
		sets_expect_range(name, iv, -1, -2);
		sets_release(set, 50, 60);
		cr_expect(eq(int, interval_set_bounds(set, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, 50, 60);
		fill(set, 2000); /* the last: 19990-19995 */
		cr_expect(eq(int, interval_set_bounds(set, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, 0, 19995);
		sets_reserve(set, -5, 100);
		sets_reserve(set, 19900, 20000); /* then 19890-19895 */
		cr_expect(eq(int, interval_set_bounds(set, &iv), INTERVAL_OK));
		sets_expect_range(name, iv, 100, 19895);
		sets_done(set);
	}
}

/* ---- samples ---- */

struct source {
	struct rng rng;
	size_t calls;
};

static uint64_t
draw(void *ctx)
{
	struct source *source = ctx;

	source->calls++;
	return rng_next(&source->rng);
}

Test(interval_order, a_sample_of_nothing_is_not_found)
{
	struct interval_set *set;
	struct source source = {.calls = 0};
	struct interval iv = untouched;

	for (size_t m = 0; (set = sets_next(&m));) {
		cr_expect(eq(int, interval_set_sample(set, draw, &source, &iv),
		    INTERVAL_NOTFOUND));
		sets_expect_range(interval_set_manager(set), iv, -1, -2);
		sets_done(set);
	}
}

Test(interval_order, the_only_interval_is_every_sample)
{
	struct interval_set *set;
	struct source source = {.calls = 0};
	struct interval iv;

	rng_seed(&source.rng, 1);
	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 3, 9);
		for (int i = 0; i < 20; i++) {
			iv = untouched;
			cr_expect(eq(int,
			    interval_set_sample(set, draw, &source, &iv),
			    INTERVAL_OK));
			sets_expect_range(interval_set_manager(set), iv, 3, 9);
		}
		sets_done(set);
	}
	cr_expect(lt(sz, 0, source.calls));
}

#define CHANCES 99

/* 99 intervals of lengths 1 to 5, 1000 samples for each. The sum of squares is
 * then chi-square with 98 degrees of freedom: in 1 of 10^6 seeds above 180
 * (R: qchisq(1e-6, 98, lower.tail = FALSE) is 179.5), whereas samples that
 * follow the lengths, 1/3 to 5/3 of 1000, make 99 * 222 = 22000. */
static double
chi_square(const size_t counts[CHANCES])
{
	double sum = 0;

	for (size_t k = 0; k < CHANCES; k++) {
		double off = (double)counts[k] - 1000;

		sum += off * off / 1000;
	}
	return sum;
}

Test(interval_order, samples_are_uniform_whatever_the_lengths)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		size_t counts[CHANCES] = {0};
		struct source source = {.calls = 0};
		struct interval iv;

		rng_seed(&source.rng, 42);
		fill(set, CHANCES);
		for (size_t i = 0; i < 1000 * CHANCES; i++) {
			(void)interval_set_sample(set, draw, &source, &iv);
			counts[iv.start / 10]++;
		}
		cr_expect(lt(dbl, chi_square(counts), 180), "%s",
		    interval_set_manager(set));
		sets_done(set);
	}
}
