#include "core/base/text.h"

#include <string.h>

size_t
text_control_len(const char *text, const char *allowed)
{
	unsigned char c = (unsigned char)text[0];
	unsigned char next;

	if (!c)
		return 0;
	if (c < 0x20)
		return !strchr(allowed, c);
	next = (unsigned char)text[1];
	if (c == 0xc2 && next >= 0x80 && next <= 0x9f)
		return 2;
	return c == 0x7f;
}

void
text_quote(struct buf *out, const char *text)
{
	for (const char *end; (end = strchr(text, '\n')) && end[1];) {
		buf_append(out, text, (size_t)(end - text));
		buf_puts(out, "\n| ");
		text = end + 1;
	}
	buf_append(out, text, strcspn(text, "\n"));
}
