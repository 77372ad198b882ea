/* The gate and its interval against simulated noise whose truth is known. Each
 * test has its own fixed seed; --verbose shows it beside what was counted. */
#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/gate.h"
#include "baselines/signed_rank.h"
#include "core/base/rng.h"

#define TOLERANCE .10
#define NOISE_SD .03

/* What became of the trials, each a share of 1. */
struct shares {
	double passed;
	double regressed;
	double inconclusive;
	double rounds; /* mean */
};

/* Standard error of a share seen in that many trials, at least that of one
 * trial, so that a share of 0 is not taken for certain. */
static double
standard_error(double share, size_t trials)
{
	double one = 1 / (double)trials;

	share = fmin(fmax(share, one), 1 - one);
	return sqrt(share * (1 - share) / (double)trials);
}

/* A gate that gets rounds until it decides: d = ln(1 + slowdown) + normal. */
static struct shares
simulate(uint64_t seed, double slowdown, size_t trials)
{
	size_t count[GATE_INCONCLUSIVE + 1] = {0}, rounds = 0;
	double centre = log1p(slowdown);
	struct shares shares;
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < trials; i++) {
		struct gate gate;

		gate_init(&gate, TOLERANCE);
		while (!gate_decided(&gate))
			gate_add(&gate, centre + NOISE_SD * rng_normal(&rng));
		count[gate.state]++;
		rounds += gate.n;
	}
	shares.passed = (double)count[GATE_PASSED] / (double)trials;
	shares.regressed = (double)count[GATE_REGRESSED] / (double)trials;
	shares.inconclusive = (double)count[GATE_INCONCLUSIVE] / (double)trials;
	shares.rounds = (double)rounds / (double)trials;
	cr_log_info(
	    "seed %llu, %+.1f %%, %zu trials: passed %.3f %%, regressed "
	    "%.3f %%, inconclusive %.3f %%, rounds %.1f",
	    (unsigned long long)seed, 100 * slowdown, trials,
	    100 * shares.passed, 100 * shares.regressed,
	    100 * shares.inconclusive, shares.rounds);
	return shares;
}

Test(gate_model, no_change_never_regresses)
{
	struct shares shares = simulate(101, 0, 20000);

	cr_expect(eq(dbl, shares.regressed, 0), "seed 101");
	cr_expect(ge(dbl, shares.passed, .999), "seed 101");
}

/* At the tolerance itself d is symmetric around L, the worst case in which a
 * verdict is wrong. A candidate needs one of 8 looks at .005, .04 by
 * Bonferroni's bound; the fresh rounds are independent of it, and confirm it at
 * one of 6 looks at .05, .30. Together .012 at most. Passing is bounded by .04.
 */
Test(gate_model, at_the_tolerance_regressed_is_rare)
{
	const size_t trials = 6000;
	const double bound = 8 * GATE_ALPHA * (6 * GATE_ALPHA_FRESH);
	struct shares shares = simulate(102, TOLERANCE, trials);
	double error = standard_error(shares.regressed, trials);

	cr_expect(le(dbl, shares.regressed + 3 * error, bound), "seed 102");
	cr_expect(le(dbl, shares.passed, 8 * GATE_ALPHA), "seed 102");
}

Test(gate_model, beyond_the_tolerance_passing_is_rare)
{
	struct shares shares = simulate(103, .12, 6000);

	cr_expect(le(dbl, shares.passed, .005), "seed 103");
}

Test(gate_model, well_beyond_the_tolerance_regresses)
{
	struct shares shares = simulate(104, .15, 6000);

	cr_expect(ge(dbl, shares.regressed, .90), "seed 104");
	cr_expect(eq(dbl, shares.passed, 0), "seed 104");
}

/* The MDE of n rounds whose true spread is known. */
static double
mde_of_noise(size_t n)
{
	const struct question question = gate_question(TOLERANCE);

	return gate_mde_at(&question, NOISE_SD, n);
}

/* The share of trials whose single look at n rounds makes a candidate. */
static double
power_of_one_look(struct rng *rng, size_t n, double slowdown, size_t trials)
{
	double limit = log1p(TOLERANCE), centre = log1p(slowdown);
	size_t found = 0;

	for (size_t i = 0; i < trials; i++) {
		double d[GATE_ROUNDS_MAIN];

		for (size_t j = 0; j < n; j++)
			d[j] = centre + NOISE_SD * rng_normal(rng);
		found += signed_rank_p(d, n, limit, ALTERNATIVE_GREATER) <=
			 GATE_ALPHA;
	}
	return (double)found / (double)trials;
}

