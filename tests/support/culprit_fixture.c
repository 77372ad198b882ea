#include "tests/support/culprit_fixture.h"

#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

struct culprit_range range;
struct culprit *culprit;

void
culprit_start(const double *weights, size_t count)
{
	cr_assert(eq(int, culprit_range_init(&range, weights, count), ERR_OK));
	cr_assert(eq(
	    int, culprit_new(&culprit, &range, &culprit_noise_times), ERR_OK));
}

void
culprit_stop(void)
{
	culprit_free(culprit);
	culprit_range_release(&range);
}

void
culprit_give(size_t place, double value)
{
	cr_assert(eq(int, culprit_add(culprit, place, value), ERR_OK));
}

void
culprit_give_around(size_t place, double level, size_t pairs)
{
	for (size_t i = 0; i < pairs; i++) {
		double by = i % 2 ? .02 : .01;

		culprit_give(place, level - by);
		culprit_give(place, level + by);
	}
}

void
culprit_give_ends(void)
{
	culprit_give_around(0, 0, 4);
	culprit_give_around(range.count - 1, STEP, 4);
}

void
culprit_settle(void)
{
	cr_assert(eq(int, culprit_update(culprit), ERR_OK));
}

void
culprit_expect_numbers(void)
{
	struct culprit_levels levels = culprit_levels(culprit);
	double all[64];
	double sum = 0;

	cr_assert(le(sz, range.count, 64));
	culprit_probabilities(culprit, all);
	for (size_t i = 0; i < range.count; i++) {
		struct culprit_outlook at = culprit_outlook(culprit, i);

		cr_expect(ge(dbl, all[i], 0));
		cr_expect(isfinite(at.before.mean) && isfinite(at.after.mean));
		cr_expect(ge(dbl, at.before.within, 0));
		cr_expect(ge(dbl, at.before.between, 0));
		cr_expect(ge(dbl, at.after.within, 0));
		cr_expect(ge(dbl, at.after.between, 0));
		sum += all[i];
	}
	cr_expect(epsilon_eq(dbl, sum, 1, 1e-9));
	cr_expect(isfinite(levels.before) && isfinite(levels.after));
	cr_expect(lt(dbl, 0, levels.before_sd));
	cr_expect(lt(dbl, 0, levels.after_sd));
	cr_expect(lt(dbl, 0, levels.noise));
	cr_expect(isfinite(culprit_drift_log_odds(culprit)));
}
