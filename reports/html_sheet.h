/** A page of HTML of a limited size: rows that would be too much are taken back
 *  and counted. */
#ifndef REPORTS_HTML_SHEET_H
#define REPORTS_HTML_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "reports/html.h"

/** The largest page that is made, in bytes. */
#define HTML_SHEET_MAX ((size_t)2 * 1024 * 1024)
/** Of it for the content; the rest is for style and script. */
#define HTML_SHEET_ROOM ((size_t)1920 * 1024)

struct html_sheet {
	struct html_page page;
	struct buf title;
	struct buf footer;
	struct buf out;
	struct buf raw; /**< foreign text before it is escaped */
	size_t mark; /**< where the row began that is being written */
};

/** Begin a page that is one file. html_sheet_release() it.
 *  @param title, version foreign; cut where they are long */
void html_sheet_init(
    struct html_sheet *sheet, const char *title, const char *version);
void html_sheet_release(struct html_sheet *sheet);

/** End the page and write it. @return ERR_NOMEM; ERR_IO */
enum err html_sheet_write(struct html_sheet *sheet, FILE *file);

/** What follows is one row. */
void html_sheet_mark(struct html_sheet *sheet);
/** Whether the page is at most `end` bytes; else the row is taken back. */
bool html_sheet_fits(struct html_sheet *sheet, size_t end);
/** Say how many rows there were none for; nothing of 0. */
void html_sheet_left_out(struct html_sheet *sheet, size_t rows);

/* Each moves what is in `raw` to the page, escaped and, where it is no more
 * than a text or a cell of text, cut where it is long. */
void html_sheet_text(struct html_sheet *sheet);
void html_sheet_cell(struct html_sheet *sheet);
void html_sheet_number(struct html_sheet *sheet, double value);
/** A row of a list of facts, <dl>. */
void html_sheet_fact(struct html_sheet *sheet, const char *name);

#endif
