#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"

/*
 * The reader only finds where a piece ends: by bracket depth, strings and
 * commas. Each piece then goes to the real parser, so this file need not know
 * what a valid number or escape is.
 */
enum state {
	AT_START, /* before the '{' */
	AT_KEY, /* before a key, or '}' while `members` is 0 */
	IN_KEY, /* inside the key's string */
	AT_COLON, /* between key and ':' */
	AT_VALUE, /* before a member's value */
	IN_VALUE, /* inside a member's value */
	AFTER_VALUE, /* before ',' or '}' */
	AT_ELEMENT, /* before an element of the rows, or ']' */
	IN_ELEMENT, /* inside an element */
	AFTER_ELEMENT, /* before ',' or ']' */
	AT_END /* after the '}' */
};

struct json_stream {
	const char *what;
	const char *rows;
	size_t max_piece_bytes;
	json_piece_fn *fn;
	void *ctx;
	enum state state;
	struct buf piece; /* text of the piece under way */
	struct buf key; /* its key, quotes included */
	char *name; /* the key decoded */
	size_t members;
	size_t elements;
	size_t line;
	int depth;
	bool had_rows;
	bool in_string;
	bool escaped;
};

enum err
json_stream_new(struct json_stream **out, const char *what, const char *rows,
    size_t max_piece_bytes, json_piece_fn *fn, void *ctx)
{
	struct json_stream *stream = calloc(1, sizeof *stream);

	if (!stream)
		return err_fail(ERR_NOMEM, "out of memory");
	stream->what = what;
	stream->rows = rows;
	stream->max_piece_bytes = max_piece_bytes;
	stream->fn = fn;
	stream->ctx = ctx;
	stream->line = 1;
	*out = stream;
	return ERR_OK;
}

void
json_stream_free(struct json_stream *stream)
{
	if (!stream)
		return;
	buf_release(&stream->piece);
	buf_release(&stream->key);
	free(stream->name);
	free(stream);
}

static enum err
unexpected(const struct json_stream *stream, char c, const char *wanted)
{
	return err_fail(ERR_PARSE, "%s:%zu: '%c' where %s was expected",
	    stream->what, stream->line, c, wanted);
}

static enum err
keep(struct json_stream *stream, struct buf *buf, char c)
{
	if (buf->len >= stream->max_piece_bytes)
		return err_fail(ERR_LIMIT,
		    "%s:%zu: an element is larger than %zu bytes", stream->what,
		    stream->line, stream->max_piece_bytes);
	buf_putc(buf, c);
	return buf_err(buf);
}

static enum err
end_key(struct json_stream *stream)
{
	struct json *key = NULL;
	enum err err = json_parse(
	    &key, buf_text(&stream->key), stream->key.len, stream->what);

	if (err)
		return err;
	free(stream->name);
	stream->name = json_text(key) ? strdup(json_text(key)) : NULL;
	json_free(key);
	buf_reset(&stream->key);
	if (!stream->name)
		return err_fail(ERR_NOMEM, "out of memory");
	stream->state = AT_COLON;
	if (strcmp(stream->name, stream->rows) != 0)
		return ERR_OK;
	/* Else indices would go on, or begin again, in the second array. */
	if (stream->had_rows)
		return err_fail(ERR_PARSE, "%s:%zu: \"%s\" comes twice",
		    stream->what, stream->line, stream->rows);
	stream->had_rows = true;
	return ERR_OK;
}

static enum err
end_piece(struct json_stream *stream)
{
	bool element = stream->state == IN_ELEMENT;
	size_t index = element ? stream->elements++ : SIZE_MAX;
	struct json *piece = NULL;
	char what[256];
	enum err err;

	snprintf(what, sizeof what, "%s: before line %zu", stream->what,
	    stream->line + 1);
	err = json_parse(
	    &piece, buf_text(&stream->piece), stream->piece.len, what);
	buf_reset(&stream->piece);
	stream->state = element ? AFTER_ELEMENT : AFTER_VALUE;
	if (err)
		return err;
	err = stream->fn(stream->ctx, stream->name, index, piece);
	json_free(piece);
	return err;
}

static enum err feed_byte(struct json_stream *stream, char c);

/* Inside a value. A scalar ends before the byte that follows it; a string, an
 * object or an array ends with its own last byte. */
