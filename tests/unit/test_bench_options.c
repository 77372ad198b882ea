#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/bench/bench_options.h"

/* Parse the words of `line`, which are cut apart in place. */
static enum err
parse(struct bench_options *options, char *line)
{
	char *argv[16];
	int argc = 0;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	bench_options_default(options);
	return bench_options_parse(options, argc, argv);
}

Test(bench_options, nothing_said_is_the_standard_protocol_over_all)
{
	struct bench_options options;
	char line[] = "";

	cr_assert(eq(int, parse(&options, line), ERR_OK));
	cr_expect(eq(sz, options.plan.ops, 10000));
	cr_expect(eq(u64, options.plan.seed, 42));
	cr_expect(eq(u32, options.plan.warmup, 1));
	cr_expect(eq(u32, options.plan.repetitions, 5));
	cr_expect(eq(ptr, (void *)options.plan.manager, NULL));
	cr_expect(eq(ptr, (void *)options.plan.filter, NULL));
	cr_expect(not(options.json));
	cr_expect(not(options.help));
}

Test(bench_options, both_spellings_and_any_order_are_read)
{
	struct bench_options options;
	char line[] = "--ops=7 treap --seed 18446744073709551615 --warmup 0 "
		      "--repetitions=3 --mix query --format json --filter a=b";

	cr_assert(eq(int, parse(&options, line), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, options.plan.ops, 7));
	cr_expect(eq(u64, options.plan.seed, UINT64_MAX));
	cr_expect(eq(u32, options.plan.warmup, 0));
	cr_expect(eq(u32, options.plan.repetitions, 3));
	cr_expect(strcmp(options.plan.mix->name, "query") == 0);
	cr_expect(strcmp(options.plan.manager, "treap") == 0);
	cr_expect(strcmp(options.plan.filter, "a=b") == 0);
	cr_expect(options.json);
}

Test(bench_options, bad_words_are_usage_errors_that_say_what_was_expected)
{
	static const char *const cases[][2] = {
	    {"--ops 0", "--ops 0: a whole number from 1 to 100000000"},
	    {"--ops 100000001", "from 1 to 100000000"},
	    {"--ops ten", "--ops ten: a whole number"},
	    {"--ops 5k", "--ops 5k: a whole number"},
	    {"--ops -5", "--ops -5: a whole number"},
	    {"--ops +5", "--ops +5: a whole number"},
	    {"--ops=", "--ops : a whole number"},
	    {"--ops", "--ops: N was expected"},
	    {"--seed 18446744073709551616", "0 to 18446744073709551615"},
	    {"--repetitions 0", "from 1 to 100000"},
	    {"--warmup 1.5", "from 0 to 100000"},
	    {"--mix odd", "not one of standard, dense, sparse, query"},
	    {"--format xml", "not one of table, json"},
	    {"list", "\"list\" is not one of boundary, treap, all"},
	    {"treap all", "\"all\": expected one manager"},
	    {"--op 5", "--op: unknown option"},
	    {"-n 5", "-n: unknown option"},
	    {"--help=1", "--help takes no value"},
	    {"-- --ops", "manager \"--ops\" is not one of"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct bench_options options;
		char line[64];

		strcpy(line, cases[i][0]);
		cr_expect(eq(int, parse(&options, line), ERR_USAGE), "%s",
		    cases[i][0]);
		cr_expect(strstr(err_text(), cases[i][1]) != NULL,
		    "%s gives: %s", cases[i][0], err_text());
		cr_expect(eq(sz, options.plan.ops, 10000));
	}
}

Test(bench_options, help_is_told)
{
	struct bench_options options;
	char line[] = "--ops 3 --help";

	cr_assert(eq(int, parse(&options, line), ERR_OK));
	cr_expect(options.help);
}
