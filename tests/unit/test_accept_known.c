/* accept_known: the nearest of the names that are known. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "runner/accept_known.h"

static const struct store_history_series known[] = {
    {{"parse/10", "real_time", "ns", DIRECTION_SMALLER}, ""},
    {{"parse/1000", "real_time", "ns", DIRECTION_SMALLER}, ""},
    {{"print", "max_rss", "B", DIRECTION_SMALLER}, ""},
};

static void
nearest(const char *name, size_t expected)
{
	size_t found = 99;

	cr_expect(not(accept_known_nearest(known, 3, name, &found)));
	cr_expect(eq(sz, found, expected), "%s", name);
}

Test(accept_known, a_name_that_is_there_is_found)
{
	size_t found = 99;

	cr_expect(accept_known_nearest(known, 3, "print/max_rss", &found));
	cr_expect(eq(sz, found, 2));
}

Test(accept_known, the_nearest_has_the_fewest_letters_to_change)
{
	nearest("parse/1000/cpu_time", 1); /* 4 of "real" for 3 of "cpu" */
	nearest("parse/100/real_time", 0); /* 1, as parse/1000: the first */
	nearest("parse/10000/real_time", 1); /* 1; the first takes 3 */
	nearest("prnt/max_rss", 2);
	nearest("print/max", 2); /* 4 */
}

Test(accept_known, of_nothing_nothing_is_nearest)
{
	size_t found = 99;

	cr_expect(not(accept_known_nearest(known, 0, "a/b", &found)));
	cr_expect(eq(sz, found, 99));
}

/* Both are alike in all that is compared. */
Test(accept_known, only_the_first_letters_are_compared)
{
	static char longest[BENCHMARK_NAME_MAX + 1];
	static char other[BENCHMARK_NAME_MAX + 3];
	struct store_history_series one = {
	    {longest, "t", "ns", DIRECTION_SMALLER}, ""};
	size_t found = 99;

	memset(longest, 'a', BENCHMARK_NAME_MAX);
	memset(other, 'a', BENCHMARK_NAME_MAX);
	strcpy(other + BENCHMARK_NAME_MAX, "/u");
	cr_expect(not(accept_known_nearest(&one, 1, other, &found)));
	cr_expect(eq(sz, found, 0));
}
