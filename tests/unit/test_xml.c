#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/xml.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static struct xml_writer writer;
static FILE *file;
static char *text;
static size_t text_len;

static void
open_text(void)
{
	file = open_memstream(&text, &text_len);
	cr_assert(file != NULL);
	xml_init(&writer, file);
}

static void
close_text(void)
{
	fclose(file);
	free(text);
}

TestSuite(xml, .init = open_text, .fini = close_text);

static void
expect_text(const char *want)
{
	cr_assert(eq(int, xml_finish(&writer), ERR_OK));
	cr_expect(eq(str, text, (char *)want));
}

Test(xml, elements_are_indented_and_empty_ones_closed)
{
	xml_begin(&writer, "a");
	xml_attr_count(&writer, "n", 2);
	xml_begin(&writer, "b");
	xml_end(&writer);
	xml_leaf(&writer, "c", "x");
	xml_end(&writer);
	expect_text(HEAD "<a n=\"2\">\n  <b/>\n  <c>x</c>\n</a>\n");
}

Test(xml, texts_stay_texts)
{
	xml_begin(&writer, "a");
	xml_attr(&writer, "t", "\"><b>&'");
	xml_text(&writer, "]]></a>");
	xml_end(&writer);
	expect_text(HEAD "<a t=\"&quot;&gt;&lt;b&gt;&amp;&#39;\">"
			 "]]&gt;&lt;/a&gt;</a>\n");
}

/* U+FFFE, U+FFFF, a surrogate's three bytes, a broken character, a bell. */
Test(xml, what_xml_has_not_got_is_made_visible)
{
	xml_begin(&writer, "a");
	xml_text(&writer, "\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80\xff\x07\n\x1b");
	xml_end(&writer);
	expect_text(HEAD "<a>\\ufffe\\uffff"
			 "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
			 "\\x07\\n\\x1b</a>\n");
}

Test(xml, lines_of_a_log_stay_lines)
{
	xml_begin(&writer, "a");
	xml_lines(&writer, "one\r\n\n\t<two>\n");
	xml_end(&writer);
	expect_text(HEAD "<a>one\\r\n\n\\t&lt;two&gt;\n</a>\n");
}

Test(xml, too_many_levels_are_an_error)
{
	for (int i = 0; i <= XML_DEPTH_MAX; i++)
		xml_begin(&writer, "a");
	for (int i = 0; i <= XML_DEPTH_MAX; i++)
		xml_end(&writer);
	cr_expect(eq(int, xml_finish(&writer), ERR_LIMIT));
}

Test(xml_errors, a_full_disk_is_told_at_the_end)
{
	struct xml_writer xml;
	FILE *full = fopen("/dev/full", "w");

	cr_assert(full != NULL);
	xml_init(&xml, full);
	xml_leaf(&xml, "a", "x");
	cr_expect(eq(int, xml_finish(&xml), ERR_IO));
	fclose(full);
}
