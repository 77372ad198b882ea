#include "runner/config_accept.h"

#include <cyaml/cyaml.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/config_loading.h"

#define S_PER_DAY INT64_C(86400)
#define DIGITS_MIN 7
#define PATH_SIZE 64

/* Each key is a text; take_entry() gives it meaning. */
struct file_entry {
	char *match;
	char *metric;
	char *commits;
	char *factor;
	char *level;
	char *reason;
	char *author;
	char *expires;
};

struct file {
	char *version;
	struct file_entry *accept;
	unsigned accept_count;
};

/* A file while it is read, and what it owns afterwards. */
struct loading {
	struct config_accept accept; /* first: the others are found by it */
	struct config_accept_entry *entries;
	struct file *file;
	struct config_loading at; /* of it only what names places in errors */
	char where[512];
};

#define TEXT(key, type, field)                                                 \
	CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,  \
	    type, field, 0, CYAML_UNLIMITED)

static const cyaml_schema_field_t entry_fields[] = {
    TEXT("match", struct file_entry, match),
    TEXT("metric", struct file_entry, metric),
    TEXT("commits", struct file_entry, commits),
    TEXT("factor", struct file_entry, factor),
    TEXT("level", struct file_entry, level),
    TEXT("reason", struct file_entry, reason),
    TEXT("author", struct file_entry, author),
    TEXT("expires", struct file_entry, expires),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t entry_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct file_entry, entry_fields),
};

static const cyaml_schema_field_t file_fields[] = {
    TEXT("version", struct file, version),
    CYAML_FIELD_SEQUENCE("accept", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
	struct file, accept, &entry_value, 0, CYAML_UNLIMITED),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct file, file_fields),
};

static const struct loading *
loading_of(const struct config_accept *file)
{
	return (const struct loading *)(const void *)file;
}

/* ---- values ---- */

static bool
is_blank(const char *text)
{
	return !text || !text[strspn(text, " \t\r\n")];
}

/* Keys that are texts. What each should be is said where it is not there. */
static enum err
take_texts(const struct config_accept *file, size_t i,
    const struct file_entry *from, struct config_accept_entry *to)
{
	const struct {
		const char *key;
		const char *text;
		const char *expected;
	} rows[] = {
	    {"match", from->match, "a glob of benchmarks"},
	    {"metric", from->metric, "the name of a metric"},
	    {"commits", from->commits, "a range of commits such as A..B"},
	    {"reason", from->reason, "why the slowdown is accepted"},
	    {"author", from->author, "who accepts it"},
	    {"expires", from->expires, "a day such as 2027-03-01"},
	};

	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		if (is_blank(rows[k].text))
			return config_accept_fail(file, i, rows[k].key,
			    "%s was expected", rows[k].expected);
	to->match = from->match;
	to->metric = from->metric;
	to->commits = from->commits;
	to->reason = from->reason;
	to->author = from->author;
	to->expires = from->expires;
	return ERR_OK;
}

/* Copy `len` digits of a commit's id. */
static bool
take_digits(const char *text, size_t len, char out[ACCEPT_DIGITS_SIZE])
{
	if (len < DIGITS_MIN || len >= ACCEPT_DIGITS_SIZE ||
	    strspn(text, "0123456789abcdefABCDEF") < len)
		return false;
	memcpy(out, text, len);
	out[len] = '\0';
	return true;
}

/* Ids alone: what a branch or a tag names may be another commit tomorrow. */
static bool
take_range(const char *text, struct config_accept_entry *to)
{
	const char *dots = strstr(text, "..");

	to->from[0] = '\0';
	to->to[0] = '\0';
	if (!dots)
		return take_digits(text, strlen(text), to->to);
	return take_digits(text, (size_t)(dots - text), to->from) &&
	       (!dots[2] || take_digits(dots + 2, strlen(dots + 2), to->to));
}

static bool
take_factor(const char *text, double *out)
{
	size_t digits = strspn(text, "0123456789.");
	char *end;

	*out = strtod(text, &end);
	return digits && end == text + digits && !*end && *out > 1 &&
	       *out <= ACCEPT_FACTOR_MAX;
}

static enum err
take_amount(const struct config_accept *file, size_t i,
    const struct file_entry *from, struct config_accept_entry *to)
{
	to->factor = NAN;
	if (!from->factor == !from->level)
		return config_accept_fail(
		    file, i, "factor", "either this or level was expected");
	if (from->factor && !take_factor(from->factor, &to->factor))
		return config_accept_fail(file, i, "factor",
		    "\"%s\" is not a number above 1, at most %d", from->factor,
		    ACCEPT_FACTOR_MAX);
	if (from->level && quantity_parse(from->level, &to->level))
		return config_accept_fail(file, i, "level",
		    "\"%s\" is not a value such as 52.1ns, 3.2MiB or, in the "
		    "unit of the series, 500",
		    from->level);
	to->level_text = from->level;
	return ERR_OK;
}

