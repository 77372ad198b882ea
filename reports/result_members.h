/**
 * Private to result_file: members of a JSON object into a struct by a table.
 * Each one's type and range is checked; texts are copied.
 */
#ifndef REPORTS_RESULT_MEMBERS_H
#define REPORTS_RESULT_MEMBERS_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/base/json.h"

#define RESULT_PREFIX_SIZE 32
#define RESULT_PLACE_SIZE 512

struct result_block;

/** Owns what is read until result_reader_release(). */
struct result_reader {
	const char *path; /**< named in errors */
	char prefix[RESULT_PREFIX_SIZE]; /**< "others[1] ", or "" */
	char place[RESULT_PLACE_SIZE]; /**< "series[3] a/real_time: " */
	struct result_block *blocks;
	size_t series_count; /**< of all reports in the file */
};

/** What a member must be, and the type of the field that it goes to. Where null
 *  is named it may be absent as well. */
enum member_kind {
	MEMBER_TEXT, /**< const char * */
	MEMBER_TEXT_OR_NULL, /**< const char *; null: NULL */
	MEMBER_OID, /**< const char *: 40 hex digits; null: NULL */
	MEMBER_NUMBER, /**< double; null: NaN */
	MEMBER_SIZE, /**< double of at least 0; null: NaN */
	MEMBER_KNOWN, /**< double above 0; null: 0 */
	MEMBER_COUNT, /**< size_t */
	MEMBER_COUNT_KNOWN, /**< size_t above 0; null: 0 */
	MEMBER_TIME, /**< int64_t of at least 0 */
	MEMBER_TIME_KNOWN, /**< int64_t above 0; null: 0 */
	MEMBER_FLAG, /**< bool */
	MEMBER_VERDICT, /**< enum verdict */
	MEMBER_DIRECTION /**< enum direction */
};

struct member {
	const char *key;
	enum member_kind kind;
	size_t offset; /**< of its field */
	size_t max_bytes; /**< of a text */
};

/** Put `value` (NULL: it is absent) into its field of `out`.
 *  @return ERR_PARSE with file, place, key and what was expected; ERR_NOMEM */
enum err result_member(struct result_reader *reader,
    const struct member *member, const struct json *value, void *out);

/** Every member that the table names. @return as result_member() */
enum err result_members(struct result_reader *reader, const struct json *object,
    const struct member *members, size_t count, void *out);

/** Say what is read now: of which of the others, SIZE_MAX for none. */
void result_prefix(struct result_reader *reader, size_t other);
/** And where in it, with ": " behind; cut where it is too long. */
void result_place(struct result_reader *reader, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** ERR_PARSE for a member (or "" for the place itself). */
enum err result_expected(
    const struct result_reader *reader, const char *key, const char *wanted);

/** ERR_LIMIT. */
enum err result_too_many(
    const struct result_reader *reader, const char *what, size_t most);

/** Zeroed memory of the reader's. @return NULL after err_fail(ERR_NOMEM) */
void *result_alloc(struct result_reader *reader, size_t count, size_t size);

/** The same for one more behind `count` items, which have come from here one by
 *  one: `items`, or where they are moved to. */
void *result_grow(
    struct result_reader *reader, void *items, size_t count, size_t size);

/** A copy of a text. @return ERR_NOMEM */
enum err result_copy(
    struct result_reader *reader, const char *text, const char **out);

void result_reader_release(struct result_reader *reader);

#endif
