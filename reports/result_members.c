#include "reports/result_members.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/series.h"
#include "baselines/verdict.h"

#define OID_LEN 40
#define WHOLE_MAX 0x1p53 /* above it a double skips whole numbers */
#define WANTED_SIZE 64

struct result_block {
	struct result_block *next;
	max_align_t bytes[];
};

void *
result_alloc(struct result_reader *reader, size_t count, size_t size)
{
	size_t room = SIZE_MAX - sizeof(struct result_block);
	struct result_block *block = NULL;

	if (!count || count <= room / size)
		block = calloc(1, sizeof *block + count * size);
	if (!block) {
		err_set_text("out of memory");
		return NULL;
	}
	block->next = reader->blocks;
	reader->blocks = block;
	return block->bytes;
}

void *
result_grow(
    struct result_reader *reader, void *items, size_t count, size_t size)
{
	void *larger;

	if (count == 0)
		return result_alloc(reader, 1, size);
	/* Only at a power of two is the room full. */
	if (count & (count - 1))
		return items;
	larger = result_alloc(reader, 2 * count, size);
	if (larger)
		memcpy(larger, items, count * size);
	return larger;
}

enum err
result_copy(struct result_reader *reader, const char *text, const char **out)
{
	size_t size = strlen(text) + 1;
	char *copy = result_alloc(reader, size, 1);

	if (!copy)
		return ERR_NOMEM;
	memcpy(copy, text, size);
	*out = copy;
	return ERR_OK;
}

void
result_reader_release(struct result_reader *reader)
{
	while (reader->blocks) {
		struct result_block *next = reader->blocks->next;

		free(reader->blocks);
		reader->blocks = next;
	}
}

enum err
result_expected(
    const struct result_reader *reader, const char *key, const char *wanted)
{
	return err_fail(ERR_PARSE, "%s: %s%s%s%s%s was expected", reader->path,
	    reader->prefix, reader->place, key, *key ? ": " : "", wanted);
}

enum err
result_too_many(
    const struct result_reader *reader, const char *what, size_t most)
{
	return err_fail(ERR_LIMIT, "%s: %s%sat most %zu %s were expected",
	    reader->path, reader->prefix, reader->place, most, what);
}

void
result_prefix(struct result_reader *reader, size_t other)
{
	*reader->prefix = '\0';
	if (other != SIZE_MAX)
		snprintf(reader->prefix, sizeof reader->prefix,
		    "others[%zu]: ", other);
	*reader->place = '\0';
}

void
result_place(struct result_reader *reader, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(reader->place, sizeof reader->place, fmt, args);
	va_end(args);
}

/* ---- the kinds; each takes a value that is not null, or says no ---- */

static bool
is_oid(const char *text)
{
	return strlen(text) == OID_LEN &&
	       strspn(text, "0123456789abcdef") == OID_LEN;
}

static bool
take_number(const struct json *value, double least, double *out)
{
	double number;

	if (!json_number(value, &number) || !isfinite(number) || number < least)
		return false;
	*out = number;
	return true;
}

static bool
take_whole(const struct json *value, double least, double *out)
{
	return take_number(value, least, out) && *out <= WHOLE_MAX &&
	       floor(*out) == *out;
}

static bool
take_count(const struct json *value, double least, size_t *out)
{
	double number;

	if (!take_whole(value, least, &number))
		return false;
	*out = (size_t)number;
	return true;
}

static bool
take_time(const struct json *value, double least, int64_t *out)
{
	double number;

	if (!take_whole(value, least, &number))
		return false;
	*out = (int64_t)number;
	return true;
}

static bool
take_verdict(const struct json *value, enum verdict *out)
{
	const char *text = json_text(value);

	return text && verdict_parse(text, out) == 0;
}

static bool
take_direction(const struct json *value, enum direction *out)
{
	const char *text = json_text(value);

	for (int i = DIRECTION_SMALLER; i <= DIRECTION_BIGGER; i++) {
		if (!text ||
		    strcmp(direction_name((enum direction)i), text) != 0)
			continue;
		*out = (enum direction)i;
		return true;
	}
	return false;
}

