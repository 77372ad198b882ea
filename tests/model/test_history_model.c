/* Error rates of baselines/change_points.h, drift.h and spread_change.h on
 * simulated series. Seeds are fixed; --verbose shows what was counted. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/change_points.h"
#include "baselines/drift.h"
#include "baselines/spread_change.h"
#include "core/base/rng.h"

#define SEED 20260411
#define N_MAX 400

/* Student's t with 3 degrees of freedom. */
static double
heavy(struct rng *rng)
{
	double square = 0;

	for (int i = 0; i < 3; i++) {
		double z = rng_normal(rng);

		square += z * z;
	}
	return rng_normal(rng) / sqrt(square / 3);
}

/* ---- the interval of a shift ---- */

#define INTERVAL_TRIALS 2000

/* A step of 8 % in noise of 1 % or 2 % is found at its place or beside it; the
 * new level has so many points. @return the share that holds the truth */
static double
coverage(double sd, size_t after, double (*noise)(struct rng *rng))
{
	size_t held = 0, all = 0;
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int trial = 0; trial < INTERVAL_TRIALS; trial++) {
		double values[N_MAX];
		struct change_points points;
		size_t n = 60 + after;

		for (size_t i = 0; i < n; i++)
			values[i] = exp((i < 60 ? 0 : .08) + sd * noise(&rng));
		cr_assert(eq(int,
		    change_points_find(values, n, change_option_sets, &points),
		    ERR_OK));
		for (size_t i = 0; i < points.count; i++) {
			const struct change_point *p = &points.items[i];

			if (p->index < 55 || p->index > 65)
				continue;
			all++;
			held += p->low_log <= .08 && .08 <= p->high_log;
		}
		change_points_release(&points);
	}
	cr_assert(lt(sz, INTERVAL_TRIALS / 2, all));
	cr_log_info("sd %g, %zu after: %.4f of %zu", sd, after,
	    (double)held / (double)all, all);
	return (double)held / (double)all;
}

/* Of 2,000 trials at 99 %, .983 is three standard errors below. The change is
 * put where it looks largest, and only large ones are found, which costs some
 * of the confidence where the noise is loud. */
Test(history_model, intervals_of_a_shift_hold_the_truth)
{
	cr_expect(le(dbl, .983, coverage(.01, 40, rng_normal)));
	cr_expect(le(dbl, .983, coverage(.01, 10, rng_normal)));
	cr_expect(le(dbl, .975, coverage(.01, 5, rng_normal)));
	cr_expect(le(dbl, .975, coverage(.02, 40, rng_normal)));
	cr_expect(le(dbl, .975, coverage(.01, 40, heavy)));
}

/* ---- spread ---- */

#define SPREAD_TRIALS 3000

/* @return series that are said to have changed, of SPREAD_TRIALS; the noise is
 * `factor` times as loud in the second half */
static size_t
spread_found(double (*noise)(struct rng *rng), double factor)
{
	size_t found = 0;
	struct rng rng;

	rng_seed(&rng, SEED + 1);
	for (int trial = 0; trial < SPREAD_TRIALS; trial++) {
		size_t n = 60 + rng_below(&rng, N_MAX - 59);
		double values[N_MAX];
		struct spread_change got;

		for (size_t i = 0; i < n; i++)
			values[i] =
			    exp(.01 * (i < n / 2 ? 1 : factor) * noise(&rng));
		cr_assert(eq(
		    int, spread_change_find(values, n, NULL, 0, &got), ERR_OK));
		found += got.found;
	}
	cr_log_info("factor %g: %zu of %d", factor, found, SPREAD_TRIALS);
	return found;
}

Test(history_model, a_change_of_spread_is_seldom_a_false_alarm)
{
	cr_expect(lt(sz, spread_found(rng_normal, 1), SPREAD_TRIALS / 100));
	cr_expect(lt(sz, spread_found(heavy, 1), SPREAD_TRIALS / 100));
}

Test(history_model, three_times_the_spread_is_mostly_found)
{
	cr_expect(lt(sz, SPREAD_TRIALS * 9 / 10, spread_found(rng_normal, 3)));
	cr_expect(lt(sz, SPREAD_TRIALS * 8 / 10, spread_found(heavy, 3)));
}

/* ---- drift ---- */

#define DRIFT_TRIALS 1000

/* @return series of 120 points that are said to creep, of DRIFT_TRIALS */
static size_t
drifts(double correlation, double creep)
{
	size_t found = 0;
	struct rng rng;

	rng_seed(&rng, SEED + 2);
	for (int trial = 0; trial < DRIFT_TRIALS; trial++) {
		double values[DRIFT_POINTS_MAX], last = rng_normal(&rng);

		for (size_t i = 0; i < DRIFT_POINTS_MAX; i++) {
			last = correlation * last +
			       sqrt(1 - correlation * correlation) *
				   rng_normal(&rng);
			values[i] = exp(
			    .03 * last + creep * (double)i / DRIFT_POINTS_MAX);
		}
		found +=
		    drift_find(values, DRIFT_POINTS_MAX, NULL, 0, .01, NULL)
			.found;
	}
	cr_log_info("correlation %g, creep %g: %zu of %d", correlation, creep,
	    found, DRIFT_TRIALS);
	return found;
}

/* The interval is at 99 %; a binomial of 1,000 at .01 is at most 20 but for one
 * time in 400. */
Test(history_model, noise_alone_seldom_creeps)
{
	cr_expect(le(sz, drifts(0, 0), 20));
	cr_expect(le(sz, drifts(.5, 0), 20));
}

Test(history_model, a_creep_of_seventeen_percent_is_found)
{
	cr_expect(lt(sz, DRIFT_TRIALS * 9 / 10, drifts(0, .17)));
}
