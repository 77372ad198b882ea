/* Commands narrowed to names, and what a shell and a regex make of them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/child.h"
#include "runner/narrow.h"
#include "tests/support/report_fixtures.h"

static char *command;

static void
teardown(void)
{
	free(command);
}

TestSuite(narrow, .fini = teardown);

static void
narrow(const char *text, const char *option, const char *name)
{
	free(command);
	command = NULL;
	cr_assert(
	    eq(int, narrow_command(&command, text, option, &name, 1), ERR_OK),
	    "%s", err_text());
}

static void
expect(const char *text)
{
	cr_expect(eq(str, command, (char *)text));
}

Test(narrow, names_are_alternatives_of_the_whole_name)
{
	static const char *const names[] = {"a/1", "b-2"};

	cr_assert(eq(int,
	    narrow_command(&command, "bench --json", "-k", names, 2), ERR_OK));
	expect("bench --json -k '^(a/1|b-2)$'");
}

Test(narrow, a_long_option_and_its_argument_are_one_word)
{
	narrow("bench", "--filter", "a");
	expect("bench --filter='^(a)$'");
	narrow("bench", "--filter=", "a");
	expect("bench --filter='^(a)$'");
	narrow("bench", "-f=", "a");
	expect("bench -f='^(a)$'");
	narrow("cargo bench", "--", "a");
	expect("cargo bench -- '^(a)$'");
}

Test(narrow, line_breaks_behind_the_command_go)
{
	narrow("one\ntwo\r\n\n", "--filter", "a");
	expect("one\ntwo --filter='^(a)$'");
}

Test(narrow, metacharacters_and_quotes_are_escaped)
{
	narrow("b", "-k", "^$\\.*+?()[]{}|");
	expect("b -k '^(\\^\\$\\\\\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|)$'");
	narrow("b", "-k", "it's");
	expect("b -k '^(it'\\''s)$'");
}

/* 65,536 bytes: the frame takes 5 + 1 + 2 + 8, and the name one more. */
Test(narrow, a_command_line_longer_than_64_kib_is_refused)
{
	size_t most = NARROW_BYTES_MAX - (5 + 1 + 2 + 8) - 1;
	char *name = malloc(most + 2);
	const char *names[] = {name};

	cr_assert(ne(ptr, name, NULL));
	memset(name, 'x', most + 1);
	name[most + 1] = '\0';
	cr_expect(eq(
	    int, narrow_command(&command, "bench", "-k", names, 1), ERR_LIMIT));
	cr_expect(eq(ptr, command, NULL));
	name[most] = '\0';
	narrow("bench", "-k", name);
	cr_expect(le(sz, strlen(command), NARROW_BYTES_MAX));
	free(name);
}

/* ---- a real shell, a real regex ---- */

struct printed {
	char text[3 * BENCHMARK_NAME_MAX];
	size_t len;
};

static enum err
take(void *ctx, const char *data, size_t len)
{
	struct printed *printed = ctx;

	cr_assert(lt(sz, printed->len + len, sizeof printed->text));
	memcpy(printed->text + printed->len, data, len);
	printed->len += len;
	printed->text[printed->len] = '\0';
	return ERR_OK;
}

/* What the shell makes of the words behind "printf %s", one after another. */
static void
run(struct printed *printed)
{
	static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
	const struct child_spec spec = {
	    .shell = command,
	    .cwd = "/",
	    .env = env,
	    .timeout_ns = INT64_C(20000000000),
	    .on_stdout = take,
	    .ctx = printed,
	};
	struct child_result result;

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK), "%s", err_text());
	cr_assert(child_ok(&result));
	child_result_release(&result);
}

static bool
matches(const char *expression, const char *name)
{
	regex_t regex;
	bool found;

	cr_assert(
	    eq(int, regcomp(&regex, expression, REG_EXTENDED | REG_NOSUB), 0));
	found = regexec(&regex, name, 0, NULL, 0) == 0;
	regfree(&regex);
	return found;
}

/* Each hostile name passes a shell as one argument that matches the name, and
 * neither the name with a letter more at either end nor another name. */
Test(narrow, hostile_names_reach_the_harness_as_they_are)
{
	for (size_t i = 0; i < hostile_name_count; i++) {
		struct printed printed = {.text = ""};
		char longer[BENCHMARK_NAME_MAX + 3];

		narrow("printf %s", "-k", hostile_names[i]);
		run(&printed);
		cr_assert(eq(int, strncmp(printed.text, "-k", 2), 0));
		memmove(printed.text, printed.text + 2, printed.len - 1);
		cr_expect(matches(printed.text, hostile_names[i]), "%s",
		    hostile_names[i]);
		snprintf(longer, sizeof longer, "x%s", hostile_names[i]);
		cr_expect(not(matches(printed.text, longer)));
		snprintf(longer, sizeof longer, "%sx", hostile_names[i]);
		cr_expect(not(matches(printed.text, longer)));
	}
}
