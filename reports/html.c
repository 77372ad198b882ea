#include "reports/html.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "core/base/json.h"
#include "core/base/numeral.h"
#include "reports/assets.h"
#include "reports/escape.h"

#define SORT_DIGITS 12 /* of what a table is sorted by */

static bool
is_plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '&' && c != '<' && c != '>' &&
	       c != '"' && c != '\'';
}

/* Most texts are plain, and a large site has millions of them: what needs no
 * look at its characters is not looked at twice. */
static size_t
plain_length(const char *text)
{
	size_t len = 0;

	while (is_plain(text[len]))
		len++;
	return len;
}

void
html_put(struct buf *out, const char *text)
{
	size_t plain = plain_length(text);

	buf_append(out, text, plain);
	if (text[plain])
		html_text(out, text + plain, ESCAPE_WHOLE);
}

/* ---- the frame ---- */

/* Some browsers take 'self' of a file for nothing at all; so files are named.
 * A page from a server cannot load any. */
static void
put_policy(struct buf *out, enum html_form form)
{
	static const char *const policies[] = {
	    [HTML_LINKED] = "default-src 'none'; style-src 'self' file:; "
			    "script-src 'self' file:; img-src 'self' file:; "
			    "base-uri 'none'; form-action 'none'",
	    [HTML_INLINE] = "default-src 'none'; style-src 'unsafe-inline'; "
			    "script-src 'unsafe-inline'; img-src data:; "
			    "base-uri 'none'; form-action 'none'",
	};

	buf_printf(out,
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n",
	    policies[form]);
}

static void
put_style(struct buf *out, const struct html_page *page)
{
	if (page->form == HTML_INLINE) {
		buf_puts(out, "<style>\n");
		buf_puts(out, assets[ASSET_STYLE].text);
		buf_puts(out, "</style>\n");
		return;
	}
	buf_puts(out, "<link rel=\"stylesheet\" href=\"");
	html_put(out, page->root);
	buf_printf(out, "%s\">\n", assets[ASSET_STYLE].path);
}

static void
put_script_link(struct buf *out, const char *root, const char *path)
{
	buf_puts(out, "<script defer src=\"");
	html_put(out, root);
	html_put(out, path);
	buf_puts(out, "\"></script>\n");
}

static void
put_nav(struct buf *out, const struct html_page *page)
{
	if (!page->nav_count)
		return;
	buf_puts(out, "<nav aria-label=\"Site\">\n<ul>\n");
	for (size_t i = 0; i < page->nav_count; i++) {
		const struct html_link *link = &page->nav[i];
		bool is_current =
		    page->current && strcmp(page->current, link->href) == 0;

		buf_puts(out, "<li><a href=\"");
		html_put(out, page->root);
		html_put(out, link->href);
		buf_printf(
		    out, "\"%s>", is_current ? " aria-current=\"page\"" : "");
		html_put(out, link->text);
		buf_puts(out, "</a></li>\n");
	}
	buf_puts(out, "</ul>\n</nav>\n");
}

void
html_begin(struct buf *out, const struct html_page *page)
{
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n");
	put_policy(out, page->form);
	buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width, "
		      "initial-scale=1\">\n<meta name=\"referrer\" "
		      "content=\"no-referrer\">\n<title>");
	html_put(out, page->title);
	buf_puts(out, "</title>\n");
	put_style(out, page);
	if (page->form == HTML_LINKED && page->data)
		put_script_link(out, page->root, page->data);
	if (page->form == HTML_LINKED)
		put_script_link(out, page->root, assets[ASSET_SCRIPT].path);
	buf_puts(out,
	    "</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the "
	    "content</a>\n<header>\n");
	put_nav(out, page);
	buf_puts(out, "</header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>");
	html_put(out, page->title);
	buf_puts(out, "</h1>\n");
}

void
html_end(struct buf *out, const struct html_page *page)
{
	buf_puts(out, "</main>\n<footer>\n");
	if (page->footer)
		html_paragraph(out, page->footer);
	buf_puts(out, "</footer>\n");
	if (page->form == HTML_INLINE) {
		buf_puts(out, "<script>\n");
		buf_puts(out, assets[ASSET_SCRIPT].text);
		buf_puts(out, "</script>\n");
	}
	buf_puts(out, "</body>\n</html>\n");
}

/* ---- texts ---- */

void
html_mark(struct buf *out, enum html_tone tone, const char *word)
{
	static const char *const classes[] = {
	    [HTML_PLAIN] = "plain",
	    [HTML_GOOD] = "good",
	    [HTML_BAD] = "bad",
	    [HTML_UNSURE] = "unsure",
	    [HTML_QUIET] = "quiet",
	};

	buf_printf(out, "<span class=\"mark %s\">", classes[tone]);
	html_put(out, word);
	buf_puts(out, "</span>");
}

/* A scheme is what stands before a colon in the first segment. */
static bool
may_link(const char *href)
{
	size_t first = strcspn(href, ":/?#");

	return href[first] != ':' || strncasecmp(href, "https://", 8) == 0 ||
	       strncasecmp(href, "http://", 7) == 0;
}

