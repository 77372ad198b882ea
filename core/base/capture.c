#include "core/base/capture.h"

#include <inttypes.h>
#include <string.h>

#include "core/base/text.h"

void
capture_init(struct capture *capture, size_t keep)
{
	*capture = (struct capture){.keep = keep};
}

void
capture_release(struct capture *capture)
{
	buf_release(&capture->head);
	buf_release(&capture->ring);
}

static void
add_to_ring(struct capture *capture, const char *data, size_t len)
{
	struct buf *ring = &capture->ring;

	if (len > capture->keep) {
		data += len - capture->keep;
		len = capture->keep;
	}
	while (len && !ring->failed) {
		size_t room = capture->keep - ring->len;
		size_t part = room ? room : capture->keep - capture->at;

		if (part > len)
			part = len;
		if (room) {
			buf_append(ring, data, part);
		} else {
			memcpy(ring->data + capture->at, data, part);
			capture->at = (capture->at + part) % capture->keep;
		}
		data += part;
		len -= part;
	}
}

void
capture_add(struct capture *capture, const char *data, size_t len)
{
	size_t room = capture->keep - capture->head.len;
	size_t first = len < room ? len : room;

	capture->total += len;
	buf_append(&capture->head, data, first);
	if (len > first)
		add_to_ring(capture, data + first, len - first);
}

enum err
capture_text(const struct capture *capture, struct buf *out)
{
	const struct buf *ring = &capture->ring;
	uint64_t kept = capture->head.len + ring->len;
	size_t from = out->len;
	enum err err = buf_err(&capture->head);

	/* What could not be kept lies anywhere: no note could say where. */
	if (!err)
		err = buf_err(ring);
	if (err)
		return err;
	buf_append(out, buf_text(&capture->head), capture->head.len);
	if (capture->total > kept)
		buf_printf(out, "\n[%" PRIu64 " bytes left out]\n",
		    capture->total - kept);
	if (ring->len) {
		buf_append(
		    out, ring->data + capture->at, ring->len - capture->at);
		buf_append(out, ring->data, capture->at);
	}
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] == '\0')
			out->data[i] = '?';
	return buf_err(out);
}

static const char *
last_lines(const char *text, size_t lines)
{
	const char *at = text + strlen(text);

	if (at > text && at[-1] == '\n')
		at--;
	while (at > text) {
		if (at[-1] == '\n' && --lines == 0)
			return at;
		at--;
	}
	return text;
}

void
capture_quote_last(struct buf *out, const char *text, size_t lines)
{
	if (!*text)
		return;
	buf_puts(out, "\n| ");
	text_quote(out, last_lines(text, lines));
}
