/** Foreign text made fit to show: what a child, a commit or a file says. */
#ifndef CORE_BASE_TEXT_H
#define CORE_BASE_TEXT_H

#include <stddef.h>

#include "core/base/buf.h"

/**
 * Bytes of the control character at the start of `text`, 0 if none is there:
 * C0 (up to U+001F) but not those in `allowed`, DEL, and C1 (U+0080 to U+009F),
 * which in UTF-8 is C2 80 to C2 9F. The NUL at a text's end is none.
 */
size_t text_control_len(const char *text, const char *allowed);

/**
 * Append `text`, each line of it but the first with "| " before it; a line
 * break at the very end is left out. Some CI systems obey lines of their log
 * that begin with "::", after blanks too: so none of a foreign text may begin
 * one.
 */
void text_quote(struct buf *out, const char *text);

#endif
