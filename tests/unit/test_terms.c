#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/terms.h"

#define TIME                                                                   \
	{                                                                      \
		"b", "real_time", "ns", DIRECTION_SMALLER                      \
	}

static const struct series_name real_time = TIME;
static const struct series_name rss = {
    "b", "max_rss", "bytes", DIRECTION_SMALLER};
static const struct series_name rate = {
    "b", "ops_per_second", "1/s", DIRECTION_BIGGER};
static const struct series_name bare = {"b", "misses", "", DIRECTION_SMALLER};

static const struct quantity two_ms = {2e6, QUANTITY_TIME, "2ms"};
static const struct quantity kib = {1024, QUANTITY_BYTES, "1KiB"};
static const struct quantity five_hundred = {500, QUANTITY_BARE, "500"};

static struct terms
terms_of(const struct policy_rule *rule, const struct series_name *name)
{
	const struct terms_asked asked = {.otherwise = .1};

	return terms_make(rule, name, &asked);
}

static void
expect_fault(const struct policy_rule *rule, const struct series_name *name,
    enum terms_fault fault, const char *text)
{
	struct terms terms = terms_of(rule, name);
	struct buf out = BUF_INIT;

	cr_expect(eq(int, terms.fault, fault));
	cr_expect(eq(dbl, terms.limit, 0));
	cr_expect(eq(dbl, terms.min_effect, 0));
	cr_expect(eq(dbl, terms.tolerance, .1));
	terms_explain(&terms, name, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)text));
	buf_release(&out);
}

Test(terms, no_rule_leaves_the_default_tolerance)
{
	struct terms terms = terms_of(NULL, &real_time);

	cr_expect(eq(dbl, terms.tolerance, .1));
	cr_expect(eq(dbl, terms.min_effect, 0));
	cr_expect(eq(dbl, terms.limit, 0));
	cr_expect(eq(int, terms.fault, TERMS_SOUND));
}

Test(terms, a_rules_values_are_in_the_unit_of_the_series)
{
	const struct policy_rule rule = {
	    .match = "*", .tolerance = .2, .min_effect = two_ms, .max = two_ms};
	const struct series_name in_s = {"b", "t", "s", DIRECTION_SMALLER};
	struct terms terms = terms_of(&rule, &in_s);

	cr_expect(eq(dbl, terms.tolerance, .2));
	cr_expect(epsilon_eq(dbl, terms.min_effect, .002, 1e-15));
	cr_expect(epsilon_eq(dbl, terms.limit, .002, 1e-15));
}

Test(terms, a_bare_number_limits_a_rate_from_below)
{
	const struct policy_rule rule = {.match = "*", .min = five_hundred};
	struct terms terms = terms_of(&rule, &rate);

	cr_expect(eq(dbl, terms.limit, 500));
	cr_expect(eq(dbl, terms.tolerance, .1));
}

/* It is asked for exactly, so a small effect does not loosen it; a limit is
 * another question. */
Test(terms, a_tolerance_that_is_asked_for_replaces_the_min_effect)
{
	const struct policy_rule rule = {
	    .match = "*", .tolerance = .2, .min_effect = two_ms, .max = two_ms};
	const struct terms_asked asked = {.tolerance = .05, .otherwise = .1};
	struct terms terms = terms_make(&rule, &real_time, &asked);

	cr_expect(eq(dbl, terms.tolerance, .05));
	cr_expect(eq(dbl, terms.min_effect, 0));
	cr_expect(eq(dbl, terms.limit, 2e6));
}

Test(terms, a_unit_of_another_kind_is_a_fault)
{
	const struct policy_rule effect = {.match = "*", .min_effect = two_ms};
	const struct policy_rule max = {.match = "b/*", .max = kib};

	expect_fault(&effect, &rss, TERMS_MIN_EFFECT_UNIT,
	    "the rule \"*\" has min-effect: 2ms, a time, but this series is "
	    "in bytes");
	expect_fault(&max, &real_time, TERMS_LIMIT_UNIT,
	    "the rule \"b/*\" has max: 1KiB, a size, but this series is in "
	    "ns");
	expect_fault(&max, &bare, TERMS_LIMIT_UNIT,
	    "the rule \"b/*\" has max: 1KiB, a size, but this series has no "
	    "unit");
}

Test(terms, a_limit_on_the_better_side_is_a_fault)
{
	const struct policy_rule max = {.match = "*", .max = five_hundred};
	const struct policy_rule min = {.match = "*", .min = five_hundred};

	expect_fault(&max, &rate, TERMS_LIMIT_SIDE,
	    "the rule \"*\" has max: 500, but of this series bigger values "
	    "are better: its limit is a min");
	expect_fault(&min, &real_time, TERMS_LIMIT_SIDE,
	    "the rule \"*\" has min: 500, but of this series smaller values "
	    "are better: its limit is a max");
}
