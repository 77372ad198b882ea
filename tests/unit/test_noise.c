#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/noise.h"

/* Sizes .01 .01 .02 .03 .05: the median is .02. */
Test(noise, is_a_robust_spread_around_one)
{
	static const double ratios_log[] = {.01, -.03, .02, -.01, .05};

	cr_expect(epsilon_eq(dbl, noise_spread(ratios_log, 5), .029652, 1e-12));
}

Test(noise, of_few_sessions_is_not_known)
{
	static const double ratios_log[] = {.01, -.03, .02, -.01};

	cr_expect(isnan(noise_spread(ratios_log, 4)));
	cr_expect(isnan(noise_spread(ratios_log, 0)));
}

/* exp(.03) - 1 = .030454533953517. */
Test(noise, raises_floor_and_effect_by_the_same)
{
	struct detector_limits limits = detector_default;

	cr_expect(noise_raise(&limits, .01));
	cr_expect(epsilon_eq(dbl, limits.floor, .030454533953517, 1e-12));
	cr_expect(epsilon_eq(dbl, limits.effect, .060454533953517, 1e-12));
}

Test(noise, below_the_floor_changes_nothing)
{
	struct detector_limits limits = detector_default;

	cr_expect(not(noise_raise(&limits, .006)));
	cr_expect(not(noise_raise(&limits, NAN)));
	cr_expect(eq(dbl, limits.floor, .02));
	cr_expect(eq(dbl, limits.effect, .05));
}
