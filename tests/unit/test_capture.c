#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/capture.h"

Test(capture, keeps_head_and_tail_of_a_long_stream)
{
	struct capture capture;
	struct buf out = BUF_INIT;

	capture_init(&capture, 4);
	capture_add(&capture, "ab", 2);
	capture_add(&capture, "cdefgh", 6);
	capture_add(&capture, "ijk", 3);
	cr_assert(eq(int, capture_text(&capture, &out), ERR_OK));
	/* 11 bytes: 4 of head, 4 of tail, 3 between them gone */
	cr_expect(eq(str, out.data, "abcd\n[3 bytes left out]\nhijk"));
	buf_release(&out);
	capture_release(&capture);
}

Test(capture, keeps_all_of_a_short_stream)
{
	struct capture capture;
	struct buf out = BUF_INIT;

	capture_init(&capture, 4);
	capture_add(&capture, "abcdefg", 7);
	cr_assert(eq(int, capture_text(&capture, &out), ERR_OK));
	cr_expect(eq(str, out.data, "abcdefg"));
	buf_release(&out);
	capture_release(&capture);
}

static void
quotes(const char *input, size_t lines, const char *expected)
{
	struct buf out = BUF_INIT;

	capture_quote_last(&out, input, lines);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(capture, last_lines_are_quoted)
{
	quotes("a\nb\nc\n", 2, "\n| b\n| c");
	quotes("a\nb", 1, "\n| b");
	quotes("a\nb", 9, "\n| a\n| b");
	quotes("a\n\nb\n\n", 3, "\n| \n| b\n| ");
	quotes("\n", 3, "\n| ");
	quotes("", 3, "");
}

Test(capture, no_line_of_foreign_text_begins_one_of_ours)
{
	quotes("::error::x\n::stop-commands::y\n", 12,
	    "\n| ::error::x\n| ::stop-commands::y");
}
