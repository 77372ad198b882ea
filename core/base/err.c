#include "core/base/err.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_SIZE 2048

static _Thread_local char text[TEXT_SIZE];

/* DEL and the C0 range, but not the newline that separates the last lines of
 * a build log inside one message. */
static int
is_control(unsigned char c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
}

enum err
err_fail(enum err code, const char *fmt, ...)
{
	/* The arguments may point into the old text, so it must stay whole
	 * until the new one is done. */
	char fresh[TEXT_SIZE];
	va_list args;
	size_t i;

	va_start(args, fmt);
	if (vsnprintf(fresh, sizeof fresh, fmt, args) < 0)
		fresh[0] = '\0';
	va_end(args);
	for (i = 0; fresh[i]; i++)
		text[i] = is_control((unsigned char)fresh[i]) ? '?' : fresh[i];
	text[i] = '\0';
	return code;
}

const char *
err_text(void)
{
	return text;
}
