#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/limit.h"

#define SMALLER DIRECTION_SMALLER
#define BIGGER DIRECTION_BIGGER

/* Eight on one side have p = 2^-8 = .0039 <= .005. */
static const double below[] = {90, 91, 92, 93, 94, 95, 96, 97, 98};

Test(limit, eight_values_on_one_side_tell)
{
	cr_expect(eq(int, limit_place(SMALLER, 100, below, 8), LIMIT_WITHIN));
	cr_expect(eq(int, limit_place(SMALLER, 80, below, 8), LIMIT_BEYOND));
}

Test(limit, where_bigger_is_better_below_is_beyond)
{
	cr_expect(eq(int, limit_place(BIGGER, 100, below, 8), LIMIT_BEYOND));
	cr_expect(eq(int, limit_place(BIGGER, 80, below, 8), LIMIT_WITHIN));
}

Test(limit, seven_values_are_too_few)
{
	cr_expect(eq(int, limit_place(SMALLER, 100, below, 7), LIMIT_TOO_FEW));
	cr_expect(eq(int, limit_place(SMALLER, 100, NULL, 0), LIMIT_TOO_FEW));
}

/* One of eight beyond, if only just: W = 1 has p = 2 x 2^-8 = .0078 > .005. Of
 * nine the same is .0039. */
Test(limit, one_of_eight_on_the_other_side_is_unclear)
{
	cr_expect(eq(int, limit_place(SMALLER, 96.5, below, 8), LIMIT_UNCLEAR));
	cr_expect(eq(int, limit_place(SMALLER, 90.4, below, 8), LIMIT_UNCLEAR));
	cr_expect(eq(int, limit_place(SMALLER, 90.4, below, 9), LIMIT_BEYOND));
}

/* "The largest value that passes": equal values pass, and one beyond among them
 * makes it unclear. */
Test(limit, values_at_the_limit_keep_it)
{
	const double values[] = {5, 5, 5, 5, 5, 5, 5, 5};
	const double mixed[] = {5, 5, 5, 5, 5, 5, 5, 6};

	cr_expect(eq(int, limit_place(SMALLER, 5, values, 8), LIMIT_WITHIN));
	cr_expect(eq(int, limit_place(BIGGER, 5, values, 8), LIMIT_WITHIN));
	cr_expect(eq(int, limit_place(SMALLER, 5, mixed, 8), LIMIT_UNCLEAR));
}