static bool
take_scalar(enum member_kind kind, const struct json *value, void *field)
{
	switch (kind) {
	case MEMBER_NUMBER:
		return take_number(value, -INFINITY, field);
	case MEMBER_SIZE:
		return take_number(value, 0, field);
	case MEMBER_KNOWN:
		return take_number(value, nextafter(0, 1), field);
	case MEMBER_COUNT:
		return take_count(value, 0, field);
	case MEMBER_COUNT_KNOWN:
		return take_count(value, 1, field);
	case MEMBER_TIME:
		return take_time(value, 0, field);
	case MEMBER_TIME_KNOWN:
		return take_time(value, 1, field);
	case MEMBER_FLAG:
		return json_bool(value, field);
	case MEMBER_VERDICT:
		return take_verdict(value, field);
	case MEMBER_DIRECTION:
		return take_direction(value, field);
	default:
		return false;
	}
}

/* ---- by the table ---- */

static bool
is_text(enum member_kind kind)
{
	return kind == MEMBER_TEXT || kind == MEMBER_TEXT_OR_NULL ||
	       kind == MEMBER_OID;
}

static const char *const wanted[] = {
    [MEMBER_TEXT] = "a text",
    [MEMBER_TEXT_OR_NULL] = "a text or null",
    [MEMBER_OID] = "an id of 40 digits or null",
    [MEMBER_NUMBER] = "a number or null",
    [MEMBER_SIZE] = "a number of at least 0, or null,",
    [MEMBER_KNOWN] = "a number above 0 or null",
    [MEMBER_COUNT] = "a whole number",
    [MEMBER_COUNT_KNOWN] = "a whole number above 0 or null",
    [MEMBER_TIME] = "a whole number",
    [MEMBER_TIME_KNOWN] = "a whole number above 0 or null",
    [MEMBER_FLAG] = "true or false",
    [MEMBER_VERDICT] = "a verdict such as \"pass\"",
    [MEMBER_DIRECTION] = "\"smaller\" or \"bigger\"",
};

static enum err
take_text(struct result_reader *reader, const struct member *member,
    const struct json *value, void *field)
{
	const char *text = json_text(value);
	char limit[WANTED_SIZE];

	if (!text || (member->kind == MEMBER_OID && !is_oid(text)))
		return result_expected(
		    reader, member->key, wanted[member->kind]);
	if (member->kind == MEMBER_OID || strlen(text) <= member->max_bytes)
		return result_copy(reader, text, field);
	snprintf(limit, sizeof limit, "a text of at most %zu bytes",
	    member->max_bytes);
	return result_expected(reader, member->key, limit);
}

/* @return whether null may stand for a value of its kind. */
static bool
take_null(enum member_kind kind, void *field)
{
	switch (kind) {
	case MEMBER_TEXT_OR_NULL:
	case MEMBER_OID:
		*(const char **)field = NULL;
		return true;
	case MEMBER_NUMBER:
	case MEMBER_SIZE:
		*(double *)field = NAN;
		return true;
	case MEMBER_KNOWN:
		*(double *)field = 0;
		return true;
	case MEMBER_COUNT_KNOWN:
		*(size_t *)field = 0;
		return true;
	case MEMBER_TIME_KNOWN:
		*(int64_t *)field = 0;
		return true;
	default:
		return false;
	}
}

enum err
result_member(struct result_reader *reader, const struct member *member,
    const struct json *value, void *out)
{
	void *field = (char *)out + member->offset;

	if ((!value || json_is_null(value)) && take_null(member->kind, field))
		return ERR_OK;
	if (is_text(member->kind))
		return take_text(reader, member, value, field);
	if (take_scalar(member->kind, value, field))
		return ERR_OK;
	return result_expected(reader, member->key, wanted[member->kind]);
}

enum err
result_members(struct result_reader *reader, const struct json *object,
    const struct member *members, size_t count, void *out)
{
	enum err err = json_is_object(object)
			   ? ERR_OK
			   : result_expected(reader, "", "an object");

	for (size_t i = 0; !err && i < count; i++)
		err = result_member(
		    reader, &members[i], json_get(object, members[i].key), out);
	return err;
}
