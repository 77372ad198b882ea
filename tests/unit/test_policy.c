#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/policy.h"

#define matches(pattern, text)                                                 \
	cr_expect(policy_glob(pattern, text), "%s on %s", pattern, text)
#define differs(pattern, text)                                                 \
	cr_expect(not(policy_glob(pattern, text)), "%s on %s", pattern, text)

Test(policy, plain_bytes_match_themselves_and_all_of_them)
{
	matches("", "");
	matches("a/b", "a/b");
	differs("a/b", "a/bc");
	differs("a/bc", "a/b");
	differs("", "a");
	differs("a", "");
	differs("A", "a");
	matches("a.b+c(d)^$|{e}", "a.b+c(d)^$|{e}");
}

Test(policy, star_matches_any_run_and_slashes)
{
	matches("*", "");
	matches("*", "protocol/boundary/10000/p99");
	matches("*/p99", "protocol/boundary/10000/p99");
	differs("*/p99", "protocol/boundary/10000/p999");
	matches("protocol/*/real_time", "protocol/a/b/real_time");
	matches("**a**", "a");
	/* The last star must try again: "1b2b3". */
	matches("a*b*c", "a1b2b3c");
	differs("a*b*c", "a1c2c3b");
	matches("*aab", "aaaab");
}

Test(policy, question_mark_matches_one_byte)
{
	matches("?", "/");
	differs("?", "");
	differs("?", "ab");
	matches("p9?", "p99");
	/* U+00E9 is two bytes, whatever the locale. */
	matches("??", "\xc3\xa9");
	differs("?", "\xc3\xa9");
}

Test(policy, sets_match_one_byte)
{
	matches("p[0-9][0-9]", "p99");
	differs("p[0-9]", "p");
	differs("[a-c]", "d");
	matches("[abx-z]", "y");
	matches("[!a-c]", "d");
	differs("[!a-c]", "b");
	differs("[z-a]", "m");
	matches("[!z-a]", "m");
	/* Bytes above 127 are no negative numbers. */
	matches("[\x80-\xff]", "\xe9");
	differs("[a-\xff]", "A");
}

Test(policy, brackets_and_dashes_in_sets)
{
	matches("[]]", "]");
	matches("[]a]", "a");
	differs("[!]]", "]");
	matches("[!]]", "a");
	matches("[a-]", "-");
	matches("[-a]", "-");
	differs("[a-]", "b");
	matches("[a!]", "!");
	matches("[^a]", "a"); /* only '!' negates */
	matches("[*]", "*");
	differs("[*]", "x");
}

Test(policy, backslash_takes_the_meaning_away)
{
	matches("\\*", "*");
	differs("\\*", "x");
	matches("\\?\\[a]", "?[a]");
	matches("\\\\", "\\");
	matches("\\a", "a");
	matches("[\\]]", "]");
	matches("[a\\-c]", "-");
	differs("[a\\-c]", "b");
	matches("a\\", "a\\"); /* the last byte has nothing to escape */
	matches("BM_x<int*>/*", "BM_x<int*>/10");
}

Test(policy, open_bracket_without_its_end_is_a_byte)
{
	matches("[", "[");
	matches("[a-", "[a-");
	matches("[]", "[]");
	matches("[!]", "[!]");
	matches("*[0", "x[0");
	matches("[a\\]", "[a]");
	differs("[a", "a");
}

/* A matcher that tries every star again would need about 10^35 steps. */
Test(policy, hostile_patterns_end, .timeout = 10)
{
	char *text = malloc(100001);

	cr_assert(ne(ptr, text, NULL));
	memset(text, 'a', 100000);
	text[100000] = '\0';
	differs("*a*a*a*a*a*a*a*b", text);
	matches("*a*a*a*a*a*a*a*", text);
	differs("*aaaaaaaaaaaaaaaab", text);
	differs("*[a-z]*[!b]*?*[!a]", text);
	differs("*[a*[a*[a", text);
	free(text);
}