void
html_anchor(struct buf *out, const char *href, const char *text)
{
	bool linked = may_link(href);

	if (linked) {
		buf_puts(out, "<a href=\"");
		html_put(out, href);
		buf_puts(out, "\">");
	}
	html_put(out, text);
	if (linked)
		buf_puts(out, "</a>");
}

void
html_heading(struct buf *out, int level, const char *id, const char *text)
{
	buf_printf(out, "<h%d", level);
	if (id) {
		buf_puts(out, " id=\"");
		html_put(out, id);
		buf_putc(out, '"');
	}
	buf_putc(out, '>');
	html_put(out, text);
	buf_printf(out, "</h%d>\n", level);
}

void
html_paragraph(struct buf *out, const char *text)
{
	buf_puts(out, "<p>");
	html_put(out, text);
	buf_puts(out, "</p>\n");
}

void
html_figure(struct buf *out, const char *src, const char *alt,
    const char *caption, const char *data)
{
	buf_puts(out, "<figure");
	if (data) {
		buf_puts(out, " data-points=\"");
		html_put(out, data);
		buf_putc(out, '"');
	}
	buf_puts(out, ">\n<img loading=\"lazy\" src=\"");
	html_put(out, src);
	buf_puts(out, "\" alt=\"");
	html_put(out, alt);
	buf_puts(out, "\">\n");
	if (caption) {
		buf_puts(out, "<figcaption>");
		html_put(out, caption);
		buf_puts(out, "</figcaption>\n");
	}
	buf_puts(out, "</figure>\n");
}

/* In JSON these stand inside of strings only, where an escape is the same. */
void
html_data(struct buf *out, const char *id, const char *json)
{
	buf_puts(out, "<script type=\"application/json\" id=\"");
	html_put(out, id);
	buf_puts(out, "\">");
	for (const char *c = json; *c; c++) {
		if (*c == '<' || *c == '>' || *c == '&')
			buf_printf(out, "\\u%04x", (unsigned)*c);
		else if (strncmp(c, "\xe2\x80\xa8", 3) == 0 ||
			 strncmp(c, "\xe2\x80\xa9", 3) == 0)
			buf_printf(out, "\\u20%02x",
			    (unsigned)(unsigned char)*(c += 2) - 0x80u);
		else
			buf_putc(out, *c);
	}
	buf_puts(out, "</script>\n");
}

/* ---- tables ---- */

void
html_table_begin(struct buf *out, const char *caption,
    const struct html_column *columns, size_t count, bool filter)
{
	static const char *const sorts[] = {
	    [HTML_UNSORTED] = "",
	    [HTML_BY_TEXT] = " data-by=\"text\"",
	    [HTML_BY_NUMBER] = " data-by=\"number\" class=\"number\"",
	};

	buf_puts(out, "<div class=\"box\" tabindex=\"0\" role=\"region\" "
		      "aria-label=\"");
	html_put(out, caption);
	buf_printf(out, "\">\n<table%s>\n<caption>",
	    filter ? " data-filter=\"\"" : "");
	html_put(out, caption);
	buf_puts(out, "</caption>\n<thead>\n<tr>");
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "<th scope=\"col\"%s>", sorts[columns[i].sort]);
		html_put(out, columns[i].title);
		buf_puts(out, "</th>");
	}
	buf_puts(out, "</tr>\n</thead>\n<tbody>\n");
}

void
html_row_begin(struct buf *out, const char *state)
{
	if (!state) {
		buf_puts(out, "<tr>");
		return;
	}
	buf_puts(out, "<tr data-state=\"");
	html_put(out, state);
	buf_puts(out, "\">");
}

void
html_cell_begin(struct buf *out)
{
	buf_puts(out, "<td>");
}

void
html_cell_end(struct buf *out)
{
	buf_puts(out, "</td>");
}

void
html_cell(struct buf *out, const char *text)
{
	html_cell_begin(out);
	html_put(out, text);
	html_cell_end(out);
}

static void
number_cell_begin(struct buf *out)
{
	buf_puts(out, "<td class=\"number\" data-sort=\"");
}

static void
number_cell_end(struct buf *out, const char *text)
{
	buf_puts(out, "\">");
	html_put(out, text);
	html_cell_end(out);
}

void
html_cell_number(struct buf *out, double value, const char *text)
{
	number_cell_begin(out);
	if (isfinite(value))
		numeral_put(out, value, SORT_DIGITS);
	number_cell_end(out, text);
}

void
html_cell_exact(struct buf *out, double value, const char *text)
{
	char digits[32];

	number_cell_begin(out);
	if (isfinite(value)) {
		json_format_number(value, digits, sizeof digits);
		buf_puts(out, digits);
	}
	number_cell_end(out, text);
}

void
html_cell_link(struct buf *out, const char *href, const char *text)
{
	html_cell_begin(out);
	html_anchor(out, href, text);
	html_cell_end(out);
}

void
html_cell_mark(struct buf *out, enum html_tone tone, const char *word)
{
	html_cell_begin(out);
	html_mark(out, tone, word);
	html_cell_end(out);
}

void
html_row_end(struct buf *out)
{
	buf_puts(out, "</tr>\n");
}

void
html_table_end(struct buf *out)
{
	buf_puts(out, "</tbody>\n</table>\n</div>\n");
}
