/* config_parse: what a rule may ask for, and what is refused of it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "runner/config.h"
#include "tests/support/git_fixture.h"

#define HEAD                                                                   \
	"version: 1\n"                                                         \
	"benchmarks:\n"                                                        \
	"  - name: a\n"                                                        \
	"    command: ./a\n"

static struct config *config;

static void
teardown(void)
{
	config_free(config);
}

TestSuite(config_rules, .fini = teardown);

static const struct policy_rule *
only_rule(const char *text)
{
	cr_assert(
	    eq(int, config_parse(&config, text, strlen(text), "t.yml"), ERR_OK),
	    "%s", err_text());
	cr_assert(eq(sz, config->rule_count, 1));
	return &config->rules[0];
}

Test(config_rules, a_rule_may_ask_for_everything)
{
	const struct policy_rule *rule =
	    only_rule(HEAD "rules:\n"
			   "  - match: 'parse/*'\n"
			   "    tolerance: 5%\n"
			   "    min-effect: 50us\n"
			   "    max: 2ms\n"
			   "    band: t 95%\n"
			   "    band-window: 20\n"
			   "    band-min: 10\n"
			   "    band-side: worse\n");

	cr_expect(ieee_ulp_eq(dbl, rule->tolerance, .05, 1));
	cr_expect(eq(dbl, rule->min_effect.value, 50000));
	cr_expect(eq(int, rule->min_effect.kind, QUANTITY_TIME));
	expect_text(rule->max.text, "2ms");
	cr_expect(eq(dbl, rule->max.value, 2e6));
	cr_expect(eq(dbl, rule->min.value, 0));
	cr_expect(eq(int, rule->band.test, BAND_T));
	cr_expect(ieee_ulp_eq(dbl, rule->band.limit, .95, 1));
	cr_expect(eq(sz, config_band(config, rule).window, 20));
	cr_expect(eq(sz, rule->band.least, 10));
	cr_expect(eq(int, rule->band.side, BAND_WORSE));
}

Test(config_rules, one_key_is_enough)
{
	const struct policy_rule *rule =
	    only_rule(HEAD "rules: [{match: x, min: 500}]\n"
			   "history: {window: 12}\n");
	struct band_rule band = config_band(config, rule);

	cr_expect(eq(dbl, rule->tolerance, 0));
	cr_expect(eq(dbl, rule->min.value, 500));
	cr_expect(eq(int, rule->min.kind, QUANTITY_BARE));
	cr_expect(eq(int, band.test, BAND_MAD));
	cr_expect(eq(dbl, band.limit, 3));
	cr_expect(eq(sz, band.least, 8));
	cr_expect(eq(sz, band.window, 12));
	cr_expect(eq(int, band.side, BAND_BOTH));
}

Test(config_rules, a_series_without_a_rule_has_the_default_band)
{
	struct band_rule band;

	only_rule(HEAD "rules: [{match: x, band: none}]\n");
	cr_expect(eq(int, config->rules[0].band.test, BAND_NONE));
	band = config_band(config, NULL);
	cr_expect(eq(int, band.test, BAND_MAD));
	cr_expect(eq(sz, band.window, 30));
}

Test(config_rules, a_first_run_fails_unless_it_may_pass)
{
	only_rule(HEAD "rules: [{match: x, max: 1}]\n");
	cr_expect(not(config->first_run_passes));
	config_free(config);
	config = NULL;
	only_rule(HEAD "rules: [{match: x, max: 1}]\n"
		       "history: {first-run: pass}\n");
	cr_expect(config->first_run_passes);
	config_free(config);
	config = NULL;
	only_rule(HEAD "rules: [{match: x, max: 1}]\n"
		       "history: {first-run: fail}\n");
	cr_expect(not(config->first_run_passes));
}

#define RULE HEAD "rules:\n  - match: x\n    "
#define NO_VALUE " is not a value such as 50us, 2ms, 64KiB or 500"

Test(config_rules, what_is_wrong_is_named_with_its_place)
{
	static const char *const rows[][2] = {
	    {RULE "min-effect: 50 u\n",
		"7:5: rules[0].min-effect: \"50 u\"" NO_VALUE},
	    {RULE "max: 10%\n", "7:5: rules[0].max: \"10%\"" NO_VALUE},
	    {RULE "min: 0\n", "7:5: rules[0].min: \"0\"" NO_VALUE},
	    {RULE "max: 2\n    min: 1\n",
		"8:5: rules[0].min: max is there too; a series has a limit on "
		"its worse side only"},
	    {RULE "band: sigma 3\n",
		"7:5: rules[0].band: \"sigma 3\" is not a band such as mad 3, "
		"z 3, t 99%, iqr 1.5, log-normal 3, delta-iqr 1.5 or none"},
	    {RULE "band-window: 2\n",
		"7:5: rules[0].band-window: \"2\" is not a whole number from "
		"3 to 1000"},
	    {RULE "band-min: 1001\n",
		"7:5: rules[0].band-min: \"1001\" is not a whole number from "
		"3 to 1000"},
	    {RULE "band-window: 7\n",
		"7:5: rules[0].band-window: 7 is less than the 8 values that "
		"the band needs (band-min)"},
	    {RULE "band-side: up\n",
		"7:5: rules[0].band-side: \"up\" is not worse, better or both"},
	    {HEAD "history:\n  first-run: maybe\n",
		"6:3: history.first-run: \"maybe\" is neither pass nor fail"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char expected[256] = "t.yml:";

		cr_expect(eq(int,
		    config_parse(
			&config, rows[i][0], strlen(rows[i][0]), "t.yml"),
		    ERR_USAGE));
		strcat(expected, rows[i][1]);
		expect_text(err_text(), expected);
	}
}
