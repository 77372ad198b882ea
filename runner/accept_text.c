#include "runner/accept_text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/text.h"

void
accept_text_glob(struct buf *out, const char *name)
{
	for (; *name; name++) {
		if (strchr("*?[\\", *name))
			buf_putc(out, '\\');
		buf_putc(out, *name);
	}
}

static enum err
check_utf8(const char *text)
{
	char *clean = json_clean_utf8(text);
	bool valid = clean && strcmp(clean, text) == 0;

	if (!clean)
		return err_fail(ERR_NOMEM, "out of memory");
	free(clean);
	return valid ? ERR_OK
		     : err_fail(ERR_USAGE, "\"%s\" is not UTF-8", text);
}

/* What has three bytes and is not seen, or is a line break to YAML, or no
 * character to it. */
static bool
is_hidden(uint32_t code)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} ranges[] = {{0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},
	    {0xfeff, 0xfeff}, {0xfff9, 0xffff}};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* Bytes of the character at `text`, and it in `out` if it must be escaped. */
static size_t
hidden_len(const char *text, uint32_t *out)
{
	const unsigned char *c = (const unsigned char *)text;
	size_t control = text_control_len(text, "");
	uint32_t code;

	*out = 0;
	if (control) {
		*out = control == 2 ? c[1] : c[0]; /* C2 85 is U+0085 */
		return control;
	}
	if ((c[0] & 0xf0) != 0xe0)
		return 1;
	code = ((uint32_t)c[0] & 0xf) << 12 | ((uint32_t)c[1] & 0x3f) << 6 |
	       ((uint32_t)c[2] & 0x3f);
	if (!is_hidden(code))
		return 1;
	*out = code;
	return 3;
}

enum err
accept_text_quote(struct buf *out, const char *text)
{
	enum err err = check_utf8(text);

	if (err)
		return err;
	buf_putc(out, '"');
	while (*text) {
		uint32_t code;
		size_t len = hidden_len(text, &code);

		if (code == '\n')
			buf_puts(out, "\\n");
		else if (code > 0xff)
			buf_printf(out, "\\u%04x", (unsigned)code);
		else if (code)
			buf_printf(out, "\\x%02x", (unsigned)code);
		else if (*text == '"' || *text == '\\')
			buf_printf(out, "\\%c", *text);
		else
			buf_putc(out, *text);
		text += len;
	}
	buf_putc(out, '"');
	return buf_err(out);
}

/* Numbers, ids and days, which no reader of YAML takes for anything else. */
static bool
is_plain(const char *text)
{
	return *text != '.' && *text != '-' && *text &&
	       !text[strspn(text, "0123456789abcdef.-")];
}

static enum err
put_key(struct buf *out, const char *key, const char *text, bool quoted)
{
	enum err err = ERR_OK;

	buf_printf(out, "%s: ", key);
	if (!quoted && is_plain(text))
		buf_puts(out, text);
	else
		err = accept_text_quote(out, text);
	if (err == ERR_USAGE)
		return err_fail(err, "%s: %s", key, err_text());
	buf_putc(out, '\n');
	return err;
}

static enum err
put_match(struct buf *out, const char *benchmark)
{
	struct buf glob = BUF_INIT;
	enum err err;

	accept_text_glob(&glob, benchmark);
	err = buf_err(&glob);
	if (!err)
		err = put_key(out, "match", buf_text(&glob), true);
	buf_release(&glob);
	return err;
}

enum err
accept_text_entry(
    struct buf *out, const struct accept_draft *draft, size_t indent)
{
	const struct {
		const char *key;
		const char *text;
		bool quoted;
	} rows[] = {
	    {"metric", draft->metric, true},
	    {"commits", draft->commits, false},
	    {"factor", draft->factor, false},
	    {"level", draft->level, false},
	    {"reason", draft->reason, true},
	    {"author", draft->author, true},
	    {"expires", draft->expires, false},
	};
	enum err err;

	buf_printf(out, "%*s- ", (int)indent, "");
	err = put_match(out, draft->benchmark);
	for (size_t i = 0; !err && i < sizeof rows / sizeof *rows; i++) {
		if (!rows[i].text)
			continue;
		buf_printf(out, "%*s  ", (int)indent, "");
		err = put_key(out, rows[i].key, rows[i].text, rows[i].quoted);
	}
	return err ? err : buf_err(out);
}