Test(policy, first_rule_that_matches_wins)
{
	const struct policy_rule rules[] = {
	    {"*/p99", .2},
	    {"protocol/*", .05},
	    {"*/p9?", .3},
	};

#define TOLERANCE(series) policy_tolerance(rules, 3, series, .1)
	cr_expect(eq(dbl, TOLERANCE("protocol/boundary/p99"), .2));
	cr_expect(eq(dbl, TOLERANCE("protocol/boundary/p95"), .05));
	cr_expect(eq(dbl, TOLERANCE("scan/p95"), .3));
}

Test(policy, no_rule_leaves_the_default)
{
	const struct policy_rule rules[] = {{"protocol/*", .05}};

	cr_expect(eq(dbl, policy_tolerance(rules, 1, "scan/p99", .1), .1));
	cr_expect(eq(dbl, policy_tolerance(NULL, 0, "scan/p99", .1), .1));
}

static double
counted(const struct policy_rule *rules, size_t count, const char *series)
{
	return policy_tolerance_of_metric(
	    rules, count, series, "instructions", 0.003);
}

/* A star is meant for times: it would pass 10 % more work. */
Test(policy, only_rules_that_name_a_metric_decide_on_it)
{
	static const struct policy_rule rules[] = {
	    {"*", 0.10},
	    {"*instructions", 0.20},
	    {"parse/*/instructions", 0.01},
	    {"*/instructions", 0.05},
	};

	cr_expect(ieee_ulp_eq(
	    dbl, counted(rules, 2, "parse/1/instructions"), 0.003, 1));
	cr_expect(ieee_ulp_eq(
	    dbl, counted(rules, 4, "parse/1/instructions"), 0.01, 1));
	cr_expect(
	    ieee_ulp_eq(dbl, counted(rules, 4, "start/instructions"), 0.05, 1));
	cr_expect(ieee_ulp_eq(
	    dbl, counted(rules, 3, "start/instructions"), 0.003, 1));
	cr_expect(
	    ieee_ulp_eq(dbl, counted(NULL, 0, "a/instructions"), 0.003, 1));
}

Test(policy, a_pattern_names_the_metric_that_it_ends_in)
{
	static const struct policy_rule yes = {"*/p99", 0.1};
	static const struct policy_rule whole = {"p99", 0.1};
	static const struct policy_rule other = {"*/pp99", 0.1};
	static const struct policy_rule slash = {"/p99", 0.1};

	cr_expect(policy_names_metric(&yes, "p99"));
	cr_expect(policy_names_metric(&slash, "p99"));
	cr_expect(not(policy_names_metric(&whole, "p99")));
	cr_expect(not(policy_names_metric(&other, "p99")));
	cr_expect(not(policy_names_metric(&yes, "*/p99")));
}

/* The second rule matches, too, and has a tolerance; the first one counts as a
 * whole. */
Test(policy, a_rule_without_a_tolerance_leaves_the_default)
{
	const struct policy_rule rules[] = {
	    {.match = "*/p99", .max = {5, QUANTITY_BARE, "5"}},
	    {"*", .3},
	};

	cr_expect(eq(dbl, policy_tolerance(rules, 2, "scan/p99", .1), .1));
	cr_expect(eq(dbl, policy_tolerance(rules, 2, "scan/p95", .1), .3));
}

Test(policy, the_first_rule_is_found)
{
	const struct policy_rule rules[] = {{"a/*", .1}, {"*/p99", .2}};

	cr_expect(
	    eq(ptr, (void *)policy_find(rules, 2, "a/p99"), (void *)&rules[0]));
	cr_expect(
	    eq(ptr, (void *)policy_find_of_metric(rules, 2, "a/p99", "p99"),
		(void *)&rules[1]));
	cr_expect(eq(ptr, (void *)policy_find(rules, 2, "b/p9"), NULL));
}
