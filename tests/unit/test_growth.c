#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "baselines/growth.h"
#include "core/base/rng.h"
#include "tests/support/oracle_rows.h"

#define SIZES 10 /* 2^7 to 2^16 */
#define ROUNDS 20
#define SEED 20260501
#define TOLERANCE .10
#define ORACLE "tests/oracle/scaling.csv"
#define ROUNDS_OF_R 25

struct fixture {
	double n[SIZES];
	double base[SIZES * ROUNDS];
	double head[SIZES * ROUNDS];
	size_t rounds;
};

static struct growth_costs
side(const struct fixture *f, const double *costs)
{
	return (struct growth_costs){f->n, SIZES, costs, f->rounds};
}

static void
make_side(struct fixture *f, double *costs, enum growth growth, double power,
    double noise, uint64_t seed)
{
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < SIZES; i++) {
		f->n[i] = (double)(128 << i);
		for (size_t r = 0; r < f->rounds; r++)
			costs[i * f->rounds + r] =
			    20 * growth_value(growth, f->n[i]) *
			    pow(f->n[i] / f->n[0], power) *
			    exp(noise * rng_normal(&rng));
	}
}

static struct growth_change
compare(const struct fixture *f)
{
	struct growth_costs base = side(f, f->base), head = side(f, f->head);
	struct growth_fit base_fit, head_fit;
	struct growth_change change;

	growth_fit(&base_fit, &base, SEED);
	growth_fit(&head_fit, &head, SEED);
	growth_compare(&change, &base, &base_fit, &head, &head_fit, TOLERANCE);
	return change;
}

static void
expect_near(double got, double want)
{
	cr_expect(lt(dbl, fabs(got - want), 1e-9 * fmax(1, fabs(want))),
	    "%.17g, expected %.17g", got, want);
}

/* ---- one side ---- */

Test(growth, each_class_is_found_with_support)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_costs costs = side(&f, f.base);
	struct growth_fit fit;

	for (int g = 0; g < GROWTH_COUNT; g++) {
		make_side(&f, f.base, (enum growth)g, 0, .03, SEED);
		growth_fit(&fit, &costs, SEED);
		cr_expect(eq(int, fit.growth, g));
		cr_expect(growth_is_clear(&fit));
	}
}

/* n^2 20 has the slope 2 in each round. */
Test(growth, a_power_without_noise_has_its_exponent_exactly)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_costs costs = side(&f, f.base);
	struct growth_fit fit;

	make_side(&f, f.base, GROWTH_SQUARE, 0, 0, SEED);
	growth_fit(&fit, &costs, SEED);
	expect_near(fit.exponent, 2);
	expect_near(fit.exponent_low, 2);
	expect_near(fit.exponent_high, 2);
	expect_near(fit.law.c, 20);
	expect_near(fit.noise, 0);
	expect_near(fit.support, 1);
}

/* 20 n and 20000: as much as 1000 elements. */
Test(growth, a_fixed_cost_does_not_hide_the_class)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_costs costs = side(&f, f.base);
	struct growth_fit fit;

	make_side(&f, f.base, GROWTH_LINEAR, 0, .01, SEED);
	for (size_t i = 0; i < SIZES * ROUNDS; i++)
		f.base[i] += 20000;
	growth_fit(&fit, &costs, SEED);
	cr_expect(eq(int, fit.growth, GROWTH_LINEAR));
	cr_expect(lt(dbl, fabs(fit.law.a - 20000), 500));
}

/* Eleven rounds of O(n) and nine of O(n^2): the medians are those of the
 * eleven, and in a resample where at most 9 of 20 are drawn from the nine: P(B
 * <= 9) for B of 20 with chance .45 is .591. */
Test(growth, a_class_that_rounds_disagree_on_is_ambiguous)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_costs costs = side(&f, f.base);
	struct growth_fit fit;

	make_side(&f, f.base, GROWTH_LINEAR, 0, 0, SEED);
	for (size_t i = 0; i < SIZES; i++)
		for (size_t r = 0; r < 9; r++)
			f.base[i * ROUNDS + r] *= f.n[i];
	growth_fit(&fit, &costs, SEED);
	cr_expect(eq(int, fit.growth, GROWTH_LINEAR));
	cr_expect(fit.support > .4 && fit.support < .8, "%g", fit.support);
	cr_expect(not(growth_is_clear(&fit)));
}

