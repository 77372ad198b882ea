#include "reports/xml.h"

#include <assert.h>
#include <string.h>

#include "reports/escape.h"

#define COUNT_SIZE 24

static void
raw(struct xml_writer *xml, const char *text)
{
	if (!xml->err && fputs(text, xml->file) == EOF)
		xml->err = err_fail(ERR_IO, "cannot write XML");
}

static void
put_escaped(struct xml_writer *xml, const char *text)
{
	buf_reset(&xml->escaped);
	html_text(&xml->escaped, text, ESCAPE_WHOLE);
	raw(xml, buf_text(&xml->escaped));
	if (!xml->err)
		xml->err = buf_err(&xml->escaped);
}

static void
close_tag(struct xml_writer *xml)
{
	if (xml->in_tag)
		raw(xml, ">");
	xml->in_tag = false;
}

static void
new_line(struct xml_writer *xml)
{
	raw(xml, "\n");
	for (int i = 0; i < xml->depth; i++)
		raw(xml, "  ");
}

void
xml_init(struct xml_writer *xml, FILE *file)
{
	*xml = (struct xml_writer){.file = file, .escaped = BUF_INIT};
	raw(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
}

void
xml_begin(struct xml_writer *xml, const char *name)
{
	close_tag(xml);
	if (xml->depth == XML_DEPTH_MAX) {
		if (!xml->err)
			xml->err = err_fail(ERR_LIMIT, "XML nested too deep");
		return;
	}
	new_line(xml);
	raw(xml, "<");
	raw(xml, name);
	xml->open[xml->depth++] = name;
	xml->in_tag = true;
	xml->after_text = false;
}

void
xml_attr(struct xml_writer *xml, const char *name, const char *text)
{
	assert(xml->in_tag || xml->err);
	raw(xml, " ");
	raw(xml, name);
	raw(xml, "=\"");
	put_escaped(xml, text);
	raw(xml, "\"");
}

void
xml_attr_count(struct xml_writer *xml, const char *name, size_t count)
{
	char text[COUNT_SIZE];

	snprintf(text, sizeof text, "%zu", count);
	xml_attr(xml, name, text);
}

void
xml_text(struct xml_writer *xml, const char *text)
{
	close_tag(xml);
	put_escaped(xml, text);
	xml->after_text = true;
}

static void
put_line(struct xml_writer *xml, const char *text, size_t len)
{
	struct buf line = BUF_INIT;

	buf_append(&line, text, len);
	if (!xml->err)
		xml->err = buf_err(&line);
	put_escaped(xml, buf_text(&line));
	buf_release(&line);
}

/* Split at LF alone: a CR before it is shown. */
void
xml_lines(struct xml_writer *xml, const char *text)
{
	close_tag(xml);
	for (;;) {
		size_t len = strcspn(text, "\n");

		put_line(xml, text, len);
		if (!text[len])
			break;
		raw(xml, "\n");
		text += len + 1;
	}
	xml->after_text = true;
}

void
xml_end(struct xml_writer *xml)
{
	const char *name;

	assert(xml->depth || xml->err);
	if (xml->err)
		return;
	name = xml->open[--xml->depth];
	if (xml->in_tag) {
		raw(xml, "/>");
	} else {
		if (!xml->after_text)
			new_line(xml);
		raw(xml, "</");
		raw(xml, name);
		raw(xml, ">");
	}
	xml->in_tag = false;
	xml->after_text = false;
}

void
xml_leaf(struct xml_writer *xml, const char *name, const char *text)
{
	xml_begin(xml, name);
	xml_text(xml, text);
	xml_end(xml);
}

enum err
xml_finish(struct xml_writer *xml)
{
	assert(!xml->depth || xml->err);
	raw(xml, "\n");
	if (!xml->err && fflush(xml->file) == EOF)
		xml->err = err_fail(ERR_IO, "cannot write XML");
	buf_release(&xml->escaped);
	return xml->err;
}
