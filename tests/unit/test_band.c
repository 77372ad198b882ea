#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/band.h"
#include "tests/support/oracle_rows.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ORACLE "tests/oracle/band.csv"
#define SMALLER DIRECTION_SMALLER
#define BIGGER DIRECTION_BIGGER

static struct band_rule
rule_of(const char *text)
{
	struct band_rule rule = band_rule_default;

	cr_assert(eq(int, band_rule_parse(text, &rule), ERR_OK), "%s", text);
	rule.least = BAND_COUNT_LEAST;
	return rule;
}

static void
expect_band(const struct band *band, double low, double centre, double high)
{
	cr_expect(epsilon_eq(dbl, band->low, low, 1e-9));
	cr_expect(epsilon_eq(dbl, band->centre, centre, 1e-9));
	cr_expect(epsilon_eq(dbl, band->high, high, 1e-9));
}

/* ---- worked by hand ---- */

/* Deviations from 100 are 5 0 5 1 1: MAD 1, 3 x 1.4826 = 4.4478. */
Test(band, mad_is_about_the_median)
{
	const double values[] = {95, 100, 105, 99, 101};
	struct band_rule rule = rule_of("mad 3");
	struct band band = band_make(&rule, values, COUNT(values));

	expect_band(&band, 95.5522, 100, 104.4478);
	cr_expect(eq(sz, band.count, 5));
}

/* Equal values have no spread: 2 % of 50 either way. */
Test(band, mad_has_a_floor_of_two_percent)
{
	const double values[] = {50, 50, 50};
	struct band_rule rule = rule_of("mad");
	struct band band = band_make(&rule, values, COUNT(values));

	expect_band(&band, 49, 50, 51);
}

/* 1 2 3 4 5: quartiles 2 and 4. */
Test(band, iqr_is_tukeys_fences)
{
	const double values[] = {5, 3, 1, 4, 2};
	struct band_rule rule = rule_of("iqr 1.5");
	struct band band = band_make(&rule, values, COUNT(values));

	expect_band(&band, -1, 3, 7);
}

/* Steps +10, -10, +10, 0 %: sorted -10 0 10 10, quartiles -2.5 and 10 %. */
Test(band, delta_iqr_goes_on_from_the_last_value)
{
	const double values[] = {100, 110, 99, 108.9, 108.9};
	struct band_rule rule = rule_of("delta-iqr 1");
	struct band band = band_make(&rule, values, COUNT(values));

	expect_band(&band, 108.9 * (1 - .15), 108.9 * 1.05, 108.9 * 1.225);
}

/* ---- R ---- */

static const char *oracle_test;

static void
check_row(const struct oracle_row *row)
{
	struct band_rule rule = rule_of(oracle_test);
	const double *known = row->data;
	struct band band;

	rule.limit = row->value;
	band = band_make(&rule, row->data + 3, row->n);
	cr_assert(eq(sz, row->count, row->n + 3));
	for (int i = 0; i < 3; i++) {
		double seen = ((double[]){band.low, band.centre, band.high})[i];
		double unit = fmax(fabs(known[i]), fabs(known[1]) * 1e-3);

		cr_expect(epsilon_eq(dbl, (seen - known[i]) / unit, 0, 1e-12),
		    "%s %g, n = %zu: %.17g, not %.17g", oracle_test, row->value,
		    row->n, seen, known[i]);
	}
}

Test(band, every_test_agrees_with_r)
{
	static const char *const names[] = {
	    "mad", "z", "t", "iqr", "log-normal", "delta-iqr"};

	for (size_t i = 0; i < COUNT(names); i++) {
		oracle_test = names[i];
		oracle_each(ORACLE, names[i], 72, check_row);
	}
}

/* ---- where a value lies ---- */

Test(band, the_ends_are_inside)
{
	const double values[] = {50, 50, 50};
	struct band_rule rule = rule_of("mad");
	struct band band = band_make(&rule, values, COUNT(values));

	cr_expect(eq(int, band_place(&rule, &band, band.high), BAND_INSIDE));
	cr_expect(eq(int, band_place(&rule, &band, band.low), BAND_INSIDE));
	cr_expect(eq(int, band_place(&rule, &band, 51.1), BAND_ABOVE));
	cr_expect(eq(int, band_place(&rule, &band, 48.9), BAND_BELOW));
}

