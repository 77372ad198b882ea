#include "core/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#define TEXT_SIZE 2048

static _Thread_local char text[TEXT_SIZE];

/*
 * Bytes of the control character at the start of `s`, 0 if none is there: DEL
 * and the C0 range, but not the newline that separates the last lines of a
 * build log inside one message; and the C1 range, U+0080 to U+009F, which in
 * UTF-8 is C2 80 to C2 9F.
 */
static int
control_len(const char *s)
{
	unsigned char c = (unsigned char)s[0];
	unsigned char next = (unsigned char)(c ? s[1] : 0);

	if (c == 0xc2 && next >= 0x80 && next <= 0x9f)
		return 2;
	return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
}

void
err_set_text(const char *fmt, ...)
{
	/* The arguments may point into the old text, so it must stay whole
	 * until the new one is done. */
	char fresh[TEXT_SIZE];
	const char *from = fresh;
	int saved_errno = errno;
	va_list args;
	size_t i;

	va_start(args, fmt);
	if (vsnprintf(fresh, sizeof fresh, fmt, args) < 0)
		fresh[0] = '\0';
	va_end(args);
	for (i = 0; *from; i++) {
		int len = control_len(from);

		text[i] = *from;
		if (len)
			text[i] = '?';
		from += len ? len : 1;
	}
	text[i] = '\0';
	errno = saved_errno;
}

const char *
err_text(void)
{
	return text;
}
