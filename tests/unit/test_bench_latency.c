#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "core/bench/latency.h"
#include "core/bench/stopwatch.h"

/* 4, 8 and 16 KiB. */
static const struct latency example = {3, {1, 3, 10}};

static void
expect_near(double got, double want)
{
	cr_expect(
	    lt(dbl, fabs(got - want), 1e-12), "%g, expected %g", got, want);
}

Test(latency, between_sizes_it_is_interpolated_on_a_log_scale)
{
	expect_near(latency_load_ns(&example, 8192), 3);
	/* Half-way between 4 KiB and 8 KiB is 4 KiB x sqrt 2. */
	expect_near(latency_load_ns(&example, 4096 * sqrt(2)), 2);
	expect_near(latency_load_ns(&example, 64), 1);
	expect_near(latency_load_ns(&example, 1e9), 10);
	expect_near(latency_load_ns(&example, 0), 1);
}

/* 16 KiB of 8 nodes: levels of 16, 8, 4 and 2 KiB. */
Test(latency, a_descent_loads_once_from_each_level)
{
	expect_near(latency_descent_ns(&example, 16384, 8), 10 + 3 + 1 + 1);
	expect_near(latency_descent_ns(&example, 16384, 1), 10);
}

Test(latency, the_median_is_taken_size_by_size)
{
	const struct latency all[] = {{2, {1, 9}}, {2, {2, 7}}, {2, {100, 8}}};
	struct latency median = latency_median(all, 3);

	cr_expect(eq(sz, median.n, 2));
	expect_near(median.ns[0], 2);
	expect_near(median.ns[1], 8);
}

Test(latency, it_is_measured_up_to_the_size_that_was_asked_for)
{
	struct latency latency;
	struct rng rng;

	rng_seed(&rng, 1);
	cr_assert(eq(int, latency_measure(&latency, 9000, &rng), ERR_OK));
	cr_expect(eq(sz, latency.n, 3)); /* 4, 8, 16 KiB */
	for (size_t i = 0; i < latency.n; i++)
		cr_expect(lt(dbl, 0, latency.ns[i]));
	cr_assert(eq(int, latency_measure(&latency, 1, &rng), ERR_OK));
	cr_expect(eq(sz, latency.n, 1));
}

Test(stopwatch, a_time_is_above_nothing_and_of_the_process_at_most_real)
{
	struct stopwatch watch;

	stopwatch_init(&watch);
	for (int i = 0; i < 1000; i++) {
		struct stopwatch_time time;

		stopwatch_start(&watch);
		time = stopwatch_read(&watch);
		cr_assert(ge(i64, time.cpu_ns, 1));
		cr_assert(ge(i64, time.real_ns, time.cpu_ns));
	}
}