Test(band, seven_values_are_too_few_by_default)
{
	const double values[] = {50, 50, 50, 50, 50, 50, 50, 50};
	struct band few = band_make(&band_rule_default, values, 7);
	struct band enough = band_make(&band_rule_default, values, 8);

	cr_expect(isnan(few.low) && isnan(few.high) && isnan(few.centre));
	cr_expect(
	    eq(int, band_place(&band_rule_default, &few, 1e9), BAND_TOO_FEW));
	cr_expect(
	    eq(int, band_place(&band_rule_default, &enough, 1e9), BAND_ABOVE));
}

Test(band, none_has_everything_inside)
{
	const double values[] = {50, 50, 50};
	struct band_rule rule = rule_of("none");
	struct band band = band_make(&rule, values, COUNT(values));

	cr_expect(isnan(band.high));
	cr_expect(eq(int, band_place(&rule, &band, 1e9), BAND_INSIDE));
}

Test(band, above_is_worse_where_smaller_is_better)
{
	cr_expect(band_is_worse(BAND_ABOVE, SMALLER));
	cr_expect(not(band_is_worse(BAND_BELOW, SMALLER)));
	cr_expect(band_is_worse(BAND_BELOW, BIGGER));
	cr_expect(not(band_is_worse(BAND_ABOVE, BIGGER)));
	cr_expect(not(band_is_worse(BAND_INSIDE, SMALLER)));
	cr_expect(not(band_is_worse(BAND_TOO_FEW, BIGGER)));
}

Test(band, a_side_tells_its_own_values_alone)
{
	struct band_rule rule = rule_of("mad");

	cr_expect(band_tells(&rule, BAND_ABOVE, SMALLER));
	cr_expect(band_tells(&rule, BAND_BELOW, SMALLER));
	rule.side = BAND_WORSE;
	cr_expect(band_tells(&rule, BAND_ABOVE, SMALLER));
	cr_expect(not(band_tells(&rule, BAND_BELOW, SMALLER)));
	cr_expect(band_tells(&rule, BAND_BELOW, BIGGER));
	rule.side = BAND_BETTER;
	cr_expect(band_tells(&rule, BAND_BELOW, SMALLER));
	cr_expect(not(band_tells(&rule, BAND_ABOVE, SMALLER)));
	cr_expect(not(band_tells(&rule, BAND_INSIDE, SMALLER)));
	cr_expect(not(band_tells(&rule, BAND_TOO_FEW, SMALLER)));
}

/* ---- texts ---- */

Test(band, a_text_names_the_test_and_its_limit)
{
	struct band_rule rule = rule_of("t 95%");

	cr_expect(eq(int, rule.test, BAND_T));
	cr_expect(epsilon_eq(dbl, rule.limit, .95, 1e-12));
	rule = rule_of("log-normal  2.5");
	cr_expect(eq(int, rule.test, BAND_LOG_NORMAL));
	cr_expect(eq(dbl, rule.limit, 2.5));
	rule = rule_of("t");
	cr_expect(eq(dbl, rule.limit, .99));
	rule = rule_of("iqr");
	cr_expect(eq(dbl, rule.limit, 1.5));
}

Test(band, other_texts_are_refused)
{
	static const char *const texts[] = {"", "mad 0", "mad -1", "mad x",
	    "mad 3%", "mad 1e9", "mad inf", "mad 1.2.3", "mad ", "mads", "m",
	    "t 100%", "t 99", "t 0%", "none 3", "Z 3", "z 3 4", "mad 2000"};
	struct band_rule rule = {.test = BAND_Z, .limit = 7};

	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect(eq(int, band_rule_parse(texts[i], &rule), ERR_PARSE),
		    "\"%s\"", texts[i]);
	cr_expect(eq(int, rule.test, BAND_Z));
	cr_expect(eq(dbl, rule.limit, 7));
}
