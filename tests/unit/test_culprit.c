#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/culprit_fixture.h"

static double
probability(size_t place)
{
	return culprit_reached(culprit, place) -
	       culprit_reached(culprit, place - 1);
}

/* Four pairs, by turns .09 and .11 to either side. */
static void
give_wide(size_t place, double level)
{
	for (size_t i = 0; i < 4; i++) {
		double by = i % 2 ? .11 : .09;

		culprit_give(place, level - by);
		culprit_give(place, level + by);
	}
}

/* ---- the range ---- */

Test(culprit, reach_sums_the_weights_behind_the_first_place)
{
	const double weights[] = {5, 1, 0, 2};

	culprit_start(weights, 4);
	cr_expect(eq(dbl, range.reach[0], 0));
	cr_expect(eq(dbl, range.reach[1], 1));
	cr_expect(eq(dbl, range.reach[2], 1));
	cr_expect(eq(dbl, range.reach[3], 3));
	culprit_stop();
}

Test(culprit, where_nobody_can_be_guilty_nothing_is_judged)
{
	const double weights[] = {1, 0, 0};

	cr_expect(
	    eq(int, culprit_range_init(&range, weights, 3), ERR_UNJUDGED));
	cr_expect(eq(str, (char *)err_text(),
	    "none of the commits changes what is built and run"));
	cr_expect(eq(sz, range.count, 0));
}

/* ---- who ---- */

Test(culprit, of_two_commits_the_second_is_guilty)
{
	culprit_start(NULL, 2);
	culprit_give_ends();
	culprit_settle();
	cr_expect(eq(dbl, culprit_reached(culprit, 0), 0));
	cr_expect(epsilon_eq(dbl, culprit_reached(culprit, 1), 1, 1e-12));
	cr_expect(eq(sz, culprit_best(culprit).first, 1));
	cr_expect(eq(sz, culprit_best(culprit).last, 1));
	culprit_stop();
}

/* Ends 0 and STEP tell nothing of places between: each of 4 has 1/4. */
Test(culprit, what_lies_between_two_places_goes_by_the_weights)
{
	const double weights[] = {0, 1, 3, 0, 4};

	culprit_start(NULL, 5);
	culprit_give_ends();
	culprit_settle();
	for (size_t i = 1; i < 5; i++)
		cr_expect(epsilon_eq(dbl, probability(i), .25, 1e-12));
	culprit_stop();
	culprit_start(weights, 5);
	culprit_give_ends();
	culprit_settle();
	cr_expect(epsilon_eq(dbl, probability(1), .125, 1e-12));
	cr_expect(epsilon_eq(dbl, probability(2), .375, 1e-12));
	cr_expect(epsilon_eq(dbl, probability(4), .5, 1e-12));
	culprit_stop();
}

/* Mirrored at the middle level, the data are the same with before and after
 * exchanged. */
Test(culprit, symmetric_data_leave_one_half_each)
{
	culprit_start(NULL, 3);
	culprit_give_ends();
	culprit_give(1, STEP / 2);
	culprit_settle();
	cr_expect(epsilon_eq(dbl, probability(1), .5, 1e-9));
	cr_expect(epsilon_eq(dbl, probability(2), .5, 1e-9));
	culprit_stop();
}

Test(culprit, a_place_at_the_new_level_has_the_culprit_before_it)
{
	culprit_start(NULL, 11);
	culprit_give_ends();
	culprit_give_around(5, STEP, 4);
	culprit_settle();
	cr_expect(lt(dbl, .999, culprit_reached(culprit, 5)));
	cr_expect(epsilon_eq(dbl, probability(1), .2, 1e-3));
	culprit_stop();
}

Test(culprit, what_has_no_weight_cannot_be_guilty)
{
	const double weights[] = {0, 1, 0, 0, 1, 0};
	struct culprit_suspect best;

	culprit_start(weights, 6);
	culprit_give_ends();
	culprit_give_around(2, 0, 4);
	culprit_give_around(3, STEP, 4);
	culprit_settle();
	cr_expect(eq(dbl, probability(2), 0));
	cr_expect(eq(dbl, probability(3), 0));
	cr_expect(eq(dbl, probability(5), 0));
	best = culprit_best(culprit);
	cr_expect(eq(sz, best.first, best.last));
	cr_expect(best.first == 1 || best.first == 4);
	culprit_expect_numbers();
	culprit_stop();
}

