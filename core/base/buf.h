/**
 * A growing byte string.
 *
 * Appending never fails at the call: a buf whose allocation failed stays as
 * it was and remembers it, and buf_err() says so once, at the end.
 */
#ifndef CORE_BASE_BUF_H
#define CORE_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

struct buf {
	char *data; /**< NUL-terminated once anything was appended */
	size_t len; /**< bytes before the NUL */
	size_t cap;
	bool failed;
};

#define BUF_INIT                                                               \
	{                                                                      \
		.data = NULL, .len = 0, .cap = 0, .failed = false              \
	}

/** Free the bytes; the buf is empty and usable again. */
void buf_release(struct buf *buf);

/** Forget the content, keep the memory; a past failure is forgotten too. */
void buf_reset(struct buf *buf);

void buf_append(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Shorten to `len` bytes; no effect where it is shorter already. */
void buf_truncate(struct buf *buf, size_t len);

/** The text, "" when nothing was appended. Valid until the next change. */
const char *buf_text(const struct buf *buf);

/** @return ERR_OK, or ERR_NOMEM if any append since the reset failed. */
enum err buf_err(const struct buf *buf);

/**
 * Give the text (never NULL, free() it) to the caller and empty the buf.
 * @return ERR_NOMEM where an append failed; then *out is untouched.
 */
enum err buf_steal(struct buf *buf, char **out);

#endif
