#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/err.h"

static void
expect_text(const char *want)
{
	cr_expect(eq(str, (char *)err_text(), (char *)want));
}

Test(err, there_is_no_text_before_the_first)
{
	expect_text("");
}

Test(err, code_comes_back_and_text_is_formatted)
{
	cr_expect(eq(int, err_fail(ERR_PARSE, "%s:%d", "f", 12), ERR_PARSE));
	expect_text("f:12");
}

Test(err, the_last_text_stays)
{
	err_fail(ERR_IO, "a much longer first one");
	err_fail(ERR_IO, "second");
	expect_text("second");
}

Test(err, old_text_may_be_part_of_the_new)
{
	err_fail(ERR_IO, "disk full");
	err_fail(ERR_IO, "store: %s: %s", err_text(), err_text());
	expect_text("store: disk full: disk full");
}

Test(err, control_characters_are_replaced)
{
	err_fail(ERR_CHILD, "%s", "\x1b[31mred\r\b\x01\x7f");
	expect_text("?[31mred????");
}

Test(err, eight_bit_control_characters_are_replaced)
{
	/* U+009B does to some terminals what ESC [ does: it is C2 9B. U+00A0
	 * (C2 A0) and U+00DB (C3 9B) are characters like others. */
	err_fail(ERR_CHILD, "%s",
	    "\xc2\x9b"
	    "31m\xc2\x80\xc2\x9f\xc2\xa0\xc3\x9b");
	expect_text("?31m??\xc2\xa0\xc3\x9b");
	err_fail(ERR_CHILD, "%s", "cut \xc2");
	expect_text("cut \xc2");
}

Test(err, lines_and_tabs_of_a_build_log_stay)
{
	err_fail(ERR_CHILD, "%s", "build failed:\n\tmake: ***");
	expect_text("build failed:\n\tmake: ***");
}

Test(err, a_foreign_text_is_no_format_when_given_as_argument)
{
	err_fail(ERR_USAGE, "%s", "%n%s%x");
	expect_text("%n%s%x");
}

Test(err, text_of_2047_bytes_is_whole_and_a_longer_one_is_cut)
{
	char text[4096];

	memset(text, 'x', sizeof text);
	text[2047] = '\0';
	err_fail(ERR_IO, "%s", text);
	cr_expect(eq(sz, strlen(err_text()), 2047));
	text[2047] = 'x';
	text[4095] = '\0';
	err_fail(ERR_IO, "%s", text);
	cr_expect(eq(sz, strlen(err_text()), 2047));
}

static void *
fail_elsewhere(void *arg)
{
	char **seen = arg;

	seen[0] = strdup(err_text());
	err_fail(ERR_IO, "there");
	seen[1] = strdup(err_text());
	return NULL;
}

Test(err, each_thread_has_its_own_text)
{
	char *seen[2];
	pthread_t thread;

	err_fail(ERR_IO, "here");
	cr_assert(pthread_create(&thread, NULL, fail_elsewhere, seen) == 0);
	cr_assert(pthread_join(thread, NULL) == 0);
	expect_text("here");
	cr_expect(eq(str, seen[0], ""));
	cr_expect(eq(str, seen[1], "there"));
	free(seen[0]);
	free(seen[1]);
}