/* Seven places of 1/7 each; 2, 3 and 4 cannot be measured: 2 to 5 are one
 * suspect of 4/7. */
Test(culprit, broken_places_are_one_suspect_with_the_next)
{
	struct culprit_suspect best;

	culprit_start(NULL, 8);
	range.broken[2] = range.broken[3] = range.broken[4] = true;
	culprit_give_ends();
	culprit_settle();
	best = culprit_best(culprit);
	cr_expect(eq(sz, best.first, 2));
	cr_expect(eq(sz, best.last, 5));
	cr_expect(epsilon_eq(dbl, best.probability, 4 / 7., 1e-9));
	culprit_stop();
}

Test(culprit, those_without_weight_are_none_of_a_suspect)
{
	const double weights[] = {0, 0, 1, 1, 0, 0};
	struct culprit_suspect best;

	culprit_start(weights, 6);
	for (size_t i = 1; i < 5; i++)
		range.broken[i] = true;
	culprit_give_ends();
	culprit_settle();
	best = culprit_best(culprit);
	cr_expect(eq(sz, best.first, 2));
	cr_expect(eq(sz, best.last, 3));
	cr_expect(epsilon_eq(dbl, best.probability, 1, 1e-9));
	culprit_stop();
}

/* ---- levels ---- */

/* The squares of 16 values about two means sum to 16 x (.09^2 + .11^2) / 2 =
 * .1616, with 14 degrees of freedom, t's: a mean's sd is sqrt(.1616 / 14 / 8 x
 * 14 / 12) = .0410. The mean of s is sqrt(.1616 / 2) Gamma(6.5) / Gamma(7) =
 * .1137, with 8 x .005^2 in its square that values of one commit share. */
Test(culprit, levels_are_where_the_ends_are)
{
	struct culprit_levels levels;

	culprit_start(NULL, 4);
	give_wide(0, 0);
	give_wide(3, 1);
	culprit_settle();
	levels = culprit_levels(culprit);
	cr_expect(epsilon_eq(dbl, levels.before, 0, 1e-3));
	cr_expect(epsilon_eq(dbl, levels.after, 1, 1e-3));
	cr_expect(epsilon_eq(dbl, levels.before_sd, .0410, .0006));
	cr_expect(epsilon_eq(dbl, levels.after_sd, .0410, .0006));
	cr_expect(epsilon_eq(dbl, levels.noise, .1128, .002));
	culprit_stop();
}

/* Values of the last place only: .05 is 10 standard deviations above 0. */
Test(culprit, an_anchor_stands_for_the_old_level)
{
	struct culprit_levels levels;

	culprit_start(NULL, 5);
	culprit_anchor(culprit, .005);
	culprit_give_around(4, .05, 8);
	culprit_give_around(2, .05, 4);
	culprit_settle();
	levels = culprit_levels(culprit);
	cr_expect(epsilon_eq(dbl, levels.before, 0, 1e-3));
	cr_expect(epsilon_eq(dbl, levels.before_sd, .005, 5e-4));
	cr_expect(lt(dbl, .98, culprit_reached(culprit, 2)));
	culprit_expect_numbers();
	culprit_stop();
}

/* A place in the middle between levels 1 % apart: a change of 1 % explains all,
 * one of 5 % at least moves both levels apart. */
Test(culprit, a_step_is_as_large_as_it_must_be)
{
	struct culprit_levels levels;

	culprit_start(NULL, 5);
	culprit_give_around(0, 0, 4);
	culprit_give_around(4, .01, 4);
	culprit_settle();
	levels = culprit_levels(culprit);
	cr_expect(lt(dbl, levels.after - levels.before, .015));
	culprit_step_least(culprit, .05);
	culprit_settle();
	levels = culprit_levels(culprit);
	cr_expect(le(dbl, .05, levels.after - levels.before));
	cr_expect(lt(dbl, levels.after - levels.before, .06));
	culprit_expect_numbers();
	culprit_stop();
}

/* An outlier of 100 noises costs its place no more than a wide normal. */
Test(culprit, one_wild_value_moves_no_level)
{
	culprit_start(NULL, 4);
	culprit_give_ends();
	culprit_give(0, 1.5);
	culprit_settle();
	cr_expect(epsilon_eq(dbl, culprit_levels(culprit).before, 0, .01));
	culprit_stop();
}

