#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/assets.h"
#include "reports/html.h"

static struct buf out = BUF_INIT;

static void
close_out(void)
{
	buf_release(&out);
}

TestSuite(html, .fini = close_out);

/* Criterion's str is a char *, though it only reads. */
#define expect_text(want)                                                      \
	cr_expect(eq(str, (char *)buf_text(&out), (char *)(want)))
#define expect_part(part) cr_expect(ne(ptr, strstr(buf_text(&out), part), NULL))
#define expect_none(part) cr_expect(eq(ptr, strstr(buf_text(&out), part), NULL))

static const struct html_link nav[] = {
    {"index.html", "Overview"}, {"alerts.html", "Alerts"}};

static struct html_page
page_of(enum html_form form)
{
	return (struct html_page){
	    .title = "a <b>",
	    .form = form,
	    .root = "../",
	    .nav = nav,
	    .nav_count = 2,
	    .current = "alerts.html",
	    .footer = "made by \"us\"",
	};
}

Test(html, a_linked_page_names_its_files_from_its_folder)
{
	struct html_page page = page_of(HTML_LINKED);

	html_begin(&out, &page);
	html_end(&out, &page);
	expect_part("href=\"../assets/tidemark.css\"");
	expect_part("src=\"../assets/tidemark.js\"");
	expect_part("<li><a href=\"../index.html\">Overview</a></li>");
	expect_part("<a href=\"../alerts.html\" aria-current=\"page\">");
	expect_part("<title>a &lt;b&gt;</title>");
	expect_part("<p>made by &quot;us&quot;</p>");
	expect_none("unsafe-inline");
	cr_expect(eq(i32,
	    strncmp(buf_text(&out),
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">",
		60),
	    0));
}

Test(html, an_inline_page_names_no_file)
{
	struct html_page page = page_of(HTML_INLINE);

	html_begin(&out, &page);
	html_end(&out, &page);
	expect_none("<link");
	expect_none(" src=");
	expect_part("default-src 'none'");
	expect_part(assets[ASSET_STYLE].text);
	expect_part(assets[ASSET_SCRIPT].text);
}

/* The element that holds a text ends at the first thing like its end tag. */
Test(html, no_asset_ends_the_element_around_it)
{
	for (size_t i = 0; i < ASSET_COUNT; i++) {
		cr_expect(lt(sz, 1000, strlen(assets[i].text)));
		cr_expect(eq(ptr, strstr(assets[i].text, "</"), NULL));
		cr_expect(eq(ptr, strstr(assets[i].text, "<!--"), NULL));
	}
}

Test(html, an_address_of_a_foreign_scheme_is_no_link)
{
	html_anchor(&out, "javascript:alert(1)", "a");
	html_anchor(&out, "DATA:text/html,x", "b");
	expect_text("ab");
}

Test(html, relative_and_web_addresses_are_links)
{
	html_anchor(&out, "commit/1.html", "a");
	html_anchor(&out, "HTTPS://example.org/?a=1&b=2", "b");
	html_anchor(&out, "#a:b", "c");
	expect_text("<a href=\"commit/1.html\">a</a>"
		    "<a href=\"HTTPS://example.org/?a=1&amp;b=2\">b</a>"
		    "<a href=\"#a:b\">c</a>");
}

Test(html, data_cannot_end_its_block)
{
	html_data(&out, "x", "[\"</script><!--&\u2028\u2029\u2027\"]");
	expect_text("<script type=\"application/json\" id=\"x\">"
		    "[\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029"
		    "\u2027\"]</script>\n");
}

Test(html, a_table_says_how_it_is_sorted)
{
	static const struct html_column columns[] = {{"name", HTML_BY_TEXT},
	    {"value", HTML_BY_NUMBER}, {"curve", HTML_UNSORTED}};

	html_table_begin(&out, "all & more", columns, 3, true);
	html_row_begin(&out, "open");
	html_cell_link(&out, "a.html", "a");
	html_cell_number(&out, 1.5, "1.5 ns");
	html_cell_mark(&out, HTML_BAD, "open");
	html_row_end(&out);
	html_table_end(&out);
	expect_part("<table data-filter=\"\">\n<caption>all &amp; more<");
	expect_part("<th scope=\"col\" data-by=\"text\">name</th>");
	expect_part(
	    "<th scope=\"col\" data-by=\"number\" class=\"number\">value<");
	expect_part("<th scope=\"col\">curve</th>");
	expect_part("<tr data-state=\"open\"><td><a href=\"a.html\">a</a></td>"
		    "<td class=\"number\" data-sort=\"1.5\">1.5 ns</td>"
		    "<td><span class=\"mark bad\">open</span></td></tr>");
}

Test(html, a_number_that_is_none_has_an_empty_key)
{
	html_cell_number(&out, NAN, "-");
	expect_text("<td class=\"number\" data-sort=\"\">-</td>");
}

Test(html, a_figure_has_a_text_in_place_of_its_image)
{
	html_figure(&out, "charts/a.svg", "a \"b\"", "from <c>", NULL);
	expect_text("<figure>\n<img loading=\"lazy\" src=\"charts/a.svg\" "
		    "alt=\"a &quot;b&quot;\">\n<figcaption>from &lt;c&gt;"
		    "</figcaption>\n</figure>\n");
}

Test(html, a_heading_has_its_anchor)
{
	html_heading(&out, 2, "m-1", "a&b");
	html_heading(&out, 3, NULL, "c");
	expect_text("<h2 id=\"m-1\">a&amp;b</h2>\n<h3>c</h3>\n");
}
