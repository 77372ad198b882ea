#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/json.h"
#include "core/base/rng.h"
#include "reports/escape.h"

/* Criterion's str is a char *, though it only reads. */
#define expect_text(got, want) cr_expect(eq(str, (char *)(got), (char *)(want)))

static struct buf out = BUF_INIT;

static void
close_out(void)
{
	buf_release(&out);
}

TestSuite(escape, .fini = close_out);

typedef void escape_fn(struct buf *to, const char *text, size_t max_bytes);

static char *
cut(escape_fn *escape, const char *text, size_t max_bytes)
{
	buf_reset(&out);
	buf_puts(&out, "");
	escape(&out, text, max_bytes);
	return out.data;
}

static char *
term(const char *text)
{
	return cut(term_text, text, ESCAPE_WHOLE);
}

static char *
md(const char *text)
{
	return cut(md_cell, text, ESCAPE_WHOLE);
}

Test(escape, plain_text_stays)
{
	expect_text(term("größe/10000"), "größe/10000");
	expect_text(md("größe/10000"), "größe/10000");
	expect_text(term(""), "");
	expect_text(md(""), "");
}

Test(escape, control_characters_are_shown)
{
	expect_text(term("\x1b[31mred"), "\\x1b[31mred");
	expect_text(term("a\nb\tc\rd\x7f"), "a\\nb\\tc\\rd\\x7f");
	expect_text(term("\xc2\x9b"
			 "31m"),
	    "\\u009b31m");
	expect_text(md("\x1b[31m"), "\\\\x1b\\[31m");
	expect_text(md("a\nb"), "a\\\\nb");
}

Test(escape, what_steers_the_direction_is_shown)
{
	expect_text(term("\u202egnp.exe"), "\\u202egnp.exe");
	expect_text(term("a\u2066b\u200bc"), "a\\u2066b\\u200bc");
	expect_text(term("\U000e0041"), "\\ue0041");
	expect_text(md("\u202ex"), "\\\\u202ex");
}

Test(escape, bytes_that_are_no_utf8_are_replaced)
{
	expect_text(term("a\xff"), "a\uFFFD");
	expect_text(term("\xc3("), "\uFFFD(");
	expect_text(term("\xe2\x82"), "\uFFFD\uFFFD"); /* ends early */
	expect_text(term("\xc0\xaf"), "\uFFFD\uFFFD"); /* overlong */
	expect_text(term("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
	expect_text(term("\xf4\x90\x80\x80"),
	    "\uFFFD\uFFFD\uFFFD\uFFFD"); /* above U+10FFFF */
	expect_text(term("\x9b"), "\uFFFD"); /* C1 as a bare byte */
}

Test(escape, a_markdown_cell_holds_no_markup)
{
	expect_text(md("|md|table|"), "&#124;md&#124;table&#124;");
	expect_text(md("`touch x`"), "&#96;touch x&#96;");
	expect_text(md("<b>&amp;"), "&lt;b&gt;&amp;amp;");
	expect_text(md("[a](b)"), "\\[a\\](b)");
	expect_text(md("*_~"), "\\*\\_\\~");
	expect_text(md("\\|"), "\\\\&#124;");
	expect_text(md("$(id)"), "&#36;(id)");
}

Test(escape, mentions_and_addresses_are_taken_apart)
{
	expect_text(md("@me"), "@&#8203;me");
	expect_text(md("x#1"), "x#&#8203;1");
	expect_text(md("GH-1"), "GH&#8203;-1");
	expect_text(md("https://a.b"), "https:&#8203;//a.b");
	expect_text(md("WWW.a.b"), "WWW&#8203;.a.b");
	expect_text(md("std::sort"), "std::sort");
}

Test(escape, html_text_has_no_tags_and_no_quotes)
{
	expect_text(cut(html_text, "\"><i>'&", ESCAPE_WHOLE),
	    "&quot;&gt;&lt;i&gt;&#39;&amp;");
}

Test(escape, long_text_is_cut_between_characters)
{
	/* The text has 6 bytes. "ab" and the ellipsis are 5; "ä" is 2 more. */
	expect_text(cut(term_text, "abäcd", 6), "abäcd");
	expect_text(cut(term_text, "abäcd", 5), "ab…");
	expect_text(cut(term_text, "abäcd", 3), "…");
	expect_text(cut(term_text, "abcdef", 6), "abcdef");
	expect_text(cut(term_text, "abcdefg", 6), "abc…");
}

Test(escape, an_escape_is_never_cut_in_two)
{
	expect_text(cut(term_text, "ab\x1b[31m", 7), "ab…");
	expect_text(cut(md_cell, "ab|cdefghij", 9), "ab…");
	expect_text(cut(md_cell, "ab|cdefghij", 11), "ab&#124;…");
}

/* 20,000 random byte strings: whatever comes in, what goes out is UTF-8
 * without a control character, and no longer than was allowed. */
Test(escape, any_bytes_give_clean_text)
{
	static escape_fn *const escapes[] = {term_text, md_cell, html_text};
	struct rng rng;

	rng_seed(&rng, 20261);
	for (int i = 0; i < 20000; i++) {
		char text[33] = "";
		size_t len = (size_t)rng_below(&rng, 32);
		size_t max = 3 + (size_t)rng_below(&rng, 40);
		char *clean;

		for (size_t k = 0; k < len; k++)
			text[k] = (char)(1 + rng_below(&rng, 255));
		cut(escapes[i % 3], text, max);
		clean = json_clean_utf8(out.data);
		cr_assert(le(sz, out.len, max));
		cr_assert(eq(str, out.data, clean));
		for (size_t k = 0; k < out.len; k++)
			cr_assert(ge(u8, (unsigned char)out.data[k], 0x20));
		free(clean);
	}
}

Test(escape, columns_are_characters)
{
	cr_expect(eq(sz, text_columns("größe"), 5));
	cr_expect(eq(sz, text_columns(""), 0));
	cr_expect(eq(sz, text_offset("größe", 3), 4));
	cr_expect(eq(sz, text_offset("größe", 9), 7));
	cr_expect(eq(sz, text_offset("größe", 0), 0));
}
