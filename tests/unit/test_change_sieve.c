#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/change_sieve.h"

#define N 40

static const struct change_bounds bounds = {
    .t_least = 7, .shift_least = .01, .noise = .1, .neighbours = 30};

static double values[N];

/* Levels of ten points each. */
static void
fill(double a, double b, double c, double d)
{
	const double levels[] = {a, b, c, d};

	for (size_t i = 0; i < N; i++)
		values[i] = levels[i / 10];
}

static size_t
sieved(size_t *changes, size_t count, const struct change_bounds *with)
{
	struct change_sieve *sieve = change_sieve_new();

	cr_assert(sieve != NULL);
	cr_assert(eq(int,
	    change_sieve_run(sieve, with, values, N, N, changes, &count),
	    ERR_OK));
	change_sieve_free(sieve);
	return count;
}

/* No point varies, so the noise is .07: t = 1 / (.07 sqrt(2/10)) = 31.9, and
 * for .2 6.4 < 7. */
Test(change_sieve, a_weak_change_is_dropped)
{
	size_t changes[] = {10, 20, 30};

	fill(0, 1, 1.2, 3);
	cr_assert(eq(sz, sieved(changes, 3, &bounds), 2));
	cr_expect(eq(sz, changes[0], 10));
	cr_expect(eq(sz, changes[1], 30));
}

/* The first has 6.4 with ten points a side and goes; the second, .2 / (.07
 * sqrt(1/10 + 1/20)) = 7.4, is then .3 from twenty points. */
Test(change_sieve, what_is_left_gets_stronger_by_what_is_dropped)
{
	size_t changes[] = {10, 20};

	fill(0, .2, .4, .4);
	cr_expect(eq(sz, sieved(changes, 2, &bounds), 1));
}

Test(change_sieve, a_sure_change_below_the_least_is_dropped)
{
	struct change_bounds quiet = bounds;
	size_t changes[] = {20};

	quiet.noise = 1e-6;
	fill(1, 1, 1.009, 1.009);
	cr_expect(eq(sz, sieved(changes, 1, &quiet), 0));
	fill(1, 1, 1.011, 1.011);
	cr_expect(eq(sz, sieved(changes, 1, &quiet), 1));
}

Test(change_sieve, no_changes_stay_none)
{
	size_t none[1] = {0};

	cr_expect(eq(sz, sieved(none, 0, &bounds), 0));
}

/* Values beyond the settled ones are others in the second call. */
Test(change_sieve, unsettled_values_are_looked_at_again)
{
	struct change_sieve *sieve = change_sieve_new();
	size_t changes[] = {20}, count = 1;

	fill(0, 0, 1, 1);
	cr_assert(eq(int,
	    change_sieve_run(sieve, &bounds, values, N, 25, changes, &count),
	    ERR_OK));
	cr_assert(eq(sz, count, 1));
	fill(0, 0, 0, 0);
	cr_assert(eq(int,
	    change_sieve_run(sieve, &bounds, values, N, 25, changes, &count),
	    ERR_OK));
	cr_expect(eq(sz, count, 0));
	change_sieve_free(sieve);
}
