#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/noise.h"

static struct noise_session sessions[8];

/* Ratios of sizes 1, 1, 1, 2, 2, 3, 4, 5 hundredths with both signs, each known
 * to within `error`. The median size is .02, the spread .029652. */
static void
fill(double error)
{
	static const double ratios_log[] = {
	    .01, -.01, .01, -.02, .02, .03, -.04, .05};

	for (int i = 0; i < 8; i++)
		sessions[i] = (struct noise_session){ratios_log[i], error};
}

/* sqrt(.029652^2 - .006^2) = .0290386. */
Test(noise, is_the_spread_that_rounds_do_not_explain)
{
	fill(.006);
	cr_expect(epsilon_eq(dbl, noise_spread(sessions, 8), .0290386, 1e-7));
}

/* Of an error of .015 the median ratio is 4/3, times 1.4826 1.98; of .0148 it
 * is 2.004. */
Test(noise, is_none_where_the_rounds_explain_the_sessions)
{
	fill(.015);
	cr_expect(eq(dbl, noise_spread(sessions, 8), 0));
	fill(.0148);
	cr_expect(lt(dbl, .025, noise_spread(sessions, 8)));
}

Test(noise, of_few_sessions_is_none)
{
	fill(.001);
	cr_expect(eq(dbl, noise_spread(sessions, 7), 0));
	cr_expect(eq(dbl, noise_spread(sessions, 0), 0));
}

/* The median of 1, 2, 3, 4, 90 is 3, their MAD 1, sqrt(pi / 10) = .560499. */
Test(noise, of_a_session_is_its_median_and_that_ones_error)
{
	static const double ratios_log[] = {.02, .01, .9, .03, .04};
	struct noise_session session = noise_session_of(ratios_log, 5);

	cr_expect(epsilon_eq(dbl, session.ratio_log, .03, 1e-12));
	cr_expect(epsilon_eq(dbl, session.error, .014826 * .5604991216, 1e-9));
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
	cr_expect(not(noise_raise(&limits, 0)));
	cr_expect(eq(dbl, limits.floor, .02));
	cr_expect(eq(dbl, limits.effect, .05));
}
