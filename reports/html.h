/**
 * Parts of HTML pages: the frame around a page, tables, marks, figures. All
 * texts are foreign and escaped here; addresses are made by the caller, and
 * escaped too. A page needs nothing but its own files: it works from a folder,
 * without a network and without a script.
 *
 * Appending never fails at the call; buf_err() of the page says it once.
 */
#ifndef REPORTS_HTML_H
#define REPORTS_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"

/** Where a page has its style and script. */
enum html_form {
	HTML_LINKED, /**< in assets/ of the site's root */
	HTML_INLINE /**< in the page, which is one file */
};

struct html_link {
	const char *href; /**< relative to the root */
	const char *text;
};

struct html_page {
	const char *title;
	enum html_form form;
	const char *root; /**< from this page: "" or "../" */
	const struct html_link *nav; /**< of all pages; may be none */
	size_t nav_count;
	const char *current; /**< the href in `nav` that this page is of, or
				  NULL */
	const char *data; /**< one more script of the site, or NULL */
	const char *footer; /**< a line of text, or NULL */
};

/** Begin a page: what browsers need, the navigation, the main landmark and its
 *  heading, which is the title. */
void html_begin(struct buf *out, const struct html_page *page);
void html_end(struct buf *out, const struct html_page *page);

/** What a mark says beside its word. */
enum html_tone { HTML_PLAIN, HTML_GOOD, HTML_BAD, HTML_UNSURE, HTML_QUIET };

/** A word with a colour. */
void html_mark(struct buf *out, enum html_tone tone, const char *word);

/** Escaped text, whole. */
void html_put(struct buf *out, const char *text);

/** A link. An address of another scheme than http and https is left out, so
 *  that only the text is shown. */
void html_anchor(struct buf *out, const char *href, const char *text);

/** A heading of level 2 to 6, and its anchor or NULL. */
void html_heading(struct buf *out, int level, const char *id, const char *text);

/** A paragraph of text. */
void html_paragraph(struct buf *out, const char *text);

/** An image with its text alternative and a caption, or NULL.
 *  @param data id of html_data() that the script shows in its place, or NULL */
void html_figure(struct buf *out, const char *src, const char *alt,
    const char *caption, const char *data);

/** JSON for the script, in a block that nothing in it can end. */
void html_data(struct buf *out, const char *id, const char *json);

/* ---- tables ---- */

enum html_sort { HTML_UNSORTED, HTML_BY_TEXT, HTML_BY_NUMBER };

struct html_column {
	const char *title;
	enum html_sort sort; /**< numbers are set flush right */
};

/**
 * Begin a table, in a box that it scrolls in. A script makes it sortable.
 *
 * @param caption what it is of
 * @param filter whether rows can be filtered, by text and by state
 */
void html_table_begin(struct buf *out, const char *caption,
    const struct html_column *columns, size_t count, bool filter);
/** @param state a word that rows are filtered by, or NULL */
void html_row_begin(struct buf *out, const char *state);
void html_cell_begin(struct buf *out);
void html_cell_end(struct buf *out);
void html_cell(struct buf *out, const char *text);
/** @param value what it is sorted by, in 12 digits; NaN is sorted last */
void html_cell_number(struct buf *out, double value, const char *text);
/** As html_cell_number(), where scripts read the very value. */
void html_cell_exact(struct buf *out, double value, const char *text);
void html_cell_link(struct buf *out, const char *href, const char *text);
void html_cell_mark(struct buf *out, enum html_tone tone, const char *word);
void html_row_end(struct buf *out);
void html_table_end(struct buf *out);

#endif
