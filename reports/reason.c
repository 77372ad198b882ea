#include "reports/reason.h"

#include <string.h>

#define TAB_WIDTH 8

/* Lines in `text`, whose end without its newlines is `end`. */
static size_t
count_lines(const char *text, const char *end)
{
	size_t lines = 0;

	while (text < end) {
		lines++;
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return lines;
}

static const char *
next_line(const char *text)
{
	text += strcspn(text, "\n");
	return *text ? text + 1 : text;
}

static const char *
text_end(const char *text)
{
	const char *end = text + strlen(text);

	while (end > text && end[-1] == '\n')
		end--;
	return end;
}

void
reason_first(struct reason *reason, const char *text, struct buf *out)
{
	size_t len = strcspn(text, "\n");
	size_t lines;

	buf_append(out, text, len);
	reason->rest = next_line(text);
	reason->skipped = 0;
	lines = count_lines(reason->rest, text_end(reason->rest));
	while (lines > REASON_LINES) {
		reason->rest = next_line(reason->rest);
		reason->skipped++;
		lines--;
	}
}

bool
reason_next(struct reason *reason, struct buf *out)
{
	const char *line = reason->rest;
	const char *end = text_end(line);
	size_t column = 0;

	if (line == end)
		return false;
	for (; *line && *line != '\n'; line++) {
		do
			buf_putc(out, *line == '\t' ? ' ' : *line);
		while (++column % TAB_WIDTH && *line == '\t');
	}
	reason->rest = next_line(line);
	return true;
}