static enum err
take_entry(const struct config_accept *file, size_t i,
    const struct file_entry *from, struct config_accept_entry *to)
{
	enum err err = take_texts(file, i, from, to);

	if (!err && !take_range(from->commits, to))
		return config_accept_fail(file, i, "commits",
		    "\"%s\" is none of A..B, A.. and C, each an id of %d to "
		    "%d hexadecimal digits",
		    from->commits, DIGITS_MIN, ACCEPT_DIGITS_SIZE - 1);
	if (!err)
		err = take_amount(file, i, from, to);
	if (!err && clock_parse_day(from->expires, &to->starts_last_s))
		return config_accept_fail(file, i, "expires",
		    "\"%s\" is not a day such as 2027-03-01", from->expires);
	return err;
}

/* ---- the file ---- */

static enum err
load(struct loading *loaded, const char *text, size_t len)
{
	struct config_loading *at = &loaded->at;
	cyaml_err_t code;
	enum err err = config_index_make(&at->index, text, len, at->where);

	if (!err)
		err = config_check_shape(
		    at, &file_schema, "version: 1 was expected");
	if (err)
		return err;
	code = cyaml_load_data((const uint8_t *)text, len, &config_cyaml,
	    &file_schema, (cyaml_data_t **)&loaded->file, NULL);
	if (code != CYAML_OK)
		return err_fail(code == CYAML_ERR_OOM ? ERR_NOMEM : ERR_USAGE,
		    "%s: %s", at->where, cyaml_strerror(code));
	if (!loaded->file->version || strcmp(loaded->file->version, "1") != 0)
		return config_fail_key(at, "version", "\"%s\", 1 was expected",
		    loaded->file->version ? loaded->file->version : "");
	loaded->entries =
	    calloc(loaded->file->accept_count + 1, sizeof *loaded->entries);
	if (!loaded->entries)
		return err_fail(ERR_NOMEM, "out of memory");
	loaded->accept.entries = loaded->entries;
	loaded->accept.count = loaded->file->accept_count;
	for (size_t i = 0; !err && i < loaded->accept.count; i++)
		err = take_entry(&loaded->accept, i, &loaded->file->accept[i],
		    &loaded->entries[i]);
	return err;
}

enum err
config_accept_parse(
    struct config_accept **out, const char *text, size_t len, const char *where)
{
	struct loading *loaded = calloc(1, sizeof *loaded);
	enum err err;

	if (!loaded)
		return err_fail(ERR_NOMEM, "out of memory");
	snprintf(loaded->where, sizeof loaded->where, "%s", where);
	loaded->at.where = loaded->where;
	err = load(loaded, text, len);
	if (err)
		config_accept_free(&loaded->accept);
	else
		*out = &loaded->accept;
	return err;
}

void
config_accept_free(struct config_accept *file)
{
	struct loading *loaded = (struct loading *)(void *)file;

	if (!loaded)
		return;
	config_index_release(&loaded->at.index);
	cyaml_free(&config_cyaml, &file_schema, loaded->file, 0);
	free(loaded->entries);
	free(loaded);
}

enum err
config_accept_fail(const struct config_accept *file, size_t entry,
    const char *key, const char *fmt, ...)
{
	char path[PATH_SIZE];
	char text[512];
	va_list args;

	snprintf(path, sizeof path, "accept[%zu].%s", entry, key);
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	return config_fail_key(&loading_of(file)->at, path, "%s", text);
}

void
config_accept_place(const struct config_accept *file, size_t entry,
    size_t *line, size_t *column)
{
	const struct config_node *node;
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "accept[%zu]", entry);
	node = config_index_find(&loading_of(file)->at.index, path);
	*line = node->line;
	*column = node->column;
}

/* ---- entries ---- */

static bool
same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool
same_amount(
    const struct config_accept_entry *a, const struct config_accept_entry *b)
{
	if (isnan(a->factor) || isnan(b->factor))
		return same(a->level_text, b->level_text);
	return !(a->factor < b->factor) && !(a->factor > b->factor);
}

bool
config_accept_same_scope(
    const struct config_accept_entry *a, const struct config_accept_entry *b)
{
	return same(a->match, b->match) && same(a->metric, b->metric) &&
	       same(a->commits, b->commits);
}

bool
config_accept_equal(
    const struct config_accept_entry *a, const struct config_accept_entry *b)
{
	return config_accept_same_scope(a, b) && same_amount(a, b) &&
	       same(a->reason, b->reason) && same(a->author, b->author) &&
	       same(a->expires, b->expires);
}

bool
config_accept_expired(const struct config_accept_entry *entry, int64_t time_s)
{
	return time_s >= entry->starts_last_s + S_PER_DAY;
}

enum err
config_accept_check_day(
    const struct config_accept *file, size_t index, int64_t time_s)
{
	const struct config_accept_entry *entry = &file->entries[index];
	char date[CLOCK_DATE_SIZE];

	clock_date(time_s, date);
	if (config_accept_expired(entry, time_s))
		return config_accept_fail(file, index, "expires",
		    "%s is over on %.10s, the date of the commit: remove the "
		    "entry, or accept anew with a later day",
		    entry->expires, date);
	if (entry->starts_last_s - ACCEPT_DAYS_MAX * S_PER_DAY > time_s)
		return config_accept_fail(file, index, "expires",
		    "%s is more than two years after %.10s, the date of the "
		    "commit",
		    entry->expires, date);
	return ERR_OK;
}
