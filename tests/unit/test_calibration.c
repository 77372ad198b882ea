/* What an A/A measurement says. References from R: tests/oracle/calibration.R
 */
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/calibration.h"
#include "core/base/rng.h"
#include "tests/support/oracle_rows.h"

#define ORACLE "tests/oracle/calibration.csv"
#define N 40

static double values[SIDE_COUNT][GATE_ROUNDS_MAX];
static unsigned char slots[GATE_ROUNDS_MAX][SIDE_COUNT];
static struct rng rng;

/* ---- against R ---- */

static void
same_lag1(const struct oracle_row *row)
{
	cr_assert(eq(sz, row->count, row->n));
	cr_expect(epsilon_eq(
	    dbl, calibration_lag1(row->data, row->n), row->value, 1e-12));
}

Test(calibration, lag1_is_what_R_says)
{
	oracle_each(ORACLE, "lag1", 15, same_lag1);
}

static void
same_friedman(const struct oracle_row *row)
{
	const double(*rows)[SIDE_COUNT] =
	    (const double(*)[SIDE_COUNT])row->data;

	cr_assert(eq(sz, row->count, row->n * SIDE_COUNT));
	cr_expect(epsilon_eq(
	    dbl, calibration_friedman_p(rows, row->n), row->value, 1e-12));
}

Test(calibration, friedman_is_what_R_says)
{
	oracle_each(ORACLE, "friedman", 16, same_friedman);
}

/* ---- by hand ---- */

Test(calibration, equal_values_have_no_correlation)
{
	const double equal[] = {3, 3, 3};
	const double rising[] = {1, 2, 3, 4}; /* 1.25 / 5, see the source */

	cr_expect(eq(dbl, calibration_lag1(equal, 3), 0));
	cr_expect(ieee_ulp_eq(dbl, calibration_lag1(rising, 4), .25, 2));
}

Test(calibration, rows_of_ties_say_nothing)
{
	const double rows[][SIDE_COUNT] = {{1, 1, 1}, {2, 2, 2}};

	cr_expect(eq(dbl, calibration_friedman_p(rows, 2), 1));
}

/* 0 needs nothing. Spread .03: worked in the source, 3.62 %, and the pass alone
 * 2.52 %; with copies 2 % apart .0198 + .0249 = .0447, 4.57 %. */
Test(calibration, the_least_tolerance_grows_with_noise_and_offset)
{
	cr_expect(eq(dbl, calibration_tolerance_least(0, 0), 0));
	cr_expect(
	    epsilon_eq(dbl, calibration_tolerance_least(.03, 0), .0362, 5e-5));
	cr_expect(epsilon_eq(
	    dbl, calibration_tolerance_least(.03, log(1.02)), .0457, 5e-5));
	cr_expect(epsilon_eq(
	    dbl, calibration_tolerance_least(.03, -log(1.02)), .0457, 5e-5));
	/* k = exp(3.4175 x .8 x .169) = 1.587 is beyond 1.5 */
	cr_expect(isinf(calibration_tolerance_least(.8, 0)));
}

Test(calibration, a_tolerance_is_a_round_number_or_none)
{
	cr_expect(eq(dbl, calibration_tolerance_step(0), .02));
	cr_expect(eq(dbl, calibration_tolerance_step(.02), .02));
	cr_expect(eq(dbl, calibration_tolerance_step(.0201), .03));
	cr_expect(eq(dbl, calibration_tolerance_step(.16), .20));
	cr_expect(eq(dbl, calibration_tolerance_step(.31), 0));
	cr_expect(eq(dbl, calibration_tolerance_step(INFINITY), 0));
}

/* Spread .03, tolerance 5 %: an MDE of at most 7.5 % leaves ln(1.075 / 1.05) =
 * .02353 >= 3.4175 x .03 x sqrt(pi / (3 (n - 3.317))), so n >= 23.2: the look
 * at 25. */
Test(calibration, rounds_are_those_of_a_look)
{
	cr_expect(eq(sz, calibration_rounds(.03, 0, .05), 25));
	cr_expect(eq(sz, calibration_rounds(0, 0, .02), 8));
	cr_expect(eq(sz, calibration_rounds(.03, 0, .03), 0));
	cr_expect(eq(sz, calibration_rounds(.0001, log(1.06), .05), 0));
}

/* ---- by simulation ---- */

/* Rounds of three equal copies with independent normal noise; the order of
 * turns is random. */
static struct calibration_samples
make_rounds(double sd)
{
	struct calibration_samples samples = {
	    .values = {values[0], values[1], values[2]},
	    .slots = (const unsigned char(*)[SIDE_COUNT])slots,
	    .rounds = N,
	    .control = true,
	};

	for (size_t i = 0; i < N; i++) {
		size_t order[SIDE_COUNT] = {0, 1, 2};

		rng_shuffle(&rng, order, SIDE_COUNT);
		for (size_t k = 0; k < SIDE_COUNT; k++) {
			values[order[k]][i] = 100 * exp(sd * rng_normal(&rng));
			slots[i][order[k]] = (unsigned char)k;
		}
	}
	return samples;
}

static void
setup(void)
{
	rng_seed(&rng, 20240304);
}

TestSuite(calibration_noise, .init = setup);

/* Of 200 quiet series each test at .01 flags about 2; 10 or more have a
 * probability below 1e-4. */
