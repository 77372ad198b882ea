/* Instruction counts as a witness. Counts are of a million, the tolerance is
 * 0.3 % unless said: 3,000, and a third of it 1,000. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "baselines/witness.h"
#include "tests/support/git_fixture.h"

#define MILLION 1e6

static struct witness witness;

static struct witness_counts
counts_of(double base, double head)
{
	return (struct witness_counts){
	    .values = {[SIDE_BASE] = {base, base}, [SIDE_HEAD] = {head, head}},
	    .n = {[SIDE_BASE] = 2, [SIDE_HEAD] = 2},
	};
}

static void
judged(double head, enum verdict verdict)
{
	struct witness_counts counts = counts_of(MILLION, head);

	witness_judge(&witness, &counts, WITNESS_TOLERANCE);
	expect_text(verdict_name(witness.verdict), verdict_name(verdict));
	cr_expect(epsilon_eq(dbl, witness.ratio, head / MILLION, 1e-12));
}

Test(witness, one_look_at_the_tolerance_decides)
{
	judged(1003100, VERDICT_REGRESSED);
	judged(1002900, VERDICT_PASS);
	judged(MILLION, VERDICT_PASS);
	judged(997100, VERDICT_PASS);
	judged(996900, VERDICT_IMPROVED);
}

Test(witness, a_single_count_of_each_side_is_enough)
{
	struct witness_counts counts = counts_of(MILLION, 1030000);

	counts.n[SIDE_BASE] = 1;
	counts.n[SIDE_HEAD] = 1;
	counts.values[SIDE_BASE][1] = 0;
	witness_judge(&witness, &counts, WITNESS_TOLERANCE);
	cr_expect(eq(int, witness.verdict, VERDICT_REGRESSED));
	cr_expect(isnan(witness.control_ratio));
	cr_expect(ieee_ulp_eq(dbl, witness.repeat, 0, 1));
}

/* Head is up by 3 % in each, but what is equal differs by 0.11 %. */
Test(witness, counts_that_do_not_repeat_prove_nothing)
{
	struct witness_counts counts = counts_of(MILLION, 1030000);

	counts.values[SIDE_BASE][1] = 998900;
	witness_judge(&witness, &counts, WITNESS_TOLERANCE);
	cr_expect(eq(int, witness.verdict, VERDICT_INCONCLUSIVE));
	cr_expect(epsilon_eq(dbl, witness.repeat, -0.0011, 1e-9));

	counts = counts_of(MILLION, 1030000);
	counts.values[SIDE_HEAD][1] = 1030000 * 1.0011;
	witness_judge(&witness, &counts, WITNESS_TOLERANCE);
	cr_expect(eq(int, witness.verdict, VERDICT_INCONCLUSIVE));
	cr_expect(epsilon_eq(dbl, witness.repeat, 0.0011, 1e-9));

	counts = counts_of(MILLION, 1030000);
	counts.values[SIDE_CONTROL][0] = 1001100;
	counts.n[SIDE_CONTROL] = 1;
	witness_judge(&witness, &counts, WITNESS_TOLERANCE);
	cr_expect(eq(int, witness.verdict, VERDICT_INCONCLUSIVE));
	cr_expect(epsilon_eq(dbl, witness.control_ratio, 1.0011, 1e-9));
}

/* 0.09 % is below a third of 0.3 %; of 0.2 % it is above. */
Test(witness, a_third_of_the_tolerance_is_what_counts_may_differ_by)
{
	struct witness_counts counts = counts_of(MILLION, 1030000);

	counts.values[SIDE_BASE][1] = 1000900;
	witness_judge(&witness, &counts, 0.003);
	cr_expect(eq(int, witness.verdict, VERDICT_REGRESSED));
	witness_judge(&witness, &counts, 0.002);
	cr_expect(eq(int, witness.verdict, VERDICT_INCONCLUSIVE));
}

/* What comes on top of a program's own work adds to its count. */
Test(witness, the_smaller_count_of_a_side_is_its_value)
{
	struct witness_counts counts = counts_of(MILLION, 1030000);

	counts.values[SIDE_BASE][0] = 1000500;
	counts.values[SIDE_HEAD][1] = 1030700;
	witness_judge(&witness, &counts, WITNESS_TOLERANCE);
	cr_expect(ieee_ulp_eq(dbl, witness.base_value, MILLION, 1));
	cr_expect(ieee_ulp_eq(dbl, witness.head_value, 1030000, 1));
	cr_expect(epsilon_eq(dbl, witness.ratio, 1.03, 1e-12));
}

static void
says(double head, double tolerance, enum verdict time, enum witness_word word)
{
	struct witness_counts counts = counts_of(MILLION, head);

	witness_judge(&witness, &counts, tolerance);
	cr_expect(eq(int, witness_on(&witness, time), word), "%g on %s", head,
	    verdict_name(time));
}

Test(witness, more_of_both_confirms_and_a_time_alone_is_not_instructions)
{
	says(1030000, 0.003, VERDICT_REGRESSED, WITNESS_CONFIRMS);
	says(MILLION, 0.003, VERDICT_REGRESSED, WITNESS_DENIES);
	says(970000, 0.003, VERDICT_REGRESSED, WITNESS_DENIES);
}

Test(witness, more_instructions_are_mentioned_where_time_proves_nothing)
{
	says(1030000, 0.003, VERDICT_PASS, WITNESS_MENTIONS);
	says(1030000, 0.003, VERDICT_INCONCLUSIVE, WITNESS_MENTIONS);
	says(1030000, 0.003, VERDICT_IMPROVED, WITNESS_MENTIONS);
	says(MILLION, 0.003, VERDICT_PASS, WITNESS_SILENT);
	says(970000, 0.003, VERDICT_PASS, WITNESS_SILENT);
}

/* 4 % pass a tolerance of 5 %, but the work is not the same. */
Test(witness, a_wide_tolerance_does_not_make_counts_equal)
{
	says(1040000, 0.05, VERDICT_REGRESSED, WITNESS_MENTIONS);
	says(1002000, 0.05, VERDICT_REGRESSED, WITNESS_DENIES);
}

Test(witness, it_is_silent_where_it_knows_nothing_or_nothing_was_timed)
{
	struct witness_counts counts = counts_of(MILLION, 1030000);

	says(1030000, 0.003, VERDICT_MISSING, WITNESS_SILENT);
	says(1030000, 0.003, VERDICT_ERROR, WITNESS_SILENT);
	counts.values[SIDE_BASE][1] = 1100000;
	witness_judge(&witness, &counts, 0.003);
	cr_expect(
	    eq(int, witness_on(&witness, VERDICT_REGRESSED), WITNESS_SILENT));
}
