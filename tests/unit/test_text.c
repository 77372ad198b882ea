#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/text.h"

static size_t
control(const char *text)
{
	return text_control_len(text, "\n\t");
}

Test(text, control_characters_are_found)
{
	cr_expect(eq(sz, control("\x01"), 1));
	cr_expect(eq(sz, control("\x1b[2J"), 1));
	cr_expect(eq(sz, control("\x1f"), 1));
	cr_expect(eq(sz, control("\x7f"), 1));
	cr_expect(eq(sz, control("\xc2\x80"), 2)); /* U+0080, the first of C1 */
	cr_expect(eq(sz, control("\xc2\x9f"), 2)); /* U+009F, the last */
}

Test(text, other_characters_are_none)
{
	cr_expect(eq(sz, control(" "), 0));
	cr_expect(eq(sz, control("~"), 0));
	cr_expect(eq(sz, control("\xc2\xa0"), 0)); /* U+00A0 */
	cr_expect(eq(sz, control("\xc3\x9b"), 0)); /* U+00DB */
	cr_expect(eq(sz, control("\xc2"), 0)); /* cut */
	cr_expect(eq(sz, control("a\x1b"), 0));
	cr_expect(eq(sz, control(""), 0));
}

Test(text, only_the_caller_allows_some)
{
	cr_expect(eq(sz, control("\n"), 0));
	cr_expect(eq(sz, control("\t"), 0));
	cr_expect(eq(sz, control("\r"), 1));
	cr_expect(eq(sz, text_control_len("\n", ""), 1));
	cr_expect(eq(sz, text_control_len("", ""), 0));
}

static void
quotes(const char *input, const char *expected)
{
	struct buf out = BUF_INIT;

	text_quote(&out, input);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(text, lines_after_the_first_are_quoted)
{
	quotes("", "");
	quotes("a", "a");
	quotes("a\nb", "a\n| b");
	quotes("a\n\nb", "a\n| \n| b");
	quotes("\n::x", "\n| ::x");
}

Test(text, a_line_break_at_the_end_is_left_out)
{
	quotes("a\n", "a");
	quotes("a\n\n", "a\n| ");
	quotes("\n", "");
}
