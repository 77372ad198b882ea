/* Against full sums in R: see tests/oracle/culprit.R. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/support/culprit_fixture.h"
#include "tests/support/oracle_rows.h"

#define ORACLE "tests/oracle/culprit.csv"

static void
start_row(const struct oracle_row *row)
{
	culprit_start(NULL, (size_t)row->data[0]);
	if (row->data[1] > 0)
		culprit_anchor(culprit, row->data[1]);
	if (row->data[2] > -1)
		culprit_step_least(culprit, row->data[2]);
	for (size_t i = 3; i + 1 < row->count; i += 2)
		culprit_give((size_t)row->data[i], row->data[i + 1]);
	culprit_settle();
}

/* Beside a wide, fine grid of levels and noises, ours has few. */
static void
expect_reached(const struct oracle_row *row)
{
	start_row(row);
	cr_expect(
	    epsilon_eq(dbl, culprit_reached(culprit, row->n), row->value, .005),
	    "place %zu: %g, R has %g", row->n, culprit_reached(culprit, row->n),
	    row->value);
	culprit_stop();
}

/* A tenth of what they are known to. */
static void
expect_level(const struct oracle_row *row, double found)
{
	cr_expect(epsilon_eq(dbl, found, row->value, 1e-3), "%g, R has %g",
	    found, row->value);
	culprit_stop();
}

static void
expect_before(const struct oracle_row *row)
{
	start_row(row);
	expect_level(row, culprit_levels(culprit).before);
}

static void
expect_before_sd(const struct oracle_row *row)
{
	start_row(row);
	expect_level(row, culprit_levels(culprit).before_sd);
}

static void
expect_after(const struct oracle_row *row)
{
	start_row(row);
	expect_level(row, culprit_levels(culprit).after);
}

static void
expect_after_sd(const struct oracle_row *row)
{
	start_row(row);
	expect_level(row, culprit_levels(culprit).after_sd);
}

Test(culprit_oracle, agrees_with_full_sums_in_r)
{
	oracle_each(ORACLE, "reached", 40, expect_reached);
	oracle_each(ORACLE, "before", 6, expect_before);
	oracle_each(ORACLE, "before sd", 6, expect_before_sd);
	oracle_each(ORACLE, "after", 6, expect_after);
	oracle_each(ORACLE, "after sd", 6, expect_after_sd);
}
