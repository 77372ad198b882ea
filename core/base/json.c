#include "core/base/json.h"

#include <float.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"

/* `struct json` is jansson's json_t under a name of ours: never defined, only
 * pointed to. */
static const json_t *
unwrap(const struct json *json)
{
	return (const json_t *)(const void *)json;
}

static const struct json *
wrap(const json_t *json)
{
	return (const struct json *)(const void *)json;
}

/* The library skips a NUL byte that follows a number. */
static enum err
refuse_nul(const char *text, const char *nul, const char *what)
{
	int line = 1;
	int column = 1;

	for (; text < nul; text++) {
		column = *text == '\n' ? 1 : column + 1;
		line += *text == '\n';
	}
	return err_fail(ERR_PARSE, "%s:%d:%d: a NUL byte", what, line, column);
}

enum err
json_parse(struct json **out, const char *text, size_t len, const char *what)
{
	/* All numbers are doubles to us; as integers, those beyond 64 bits
	 * would be errors. */
	const size_t flags =
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL;
	const char *nul = len ? memchr(text, '\0', len) : NULL;
	json_error_t error;
	json_t *json;

	if (nul)
		return refuse_nul(text, nul, what);
	json = json_loadb(text, len, flags, &error);
	if (!json)
		return err_fail(ERR_PARSE, "%s:%d:%d: %s", what, error.line,
		    error.column, error.text);
	*out = (struct json *)(void *)json;
	return ERR_OK;
}

void
json_free(struct json *json)
{
	json_decref((json_t *)(void *)json);
}

const struct json *
json_get(const struct json *object, const char *key)
{
	return wrap(json_object_get(unwrap(object), key));
}

const char *
json_text(const struct json *json)
{
	return json_string_value(unwrap(json));
}

const char *
json_get_text(const struct json *object, const char *key)
{
	return json_text(json_get(object, key));
}

bool
json_number(const struct json *json, double *out)
{
	if (!json_is_number(unwrap(json)))
		return false;
	*out = json_number_value(unwrap(json));
	return true;
}

bool
json_get_number(const struct json *object, const char *key, double *out)
{
	return json_number(json_get(object, key), out);
}

bool
json_bool(const struct json *json, bool *out)
{
	if (!json_is_boolean(unwrap(json)))
		return false;
	*out = json_is_true(unwrap(json));
	return true;
}

bool
json_get_bool(const struct json *object, const char *key)
{
	return json_is_true(unwrap(json_get(object, key)));
}

/* jansson's own names are macros that would hide ours. */
#undef json_is_array
#undef json_is_object
#undef json_is_null

bool
json_is_array(const struct json *json)
{
	return json && json_typeof(unwrap(json)) == JSON_ARRAY;
}

bool
json_is_object(const struct json *json)
{
	return json && json_typeof(unwrap(json)) == JSON_OBJECT;
}

bool
json_is_null(const struct json *json)
{
	return json && json_typeof(unwrap(json)) == JSON_NULL;
}

size_t
json_count(const struct json *json)
{
	return json_array_size(unwrap(json));
}

const struct json *
json_at(const struct json *array, size_t index)
{
	return wrap(json_array_get(unwrap(array), index));
}

void
json_each_number(const struct json *object, json_number_fn *fn, void *ctx)
{
	json_t *members = (json_t *)(void *)object;
	const char *key;
	json_t *value;

	json_object_foreach(members, key, value)
	{
		if (json_is_number(value))
			fn(ctx, key, json_number_value(value));
	}
}

void
json_each(const struct json *object, json_member_fn *fn, void *ctx)
{
	json_t *members = (json_t *)(void *)object;
	const char *key;
	json_t *value;

	json_object_foreach(members, key, value) fn(ctx, key, wrap(value));
}

/* ---- writing ---- */

void
json_writer_init(struct json_writer *writer, FILE *file)
{
	*writer = (struct json_writer){.file = file};
}

static void
raw(struct json_writer *writer, const char *text)
{
	if (!writer->err && fputs(text, writer->file) == EOF)
		writer->err = err_fail(ERR_IO, "cannot write JSON");
}

static void
new_line(struct json_writer *writer)
{
	raw(writer, "\n");
	for (int i = 0; i < writer->depth; i++)
		raw(writer, "  ");
}

/* What stands before a value: nothing after a key, else comma and place. */
static void
before_value(struct json_writer *writer)
{
	bool *wrote = &writer->wrote[writer->depth];

	if (writer->after_key) {
		writer->after_key = false;
		return;
	}
	if (*wrote)
		raw(writer, ",");
	if (writer->depth && writer->flat[writer->depth])
		raw(writer, *wrote ? " " : "");
	else if (writer->depth)
		new_line(writer);
	*wrote = true;
}

