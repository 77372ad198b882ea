#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/bench/timing.h"

Test(timing, quantiles_are_nearest_ranks)
{
	int64_t times_ns[200];
	struct timing_quantiles q;

	/* 200, 199, ..., 1: rank ceil(p n) is P50 100, P95 190, P99 198. */
	for (int i = 0; i < 200; i++)
		times_ns[i] = 200 - i;
	q = timing_quantiles(times_ns, 200);
	cr_expect(q.p50_ns == 100);
	cr_expect(q.p95_ns == 190);
	cr_expect(q.p99_ns == 198);
}

Test(timing, one_time_is_all_quantiles)
{
	int64_t time_ns = 7;
	struct timing_quantiles q = timing_quantiles(&time_ns, 1);

	cr_expect(q.p50_ns == 7 && q.p95_ns == 7 && q.p99_ns == 7);
}

Test(timing, the_median_of_an_even_number_is_between_the_middle_two)
{
	double even[] = {9, 1, 4, 2};
	double odd[] = {9, 1, 4};

	cr_expect(timing_median(even, 4) == 3); /* (2 + 4) / 2 */
	cr_expect(timing_median(odd, 3) == 4);
}

Test(timing, clocks_do_not_go_back)
{
	int64_t before = timing_cpu_ns();

	cr_expect(ge(i64, timing_clock_cost_ns(), 0));
	cr_expect(ge(i64, timing_cpu_ns(), before));
}
