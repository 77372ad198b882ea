#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "baselines/stored.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define COMPARE(base, head, direction, tolerance)                              \
	stored_compare(                                                        \
	    base, COUNT(base), head, COUNT(head), direction, tolerance)

static void
expect_text(const char *got, const char *want)
{
	cr_expect(eq(str, (char *)got, (char *)want));
}

Test(stored, a_ratio_within_the_tolerance_passes)
{
	/* Medians of the sessions: 100 and 108, so 1.08 against 1.10. */
	const struct stored_session base[] = {
	    {99, 8}, {101, 8}, {100, 8}, {100, 8}};
	const struct stored_session head[] = {{108, 8}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 0.10);

	cr_assert(eq(int, r.verdict, VERDICT_PASS));
	cr_expect(ieee_ulp_eq(dbl, r.ratio, 1.08, 4));
	cr_expect(ieee_ulp_eq(dbl, r.band_high, 1.10, 4));
	cr_expect(eq(sz, r.base_sessions, 4));
	cr_expect(eq(sz, r.head_sessions, 1));
	cr_expect(not(r.weak));
	cr_expect(eq(ptr, (void *)r.note, NULL));
}

Test(stored, the_tolerance_itself_passes)
{
	const struct stored_session base[] = {{2, 3}};
	const struct stored_session head[] = {{3, 3}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 0.5);

	cr_expect(eq(int, r.verdict, VERDICT_PASS));
}

Test(stored, beyond_the_tolerance_is_inconclusive_never_regressed)
{
	const struct stored_session base[] = {
	    {100, 8}, {100, 8}, {100, 8}, {100, 8}};
	const struct stored_session head[] = {{900, 8}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 0.10);

	cr_assert(eq(int, r.verdict, VERDICT_INCONCLUSIVE));
	cr_expect(ieee_ulp_eq(dbl, r.ratio, 9, 4));
	expect_text(r.note, "outside the tolerance; measure in pairs");
}

Test(stored, noise_between_sessions_does_not_widen_the_band)
{
	/* Base sessions between 50 and 200; head is 12 % above their median
	 * (100 + 100) / 2 and still outside 10 %. */
	const struct stored_session base[] = {
	    {50, 8}, {200, 8}, {100, 8}, {100, 8}};
	const struct stored_session head[] = {{112, 8}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 0.10);

	cr_expect(ieee_ulp_eq(dbl, r.band_high, 1.10, 4));
	cr_expect(eq(int, r.verdict, VERDICT_INCONCLUSIVE));
}

Test(stored, where_bigger_is_better_the_ratio_is_inverted)
{
	/* 1000 operations a second before, 800 now: 1.25 times worse. */
	const struct stored_session base[] = {{1000, 8}};
	const struct stored_session head[] = {{800, 8}};
	struct stored_result r = COMPARE(base, head, DIRECTION_BIGGER, 0.10);

	cr_expect(ieee_ulp_eq(dbl, r.ratio, 1.25, 4));
	cr_expect(eq(int, r.verdict, VERDICT_INCONCLUSIVE));
	r = COMPARE(head, base, DIRECTION_BIGGER, 0.10);
	cr_expect(ieee_ulp_eq(dbl, r.ratio, 0.8, 4));
	cr_expect(eq(int, r.verdict, VERDICT_PASS));
}

Test(stored, a_pass_of_three_base_sessions_is_weak)
{
	const struct stored_session base[] = {{10, 3}, {10, 3}, {10, 3}};
	const struct stored_session head[] = {{10, 3}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 0.10);

	cr_assert(eq(int, r.verdict, VERDICT_PASS));
	cr_expect(r.weak);
	expect_text(r.note, "weak: few stored sessions");
}

Test(stored, sessions_of_two_samples_do_not_count)
{
	const struct stored_session base[] = {{10, 2}, {10, 2}};
	const struct stored_session head[] = {{10, 3}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 0.10);

	cr_assert(eq(int, r.verdict, VERDICT_INCONCLUSIVE));
	cr_expect(isnan(r.ratio));
	cr_expect(eq(sz, r.base_sessions, 0));
	expect_text(r.note, "too few stored samples; measure in pairs");
}

Test(stored, a_short_session_does_not_move_the_median)
{
	const struct stored_session base[] = {{10, 3}, {99, 2}};
	const struct stored_session head[] = {{20, 3}};
	struct stored_result r = COMPARE(base, head, DIRECTION_SMALLER, 1.0);

	cr_expect(ieee_ulp_eq(dbl, r.ratio, 2, 4));
	cr_expect(eq(int, r.verdict, VERDICT_PASS));
}

Test(stored, no_sessions_are_inconclusive)
{
	const struct stored_session one[] = {{10, 3}};
	struct stored_result r =
	    stored_compare(NULL, 0, one, 1, DIRECTION_SMALLER, 0.10);

	cr_expect(eq(int, r.verdict, VERDICT_INCONCLUSIVE));
	r = stored_compare(one, 1, NULL, 0, DIRECTION_SMALLER, 0.10);
	cr_expect(eq(int, r.verdict, VERDICT_INCONCLUSIVE));
}

Test(stored, of_more_sessions_than_it_takes_the_last_count)
{
	/* 64 late sessions of 20 after 100 early ones of 10. */
	struct stored_session base[164];
	const struct stored_session head[] = {{20, 3}};
	struct stored_result r;

	for (size_t i = 0; i < COUNT(base); i++)
		base[i] = (struct stored_session){i < 100 ? 10 : 20, 3};
	r = COMPARE(base, head, DIRECTION_SMALLER, 0.10);
	cr_expect(eq(sz, r.base_sessions, STORED_SESSIONS_MAX));
	cr_expect(ieee_ulp_eq(dbl, r.ratio, 1, 4));
}

Test(stored, the_input_stays_as_it_was)
{
	const struct stored_session base[] = {{30, 3}, {10, 3}, {20, 3}};
	struct stored_session copy[COUNT(base)];

	for (size_t i = 0; i < COUNT(base); i++)
		copy[i] = base[i];
	COMPARE(copy, base, DIRECTION_SMALLER, 0.10);
	for (size_t i = 0; i < COUNT(base); i++)
		cr_expect(ieee_ulp_eq(dbl, copy[i].median, base[i].median, 0));
}
