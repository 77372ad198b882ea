#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/culprit_choice.h"
#include "tests/support/culprit_fixture.h"
#include "tests/support/oracle_rows.h"

static const struct culprit_costs runs_only = {.build = 0, .run = 1};
static const struct culprit_costs dear_builds = {.build = 20, .run = 1};

/* Ends that leave no doubt of either level. */
static void
start(size_t count)
{
	culprit_start(NULL, count);
	for (size_t i = 0; i < 6; i++)
		culprit_give_ends();
	culprit_settle();
}

static struct culprit_visit
choose(const struct culprit_costs *costs)
{
	const struct culprit *list[] = {culprit};
	struct culprit_visit visit = {0};

	cr_assert(culprit_choose(list, 1, &range, costs, &visit));
	cr_expect(lt(sz, 0, visit.runs));
	cr_expect(le(sz, visit.runs, CULPRIT_RUNS_MAX));
	cr_expect(lt(dbl, 0, visit.bits));
	return visit;
}

/* ---- information ---- */

static void
expect_information(const struct oracle_row *row)
{
	double found = culprit_information(row->data[0], row->data[1]);

	cr_expect(
	    epsilon_eq(dbl, found, row->value, fmin(1e-5, 1e-3 * row->value)),
	    "%.9g, R has %.9g", found, row->value);
}

Test(culprit_choice, information_agrees_with_integrals_in_r)
{
	oracle_each(
	    "tests/oracle/culprit.csv", "information", 48, expect_information);
}

/* Where yes is never taken for no, it is the entropy: 1 bit at 1/2; of 1/4
 * it is 2/4 + 3/4 log2(4/3) = .811278. */
Test(culprit_choice, levels_far_apart_tell_the_whole_entropy)
{
	cr_expect(epsilon_eq(dbl, culprit_information(.5, 1e3), 1, 1e-5));
	cr_expect(
	    epsilon_eq(dbl, culprit_information(.25, 1e9), .811278, 1e-5));
	cr_expect(epsilon_eq(dbl, culprit_information(.5, INFINITY), 1, 1e-5));
}

Test(culprit_choice, one_level_tells_nothing)
{
	cr_expect(epsilon_eq(dbl, culprit_information(.5, 0), 0, 1e-12));
	cr_expect(epsilon_eq(dbl, culprit_information(0, 3), 0, 1e-12));
	cr_expect(epsilon_eq(dbl, culprit_information(1, 3), 0, 1e-12));
}

Test(culprit_choice, an_even_question_tells_most)
{
	double most = culprit_information(.5, 2);

	for (double p = .01; p < .495; p += .01) {
		cr_expect(lt(dbl, culprit_information(p, 2), most));
		cr_expect(epsilon_eq(dbl, culprit_information(p, 2),
		    culprit_information(1 - p, 2), 1e-5));
	}
}

/* ---- where ---- */

/* Places 1 to 100, all alike: half are at 50 or before it. */
Test(culprit_choice, the_middle_is_asked_first)
{
	start(101);
	cr_expect(eq(sz, choose(&runs_only).place, 50));
	culprit_stop();
}

/* Weights 1, 1, 1, 1, 4, 0 of places 1 to 6: half are at 4 or before it. */
Test(culprit_choice, the_middle_is_by_the_weights)
{
	const double weights[] = {0, 1, 1, 1, 1, 4, 0};

	culprit_start(weights, 7);
	for (size_t i = 0; i < 6; i++)
		culprit_give_ends();
	culprit_settle();
	cr_expect(eq(sz, choose(&runs_only).place, 4));
	culprit_stop();
}

Test(culprit_choice, broken_places_are_left_out)
{
	size_t place;

	start(101);
	for (size_t i = 40; i < 60; i++)
		range.broken[i] = true;
	range.built[39] = range.built[60] = true;
	place = choose(&runs_only).place;
	cr_expect(place == 39 || place == 60, "%zu", place);
	culprit_stop();
}

/* The neighbour of a broken place is broken, too, with probability 1/2. */
Test(culprit_choice, places_near_a_broken_one_are_avoided)
{
	size_t place;

	start(101);
	range.broken[50] = true;
	place = choose(&dear_builds).place;
	cr_expect(place <= 46 || place >= 54, "%zu", place);
	cr_expect(25 <= place && place <= 75, "%zu", place);
	culprit_stop();
}

/* 70 is asked with p = .7, which is .88 bits of at most 1, for a 21st of the
 * cost. */
Test(culprit_choice, a_built_place_is_worth_its_build)
{
	start(101);
	cr_assert(eq(sz, choose(&dear_builds).place, 50));
	range.built[70] = true;
	cr_expect(eq(sz, choose(&dear_builds).place, 70));
	culprit_stop();
}

/* Of two built places the one nearer to the middle tells more. */
Test(culprit_choice, of_built_places_the_most_telling_is_taken)
{
	start(101);
	range.built[20] = range.built[40] = range.built[75] = true;
	cr_expect(eq(sz, choose(&dear_builds).place, 40));
	culprit_stop();
}

/* 20 is well known to be at .05; 0 and 40 are at 0 and .1, give or take .057,
 * so that it may be of either level. Another value of the middle says nothing
 * of which, one of an end does, and no other place is built. */