Test(calibration_noise, independent_rounds_are_seldom_flagged)
{
	size_t offsets = 0, lags = 0, modes = 0, places = 0;

	for (size_t trial = 0; trial < 200; trial++) {
		struct calibration_samples samples = make_rounds(.02);
		struct calibration c;

		calibration_make(&c, &samples);
		offsets += c.offset_differs;
		lags += fabs(c.lag1_base) > c.lag1_bound;
		modes += c.several_modes;
		places += c.slots_p < CALIBRATION_ALPHA;
	}
	cr_expect(lt(sz, offsets, 10));
	cr_expect(lt(sz, lags, 10));
	cr_expect(lt(sz, modes, 10));
	cr_expect(lt(sz, places, 10));
}

/* ln(control/base) has the sd .02 x sqrt 2 = .0283; against the mean of two the
 * spread is .02 x sqrt 1.5 = .0245. Of 200 the means are within 3 %. */
Test(calibration_noise, spreads_are_those_of_the_noise)
{
	double sd = 0, spread = 0, alone = 0;

	for (size_t trial = 0; trial < 200; trial++) {
		struct calibration_samples samples = make_rounds(.02);
		struct calibration c;

		calibration_make(&c, &samples);
		sd += c.sd / 200;
		spread += c.spread / 200;
		samples.control = false;
		calibration_make(&c, &samples);
		alone += c.spread / 200;
	}
	cr_expect(epsilon_eq(dbl, sd, .0283, .0283 * .03));
	cr_expect(epsilon_eq(dbl, spread, .0245, .0245 * .05));
	cr_expect(epsilon_eq(dbl, alone, .0283, .0283 * .05));
}

/* Head is 5 % slower, bigger is better: 100 becomes 95.2. */
Test(calibration_noise, an_offset_of_a_copy_is_found)
{
	struct calibration_samples samples = make_rounds(.01);
	struct calibration c;

	samples.direction = DIRECTION_BIGGER;
	for (size_t i = 0; i < N; i++)
		values[SIDE_HEAD][i] /= 1.05;
	calibration_make(&c, &samples);
	cr_expect(epsilon_eq(dbl, c.offset, 1.05, .01));
	cr_expect(c.offset_differs);
	cr_expect(le(dbl, c.offset_low, c.offset));
	cr_expect(le(dbl, c.offset, c.offset_high));
	cr_expect(lt(dbl, .05, c.tolerance_least));
	cr_expect(eq(dbl, c.tolerance, .10));
	/* a place in the round has nothing to do with it */
	cr_expect(lt(dbl, CALIBRATION_ALPHA, c.slots_p));
}

/* The first turn of each round is 3 % slower than the two others: 2 % above the
 * round's mean, they 1 % below. */
Test(calibration_noise, a_slow_place_is_found)
{
	struct calibration_samples samples = make_rounds(.002);
	struct calibration c;

	for (size_t i = 0; i < N; i++)
		for (size_t side = 0; side < SIDE_COUNT; side++)
			if (slots[i][side] == 0)
				values[side][i] *= 1.03;
	calibration_make(&c, &samples);
	cr_expect(lt(dbl, c.slots_p, 1e-6));
	cr_expect(epsilon_eq(dbl, c.slots[0], 1.02, .004));
	cr_expect(epsilon_eq(dbl, c.slots[1], .99, .004));
	cr_expect(epsilon_eq(dbl, c.slots[2], .99, .004));

	samples.slots = NULL;
	calibration_make(&c, &samples);
	cr_expect(isnan(c.slots[0]));
	cr_expect(eq(dbl, c.slots_p, 1));
}

/* A drift over the rounds is seen in the base; the differences are free of it.
 * Two levels are two modes. */
Test(calibration_noise, drift_and_levels_are_found)
{
	struct calibration_samples samples = make_rounds(.002);
	struct calibration c;

	for (size_t i = 0; i < N; i++)
		for (size_t side = 0; side < SIDE_COUNT; side++)
			values[side][i] *= exp(.002 * (double)i);
	calibration_make(&c, &samples);
	cr_expect(lt(dbl, c.lag1_bound, c.lag1_base));
	cr_expect(lt(dbl, fabs(c.lag1_differences), c.lag1_bound));
	cr_expect(not(c.several_modes));

	samples = make_rounds(.002);
	for (size_t i = 0; i < N; i++)
		if (i * 7 % 5 < 2)
			values[SIDE_BASE][i] *= 1.05;
	calibration_make(&c, &samples);
	cr_expect(c.several_modes);
}

/* What the suggestion promises: of 500 A/A checks at the least tolerance of
 * their noise about 5 do not pass at the last look, and earlier looks pass
 * most; 15 or more would have a probability below 1e-3. */
Test(calibration_noise, an_a_a_passes_at_the_least_tolerance)
{
	double least = calibration_tolerance_least(.04, 0);
	size_t undecided = 0;

	for (size_t trial = 0; trial < 500; trial++) {
		struct gate gate;

		gate_init(&gate, least);
		for (size_t i = 0; i < N; i++)
			gate_add(&gate, .04 * rng_normal(&rng));
		gate_close(&gate);
		undecided += gate.state != GATE_PASSED;
	}
	cr_expect(lt(sz, undecided, 15));
}
