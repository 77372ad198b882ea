#include "core/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 64

static bool
reserve(struct buf *buf, size_t extra)
{
	size_t cap = buf->cap ? buf->cap : FIRST_CAP;
	char *data;

	if (buf->failed)
		return false;
	if (extra >= SIZE_MAX / 2 - buf->len) {
		buf->failed = true;
		return false;
	}
	if (buf->data && buf->len + extra < buf->cap)
		return true;
	while (cap <= buf->len + extra)
		cap *= 2;
	data = realloc(buf->data, cap);
	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->cap = cap;
	return true;
}

void
buf_release(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf)BUF_INIT;
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->data)
		buf->data[0] = '\0';
}

void
buf_append(struct buf *buf, const void *data, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void
buf_puts(struct buf *buf, const char *text)
{
	buf_append(buf, text, strlen(text));
}

void
buf_putc(struct buf *buf, char c)
{
	if (!reserve(buf, 1))
		return;
	buf->data[buf->len++] = c;
	buf->data[buf->len] = '\0';
}

void
buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0 || !reserve(buf, (size_t)len)) {
		buf->failed = true;
		return;
	}
	va_start(args, fmt);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, args);
	va_end(args);
	buf->len += (size_t)len;
}

void
buf_truncate(struct buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	buf->len = len;
	buf->data[len] = '\0';
}

const char *
buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

enum err
buf_err(const struct buf *buf)
{
	if (buf->failed)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

enum err
buf_steal(struct buf *buf, char **out)
{
	enum err err;

	buf_append(buf, "", 0); /* an empty buf has no bytes to give yet */
	err = buf_err(buf);
	if (err)
		return err;
	*out = buf->data;
	*buf = (struct buf)BUF_INIT;
	return ERR_OK;
}