Test(culprit_choice, where_levels_are_badly_known_an_end_is_asked)
{
	size_t place;

	culprit_start(NULL, 41);
	for (size_t i = 0; i < 40; i++)
		culprit_give(20, .05 + (i % 2 ? .08 : -.08));
	for (size_t i = 0; i < 2; i++) {
		culprit_give(0, i % 2 ? .08 : -.08);
		culprit_give(40, .1 + (i % 2 ? .08 : -.08));
	}
	range.built[0] = range.built[20] = range.built[40] = true;
	culprit_step_least(culprit, .0198);
	culprit_settle();
	place = choose(&dear_builds).place;
	cr_expect(place == 0 || place == 40, "%zu", place);
	culprit_stop();
}

/* ---- how often ---- */

static void
start_noisy(void)
{
	culprit_start(NULL, 101);
	for (size_t i = 0; i < 40; i++) {
		culprit_give(0, i % 2 ? .08 : -.08);
		culprit_give(100, STEP + (i % 2 ? .08 : -.08));
	}
	culprit_settle();
}

Test(culprit_choice, where_builds_are_dear_one_has_several_runs)
{
	start_noisy();
	cr_expect(eq(sz, choose(&dear_builds).runs, CULPRIT_RUNS_MAX));
	cr_expect(eq(sz, choose(&runs_only).runs, 1));
	culprit_stop();
}

Test(culprit_choice, a_visit_costs_its_build_and_its_runs)
{
	struct culprit_costs costs = {.build = 5, .visit = 2, .run = 3};
	struct culprit_visit visit;

	start_noisy();
	visit = choose(&costs);
	cr_expect(eq(dbl, visit.cost, 7 + 3 * (double)visit.runs));
	range.built[visit.place] = true;
	visit = choose(&costs);
	cr_expect(eq(dbl, visit.cost, 2 + 3 * (double)visit.runs));
	culprit_stop();
}

/* With no noise but what a commit's own level is off, the second run of one
 * tells little: its neighbour does. */
Test(culprit_choice, a_value_of_a_place_is_worth_less_with_each)
{
	const struct culprit *list[] = {culprit};
	struct culprit_visit visit;
	double bits = INFINITY;

	culprit_start(NULL, 3);
	list[0] = culprit;
	culprit_give_ends();
	range.broken[0] = range.broken[2] = true;
	for (size_t i = 0; i < 10; i++) {
		culprit_give(1, STEP / 2 + (i % 2 ? .01 : -.01));
		if (i % 2 == 0)
			continue;
		culprit_settle();
		cr_assert(culprit_choose(list, 1, &range, &runs_only, &visit));
		cr_expect(eq(sz, visit.place, 1));
		cr_expect(lt(dbl, visit.bits, bits));
		bits = visit.bits;
	}
	culprit_stop();
}

/* ---- whether ---- */

Test(culprit_choice, where_all_is_broken_nothing_is_left)
{
	const struct culprit *list[1];
	struct culprit_visit visit = {.place = 77};

	start(20);
	list[0] = culprit;
	for (size_t i = 0; i < 20; i++)
		range.broken[i] = true;
	cr_expect(not(culprit_choose(list, 1, &range, &runs_only, &visit)));
	cr_expect(eq(sz, visit.place, 77));
	culprit_stop();
}

/* 61 values of each place, and each has said what it can. */
Test(culprit_choice, no_place_is_asked_for_ever)
{
	const struct culprit *list[1];
	struct culprit_visit visit;

	culprit_start(NULL, 4);
	list[0] = culprit;
	for (size_t place = 0; place < 4; place++)
		for (size_t i = 0; i < 61; i++)
			culprit_give(place, i % 2 ? .1 : -.1);
	culprit_settle();
	cr_expect(not(culprit_choose(list, 1, &range, &runs_only, &visit)));
	culprit_stop();
}

Test(culprit_choice, of_no_series_nothing_is_asked)
{
	struct culprit_visit visit;

	start(5);
	cr_expect(not(culprit_choose(NULL, 0, &range, &runs_only, &visit)));
	culprit_stop();
}

/* The second series has been settled between 60 and 61: only the first one
 * asks, and what both are told is counted. */
Test(culprit_choice, several_series_share_a_visit)
{
	const struct culprit *list[2];
	struct culprit_visit alone;
	struct culprit_visit both;
	struct culprit *other;

	start(101);
	alone = choose(&runs_only);
	cr_assert(
	    eq(int, culprit_new(&other, &range, &culprit_noise_times), ERR_OK));
	for (size_t i = 0; i < 30; i++) {
		double by = i % 2 ? .01 : -.01;

		cr_assert(eq(int, culprit_add(other, 0, by), ERR_OK));
		cr_assert(eq(int, culprit_add(other, 60, by), ERR_OK));
		cr_assert(eq(int, culprit_add(other, 61, .5 + by), ERR_OK));
		cr_assert(eq(int, culprit_add(other, 100, .5 + by), ERR_OK));
	}
	cr_assert(eq(int, culprit_update(other), ERR_OK));
	list[0] = other;
	list[1] = culprit;
	cr_assert(culprit_choose(list, 2, &range, &runs_only, &both));
	cr_expect(eq(sz, both.place, alone.place));
	cr_expect(ge(dbl, both.bits, alone.bits));
	culprit_free(other);
	culprit_stop();
}
