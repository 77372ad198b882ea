#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/detector/rivals.h"
#include "tests/support/two_samples_oracle.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool
flags(const char *name, const double *base, size_t n, const double *head,
    size_t m)
{
	const struct rival *rival = rival_named(name);
	const struct two_samples samples = {base, n, head, m};
	struct rng rng;

	cr_assert(ne(ptr, (void *)rival, NULL), "%s", name);
	rng_seed(&rng, 1);
	return rival->flags(&samples, &rng);
}

/* n values from `first` on, `step` apart. */
static const double *
ramp(double *out, size_t n, double first, double step)
{
	for (size_t i = 0; i < n; i++)
		out[i] = first + step * (double)i;
	return out;
}

Test(rivals, names_are_found_and_differ)
{
	size_t count = 0;

	for (const struct rival *row = rivals; row->name; row++, count++)
		cr_expect(eq(ptr, (void *)rival_named(row->name), (void *)row));
	cr_expect(eq(sz, count, 11));
	cr_expect(eq(ptr, (void *)rival_named("none"), NULL));
}

/* Means 10 and 11: the ratio is the limit itself, 11.1 lies above it. */
Test(rivals, ratio_of_means)
{
	const double base[] = {8, 12}, at[] = {10, 12}, above[] = {10.1, 12.1};
	const double twice[] = {15, 26};

	cr_expect(not(flags("github-action-110", base, 2, at, 2)));
	cr_expect(flags("github-action-110", base, 2, above, 2));
	cr_expect(not(flags("github-action-200", base, 2, above, 2)));
	cr_expect(flags("github-action-200", base, 2, twice, 2));
}

static void
check_welch(const struct two_samples_row *row)
{
	double base = 0, head = 0;
	bool seen = flags(
	    "welch", row->first, row->first_n, row->second, row->second_n);

	for (size_t i = 0; i < row->first_n; i++)
		base += row->first[i] / (double)row->first_n;
	for (size_t i = 0; i < row->second_n; i++)
		head += row->second[i] / (double)row->second_n;
	cr_expect(eq(int, seen, row->value<.05 && head> base),
	    "p = %g, %zu and %zu values", row->value, row->first_n,
	    row->second_n);
}

Test(rivals, welch_agrees_with_r)
{
	two_samples_each("welch", check_welch);
}

/* 4 above 4: p = 2/70 = .029; 3 above 3: 2/20 = .1. */
Test(rivals, benchstat_wants_four_runs)
{
	double base[4], head[4];

	ramp(base, 4, 1, .1);
	ramp(head, 4, 2, .1);
	cr_expect(flags("benchstat", base, 4, head, 4));
	cr_expect(not(flags("benchstat", base, 3, head, 3)));
	cr_expect(not(flags("benchstat", head, 4, base, 4)));
	cr_expect(flags("benchstat-paired", base, 4, head, 4));
}

Test(rivals, google_benchmark_wants_nine_runs)
{
	double base[9], head[9];

	ramp(base, 9, 1, .1);
	ramp(head, 9, 2, .1);
	cr_expect(not(flags("google-benchmark", base, 8, head, 8)));
	cr_expect(flags("google-benchmark", base, 9, head, 9));
}

/* 6 above 6: p = 2/924 = .00216; 7 above 7: 2/3432 = .0006. The medians of 7
 * values from 1 on are 1.03; 1.1 times that is 1.133. */
Test(rivals, asv_wants_the_factor_and_the_p_value)
{
	double base[7], head[7];

	ramp(base, 7, 1, .01);
	ramp(head, 7, 1.11, .01);
	cr_expect(flags("asv", base, 7, head, 7));
	cr_expect(not(flags("asv", base, 6, head, 6)));
	ramp(head, 7, 1.10, .01);
	cr_expect(not(flags("asv", base, 7, head, 7)));
}

/* Both standard deviations are 1.414: the upper end of base is 11.414. */
Test(rivals, hyperfine_wants_intervals_apart)
{
	const double base[] = {9, 11}, apart[] = {12, 14},
		     not_quite[] = {11, 13};

	cr_expect(flags("hyperfine", base, 2, apart, 2));
	cr_expect(not(flags("hyperfine", base, 2, not_quite, 2)));
}

/* Mean 10, sd 1, two degrees: 4.8487 is the .98 quantile, so the limit is 10 +
 * 4.8487 x sqrt(4/3) = 15.599. */
Test(rivals, bencher_predicts_one_value)
{
	const double history[] = {9, 10, 11}, below[] = {15.59};
	const double above[] = {15.61}, one[] = {9};

	cr_expect(not(flags("bencher", history, 3, below, 1)));
	cr_expect(flags("bencher", history, 3, above, 1));
	cr_expect(not(flags("bencher", one, 1, above, 1)));
}

/* +.5 % is certain here, but within the noise threshold of 1 %. */
Test(rivals, criterion_ignores_what_is_within_its_threshold)
{
	double base[20], head[20];

	ramp(base, 20, 1, .0001);
	ramp(head, 20, 1.005, .0001);
	cr_expect(not(flags("criterion", base, 20, head, 20)));
	ramp(head, 20, 1.02, .0001);
	cr_expect(flags("criterion", base, 20, head, 20));
	cr_expect(not(flags("criterion", head, 20, base, 20)));
}

Test(rivals, equal_samples_are_never_flagged)
{
	double base[10];

	ramp(base, 10, 1, .01);
	for (const struct rival *row = rivals; row->name; row++)
		cr_expect(
		    not(flags(row->name, base, 10, base, 10)), "%s", row->name);
}

Test(rivals, constant_samples_are_flagged_where_head_is_far_above)
{
	const double base[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	double head[10];

	ramp(head, 10, 3, 0);
	for (const struct rival *row = rivals; row->name; row++)
		cr_expect(
		    flags(row->name, base, 10, head, 10), "%s", row->name);
}
