#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/change_ratio.h"

static const struct change_points logs = {
    .suspects = 1, .suspect_shift_log = -.5, .suspect_before = 3};
/* A shift of 1 is 40. */
static const struct change_points linear = {.linear = true,
    .scale = 40,
    .suspects = 1,
    .suspect_shift_log = .25,
    .suspect_before = 20};

Test(change_ratio, of_logarithms_it_is_their_exponential)
{
	const struct change_point change = {.shift_log = log(1.5),
	    .low_log = log(1.4),
	    .high_log = log(1.7),
	    .before = 10,
	    .after = 15};
	struct change_ratio got = change_ratio_of(&logs, &change);

	cr_expect(epsilon_eq(dbl, got.ratio, 1.5, 1e-12));
	cr_expect(epsilon_eq(dbl, got.low, 1.4, 1e-12));
	cr_expect(epsilon_eq(dbl, got.high, 1.7, 1e-12));
}

/* (80 - 40) / 80; its lower end is (80 - 100) / 80, which is no ratio. */
Test(change_ratio, of_differences_it_is_that_of_the_levels)
{
	const struct change_point change = {.shift_log = -1,
	    .low_log = -2.5,
	    .high_log = -.5,
	    .before = 80,
	    .after = 41};
	struct change_ratio got = change_ratio_of(&linear, &change);

	cr_expect(epsilon_eq(dbl, got.ratio, .5, 1e-12));
	cr_expect(isnan(got.low));
	cr_expect(epsilon_eq(dbl, got.high, .75, 1e-12));
}

Test(change_ratio, there_is_none_where_a_level_is_not_above_zero)
{
	const struct change_point changes[] = {
	    {.shift_log = 1, .low_log = 1, .high_log = 1, .after = 40},
	    {.shift_log = 2, .before = -40, .after = 40},
	    {.shift_log = -.9999, .before = 40, .after = 0},
	};

	for (size_t i = 0; i < 3; i++) {
		struct change_ratio got = change_ratio_of(&linear, &changes[i]);

		cr_expect(isnan(got.ratio));
		cr_expect(isnan(got.low));
		cr_expect(isnan(got.high));
	}
}

/* (20 + .25 x 40) / 20 */
Test(change_ratio, suspects_have_one_over_the_level_before_them)
{
	const struct change_points none = {.linear = true, .scale = 40};
	struct change_points below = linear;

	below.suspect_shift_log = -1;
	cr_expect(
	    epsilon_eq(dbl, change_ratio_of_suspects(&linear), 1.5, 1e-12));
	cr_expect(
	    epsilon_eq(dbl, change_ratio_of_suspects(&logs), exp(-.5), 1e-12));
	cr_expect(isnan(change_ratio_of_suspects(&below)));
	cr_expect(eq(dbl, change_ratio_of_suspects(&none), 1));
}