Test(culprit, a_grid_laid_by_one_wild_value_is_laid_again)
{
	culprit_start(NULL, 4);
	culprit_give(0, 5);
	culprit_give(3, STEP);
	culprit_settle();
	for (size_t i = 0; i < 4; i++) {
		culprit_give_around(0, 0, 1);
		culprit_give_around(3, STEP, 1);
		culprit_settle();
	}
	cr_expect(epsilon_eq(dbl, culprit_levels(culprit).before, 0, .01));
	cr_expect(epsilon_eq(dbl, culprit_levels(culprit).after, STEP, .01));
	culprit_stop();
}

/* ---- values ---- */

Test(culprit, values_are_kept_by_place)
{
	const struct culprit_place *places;

	culprit_start(NULL, 9);
	for (size_t i = 0; i < 9; i++)
		for (size_t k = 0; k <= i; k++)
			culprit_give((i * 4) % 9, (double)k);
	cr_assert(eq(sz, culprit_places(culprit, &places), 9));
	for (size_t i = 0; i < 9; i++) {
		cr_expect(eq(sz, places[(i * 4) % 9].place, (i * 4) % 9));
		cr_expect(eq(sz, places[(i * 4) % 9].count, i + 1));
		cr_expect(eq(dbl, places[(i * 4) % 9].values[i], (double)i));
		cr_expect(eq(sz, culprit_values(culprit, (i * 4) % 9), i + 1));
	}
	culprit_stop();
}

/* As if it had never been: the grid may be another one, of which the posterior
 * hardly depends. */
Test(culprit, what_is_forgotten_says_nothing)
{
	double before;

	culprit_start(NULL, 11);
	culprit_give_ends();
	culprit_give(7, .03);
	culprit_settle();
	before = culprit_reached(culprit, 4);
	culprit_give_around(4, STEP, 8);
	culprit_settle();
	cr_assert(lt(dbl, .99, culprit_reached(culprit, 4)));
	culprit_forget(culprit, 4);
	culprit_forget(culprit, 5);
	cr_expect(eq(sz, culprit_values(culprit, 4), 0));
	culprit_settle();
	cr_expect(epsilon_eq(dbl, culprit_reached(culprit, 4), before, .01));
	culprit_stop();
}

Test(culprit, all_is_forgotten_at_once)
{
	const struct culprit_place *places;

	culprit_start(NULL, 5);
	culprit_give_around(0, 3, 4);
	culprit_give_around(4, 4, 4);
	culprit_settle();
	culprit_forget_all(culprit);
	cr_expect(eq(sz, culprit_places(culprit, &places), 0));
	culprit_give_ends();
	culprit_settle();
	cr_expect(epsilon_eq(dbl, culprit_levels(culprit).before, 0, 1e-3));
	culprit_stop();
}

/* The answers are of the last update until the next one. */
Test(culprit, a_value_counts_from_the_next_update_on)
{
	double reached;

	culprit_start(NULL, 11);
	culprit_give_ends();
	culprit_settle();
	reached = culprit_reached(culprit, 6);
	culprit_give(5, STEP);
	cr_expect(eq(dbl, culprit_reached(culprit, 6), reached));
	culprit_forget_all(culprit);
	cr_expect(eq(dbl, culprit_reached(culprit, 6), reached));
	culprit_stop();
}

/* What is kept of places that did not change is what would be found anew. */
Test(culprit, an_update_by_steps_is_an_update_at_once)
{
	static const double values[] = {.3, .02, .25, -.01, .33, .15};
	double by_steps;

	culprit_start(NULL, 20);
	give_wide(0, 0);
	give_wide(19, .3);
	culprit_settle();
	for (size_t i = 0; i < 6; i++) {
		culprit_give(3 + 2 * i, values[i]);
		culprit_settle();
	}
	by_steps = culprit_reached(culprit, 8);
	culprit_stop();
	culprit_start(NULL, 20);
	give_wide(0, 0);
	give_wide(19, .3);
	for (size_t i = 0; i < 6; i++)
		culprit_give(3 + 2 * i, values[i]);
	culprit_settle();
	cr_expect(epsilon_eq(dbl, culprit_reached(culprit, 8), by_steps, .005));
	culprit_stop();
}
