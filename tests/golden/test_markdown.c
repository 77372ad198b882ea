#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmark-gfm.h>
#include <cmark-gfm-core-extensions.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/buf.h"
#include "reports/bisect_report.h"
#include "reports/columns.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/render.h"
#include "tests/support/bisect_fixture.h"
#include "tests/support/report_fixtures.h"

#define ZERO_WIDTH "\xe2\x80\x8b"

/* A forge's reading of a text: tables, and addresses that become links. */
static cmark_node *
parse(const char *text)
{
	static const char *const names[] = {
	    "table", "autolink", "strikethrough", "tagfilter"};
	cmark_parser *parser;
	cmark_node *root;

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		cmark_syntax_extension *extension =
		    cmark_find_syntax_extension(names[i]);

		cr_assert(ne(ptr, extension, NULL));
		cmark_parser_attach_syntax_extension(parser, extension);
	}
	cmark_parser_feed(parser, text, strlen(text));
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

static cmark_node *
parse_report(const struct report *report)
{
	const struct render_options options = {.verbose = true};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err;
	cmark_node *root;

	err = renderer_find("markdown")->render(report, &options, file);
	fclose(file);
	cr_assert(eq(int, err, ERR_OK));
	root = parse(text);
	free(text);
	return root;
}

static bool
is_type(cmark_node *node, const char *type)
{
	return strcmp(cmark_node_get_type_string(node), type) == 0;
}

/* The text below a node, without the zero width spaces. */
static void
node_text(cmark_node *node, struct buf *out)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);
		const char *text =
		    is_type(at, "text") ? cmark_node_get_literal(at) : NULL;

		for (; text && *text; text++) {
			if (strncmp(text, ZERO_WIDTH, 3) == 0)
				text += 2;
			else
				buf_putc(out, *text);
		}
	}
	cmark_iter_free(iter);
}

static size_t
children(cmark_node *node)
{
	size_t n = 0;

	for (node = cmark_node_first_child(node); node;
	     node = cmark_node_next(node))
		n++;
	return n;
}

/* The next table after `node` among its siblings. */
static cmark_node *
next_table(cmark_node *node)
{
	while (node && !is_type(node, "table"))
		node = cmark_node_next(node);
	return node;
}

static void
expect_cell(cmark_node *row, const char *want)
{
	struct buf got = BUF_INIT;

	node_text(cmark_node_first_child(row), &got);
	cr_expect(eq(str, (char *)buf_text(&got), (char *)want));
	buf_release(&got);
}

static void
expect_columns(cmark_node *table, size_t want)
{
	for (cmark_node *row = cmark_node_first_child(table); row;
	     row = cmark_node_next(row))
		cr_expect(eq(sz, children(row), want));
}

/* What a name looks like to a reader: as on a terminal, cut like a cell. */
static void
visible(struct buf *out, const char *benchmark, const char *metric)
{
	struct buf name = BUF_INIT;

	phrase_name(&name, benchmark, metric);
	term_text(out, buf_text(&name), ESCAPE_WHOLE);
	buf_release(&name);
}

static bool
is_short(const char *name)
{
	return strlen(name) < 100;
}

/* First the table of the series that do not pass, then of those that do. */
Test(markdown, hostile_names_stay_the_text_of_their_cells)
{
	cmark_node *root = parse_report(report_fixture("hostile"));
	cmark_node *table = next_table(cmark_node_first_child(root));
	cmark_node *row;

	cr_assert(ne(ptr, table, NULL));
	row = cmark_node_next(cmark_node_first_child(table));
	for (size_t i = 0; i < hostile_name_count; i++) {
		struct buf want = BUF_INIT;

		cr_assert(ne(ptr, row, NULL));
		visible(&want, hostile_names[i], "real_time");
		if (is_short(hostile_names[i]))
			expect_cell(row, buf_text(&want));
		buf_release(&want);
		row = cmark_node_next(row);
		if (i == 0) {
			cr_expect(eq(ptr, row, NULL));
			table = next_table(cmark_node_next(table));
			cr_assert(ne(ptr, table, NULL));
			row = cmark_node_next(cmark_node_first_child(table));
		}
	}
	cr_expect(eq(ptr, row, NULL));
	cmark_node_free(root);
}

