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

/* Of an error of .0119 the median ratio is 1.681, times 1.4826 2.492; of .0118
 * it is 2.513. */
Test(noise, is_none_where_the_rounds_explain_the_sessions)
{
	fill(.0119);
	cr_expect(eq(dbl, noise_spread(sessions, 8), 0));
	fill(.0118);
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
Test(noise, raises_the_floor_and_not_what_a_pass_rules_out)
{
	struct detector_limits limits = detector_default;

	cr_expect(noise_raise(&limits, .01));
	cr_expect(epsilon_eq(dbl, limits.floor, .030454533953517, 1e-12));
	cr_expect(eq(dbl, limits.effect, .05));
	cr_expect(noise_raise(&limits, .03));
	cr_expect(lt(dbl, .09, limits.floor));
	cr_expect(eq(dbl, limits.effect, .05));
}

Test(noise, below_the_floor_changes_nothing)
{
	struct detector_limits limits = detector_default;

	cr_expect(not(noise_raise(&limits, .006)));
	cr_expect(not(noise_raise(&limits, 0)));
	cr_expect(eq(dbl, limits.floor, .02));
}

/* 3 % is beyond 2 % for certain if the error is below .32 %: ln 1.03 - ln 1.02
 * is .00976. */
Test(noise, a_voided_session_or_a_short_one_does_not_count)
{
	const struct noise_session certain = {log(1.03), .003};
	const struct noise_session doubtful = {log(1.03), .0033};

	cr_expect(not(noise_session_counts(&certain, 20)));
	cr_expect(noise_session_counts(&doubtful, 20));
	cr_expect(noise_session_counts(&doubtful, 8));
	cr_expect(not(noise_session_counts(&doubtful, 7)));
}
