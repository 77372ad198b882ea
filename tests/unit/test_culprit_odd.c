/* Values that no measurement should give: they give numbers all the same. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/culprit_fixture.h"

Test(culprit_odd, equal_values_are_values)
{
	culprit_start(NULL, 6);
	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < 8; k++)
			culprit_give(i, .25);
	culprit_settle();
	culprit_expect_numbers();
	culprit_step_least(culprit, .0198);
	culprit_settle();
	culprit_expect_numbers();
	culprit_stop();
}

Test(culprit_odd, one_place_alone_gives_numbers)
{
	for (size_t place = 0; place < 5; place += 2) {
		culprit_start(NULL, 5);
		for (size_t i = 0; i < 20; i++) {
			culprit_give(place, .01 * (double)i);
			culprit_settle();
			culprit_expect_numbers();
		}
		culprit_stop();
	}
}

/* Once the other end is measured, the grids are laid by both. */
Test(culprit_odd, one_side_alone_does_no_harm_to_the_other)
{
	culprit_start(NULL, 5);
	for (size_t i = 0; i < 30; i++) {
		culprit_give_around(0, 0, 1);
		culprit_settle();
	}
	culprit_give_around(4, 2, 4);
	culprit_settle();
	culprit_expect_numbers();
	cr_expect(epsilon_eq(dbl, culprit_levels(culprit).after, 2, .01));
	culprit_stop();
}

Test(culprit_odd, hugely_distant_values_give_numbers)
{
	static const double huge[] = {1e308, -1e308, 1e-308, 1400, -745, 1e5};

	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < 6; k++) {
			culprit_start(NULL, 6);
			culprit_give(0, huge[i]);
			culprit_give(5, huge[k]);
			culprit_give(2, 0);
			culprit_give(2, huge[k]);
			for (size_t turn = 0; turn < 20; turn++)
				culprit_settle();
			culprit_expect_numbers();
			culprit_step_least(culprit, 3);
			culprit_settle();
			culprit_expect_numbers();
			culprit_stop();
		}
}

Test(culprit_odd, a_step_that_nothing_shows_gives_numbers)
{
	static const double least[] = {.5, 20, 1e4, -1e4};

	for (size_t i = 0; i < 4; i++) {
		culprit_start(NULL, 6);
		culprit_anchor(culprit, 1e-9);
		culprit_step_least(culprit, least[i]);
		culprit_give_around(5, 0, 3);
		culprit_give_around(2, 0, 3);
		for (size_t turn = 0; turn < 20; turn++)
			culprit_settle();
		culprit_expect_numbers();
		culprit_stop();
	}
}

Test(culprit_odd, none_is_free_to_free)
{
	culprit_free(NULL);
}
