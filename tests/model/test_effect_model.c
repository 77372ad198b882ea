/* The gate with an absolute effect, and static limits, against simulated noise
 * whose truth is known. Each test has its own fixed seed; --verbose shows it
 * beside what was counted. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/gate.h"
#include "baselines/limit.h"
#include "core/base/rng.h"

#define TOLERANCE .10
#define NOISE_SD .03
#define BASE 1000.

struct trials {
	uint64_t seed;
	enum direction direction;
	bool control;
	double min_effect;
	double head; /* true value; the base's is BASE */
	size_t count;
};

struct shares {
	double passed;
	double regressed;
};

static double
noisy(struct rng *rng, double value)
{
	return value * exp(NOISE_SD * rng_normal(rng));
}

static enum gate_state
run_gate(struct rng *rng, const struct trials *trials)
{
	struct gate gate;

	gate_init(&gate, TOLERANCE);
	while (!gate_decided(&gate)) {
		double base = noisy(rng, BASE);
		double control = noisy(rng, BASE);
		double head = noisy(rng, trials->head);
		const double *both = trials->control ? &control : NULL;
		struct difference d =
		    difference_of(trials->direction, base, head, both);

		difference_allow(&d, trials->direction, base, both, TOLERANCE,
		    trials->min_effect);
		gate_add_round(&gate, &d);
	}
	return gate.state;
}

static struct shares
simulate(const struct trials *trials)
{
	size_t count[GATE_INCONCLUSIVE + 1] = {0};
	struct shares shares;
	struct rng rng;

	rng_seed(&rng, trials->seed);
	for (size_t i = 0; i < trials->count; i++)
		count[run_gate(&rng, trials)]++;
	shares.passed = (double)count[GATE_PASSED] / (double)trials->count;
	shares.regressed =
	    (double)count[GATE_REGRESSED] / (double)trials->count;
	cr_log_info("seed %llu, effect %g, head %g: passed %.3f %%, regressed "
		    "%.3f %%",
	    (unsigned long long)trials->seed, trials->min_effect, trials->head,
	    100 * shares.passed, 100 * shares.regressed);
	return shares;
}

/* The bounds of at_the_tolerance_regressed_is_rare in test_gate_model.c: 8
 * looks at .005 make a candidate, of which 6 looks at .05 confirm .3, .012 in
 * all; a pass is bounded by .04. */
static void
expect_rare_errors(const struct trials *trials)
{
	struct shares shares = simulate(trials);

	cr_expect(le(dbl, shares.regressed, .012), "seed %llu",
	    (unsigned long long)trials->seed);
	cr_expect(le(dbl, shares.passed, .04), "seed %llu",
	    (unsigned long long)trials->seed);
}

/* 300 of 1000 are far above 10 %: the true limit is 1300. */
Test(effect_model, at_the_effect_errors_are_rare)
{
	expect_rare_errors(
	    &(struct trials){301, DIRECTION_SMALLER, false, 300, 1300, 6000});
	expect_rare_errors(
	    &(struct trials){302, DIRECTION_SMALLER, true, 300, 1300, 6000});
}

/* A rate of 1000 may fall by 300. */
Test(effect_model, at_the_effect_errors_of_a_rate_are_rare)
{
	expect_rare_errors(
	    &(struct trials){303, DIRECTION_BIGGER, false, 300, 700, 6000});
	expect_rare_errors(
	    &(struct trials){304, DIRECTION_BIGGER, true, 300, 700, 6000});
}

/* Where the effect is as large as the tolerance, now the one counts and now the
 * other, whichever allows more. */
Test(effect_model, where_both_are_alike_errors_are_rare)
{
	expect_rare_errors(
	    &(struct trials){305, DIRECTION_SMALLER, false, 100, 1100, 6000});
	expect_rare_errors(
	    &(struct trials){306, DIRECTION_SMALLER, true, 100, 1100, 6000});
}

/* An effect of 10 of 1000 never counts. */
Test(effect_model, a_small_effect_leaves_the_tolerance)
{
	expect_rare_errors(
	    &(struct trials){307, DIRECTION_SMALLER, false, 10, 1100, 6000});
	cr_expect(ge(dbl,
	    simulate(
		&(struct trials){308, DIRECTION_SMALLER, false, 10, 1150, 4000})
		.regressed,
	    .90));
}

Test(effect_model, well_below_the_effect_it_passes)
{
	struct shares shares = simulate(
	    &(struct trials){309, DIRECTION_SMALLER, true, 300, 1200, 4000});

	cr_expect(ge(dbl, shares.passed, .99), "seed 309");
	cr_expect(eq(dbl, shares.regressed, 0), "seed 309");
}

/* 1365 is 5 % above 1300, as 15.5 % are above 10 %. */
Test(effect_model, well_beyond_the_effect_it_regresses)
{
	struct shares shares = simulate(
	    &(struct trials){310, DIRECTION_SMALLER, false, 300, 1365, 4000});

	cr_expect(ge(dbl, shares.regressed, .90), "seed 310");
	cr_expect(eq(dbl, shares.passed, 0), "seed 310");
}

/* ---- static limits ---- */

/* At the limit itself each answer is wrong in at most .005 of the looks; s.e.
 * of .005 in 20000: .0005. */
Test(effect_model, at_a_limit_errors_are_rare)
{
	static const size_t rounds[] = {8, 14, 40};
	struct rng rng;

	rng_seed(&rng, 311);
	for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
		size_t count[LIMIT_TOO_FEW + 1] = {0};

		for (size_t trial = 0; trial < 20000; trial++) {
			double values[40];

			for (size_t j = 0; j < rounds[i]; j++)
				values[j] = noisy(&rng, BASE);
			count[limit_place(
			    DIRECTION_SMALLER, BASE, values, rounds[i])]++;
		}
		cr_log_info("seed 311, n = %zu: beyond %zu, within %zu",
		    rounds[i], count[LIMIT_BEYOND], count[LIMIT_WITHIN]);
		cr_expect(le(sz, count[LIMIT_BEYOND], 130), "seed 311");
		cr_expect(le(sz, count[LIMIT_WITHIN], 130), "seed 311");
	}
}

/* 14 rounds of 5 % above the limit, 1.6 standard deviations. */
Test(effect_model, beyond_a_limit_it_is_found)
{
	size_t found = 0;
	struct rng rng;

	rng_seed(&rng, 312);
	for (size_t trial = 0; trial < 2000; trial++) {
		double values[14];

		for (size_t j = 0; j < 14; j++)
			values[j] = noisy(&rng, 1.05 * BASE);
		found += limit_place(DIRECTION_SMALLER, BASE, values, 14) ==
			 LIMIT_BEYOND;
	}
	cr_expect(ge(sz, found, 1980), "seed 312");
}
