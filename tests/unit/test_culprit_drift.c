#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/rng.h"
#include "tests/support/culprit_fixture.h"
#include "tests/support/oracle_rows.h"

#define COUNT 41
#define TRIALS 60

/* ---- against R: see tests/oracle/culprit.R ---- */

/* Where a step is plain, the grid around it lacks the ends of the best line:
 * odds against a drift are higher then, and those for it are none. */
static void
expect_odds(const struct oracle_row *row)
{
	double odds;

	culprit_start(NULL, (size_t)row->data[0]);
	culprit_step_least(culprit, row->data[2]);
	for (size_t i = 3; i + 1 < row->count; i += 2)
		culprit_give((size_t)row->data[i], row->data[i + 1]);
	culprit_settle();
	odds = culprit_drift_log_odds(culprit);
	cr_expect(
	    le(dbl, odds, row->value + .5), "%g, R has %g", odds, row->value);
	if (row->value > 0)
		cr_expect(ge(dbl, odds, row->value - .5), "%g, R has %g", odds,
		    row->value);
	else
		cr_expect(lt(dbl, odds, -3));
	culprit_stop();
}

Test(culprit_drift, odds_agree_with_full_sums_in_r)
{
	oracle_each("tests/oracle/culprit.csv", "drift", 4, expect_odds);
}

/* ---- simulated ---- */

struct trial {
	size_t culprit; /* 0: a ramp */
	double sd;
};

/* Both ends ten times, eleven places between three times. */
static double
odds_of(const struct trial *trial, struct rng *rng)
{
	double odds;

	culprit_start(NULL, COUNT);
	culprit_step_least(culprit, .0198);
	for (size_t i = 0; i < 53; i++) {
		size_t place =
		    i < 20 ? (i % 2) * (COUNT - 1) : 3 * (1 + (i - 20) % 11);
		double share = (double)place / (COUNT - 1);
		double level = trial->culprit
				   ? (place >= trial->culprit ? STEP : 0)
				   : share * STEP;

		culprit_give(place, level + trial->sd * rng_normal(rng));
	}
	culprit_settle();
	odds = culprit_drift_log_odds(culprit);
	culprit_stop();
	return odds;
}

static size_t
count_beyond(const struct trial *trial, uint64_t seed, int sign)
{
	size_t beyond = 0;
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < TRIALS; i++)
		beyond += sign * odds_of(trial, &rng) > 3;
	cr_log_info(
	    "seed %llu: %zu of %d", (unsigned long long)seed, beyond, TRIALS);
	return beyond;
}

/* Against the best step a ramp of 10 % leaves a quarter of it, 2.4 %, at each
 * place on average: at 2 % of noise and 53 values it is plain. */
Test(culprit_drift, a_ramp_is_seen)
{
	struct trial trial = {0, .02};

	cr_expect(ge(sz, count_beyond(&trial, 31, 1), TRIALS - 1));
}

Test(culprit_drift, a_step_is_no_drift)
{
	struct trial trial = {20, .02};

	cr_expect(ge(sz, count_beyond(&trial, 32, -1), TRIALS - 1));
	trial.culprit = 8;
	cr_expect(ge(sz, count_beyond(&trial, 33, -1), TRIALS - 1));
}

/* Odds of e^3 are wrong once in 21 times at most: 3 of 60. */
Test(culprit_drift, in_much_noise_neither_is_taken_for_the_other)
{
	struct trial ramp = {0, .05};
	struct trial step = {20, .05};

	cr_expect(le(sz, count_beyond(&ramp, 34, -1), 3));
	cr_expect(le(sz, count_beyond(&step, 35, 1), 3));
}
