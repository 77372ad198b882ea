/** Keeps the head and the tail of a stream of any length. */
#ifndef CORE_BASE_CAPTURE_H
#define CORE_BASE_CAPTURE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"

struct capture {
	size_t keep; /**< bytes kept of the head, and of the tail */
	struct buf head;
	struct buf ring; /**< the tail, oldest byte at `at` once full */
	size_t at;
	uint64_t total; /**< bytes that came */
};

void capture_init(struct capture *capture, size_t keep);
void capture_release(struct capture *capture);
void capture_add(struct capture *capture, const char *data, size_t len);

/**
 * The whole, or head, "[N bytes left out]" and tail. NUL bytes as '?'.
 *
 * @return ERR_NOMEM, also where capture_add() found no memory, so that a text
 *         with a hole is not taken for a whole one
 */
enum err capture_text(const struct capture *capture, struct buf *out);

/** Append the last `lines` (above 0) lines of `text` to `out`, each as a line
 *  break, "| " and the line; see text_quote(). Nothing of an empty text. A line
 *  break at the very end does not count as a line. */
void capture_quote_last(struct buf *out, const char *text, size_t lines);

#endif