/* s.e. .5 %. The formula is normal theory with a correction, the levels of a
 * rank test are discrete: within 2 points from 16 rounds on. */
Test(gate_model, one_look_finds_the_minimum_detectable_effect)
{
	const size_t rounds[] = {16, 20, 30, 40};
	struct rng rng;

	rng_seed(&rng, 105);
	for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
		size_t n = rounds[i];
		double mde = mde_of_noise(n);
		double power = power_of_one_look(&rng, n, mde, 6000);

		cr_log_info("seed 105, n = %zu: power %.1f %% at %.2f %%", n,
		    100 * power, 100 * mde);
		cr_expect(epsilon_eq(dbl, power, .80, .02), "seed 105");
	}
}

/* Normal noise, with `wide` a fifth of it ten times as wide besides. */
static double
wide_noise(struct rng *rng, bool wide)
{
	double d = NOISE_SD * rng_normal(rng);

	if (wide && rng_unit(rng) < .2)
		d += 10 * NOISE_SD * rng_normal(rng);
	return d;
}

/* As users see it: n rounds tell the MDE, n others are looked at. */
static double
power_at_stated_mde(struct rng *rng, size_t n, bool wide)
{
	const size_t trials = 4000;
	size_t found = 0;

	for (size_t i = 0; i < trials; i++) {
		struct gate gate;
		double d[GATE_ROUNDS_MAIN];
		double centre;

		gate_init(&gate, TOLERANCE);
		for (size_t j = 0; j < n; j++)
			gate.d[j] = wide_noise(rng, wide);
		gate.n = n;
		centre = log1p(gate_mde(&gate));
		for (size_t j = 0; j < n; j++)
			d[j] = centre + wide_noise(rng, wide);
		found += signed_rank_p(d, n, log1p(TOLERANCE),
			     ALTERNATIVE_GREATER) <= GATE_ALPHA;
	}
	return (double)found / (double)trials;
}

/* s.e. .7 %. What few rounds do not know of the spread must not make the effect
 * too small: at least 80 % with normal noise, not far below with outliers. */
Test(gate_model, the_stated_effect_is_found_by_rounds_like_those_that_stated_it)
{
	const size_t rounds[] = {8, 10, 13, 16, 20, 25, 30, 40};
	struct rng rng;

	rng_seed(&rng, 111);
	for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
		double normal = power_at_stated_mde(&rng, rounds[i], false);
		double wide = power_at_stated_mde(&rng, rounds[i], true);

		cr_log_info("seed 111, n = %zu: power %.1f %%, with outliers "
			    "%.1f %%",
		    rounds[i], 100 * normal, 100 * wide);
		cr_expect(ge(dbl, normal, .80), "seed 111");
		cr_expect(le(dbl, normal, .90), "seed 111");
		cr_expect(ge(dbl, wide, .67), "seed 111");
	}
}

/* Density exp(-|x|) / 2, of heavier tails than the normal's. */
static double
laplace(struct rng *rng)
{
	double size = -log(1 - rng_unit(rng));

	return rng_below(rng, 2) == 0 ? size : -size;
}

/* Trials of `n` differences whose 99 % interval holds their true centre. The
 * interval is distribution-free: whatever the symmetric noise, it covers with
 * 1 - 2 P(W < k), which is at least .99 and given as `exact`. */
static void
check_coverage(
    uint64_t seed, size_t n, double exact, double (*noise)(struct rng *rng))
{
	const size_t trials = 20000;
	const double centre = .07;
	double share, error;
	size_t held = 0;
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < trials; i++) {
		struct interval_estimate ci;
		double d[SIGNED_RANK_MAX];

		for (size_t j = 0; j < n; j++)
			d[j] = centre + NOISE_SD * noise(&rng);
		cr_assert(eq(
		    int, signed_rank_interval(d, n, GATE_CONFIDENCE, &ci), 0));
		held += ci.low <= centre && centre <= ci.high;
	}
	share = (double)held / (double)trials;
	error = standard_error(exact, trials);
	cr_log_info("seed %llu, n = %zu: covered %.2f %%, exactly %.2f %%",
	    (unsigned long long)seed, n, 100 * share, 100 * exact);
	cr_expect(ge(dbl, share, .99 - 3 * error), "seed %d", (int)seed);
	cr_expect(le(dbl, share, .995), "seed %d", (int)seed);
	cr_expect(
	    epsilon_eq(dbl, share, exact, 3 * error), "seed %d", (int)seed);
}