static void
open_level(struct json_writer *writer, const char *bracket, bool flat)
{
	before_value(writer);
	raw(writer, bracket);
	if (writer->depth + 1 == JSON_DEPTH_MAX) {
		if (!writer->err)
			writer->err =
			    err_fail(ERR_LIMIT, "JSON nested too deep");
		return;
	}
	writer->depth++;
	writer->wrote[writer->depth] = false;
	writer->flat[writer->depth] = flat;
}

static void
close_level(struct json_writer *writer, const char *bracket)
{
	bool empty = !writer->wrote[writer->depth];
	bool flat = writer->flat[writer->depth];

	if (writer->depth)
		writer->depth--;
	if (!empty && !flat)
		new_line(writer);
	raw(writer, bracket);
}

void
json_object_begin(struct json_writer *writer)
{
	open_level(writer, "{", false);
}

void
json_object_end(struct json_writer *writer)
{
	close_level(writer, "}");
}

void
json_array_begin(struct json_writer *writer)
{
	open_level(writer, "[", false);
}

void
json_array_begin_flat(struct json_writer *writer)
{
	open_level(writer, "[", true);
}

void
json_array_end(struct json_writer *writer)
{
	close_level(writer, "]");
}

char *
json_clean_utf8(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	const char *end = text + strlen(text);
	struct buf out = BUF_INIT;
	char *clean = NULL;

	while (text < end) {
		size_t max = (size_t)(end - text);
		size_t len = 1;
		json_t *probe = NULL;

		/* A character is 1 to 4 bytes; the library knows which are
		 * valid. */
		for (; len <= 4 && len <= max && !probe; len++)
			probe = json_stringn(text, len);
		if (probe)
			buf_append(&out, text, --len);
		else
			buf_puts(&out, replacement);
		json_decref(probe);
		text += probe ? len : 1;
	}
	if (buf_steal(&out, &clean))
		buf_release(&out);
	return clean;
}

static void
put_string(struct json_writer *writer, const char *text)
{
	json_t *string = json_string(text);
	char *clean = NULL;

	if (!string) {
		clean = json_clean_utf8(text);
		string = clean ? json_string(clean) : NULL;
	}
	if (!string)
		writer->err = err_fail(ERR_NOMEM, "out of memory");
	else if (json_dumpf(string, writer->file, JSON_ENCODE_ANY) < 0)
		writer->err = err_fail(ERR_IO, "cannot write JSON");
	json_decref(string);
	free(clean);
}

void
json_key(struct json_writer *writer, const char *key)
{
	before_value(writer);
	if (!writer->err)
		put_string(writer, key);
	raw(writer, ": ");
	writer->after_key = true;
}

void
json_put_text(struct json_writer *writer, const char *text)
{
	before_value(writer);
	if (!text)
		raw(writer, "null");
	else if (!writer->err)
		put_string(writer, text);
}

void
json_format_number(double number, char *out, size_t size)
{
	if (!isfinite(number)) {
		snprintf(out, size, "null");
		return;
	}
	/* 15 digits are never too many, since zeros at the end are not written,
	 * but below DBL_MIN, where a double has fewer bits. */
	for (int digits = fabs(number) < DBL_MIN ? 1 : 15; digits <= 17;
	     digits++) {
		snprintf(out, size, "%.*g", digits, number);
		if (strtod(out, NULL) == number)
			return;
	}
}

void
json_put_number(struct json_writer *writer, double number)
{
	char text[32];

	json_format_number(number, text, sizeof text);
	before_value(writer);
	raw(writer, text);
}

void
json_put_int(struct json_writer *writer, int64_t number)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)number);
	before_value(writer);
	raw(writer, text);
}

void
json_put_bool(struct json_writer *writer, bool value)
{
	before_value(writer);
	raw(writer, value ? "true" : "false");
}

void
json_put_null(struct json_writer *writer)
{
	before_value(writer);
	raw(writer, "null");
}

void
json_member_text(struct json_writer *writer, const char *key, const char *text)
{
	json_key(writer, key);
	json_put_text(writer, text);
}

void
json_member_number(struct json_writer *writer, const char *key, double number)
{
	json_key(writer, key);
	json_put_number(writer, number);
}

void
json_member_int(struct json_writer *writer, const char *key, int64_t number)
{
	json_key(writer, key);
	json_put_int(writer, number);
}

void
json_member_count(struct json_writer *writer, const char *key, size_t count)
{
	json_member_int(writer, key, (int64_t)count);
}

void
json_member_bool(struct json_writer *writer, const char *key, bool value)
{
	json_key(writer, key);
	json_put_bool(writer, value);
}

enum err
json_writer_end(struct json_writer *writer)
{
	raw(writer, "\n");
	if (!writer->err && fflush(writer->file) == EOF)
		writer->err = err_fail(ERR_IO, "cannot write JSON");
	return writer->err;
}
