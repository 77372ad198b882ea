/* Command-line options: the tables decide what is taken. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/options.h"
#include "tests/support/git_fixture.h"

#define ARGS_MAX 40

struct values {
	bool flag;
	const char *text;
	uint64_t number;
	int64_t duration_ns;
	double percent;
	struct option_list list;
};

#define AT(field) offsetof(struct values, field)

static const struct option table[] = {
    {"flag", 'f', OPTION_FLAG, AT(flag), NULL, "a flag", 0, 0},
    {"text", 't', OPTION_TEXT, AT(text), "FILE", "a text", 0, 0},
    {"number", 'n', OPTION_NUMBER, AT(number), "N", "a number", 1, 60},
    {"duration", 0, OPTION_DURATION, AT(duration_ns), "TIME", "a time", 0, 0},
    {"percent", 0, OPTION_PERCENT, AT(percent), "P", "a share", 0, 0},
    {"list", 'l', OPTION_LIST, AT(list), "ITEM", "a list", 0, 0},
    {0},
};

static const struct option second_table[] = {
    {"more", 'm', OPTION_FLAG, AT(flag), NULL, "from elsewhere", 0, 0},
    {"text", 0, OPTION_FLAG, AT(flag), NULL, "never found", 0, 0},
    {0},
};

static struct values values;
static struct values second;
static char line[256];
static char *argv[ARGS_MAX];
static int argc;

/* Parse the words of `words`, which spaces part; "_" is the empty one. */
static enum err
parse_until(bool stop_at_operand, const char *words)
{
	const struct option_set sets[] = {
	    {table, &values}, {second_table, &second}};
	char *save = NULL;

	values = (struct values){0};
	second = (struct values){0};
	snprintf(line, sizeof line, "%s", words);
	argc = 0;
	for (char *word = strtok_r(line, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		argv[argc++] = strcmp(word, "_") == 0 ? word + 1 : word;
	return options_parse(sets, 2, stop_at_operand, &argc, argv);
}

static void
parses(const char *words, const char *operands)
{
	char left[256] = "";

	cr_assert(eq(int, parse_until(false, words), ERR_OK), "%s", err_text());
	for (int i = 0; i < argc; i++) {
		strcat(left, i ? " " : "");
		strcat(left, argv[i]);
	}
	expect_text(left, operands);
}

static void
refuses(const char *words, const char *error)
{
	cr_expect(eq(int, parse_until(false, words), ERR_USAGE));
	expect_text(err_text(), error);
}

Test(options, each_kind_takes_its_value)
{
	parses(
	    "--flag --text a=b --number 60 --duration 1.5m --percent 2.5%", "");
	cr_expect(values.flag);
	expect_text(values.text, "a=b");
	cr_expect(eq(u64, values.number, 60));
	cr_expect(eq(i64, values.duration_ns, 90 * CLOCK_NS_PER_S));
	cr_expect(ieee_ulp_eq(dbl, values.percent, 0.025, 1));
}

Test(options, a_value_may_follow_an_equals_sign_or_the_letter)
{
	parses("--text=a=b --number=7", "");
	expect_text(values.text, "a=b");
	cr_expect(eq(u64, values.number, 7));
	parses("-tx -n 8 -f", "");
	expect_text(values.text, "x");
	cr_expect(eq(u64, values.number, 8));
	cr_expect(values.flag);
	parses("--text= x", "x");
	expect_text(values.text, "");
}

Test(options, a_value_may_look_like_an_option)
{
	parses("--text --flag -t -n", "");
	expect_text(values.text, "-n");
	cr_expect(not(values.flag));
}

Test(options, operands_keep_their_order)
{
	parses("a --flag b -t x c", "a b c");
	parses("- a", "- a");
	parses("_ -f x", " x");
	parses("", "");
}

Test(options, two_dashes_end_the_options)
{
	parses("a -- --flag -- -x", "a --flag -- -x");
	cr_expect(not(values.flag));
}

Test(options, a_command_line_may_stop_at_its_first_operand)
{
	cr_assert(eq(int, parse_until(true, "-f run --flag -x"), ERR_OK));
	cr_expect(values.flag);
	cr_assert(eq(int, argc, 3));
	expect_text(argv[0], "run");
	expect_text(argv[2], "-x");
}

Test(options, tables_are_looked_at_in_their_order)
{
	parses("--more --text x", "");
	cr_expect(second.flag);
	cr_expect(not(values.flag));
	expect_text(values.text, "x");
}

Test(options, the_last_value_counts_and_a_list_keeps_all)
{
	parses("-t a -t b -l x --list=y --list z", "");
	expect_text(values.text, "b");
	cr_assert(eq(sz, values.list.count, 3));
	expect_text(values.list.items[0], "x");
	expect_text(values.list.items[2], "z");
}

Test(options, a_list_has_its_bound)
{
	char words[256] = "";

	for (int i = 0; i < OPTION_LIST_MAX; i++)
		strcat(words, "-l x ");
	parses(words, "");
	strcat(words, "-l x");
	refuses(words, "--list: given more than 16 times");
}

Test(options, unknown_ones_are_named)
{
	refuses(
	    "--flags", "--flags: unknown option; --help lists those there are");
	refuses("--fla", "--fla: unknown option; --help lists those there are");
	refuses("-x", "-x: unknown option; --help lists those there are");
	refuses("-ft", "-ft: unknown option; --help lists those there are");
	refuses("--=x", "--=x: unknown option; --help lists those there are");
}

Test(options, values_that_are_missing_or_too_many_are_told)
{
	refuses("--text", "--text: FILE was expected");
	refuses("a -n", "--number: N was expected");
	refuses("--flag=yes", "--flag takes no value");
}

Test(options, values_that_are_none_are_told)
{
	static const char *const numbers[] = {
	    "0", "61", "x", "-1", "+1", "1.5", "0x1", "99999999999999999999"};
	char words[64];
	char error[128];

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		snprintf(words, sizeof words, "-n %s", numbers[i]);
		snprintf(error, sizeof error,
		    "--number %s: a whole number from 1 to 60 was expected",
		    numbers[i]);
		refuses(words, error);
	}
	refuses("--duration 10",
	    "--duration 10: a duration such as 90s, 10m or 1h was expected");
	refuses("--percent 10",
	    "--percent 10: a percentage such as 10% was expected");
	refuses("--number=", "--number : a whole number from 1 to 60 was "
			     "expected");
}

Test(options, help_has_a_line_for_each)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	options_help(second_table, file);
	options_help(table + 4, file);
	fclose(file);
	expect_text(text, "  -m, --more                    from elsewhere\n"
			  "      --text                    never found\n"
			  "      --percent P               a share\n"
			  "  -l, --list ITEM               a list\n");
	free(text);
}
