#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/history/score.h"

static const size_t truth_items[] = {20, 50};
static const struct changes truth = {truth_items, 2};
static const struct changes none = {NULL, 0};

/* 20 is found 5 off, 50 is missed by 6: with the start 2 of 3 found and 2 of 3
 * there: 2/3. */
Test(history_score, a_change_five_points_off_is_found)
{
	const size_t found[] = {25, 56};

	cr_expect(epsilon_eq(
	    dbl, score_f1(truth, (struct changes){found, 2}), 2. / 3, 1e-12));
	cr_expect(eq(dbl, score_f1(truth, truth), 1));
	cr_expect(eq(dbl, score_f1(none, none), 1));
}

/* Both are near 20; one of them is a false alarm: precision 2/3, recall 2/3. */
Test(history_score, a_change_is_found_once)
{
	const size_t found[] = {19, 21};

	cr_expect(epsilon_eq(
	    dbl, score_f1(truth, (struct changes){found, 2}), 2. / 3, 1e-12));
}

/* One segment of 100 against 20, 30 and 50: .2, .3 and .5 of it: 20 x .2 + 30 x
 * .3 + 50 x .5 = 38. */
Test(history_score, cover_is_the_weighted_best_overlap)
{
	cr_expect(epsilon_eq(dbl, score_cover(truth, none, 100), .38, 1e-12));
	cr_expect(eq(dbl, score_cover(truth, truth, 100), 1));
	cr_expect(epsilon_eq(dbl, score_cover(none, truth, 100), .5, 1e-12));
}
