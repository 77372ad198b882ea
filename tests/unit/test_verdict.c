#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/verdict.h"

/* DESIGN, "verdict": worst first, and the exit code of a check with it. */
static const struct {
	const char *name;
	enum verdict verdict;
	int exit_code;
} expected[] = {
    {"regressed", VERDICT_REGRESSED, 1},
    {"error", VERDICT_ERROR, 4},
    {"missing", VERDICT_MISSING, 3},
    {"inconclusive", VERDICT_INCONCLUSIVE, 3},
    {"acknowledged", VERDICT_ACKNOWLEDGED, 0},
    {"improved", VERDICT_IMPROVED, 0},
    {"new", VERDICT_NEW, 0},
    {"pass", VERDICT_PASS, 0},
    {"identical", VERDICT_IDENTICAL, 0},
};

Test(verdict, the_table_of_this_test_is_whole)
{
	cr_expect(eq(sz, sizeof expected / sizeof *expected, VERDICT_COUNT));
}

Test(verdict, every_verdict_has_its_name_and_exit_code)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		enum verdict v = expected[i].verdict;

		cr_expect(
		    eq(str, (char *)verdict_name(v), (char *)expected[i].name));
		cr_expect(eq(int, verdict_exit_code(v), expected[i].exit_code));
	}
}

Test(verdict, a_name_parses_to_its_verdict)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		enum verdict v = VERDICT_IDENTICAL;

		cr_assert(eq(int, verdict_parse(expected[i].name, &v), 0));
		cr_expect(eq(int, v, expected[i].verdict));
	}
}

Test(verdict, what_is_no_name_leaves_the_verdict)
{
	static const char *const no_names[] = {
	    "", "Pass", "passed", "pass ", "regresse"};

	for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++) {
		enum verdict v = VERDICT_NEW;

		cr_expect(eq(int, verdict_parse(no_names[i], &v), -1));
		cr_expect(eq(int, v, VERDICT_NEW));
	}
}

Test(verdict, of_two_the_one_further_up_is_worse)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		for (int j = i; j < VERDICT_COUNT; j++) {
			enum verdict a = expected[i].verdict;
			enum verdict b = expected[j].verdict;

			cr_expect(eq(int, verdict_worse(a, b), a));
			cr_expect(eq(int, verdict_worse(b, a), a));
		}
	}
}
