#include "runner/narrow.h"

#include <assert.h>
#include <string.h>

#include "core/base/buf.h"

/* A slash or a dash is ordinary outside brackets. */
static const char metacharacters[] = "^$\\.*+?()[]{}|";

/* A quote ends the quoted text, stands escaped, and begins another. */
static const char quote[] = "'\\''";

#define AROUND_MAX 8 /* ^( )$, two quotes, an equals sign or a blank; NUL */

size_t
narrow_name_bytes(const char *name)
{
	size_t bytes = 1; /* the bar before it */

	for (; *name; name++) {
		if (*name == '\'')
			bytes += sizeof quote - 1;
		else
			bytes += strchr(metacharacters, *name) ? 2 : 1;
	}
	return bytes;
}

size_t
narrow_frame_bytes(const char *command, const char *option)
{
	return strlen(command) + 1 + strlen(option) + AROUND_MAX;
}

static void
put_name(struct buf *out, const char *name)
{
	for (; *name; name++) {
		if (*name == '\'') {
			buf_puts(out, quote);
			continue;
		}
		if (strchr(metacharacters, *name))
			buf_putc(out, '\\');
		buf_putc(out, *name);
	}
}

/* What stands between option and argument. */
static const char *
joint(const char *option)
{
	size_t len = strlen(option);

	if (len && option[len - 1] == '=')
		return "";
	return len > 2 && strncmp(option, "--", 2) == 0 ? "=" : " ";
}

/* A YAML block leaves line breaks at the end, behind which a new command would
 * begin. */
static size_t
command_len(const char *command)
{
	size_t len = strlen(command);

	while (len && (command[len - 1] == '\n' || command[len - 1] == '\r'))
		len--;
	return len;
}

enum err
narrow_command(char **out, const char *command, const char *option,
    const char *const *names, size_t count)
{
	struct buf text = BUF_INIT;
	size_t bytes = narrow_frame_bytes(command, option);

	assert(count > 0);
	for (size_t i = 0; i < count; i++)
		bytes += narrow_name_bytes(names[i]);
	if (bytes > NARROW_BYTES_MAX)
		return err_fail(ERR_LIMIT,
		    "a command narrowed to %zu names takes %zu bytes, at most "
		    "%zu were expected",
		    count, bytes, NARROW_BYTES_MAX);
	buf_append(&text, command, command_len(command));
	buf_printf(&text, " %s%s'^(", option, joint(option));
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_putc(&text, '|');
		put_name(&text, names[i]);
	}
	buf_puts(&text, ")$'");
	return buf_steal(&text, out);
}
