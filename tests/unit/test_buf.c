#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"

static struct buf buf = BUF_INIT;

static void
release(void)
{
	buf_release(&buf);
}

TestSuite(buf, .fini = release);

static void
expect_text(const char *want)
{
	cr_expect(eq(str, (char *)buf_text(&buf), (char *)want));
	cr_expect(eq(sz, buf.len, strlen(want)));
}

/* Append more than any memory holds; volatile hides the size from the
 * compiler, which would warn of it. */
static void
append_too_much(void)
{
	static volatile size_t huge = SIZE_MAX;

	buf_append(&buf, "x", huge);
}

Test(buf, nothing_appended_reads_as_empty_text)
{
	expect_text("");
	cr_expect(eq(int, buf_err(&buf), ERR_OK));
}

Test(buf, appends_join_in_order)
{
	buf_puts(&buf, "ab");
	buf_putc(&buf, 'c');
	buf_append(&buf, "defg", 2);
	buf_printf(&buf, "-%d-%s", 42, "z");
	expect_text("abcde-42-z");
}

Test(buf, appending_nothing_changes_nothing)
{
	buf_append(&buf, NULL, 0);
	buf_puts(&buf, "");
	buf_printf(&buf, "%s", "");
	expect_text("");
}

Test(buf, nul_bytes_are_bytes_like_others)
{
	buf_append(&buf, "a\0b", 3);
	buf_putc(&buf, '\0');
	buf_puts(&buf, "c");
	cr_expect(eq(sz, buf.len, 5));
	cr_expect(memcmp(buf.data, "a\0b\0c", 6) == 0);
}

Test(buf, every_length_is_followed_by_a_nul)
{
	for (size_t i = 1; i <= 1000; i++) {
		buf_putc(&buf, 'x');
		cr_assert(eq(sz, buf.len, i));
		cr_assert(eq(sz, strlen(buf_text(&buf)), i));
	}
}

Test(buf, one_format_may_be_longer_than_the_memory_so_far)
{
	for (int width = 1; width < 2000; width += 61) {
		buf_reset(&buf);
		buf_printf(&buf, "%*d|", width, 7);
		cr_assert(eq(sz, buf.len, (size_t)width + 1));
		cr_assert(eq(sz, strlen(buf_text(&buf)), buf.len));
		buf_release(&buf);
	}
}

Test(buf, truncate_shortens_and_never_lengthens)
{
	buf_truncate(&buf, 0);
	expect_text("");
	buf_puts(&buf, "abcdef");
	buf_truncate(&buf, 9);
	expect_text("abcdef");
	buf_truncate(&buf, 2);
	expect_text("ab");
	buf_puts(&buf, "z");
	expect_text("abz");
}

Test(buf, reset_forgets_the_content_and_keeps_the_memory)
{
	char *memory;

	buf_reset(&buf);
	buf_puts(&buf, "abc");
	memory = buf.data;
	buf_reset(&buf);
	expect_text("");
	buf_puts(&buf, "d");
	expect_text("d");
	cr_expect(eq(ptr, buf.data, memory));
}

Test(buf, is_usable_after_release)
{
	buf_puts(&buf, "abc");
	buf_release(&buf);
	expect_text("");
	buf_puts(&buf, "d");
	expect_text("d");
}

Test(buf, an_append_too_large_leaves_it_as_it_was)
{
	buf_puts(&buf, "abc");
	append_too_much();
	expect_text("abc");
	cr_expect(eq(int, buf_err(&buf), ERR_NOMEM));
	cr_expect(eq(str, (char *)err_text(), "out of memory"));
}

Test(buf, the_first_append_may_be_too_large_too)
{
	append_too_much();
	expect_text("");
	cr_expect(eq(int, buf_err(&buf), ERR_NOMEM));
}

Test(buf, sizes_that_would_wrap_around_fail)
{
	static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX - 3,
	    SIZE_MAX - 4, SIZE_MAX / 2 + 1, SIZE_MAX / 2, SIZE_MAX / 2 - 3};

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		volatile size_t size = sizes[i];

		buf_reset(&buf);
		buf_puts(&buf, "abc");
		buf_append(&buf, "x", size);
		expect_text("abc");
		cr_expect(eq(int, buf_err(&buf), ERR_NOMEM));
	}
}

Test(buf, a_failure_sticks_until_the_reset)
{
	buf_puts(&buf, "abc");
	append_too_much();
	buf_puts(&buf, "d");
	buf_putc(&buf, 'e');
	buf_printf(&buf, "%d", 5);
	expect_text("abc"); /* no text with a hole in it */
	cr_expect(eq(int, buf_err(&buf), ERR_NOMEM));
	cr_expect(eq(int, buf_err(&buf), ERR_NOMEM));
	buf_reset(&buf);
	cr_expect(eq(int, buf_err(&buf), ERR_OK));
	buf_puts(&buf, "f");
	expect_text("f");
}

Test(buf, release_forgets_a_failure)
{
	append_too_much();
	buf_release(&buf);
	cr_expect(eq(int, buf_err(&buf), ERR_OK));
}

Test(buf, a_format_longer_than_int_max_fails)
{
	volatile int width = INT_MAX; /* hidden: the compiler would warn */

	buf_puts(&buf, "abc");
	buf_printf(&buf, "%*d%*d", width, 1, width, 1);
	expect_text("abc");
	cr_expect(eq(int, buf_err(&buf), ERR_NOMEM));
}

Test(buf, stolen_text_is_the_callers_and_the_buf_is_empty)
{
	char *text = NULL;

	buf_puts(&buf, "abc");
	cr_assert(eq(int, buf_steal(&buf, &text), ERR_OK));
	expect_text("");
	buf_puts(&buf, "other");
	cr_expect(eq(str, text, "abc"));
	free(text);
}

Test(buf, empty_text_can_be_stolen)
{
	char *text = NULL;

	cr_assert(eq(int, buf_steal(&buf, &text), ERR_OK));
	cr_assert(text != NULL);
	cr_expect(eq(str, text, ""));
	free(text);
}

Test(buf, a_failed_one_is_not_stolen)
{
	char *text = "untouched";

	buf_puts(&buf, "abc");
	append_too_much();
	cr_expect(eq(int, buf_steal(&buf, &text), ERR_NOMEM));
	cr_expect(eq(str, text, "untouched"));
}