Test(markdown, tables_have_the_columns_meant)
{
	/* Not passing, passing, q-values, not judged, machine. */
	static const size_t wanted[] = {COLUMN_COUNT, COLUMN_COUNT, 2, 3, 2};
	cmark_node *root = parse_report(report_fixture("hostile"));
	cmark_node *table = cmark_node_first_child(root);

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		table = next_table(table);
		cr_assert(ne(ptr, table, NULL));
		expect_columns(table, wanted[i]);
		table = cmark_node_next(table);
	}
	cr_expect(eq(ptr, next_table(table), NULL));
	cmark_node_free(root);
}

static bool
is_allowed(cmark_node *node)
{
	static const char *const types[] = {"document", "heading", "text",
	    "paragraph", "list", "item", "table", "table_header", "table_row",
	    "table_cell", "html_block", "softbreak"};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		if (is_type(node, types[i]))
			return true;
	}
	return false;
}

/* HTML is only what the renderer itself writes. */
static void
expect_own_html(const char *html)
{
	static const char *const own[] = {"<details>", "</details>",
	    "<summary>", "</summary>", "<pre>", "</pre>", "<code>", "</code>"};

	for (; (html = strchr(html, '<')); html++) {
		bool known = false;

		for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
			known |= strncmp(html, own[i], strlen(own[i])) == 0;
		cr_expect(known, "%.40s", html);
	}
}

static bool
is_nested_list(cmark_node *node)
{
	return is_type(node, "list") &&
	       !is_type(cmark_node_parent(node), "document");
}

static size_t
count_headings(cmark_node *root)
{
	size_t n = 0;

	for (cmark_node *node = cmark_node_first_child(root); node;
	     node = cmark_node_next(node))
		n += is_type(node, "heading");
	return n;
}

/* No link, image, emphasis, code, raw HTML in a line, or nested list. */
static void
expect_no_markup(const char *name, cmark_node *root, size_t headings)
{
	cmark_iter *iter = cmark_iter_new(root);

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		cr_expect(is_allowed(node), "%s: %s in line %d", name,
		    cmark_node_get_type_string(node),
		    cmark_node_get_start_line(node));
		cr_expect(not(is_nested_list(node)), "%s", name);
		if (is_type(node, "html_block"))
			expect_own_html(cmark_node_get_literal(node));
	}
	cmark_iter_free(iter);
	cr_expect(le(sz, count_headings(root), headings), "%s", name);
}

Test(markdown, foreign_text_is_never_markup)
{
	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		cmark_node *root = parse_report(row->report);

		expect_no_markup(row->name, root, 2);
		cmark_node_free(root);
	}
}

/* A heading of the page, of each finding, and of a side branch. */
Test(markdown, foreign_text_of_a_bisection_is_never_markup)
{
	const struct render_options options = {.verbose = true};

	for (const struct bisect_fixture *row = bisect_fixtures; row->name;
	     row++) {
		size_t headings = 1;
		char *text = NULL;
		size_t len = 0;
		FILE *file = open_memstream(&text, &len);
		cmark_node *root;

		cr_assert(
		    eq(int, bisect_render_markdown(row->report, &options, file),
			ERR_OK));
		fclose(file);
		for (size_t i = 0; i < row->report->range_count; i++)
			headings += row->report->ranges[i].answer_count + i;
		root = parse(text);
		expect_no_markup(row->name, root, headings);
		cmark_node_free(root);
		free(text);
	}
}

static bool
holds_link(cmark_node *line)
{
	bool found = false;

	for (cmark_node *node = cmark_node_first_child(line); node;
	     node = cmark_node_next(node))
		found |= is_type(node, "link");
	return found;
}

/* The parser itself makes links of these, so the test above can fail. */
Test(markdown, unescaped_addresses_would_be_links)
{
	static const char *const texts[] = {
	    "https://example.com", "www.example.com", "me@example.com"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		cmark_node *root = parse(texts[i]);

		cr_expect(
		    holds_link(cmark_node_first_child(root)), "%s", texts[i]);
		cmark_node_free(root);
	}
}

/* Forges look for mentions in text: an "@" or "#" has to be followed by a zero
 * width space there. */
Test(markdown, mentions_are_taken_apart)
{
	struct buf cell = BUF_INIT;
	cmark_node *root;
	const char *text;

	md_cell(&cell, "@someone #1", ESCAPE_WHOLE);
	root = parse(buf_text(&cell));
	text = cmark_node_get_literal(
	    cmark_node_first_child(cmark_node_first_child(root)));
	cr_expect(eq(
	    int, strcmp(text, "@" ZERO_WIDTH "someone #" ZERO_WIDTH "1"), 0));
	cmark_node_free(root);
	buf_release(&cell);
}