/* n = 14: 70 of 2^14 subsets of ranks sum to less than 13 = k, so that the
 * interval covers with 1 - 140/16384 = .99146. n = 30: 5331939 of 2^30 sum to
 * less than 110: .99007. Counts by R's psignrank(k - 1, n) * 2^n. */
Test(gate_model, interval_covers_as_it_says)
{
	const double exact_14 = 1 - 2 * 70 * 0x1p-14;
	const double exact_30 = 1 - 2 * 5331939 * 0x1p-30;

	check_coverage(106, 14, exact_14, rng_normal);
	check_coverage(107, 30, exact_30, rng_normal);
	check_coverage(108, 14, exact_14, laplace);
	check_coverage(109, 30, exact_30, laplace);
}

/* ---- rounds needed ---- */

/* Rounds in all that a gate of `n` rounds like these says a look takes, its
 * centre below the tolerance by `distance`; the spread is the rounds' own. */
static double
rounds_in_all(const double *d, size_t n, double distance)
{
	struct gate gate;

	gate_init(&gate, TOLERANCE);
	for (size_t i = 0; i < n; i++)
		gate.d[i] = d[i];
	gate.n = n;
	return (double)n +
	       gate_outlook(&gate, gate.question.candidate_log - distance)
		   .rounds;
}

/* s = .03 exactly; the distances are those at which the formula gives a whole
 * look, less a thousandth. The look that is told passes 80 % of the trials,
 * s.e. .5 %, within the 2 points of the MDE's test; the one before it clearly
 * fewer. */
Test(gate_model, a_look_decides_after_the_rounds_needed)
{
	static const size_t looks[] = {13, 16, 20, 25, 30, 40};
	const size_t trials = 6000;
	double even[8];
	struct rng rng;

	for (int i = 0; i < 8; i++)
		even[i] = (i % 2 == 0 ? NOISE_SD : -NOISE_SD) / 1.4826;
	rng_seed(&rng, 110);
	for (size_t i = 1; i < sizeof looks / sizeof looks[0]; i++) {
		double n = (double)looks[i];
		double distance = 1.001 * 3.4175 * NOISE_SD *
				  sqrt(3.14159265 / (3 * (n - 3.3174)));
		/* By symmetry as far above the limit as it is below it. */
		double slowdown = expm1(log1p(TOLERANCE) + distance);
		double power =
		    power_of_one_look(&rng, looks[i], slowdown, trials);
		double before =
		    power_of_one_look(&rng, looks[i - 1], slowdown, trials);

		cr_log_info("seed 110, look %zu: power %.1f %%, before %.1f %%",
		    looks[i], 100 * power, 100 * before);
		cr_expect(
		    epsilon_eq(dbl, rounds_in_all(even, 8, distance), n, 1e-9));
		cr_expect(epsilon_eq(dbl, power, .80, .02), "seed 110");
		cr_expect(lt(dbl, before, .76), "seed 110");
	}
}

static int
compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* What a user sees: both centre and spread are estimates from 20 rounds. The
 * truth is 60 rounds at this distance, 1.36 standard errors below L. Half of
 * the predictions lie between half and twice that: those whose sign is right;
 * the median is within 40 and 80. */
Test(gate_model, rounds_needed_are_right_within_a_factor_of_two)
{
	const double distance =
	    3.4175 * NOISE_SD * sqrt(3.14159265 / (3 * (60 - 3.3174)));
	enum { TRIALS = 2000 };
	static double told[TRIALS];
	size_t near = 0;
	struct rng rng;

	rng_seed(&rng, 111);
	for (size_t i = 0; i < TRIALS; i++) {
		double d[20];

		for (size_t j = 0; j < 20; j++)
			d[j] = NOISE_SD * rng_normal(&rng);
		told[i] =
		    rounds_in_all(d, 20, distance - hodges_lehmann(d, 20));
		if (isnan(told[i]))
			told[i] = INFINITY;
		near += told[i] >= 30 && told[i] <= 120;
	}
	qsort(told, TRIALS, sizeof *told, compare_doubles);
	cr_log_info("seed 111: median %.0f, %.1f %% within a factor of two",
	    told[TRIALS / 2], 100 * (double)near / TRIALS);
	cr_expect(le(dbl, 40, told[TRIALS / 2]), "seed 111");
	cr_expect(le(dbl, told[TRIALS / 2], 80), "seed 111");
	cr_expect(le(dbl, .5, (double)near / TRIALS), "seed 111");
}