Test(growth, seven_rounds_have_no_interval_and_no_support)
{
	struct fixture f = {.rounds = 7};
	struct growth_costs costs = side(&f, f.base);
	struct growth_fit fit;
	struct growth_change change;

	make_side(&f, f.base, GROWTH_LINEAR, 0, .01, SEED);
	make_side(&f, f.head, GROWTH_SQUARE, 0, .01, SEED + 1);
	growth_fit(&fit, &costs, SEED);
	cr_expect(isnan(fit.support));
	cr_expect(isnan(fit.exponent));
	cr_expect(not(growth_is_clear(&fit)));
	change = compare(&f);
	cr_expect(eq(int, change.verdict, VERDICT_INCONCLUSIVE));
	cr_expect(eq(int, change.note, GROWTH_NOTE_ROUNDS));
}

/* ---- two sides ---- */

struct expectation {
	enum growth base, head;
	double power;
	double factor;
	enum verdict verdict;
	enum growth_note note;
};

static void
expect_change(const struct expectation *want, double noise)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_change change;

	make_side(&f, f.base, want->base, 0, noise, SEED);
	make_side(&f, f.head, want->head, want->power, noise, SEED + 1);
	for (size_t i = 0; i < SIZES * ROUNDS; i++)
		f.head[i] *= want->factor;
	change = compare(&f);
	cr_expect(eq(int, change.verdict, want->verdict), "%s to %s, n^%g",
	    growth_name(want->base), growth_name(want->head), want->power);
	cr_expect(eq(int, change.note, want->note), "%s to %s, n^%g",
	    growth_name(want->base), growth_name(want->head), want->power);
}

Test(growth, changes_have_their_verdicts)
{
	static const struct expectation cases[] = {
	    {GROWTH_LINEAR, GROWTH_LINEAR_LOG, 0, 1, VERDICT_REGRESSED,
		GROWTH_NOTE_CLASS},
	    {GROWTH_LINEAR, GROWTH_SQUARE, 0, 1, VERDICT_REGRESSED,
		GROWTH_NOTE_CLASS},
	    {GROWTH_SQUARE, GROWTH_LINEAR, 0, 1, VERDICT_IMPROVED,
		GROWTH_NOTE_CLASS},
	    {GROWTH_SQUARE, GROWTH_SQUARE, .05, 1, VERDICT_REGRESSED,
		GROWTH_NOTE_EXPONENT},
	    {GROWTH_CONSTANT, GROWTH_CONSTANT, 0, 1, VERDICT_PASS,
		GROWTH_NOTE_NONE},
	    {GROWTH_LINEAR, GROWTH_LINEAR, 0, 1.3, VERDICT_PASS,
		GROWTH_NOTE_FACTOR},
	    {GROWTH_LINEAR, GROWTH_LINEAR, 0, .7, VERDICT_PASS,
		GROWTH_NOTE_FACTOR},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_change(&cases[i], .01);
}

/* ln t of 128 n against 128 (n/128)^.01: over 512 times the size 512^.01 =
 * 1.0644, within the tolerance of 10 %, and measured without noise. */
Test(growth, a_significant_nothing_passes)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_change change;

	make_side(&f, f.base, GROWTH_LINEAR, 0, 0, SEED);
	make_side(&f, f.head, GROWTH_LINEAR, .01, 0, SEED);
	change = compare(&f);
	expect_near(change.slope, .01);
	expect_near(change.slope_low, .01);
	expect_near(change.effect, pow(512, .01));
	expect_near(change.shape, pow(512, .01));
	expect_near(change.level, pow(512, .005));
	cr_expect(eq(int, change.verdict, VERDICT_PASS));
}

/* 1 to 1.34 over the sizes is O(1), to 1.36 it is not: a class that changes
 * while the shape does not is none that fails anybody. */
