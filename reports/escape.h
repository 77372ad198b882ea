/**
 * Foreign text made harmless for the place where it is written.
 *
 * In every place a byte that is no UTF-8 becomes U+FFFD, and a character that
 * cannot be seen or that steers what is seen (C0, DEL, C1, line separators,
 * zero width, bidirectional overrides, tags) becomes a visible escape: "\n",
 * "\x1b", "\u202e". Results are valid UTF-8 without any control character.
 */
#ifndef REPORTS_ESCAPE_H
#define REPORTS_ESCAPE_H

#include <stddef.h>

#include "core/base/buf.h"

/** Pass as `max_bytes` where nothing is to be cut. */
#define ESCAPE_WHOLE ((size_t)-1)

/* Each appends at most `max_bytes` (at least 3) bytes to `out`. What is longer
 * is cut between characters, never inside an escape, and ends with "…". */

/** For a terminal, a log, a plain text file. */
void term_text(struct buf *out, const char *text, size_t max_bytes);

/**
 * For a cell of a markdown table, or inside a line of markdown; not at the
 * start of a line, where "- " and "1. " mean something. No markup, no HTML, no
 * entity; addresses, @mentions and #references are text, kept so by a zero
 * width space that is an entity in the source.
 */
void md_cell(struct buf *out, const char *text, size_t max_bytes);

/** For the text of an HTML element or a value in double quotes. */
void html_text(struct buf *out, const char *text, size_t max_bytes);

/** Characters of valid UTF-8, the columns that it takes on a terminal (wide
 *  and combining characters are counted as one). */
size_t text_columns(const char *text);

/** Byte offset at which the first `columns` characters of valid UTF-8 end. */
size_t text_offset(const char *text, size_t columns);

#endif
