/* accept_write: what is appended, and what is left alone. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "runner/accept_write.h"
#include "tests/support/git_fixture.h"

static const struct accept_draft drafts[] = {
    {"a", "real_time", "1234567..", "1.2", NULL, "why", "who", "2027-03-01"},
    {"b", "p99", "7654321", NULL, "5ms", "why not", "me", "2027-03-02"},
};

#define A(indent)                                                              \
	indent "- match: \"a\"\n" indent "  metric: \"real_time\"\n" indent    \
	       "  commits: 1234567..\n" indent "  factor: 1.2\n" indent        \
	       "  reason: \"why\"\n" indent "  author: \"who\"\n" indent       \
	       "  expires: 2027-03-01\n"
#define B(indent)                                                              \
	indent "- match: \"b\"\n" indent "  metric: \"p99\"\n" indent          \
	       "  commits: 7654321\n" indent "  level: \"5ms\"\n" indent       \
	       "  reason: \"why not\"\n" indent "  author: \"me\"\n" indent    \
	       "  expires: 2027-03-02\n"

/* The first of `count` drafts, behind `text`. */
static void
appends(const char *text, size_t count, const char *expected)
{
	struct buf out = BUF_INIT;

	cr_assert(eq(int,
		      accept_write_append(&out, text, text ? strlen(text) : 0,
			  "t", drafts, count),
		      ERR_OK),
	    "%s", err_text());
	expect_text(buf_text(&out), expected);
	buf_release(&out);
}

static void
refuses(const char *text, const char *error)
{
	struct buf out = BUF_INIT;

	cr_expect(
	    eq(int,
		accept_write_append(&out, text, strlen(text), "t", drafts, 1),
		ERR_USAGE),
	    "%s", text);
	expect_error(error);
	buf_release(&out);
}

Test(accept_write, a_new_file_begins_with_a_comment)
{
	appends(NULL, 2,
	    "# Slowdowns that are accepted, each with a reason and until a "
	    "day. They\n"
	    "# count once they are merged. See tidemark-accept(5).\n"
	    "version: 1\naccept:\n" A("  ") B("  "));
}

Test(accept_write, every_byte_of_the_old_file_stays)
{
	appends("# mine\nversion: 1 # one\naccept: # all\n" B(
		    "    ") "    # the end",
	    1,
	    "# mine\nversion: 1 # one\naccept: # all\n" B(
		"    ") "    # the end\n" A("    "));
}

Test(accept_write, the_old_indentation_is_kept)
{
	appends("version: 1\naccept:\n" B(""), 1,
	    "version: 1\naccept:\n" B("") A(""));
}

Test(accept_write, a_file_without_entries_gets_the_list)
{
	appends("version: 1", 1, "version: 1\naccept:\n" A("  "));
}

Test(accept_write, a_list_that_is_not_the_end_is_refused)
{
	static const char *const bad[] = {
	    "version: 1\naccept: []\n",
	    "accept:\n" B("  ") "version: 1\n",
	    "version: 1\naccept: [{match: a, metric: b, commits: 1234567, "
	    "factor: 2, reason: c, author: d, expires: 2027-03-01}]\n",
	    "version: 1\naccept:\n" B("  ") "...\n",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refuses(bad[i], "t: nothing can be appended to it");
}

/* Lines that end in carriage returns alone are lines to YAML. */
Test(accept_write, strange_line_ends_are_refused)
{
	char text[] = "version: 1\naccept:\n" B("  ");

	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = '\r';
	refuses(text, "t: nothing can be appended to it");
}

Test(accept_write, a_wrong_file_is_refused_with_its_own_error)
{
	refuses("version: 2\n", "t:1:1: version: \"2\", 1 was expected");
}

Test(accept_write, a_wrong_entry_is_named_by_its_key)
{
	struct accept_draft draft = drafts[0];
	struct config_accept *file = NULL;

	draft.factor = "1";
	cr_expect(eq(int, accept_write_check(&file, &draft, 1), ERR_USAGE));
	cr_expect(eq(ptr, file, NULL));
	expect_error("accept[0].factor: \"1\" is not a number above 1");
	draft.factor = "1.2\n    level: 5ns";
	cr_expect(eq(int, accept_write_check(&file, &draft, 1), ERR_USAGE));
	expect_error("accept[0].factor: ");
}

/* ---- files ---- */

static struct fixture fx;

static void
setup(void)
{
	fixture_init(&fx);
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(accept_write_file, .init = setup, .fini = teardown);

Test(accept_write_file, it_is_made_and_then_grows)
{
	char *path = fixture_path(&fx, "file.yml");
	char *text;

	cr_assert(eq(int, accept_write_file(path, drafts, 1), ERR_OK));
	cr_assert(eq(int, accept_write_file(path, drafts + 1, 1), ERR_OK));
	text = fixture_read(fx.root, "file.yml");
	expect_text(
	    strstr(text, "version"), "version: 1\naccept:\n" B("  ") B("  "));
	free(text);
	free(path);
}

Test(accept_write_file, what_cannot_be_extended_stays)
{
	static const char old[] = "version: 1\naccept: []\n";
	char *path = fixture_path(&fx, "file.yml");
	char *text;

	fixture_write(fx.root, "file.yml", old);
	cr_expect(eq(int, accept_write_file(path, drafts, 1), ERR_USAGE));
	text = fixture_read(fx.root, "file.yml");
	expect_text(text, old);
	free(text);
	free(path);
}

Test(accept_write_file, a_link_is_not_replaced)
{
	char *path = fixture_path(&fx, "link.yml");

	fixture_write(fx.root, "file.yml", "version: 1\n");
	cr_assert(eq(int, symlink("file.yml", path), 0));
	cr_expect(eq(int, accept_write_file(path, drafts, 1), ERR_USAGE));
	expect_error("not a regular file");
	free(path);
}

Test(accept_write_file, a_folder_that_is_not_there_is_an_error)
{
	char *path = fixture_path(&fx, "none/file.yml");

	cr_expect(eq(int, accept_write_file(path, drafts, 1), ERR_IO));
	free(path);
}

/* Its amount and its reason do not make it another one. */
Test(accept_write, what_is_accepted_already_is_refused)
{
	refuses("version: 1\naccept:\n" B("") A(""),
	    "t: accept[1] is already about a, metric real_time, commits "
	    "1234567..: change that one");
	refuses("version: 1\naccept:\n"
		"- match: a\n  metric: real_time\n  commits: 1234567..\n"
		"  level: 5ms\n  reason: another\n  author: you\n"
		"  expires: 2027-03-09\n",
	    "t: accept[0] is already about a");
}

Test(accept_write, so_is_what_is_given_twice)
{
	const struct accept_draft twice[] = {drafts[0], drafts[1], drafts[0]};
	struct buf out = BUF_INIT;

	cr_expect(eq(
	    int, accept_write_append(&out, NULL, 0, "t", twice, 3), ERR_USAGE));
	expect_error("a/real_time is given twice");
	buf_release(&out);
}
