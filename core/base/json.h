/**
 * JSON in three forms: values in memory, a document read piece by piece, and a
 * document written piece by piece. The owner of jansson.h.
 */
#ifndef CORE_BASE_JSON_H
#define CORE_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"

/* ---- values ---- */

struct json; /**< one value of any type */

/**
 * Parse a whole text. `what` names it in errors. Duplicate keys are errors.
 * @return ERR_PARSE with line and column. *out is the caller's: json_free().
 */
enum err json_parse(
    struct json **out, const char *text, size_t len, const char *what);
void json_free(struct json *json);

/* All readers below take NULL and then find nothing; what they return lives as
 * long as the parsed value. */

/** Member of an object, or NULL. */
const struct json *json_get(const struct json *object, const char *key);
/** Text of a string value, or NULL. Never holds a NUL byte. */
const char *json_text(const struct json *json);
/** json_text of a member. */
const char *json_get_text(const struct json *object, const char *key);
/** @return whether `json` is a number; then *out holds it. */
bool json_number(const struct json *json, double *out);
bool json_get_number(const struct json *object, const char *key, double *out);
/** @return whether `json` is true or false; then *out holds it. */
bool json_bool(const struct json *json, bool *out);
bool json_is_null(const struct json *json);
bool json_get_bool(const struct json *object, const char *key);
bool json_is_array(const struct json *json);
bool json_is_object(const struct json *json);
/** Elements of an array, 0 for anything else. */
size_t json_count(const struct json *json);
const struct json *json_at(const struct json *array, size_t index);

/** Called for each member that holds a number. */
typedef void json_number_fn(void *ctx, const char *key, double value);
void json_each_number(const struct json *object, json_number_fn *fn, void *ctx);

/** Called for each member, in the order of the text. */
typedef void json_member_fn(
    void *ctx, const char *key, const struct json *value);
void json_each(const struct json *object, json_member_fn *fn, void *ctx);

/* ---- reading a stream ---- */

/**
 * A reader for one object `{"a": ..., "rows": [e, e, ...], ...}` that comes in
 * chunks. It holds one member or one element at a time, so memory does not grow
 * with the document.
 */
struct json_stream;

/**
 * One piece: a top-level member with `index` SIZE_MAX, or element `index` of
 * the member named by json_stream_new() where that is an array. `piece` is
 * valid during the call. An error returned here ends the reading with it.
 */
typedef enum err json_piece_fn(
    void *ctx, const char *key, size_t index, const struct json *piece);

/**
 * @param what names the text in errors
 * @param rows the member whose array is given element by element; twice in one
 *        object it is ERR_PARSE
 * @param max_piece_bytes larger members or elements are ERR_LIMIT
 */
enum err json_stream_new(struct json_stream **out, const char *what,
    const char *rows, size_t max_piece_bytes, json_piece_fn *fn, void *ctx);

/** Feed the next bytes. @return ERR_PARSE with line; ERR_LIMIT; fn's error. */
enum err json_stream_feed(
    struct json_stream *stream, const char *data, size_t len);

/** Say that the text has ended. @return ERR_PARSE if it is not complete. */
enum err json_stream_end(struct json_stream *stream);
void json_stream_free(struct json_stream *stream);

/* ---- writing ---- */

#define JSON_DEPTH_MAX 16

/**
 * A writer that indents by two spaces. Errors stay inside until
 * json_writer_end(). Keys are ours; values may be hostile: strings are escaped,
 * bytes that are not UTF-8 become U+FFFD, NaN and infinities become null.
 */
struct json_writer {
	FILE *file;
	int depth;
	bool wrote[JSON_DEPTH_MAX];
	bool flat[JSON_DEPTH_MAX];
	bool after_key;
	enum err err;
};

void json_writer_init(struct json_writer *writer, FILE *file);
void json_object_begin(struct json_writer *writer);
void json_object_end(struct json_writer *writer);
void json_array_begin(struct json_writer *writer);
/** An array on one line, for samples. */
void json_array_begin_flat(struct json_writer *writer);
void json_array_end(struct json_writer *writer);
void json_key(struct json_writer *writer, const char *key);
void json_put_text(struct json_writer *writer, const char *text); /* or null */
void json_put_number(struct json_writer *writer, double number);
void json_put_int(struct json_writer *writer, int64_t number);
void json_put_bool(struct json_writer *writer, bool value);
void json_put_null(struct json_writer *writer);

/* json_key() and a value in one. */
void json_member_text(
    struct json_writer *writer, const char *key, const char *text);
void json_member_number(
    struct json_writer *writer, const char *key, double number);
void json_member_int(
    struct json_writer *writer, const char *key, int64_t number);
void json_member_count(
    struct json_writer *writer, const char *key, size_t count);
void json_member_bool(struct json_writer *writer, const char *key, bool value);

/** End the document with a newline. @return the first error: ERR_NOMEM, or
 *  ERR_IO where the file refused bytes (it is flushed here). */
enum err json_writer_end(struct json_writer *writer);

/**
 * Write the shortest decimal that reads back as the same double, "null" for
 * what JSON cannot hold. `size` of at least 32.
 */
void json_format_number(double number, char *out, size_t size);

/** Copy of `text` (free() it) in which bytes that are no UTF-8 are U+FFFD.
 *  @return NULL when memory ran out. */
char *json_clean_utf8(const char *text);

#endif
