#include "reports/escape.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define REPLACEMENT "\xef\xbf\xbd"
#define ZERO_WIDTH "&#8203;"
#define SPELL_SIZE 32 /* the longest spelling of one step, with its NUL */

struct spelling {
	char from;
	const char *to;
};

struct separation {
	const char *text; /* in any case of letters */
	size_t after; /* characters before the zero width space */
};

/* A place that text is written to. */
struct dialect {
	const char *backslash; /* how the place spells one */
	const struct spelling *spellings;
	const struct separation *separations;
};

static const struct spelling nothing[] = {{'\0', NULL}};
static const struct separation nowhere[] = {{NULL, 0}};

static const struct spelling html_spellings[] = {{'&', "&amp;"}, {'<', "&lt;"},
    {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}, {'\0', NULL}};

/* Entities where a backslash has a second meaning: tables look for pipes
 * before anything else, and some forges read dollars as formulas. */
static const struct spelling md_spellings[] = {{'&', "&amp;"}, {'<', "&lt;"},
    {'>', "&gt;"}, {'|', "&#124;"}, {'$', "&#36;"}, {'`', "&#96;"},
    {'\\', "\\\\"}, {'*', "\\*"}, {'_', "\\_"}, {'[', "\\["}, {']', "\\]"},
    {'~', "\\~"}, {'!', "\\!"}, {'\0', NULL}};

/* Forges look for these in the text that markdown has produced, where an
 * escaped "@" is an "@" again; so they must be taken apart, not escaped. */
static const struct separation md_separations[] = {
    {"@", 1}, {"#", 1}, {"://", 1}, {"www.", 3}, {"gh-", 2}, {NULL, 0}};

static const struct dialect term = {"\\", nothing, nowhere};
static const struct dialect html = {"\\", html_spellings, nowhere};
static const struct dialect md = {"\\\\", md_spellings, md_separations};

/* What is not seen, or changes how its surroundings are seen; sorted. */
static const struct range {
	uint32_t first;
	uint32_t last;
} hidden[] = {
    {0x01, 0x1f}, /* C0 */
    {0x7f, 0x9f}, /* DEL and C1 */
    {0xad, 0xad}, /* soft hyphen */
    {0x61c, 0x61c}, /* Arabic letter mark */
    {0x180e, 0x180e}, /* Mongolian vowel separator */
    {0x200b, 0x200f}, /* zero width, direction marks */
    {0x2028, 0x202e}, /* separators, bidirectional embedding, override */
    {0x2060, 0x206f}, /* joiners, isolates */
    {0xfeff, 0xfeff}, /* byte order mark */
    {0xfff9, 0xfffb}, /* interlinear annotation */
    {0xfffe, 0xffff}, /* no characters; XML has none of them */
    {0xe0000, 0xe0fff}, /* tags, more variation selectors */
};

static bool
is_hidden(uint32_t code)
{
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
		if (code >= hidden[i].first && code <= hidden[i].last)
			return true;
	}
	return false;
}

/* Bytes that follow a first byte, 0 for ASCII; -1: no character starts so. */
static int
following(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if (first >= 0xe0 && first <= 0xef)
		return 2;
	if (first >= 0xf0 && first <= 0xf4)
		return 3;
	return -1;
}

/* Length of the character at `text`, 0 if there is none. */
static size_t
decode(const char *text, uint32_t *out)
{
	static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)*text;
	int more = following(first);
	uint32_t code;

	if (more < 0)
		return 0;
	code = more ? first & (0x3fu >> more) : first;
	for (int i = 1; i <= more; i++) {
		unsigned char next = (unsigned char)text[i];

		if ((next & 0xc0) != 0x80)
			return 0; /* a NUL as well: nothing behind it is read */
		code = code << 6 | (next & 0x3fu);
	}
	if (code < smallest[more] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*out = code;
	return (size_t)more + 1;
}

static void
spell_hidden(char out[SPELL_SIZE], uint32_t code, const char *backslash)
{
	static const char names[] = {['\n'] = 'n', ['\t'] = 't', ['\r'] = 'r'};

	if (code < sizeof names && names[code])
		snprintf(out, SPELL_SIZE, "%s%c", backslash, names[code]);
	else if (code < 0x80)
		snprintf(out, SPELL_SIZE, "%sx%02x", backslash, code);
	else
		snprintf(out, SPELL_SIZE, "%su%04x", backslash, code);
}

static const struct separation *
find_separation(const struct dialect *dialect, const char *text)
{
	const struct separation *row = dialect->separations;

	while (
	    row->text && strncasecmp(row->text, text, strlen(row->text)) != 0)
		row++;
	return row->text ? row : NULL;
}

static const char *
find_spelling(const struct dialect *dialect, char from)
{
	const struct spelling *row = dialect->spellings;

	while (row->to && row->from != from)
		row++;
	return row->to;
}

/* Write the spelling of what `text` starts with; @return its bytes in text. */
static size_t
spell(char out[SPELL_SIZE], const char *text, const struct dialect *dialect)
{
	const struct separation *apart = find_separation(dialect, text);
	const char *spelling = find_spelling(dialect, *text);
	uint32_t code = 0;
	size_t len = decode(text, &code);

	if (apart) {
		len = apart->after;
		snprintf(out, SPELL_SIZE, "%.*s" ZERO_WIDTH, (int)len, text);
	} else if (len == 0) {
		len = 1;
		snprintf(out, SPELL_SIZE, "%s", REPLACEMENT);
	} else if (is_hidden(code)) {
		spell_hidden(out, code, dialect->backslash);
	} else if (spelling) {
		snprintf(out, SPELL_SIZE, "%s", spelling);
	} else {
		snprintf(out, SPELL_SIZE, "%.*s", (int)len, text);
	}
	return len;
}

static void
escape(struct buf *out, const char *text, size_t max_bytes,
    const struct dialect *dialect)
{
	size_t used = 0;
	size_t kept = 0; /* of `used`: leaves room for the ellipsis */
	size_t start = out->len;

	assert(max_bytes >= strlen(ELLIPSIS));
	while (*text) {
		char spelled[SPELL_SIZE];
		size_t step = spell(spelled, text, dialect);
		size_t len = strlen(spelled);

		if (len > max_bytes - used) {
			buf_truncate(out, start + kept);
			buf_puts(out, ELLIPSIS);
			return;
		}
		buf_append(out, spelled, len);
		used += len;
		if (max_bytes - used >= strlen(ELLIPSIS))
			kept = used;
		text += step;
	}
}

void
term_text(struct buf *out, const char *text, size_t max_bytes)
{
	escape(out, text, max_bytes, &term);
}

void
md_cell(struct buf *out, const char *text, size_t max_bytes)
{
	escape(out, text, max_bytes, &md);
}

void
html_text(struct buf *out, const char *text, size_t max_bytes)
{
	escape(out, text, max_bytes, &html);
}

size_t
text_columns(const char *text)
{
	size_t columns = 0;

	for (; *text; text++)
		columns += ((unsigned char)*text & 0xc0) != 0x80;
	return columns;
}

size_t
text_offset(const char *text, size_t columns)
{
	const char *at = text;

	/* A character ends where the next one's first byte stands. */
	while (*at && (columns || ((unsigned char)*at & 0xc0) == 0x80)) {
		columns -= ((unsigned char)*at & 0xc0) != 0x80;
		at++;
	}
	return (size_t)(at - text);
}