Test(growth, a_class_at_its_border_is_no_change)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_change change;

	make_side(&f, f.base, GROWTH_CONSTANT, log(1.34) / log(512), 0, SEED);
	make_side(&f, f.head, GROWTH_CONSTANT, log(1.36) / log(512), 0, SEED);
	change = compare(&f);
	cr_expect(eq(int, change.verdict, VERDICT_PASS));
}

Test(growth, much_noise_proves_nothing)
{
	expect_change(&(struct expectation){GROWTH_LINEAR, GROWTH_LINEAR, 0, 1,
			  VERDICT_INCONCLUSIVE, GROWTH_NOTE_WIDE},
	    .5);
}

/* A fixed cost of 300 times the smallest in head: the ratio falls from 301 to
 * about 100 while the class rises from O(n) to O(n^2). */
Test(growth, a_steeper_class_regresses_although_the_ratio_falls)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_change change;

	make_side(&f, f.base, GROWTH_LINEAR, 0, .01, SEED);
	make_side(&f, f.head, GROWTH_SQUARE, 0, .01, SEED + 1);
	for (size_t i = 0; i < SIZES * ROUNDS; i++)
		f.head[i] = f.head[i] / 1000 + 300 * 20 * 128.;
	change = compare(&f);
	cr_expect(lt(dbl, change.effect_high, 1));
	cr_expect(eq(int, change.verdict, VERDICT_REGRESSED));
	cr_expect(eq(int, change.note, GROWTH_NOTE_CLASS));
}

/* ---- R ---- */

/* Five sizes: the costs of a row of scaling.csv, which has them by round. */
static struct growth_change
change_of_row(const struct oracle_row *row)
{
	double n[5], sides[2][5 * ROUNDS_OF_R];
	struct growth_costs base = {n, 5, sides[0], row->n};
	struct growth_costs head = {n, 5, sides[1], row->n};
	struct growth_fit base_fit, head_fit;
	struct growth_change change;

	cr_assert(eq(sz, row->count, 10 * row->n));
	for (size_t i = 0; i < 5; i++) {
		n[i] = (double)(100 << i);
		for (size_t r = 0; r < row->n; r++) {
			sides[0][i * row->n + r] = row->data[r * 5 + i];
			sides[1][i * row->n + r] =
			    row->data[(row->n + r) * 5 + i];
		}
	}
	growth_fit(&base_fit, &base, SEED);
	growth_fit(&head_fit, &head, SEED);
	growth_compare(&change, &base, &base_fit, &head, &head_fit, TOLERANCE);
	return change;
}

static void
check_slope(const struct oracle_row *row)
{
	expect_near(change_of_row(row).slope, row->value);
}

static void
check_low(const struct oracle_row *row)
{
	struct growth_change change = change_of_row(row);

	expect_near(change.slope_low, row->value);
	expect_near(change.effect_low, pow(16, row->value));
}

static void
check_high(const struct oracle_row *row)
{
	expect_near(change_of_row(row).slope_high, row->value);
}

Test(growth, slopes_and_intervals_are_those_of_r)
{
	oracle_each(ORACLE, "slope", 5, check_slope);
	oracle_each(ORACLE, "slope_low", 5, check_low);
	oracle_each(ORACLE, "slope_high", 5, check_high);
}

/* Slopes of -.01 and -.02 in turn over 512 times the size: 512^-.02 = .883,
 * below 1/1.1, at one end and .94 at the other. */
Test(growth, what_may_be_better_passes)
{
	struct fixture f = {.rounds = ROUNDS};
	struct growth_change change;

	make_side(&f, f.base, GROWTH_LINEAR, 0, 0, SEED);
	make_side(&f, f.head, GROWTH_LINEAR, -.01, 0, SEED);
	for (size_t i = 0; i < SIZES; i++)
		for (size_t r = 0; r < ROUNDS; r += 2)
			f.head[i * ROUNDS + r] *= pow(f.n[i] / 128, -.01);
	change = compare(&f);
	cr_expect(lt(dbl, change.effect_low, 1 / 1.1));
	cr_expect(lt(dbl, 1 / 1.1, change.effect_high));
	cr_expect(eq(int, change.verdict, VERDICT_PASS));
}
