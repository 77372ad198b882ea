/**
 * A writer of XML 1.0 documents in UTF-8, indented by two spaces. Names of
 * elements and attributes are ours; texts may be hostile: they are escaped, and
 * what XML cannot hold or a reader cannot see is made visible as in escape.h.
 * Errors stay inside until xml_finish().
 */
#ifndef REPORTS_XML_H
#define REPORTS_XML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/err.h"

#define XML_DEPTH_MAX 16

struct xml_writer {
	FILE *file;
	const char *open[XML_DEPTH_MAX]; /**< names, borrowed until they end */
	int depth;
	bool in_tag; /**< the start tag may still take attributes */
	bool after_text; /**< what follows is not indented */
	struct buf escaped;
	enum err err;
};

/** Begin a document with its declaration. xml_finish() it. */
void xml_init(struct xml_writer *xml, FILE *file);

/** Begin an element; one deeper than XML_DEPTH_MAX is ERR_LIMIT. */
void xml_begin(struct xml_writer *xml, const char *name);

/** An attribute of the element that was begun last; nothing is in it yet. */
void xml_attr(struct xml_writer *xml, const char *name, const char *text);
void xml_attr_count(struct xml_writer *xml, const char *name, size_t count);

/** Text of the element, line breaks made visible. */
void xml_text(struct xml_writer *xml, const char *text);

/** Text of the element, whose line breaks stay: for logs. */
void xml_lines(struct xml_writer *xml, const char *text);

void xml_end(struct xml_writer *xml);

/** An element that holds a text alone. */
void xml_leaf(struct xml_writer *xml, const char *name, const char *text);

/**
 * End the document, whose elements have ended, and free the writer's memory.
 * @return the first error: ERR_NOMEM, ERR_LIMIT, or ERR_IO where the file
 *         refused bytes (it is flushed here)
 */
enum err xml_finish(struct xml_writer *xml);

#endif