static enum err
feed_piece(struct json_stream *stream, char c)
{
	bool scalar_ends = !stream->in_string && stream->depth == 0 &&
			   stream->piece.len && strchr(",]} \t\r\n", c);
	enum err err;

	if (scalar_ends) {
		err = end_piece(stream);
		return err ? err : feed_byte(stream, c);
	}
	err = keep(stream, &stream->piece, c);
	if (err)
		return err;
	if (stream->in_string) {
		if (stream->escaped)
			stream->escaped = false;
		else if (c == '\\')
			stream->escaped = true;
		else if (c == '"')
			stream->in_string = false;
	} else if (c == '"') {
		stream->in_string = true;
	} else if (c == '{' || c == '[') {
		stream->depth++;
	} else if (c == '}' || c == ']') {
		stream->depth--;
	}
	if (stream->in_string || stream->depth > 0 || !strchr("\"}]", c))
		return ERR_OK;
	return end_piece(stream);
}

static enum err
feed_key(struct json_stream *stream, char c)
{
	enum err err = keep(stream, &stream->key, c);

	if (err)
		return err;
	if (stream->escaped)
		stream->escaped = false;
	else if (c == '\\')
		stream->escaped = true;
	else if (c == '"')
		return end_key(stream);
	return ERR_OK;
}

static enum err
begin_piece(struct json_stream *stream, enum state state, char c)
{
	if (strchr(",:]}", c))
		return unexpected(stream, c, "a value");
	stream->state = state;
	stream->depth = 0;
	stream->in_string = false;
	stream->escaped = false;
	return feed_piece(stream, c);
}

static enum err
begin_member(struct json_stream *stream, char c)
{
	if (c != '"')
		return unexpected(stream, c, "a key in quotes");
	stream->state = IN_KEY;
	stream->members++;
	return keep(stream, &stream->key, c);
}

static enum err
feed_between(struct json_stream *stream, char c)
{
	switch (stream->state) {
	case AT_START:
		stream->state = AT_KEY;
		return c == '{' ? ERR_OK : unexpected(stream, c, "{");
	case AT_KEY:
		if (c != '}' || stream->members)
			return begin_member(stream, c);
		stream->state = AT_END;
		return ERR_OK;
	case AT_COLON:
		stream->state = AT_VALUE;
		return c == ':' ? ERR_OK : unexpected(stream, c, ":");
	case AT_VALUE:
		if (c != '[' || strcmp(stream->name, stream->rows) != 0)
			return begin_piece(stream, IN_VALUE, c);
		stream->state = AT_ELEMENT;
		return ERR_OK;
	case AFTER_VALUE:
		stream->state = c == ',' ? AT_KEY : AT_END;
		return c == ',' || c == '}' ? ERR_OK
					    : unexpected(stream, c, ", or }");
	case AT_ELEMENT:
		if (c != ']' || stream->elements)
			return begin_piece(stream, IN_ELEMENT, c);
		stream->state = AFTER_VALUE;
		return ERR_OK;
	case AFTER_ELEMENT:
		stream->state = c == ',' ? AT_ELEMENT : AFTER_VALUE;
		return c == ',' || c == ']' ? ERR_OK
					    : unexpected(stream, c, ", or ]");
	default:
		return unexpected(stream, c, "the end");
	}
}

static enum err
feed_byte(struct json_stream *stream, char c)
{
	switch (stream->state) {
	case IN_KEY:
		return feed_key(stream, c);
	case IN_VALUE:
	case IN_ELEMENT:
		return feed_piece(stream, c);
	default:
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
			return ERR_OK;
		return c ? feed_between(stream, c)
			 : unexpected(stream, '?', "JSON, not a NUL byte,");
	}
}

enum err
json_stream_feed(struct json_stream *stream, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		enum err err = feed_byte(stream, data[i]);

		if (err)
			return err;
		if (data[i] == '\n')
			stream->line++;
	}
	return ERR_OK;
}

enum err
json_stream_end(struct json_stream *stream)
{
	if (stream->state == AT_START)
		return err_fail(ERR_PARSE, "%s: nothing printed, JSON expected",
		    stream->what);
	if (stream->state != AT_END)
		return err_fail(ERR_PARSE,
		    "%s:%zu: the JSON ends in the middle", stream->what,
		    stream->line);
	return ERR_OK;
}
